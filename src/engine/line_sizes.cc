#include "engine/line_sizes.h"

#include "core/visible.h"
#include "engine/features.h"

namespace dehusk {

bool LineSizes::within(const Limit& limit, const Match& match) {
  if (limit.unit == Limit::Unit::none || match.source.empty()) return true;
  if (limit.unit == Limit::Unit::lines) return match.last - match.first + 1 <= limit.value;
  if (before_.empty()) {
    before_.reserve(doc_.blocks.size() + 1);
    before_.push_back(0);
    for (const Block& block : doc_.blocks) {
      before_.push_back(before_.back() + count_visible(doc_.text_of(block)));
    }
  }
  const uint64_t size = match.part ? count_visible(doc_.text_of(match.source))
                                   : before_[match.last + 1] - before_[match.first];
  return static_cast<double>(size) <= limit.value * static_cast<double>(before_.back());
}

}  // namespace dehusk
