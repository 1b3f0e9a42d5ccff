#include "cli/explain_parts.h"

#include <algorithm>
#include <set>

namespace dehusk {
namespace {

// The range on top is the last of a set.
struct Height {
  bool removed;
  size_t range;
  bool operator<(const Height& other) const {
    return removed != other.removed ? other.removed : range < other.range;
  }
};

Height height_of(const std::vector<LaidRange>& ranges, size_t range) {
  return {ranges[range].fate == Fate::removed, range};
}

}  // namespace

std::vector<Part> parts_of(const std::vector<LaidRange>& ranges) {
  std::vector<size_t> by_end(ranges.size());
  for (size_t i = 0; i < by_end.size(); ++i) by_end[i] = i;
  std::sort(by_end.begin(), by_end.end(),
            [&](size_t a, size_t b) { return ranges[a].end < ranges[b].end; });

  std::vector<Part> parts;
  std::set<Height> open;
  size_t next = 0;
  uint64_t at = 0;
  for (const size_t ending : by_end) {
    const uint64_t end = ranges[ending].end;
    const auto close_part = [&](uint64_t to) {
      if (!open.empty() && at < to) {
        const size_t top = open.rbegin()->range;
        const bool goes_on = !parts.empty() && parts.back().end == at && parts.back().range == top;
        if (goes_on) {
          parts.back().end = to;
        } else {
          parts.push_back({at, to, top});
        }
      }
      at = std::max(at, to);
    };
    for (; next < ranges.size() && ranges[next].begin < end; ++next) {
      close_part(ranges[next].begin);
      open.insert(height_of(ranges, next));
    }
    close_part(end);
    open.erase(height_of(ranges, ending));
  }
  return parts;
}

}  // namespace dehusk
