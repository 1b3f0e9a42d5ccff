#include "engine/features.h"

#include <algorithm>
#include <cassert>

#include "core/unicode.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "doc/canonical.h"
#include "engine/link_text.h"

namespace dehusk {
namespace {

double count_words(std::string_view text) {
  size_t spaced = 0;
  size_t unspaced = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, &at);
    if (is_unspaced(c)) {
      ++unspaced;
      inside = false;
    } else if (is_word(c)) {
      spaced += !inside;
      inside = true;
    } else {
      inside = false;
    }
  }
  const size_t pairs = (unspaced + 1) / 2;
  return static_cast<double>(spaced + pairs);
}

template <typename Part, typename Whole>
double share(std::string_view text, Part part, Whole whole) {
  size_t parts = 0;
  size_t wholes = 0;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, &at);
    if (!whole(c)) continue;
    ++wholes;
    parts += part(c);
  }
  return wholes == 0 ? 0 : static_cast<double>(parts) / static_cast<double>(wholes);
}

double text_link_density(std::string_view text) {
  const LinkText links = link_text(text);
  return links.all == 0 ? 0 : static_cast<double>(links.linked) / static_cast<double>(links.all);
}

// The same for a line of a page: what of it lies in `a`. Links do not nest.
double page_link_density(const Document& doc, Span line) {
  const std::vector<Run>& runs = doc.page->runs;
  const uint64_t all = count_visible(doc.text_of(line));
  // A link that began on an earlier line of its block may reach here; blocks have few lines.
  auto run = std::partition_point(runs.begin(), runs.end(), [&](const Run& r) {
    return r.text.begin < line.begin;
  });
  uint64_t linked = 0;
  for (auto before = run; before != runs.begin() && run - before < 8;) {
    --before;
    if (before->kind == RunKind::link && before->text.end > line.begin) {
      linked += count_visible(doc.text_of(Span{line.begin, std::min(before->text.end, line.end)}));
      break;
    }
  }
  for (; run != runs.end() && run->text.begin < line.end; ++run) {
    if (run->kind != RunKind::link) continue;
    linked += count_visible(doc.text_of(Span{run->text.begin, std::min(run->text.end, line.end)}));
  }
  return all == 0 ? 0 : std::min(1.0, static_cast<double>(linked) / static_cast<double>(all));
}

bool ends_sentence(std::string_view text) {
  CanonicalBuffer buffer;
  std::string_view line = buffer.canonical(text);
  while (!line.empty() && std::string_view("\"')]}*_ ").find(line.back()) != std::string_view::npos) {
    line.remove_suffix(1);
  }
  for (const std::string_view mark : {".", "!", "?", "\u3002", "\u0964", "\u06D4", "\u061F",
                                      "\u300D", "\u2026"}) {
    if (line.ends_with(mark)) return true;
  }
  return false;
}

bool holds(const Condition& condition, double value) {
  switch (condition.op) {
    case Condition::Op::less: return value < condition.value;
    case Condition::Op::less_equal: return value <= condition.value;
    case Condition::Op::greater: return value > condition.value;
    case Condition::Op::greater_equal: return value >= condition.value;
    case Condition::Op::equal: return value == condition.value;
    case Condition::Op::not_equal: return value != condition.value;
  }
  return false;
}

}  // namespace

double line_feature(const Document& doc, uint32_t block, Feature feature) {
  const std::string_view text = doc.text_of(doc.blocks[block]);
  switch (feature) {
    case Feature::words:
      return count_words(text);
    case Feature::chars: {
      CanonicalBuffer buffer;
      return static_cast<double>(count_code_points(buffer.canonical(text)));
    }
    case Feature::digits:
      return share(text, is_digit, is_visible);
    case Feature::capitals:
      return share(text, is_upper, [](char32_t c) { return is_word(c) && !is_digit(c); });
    case Feature::link_density:
      return doc.page ? page_link_density(doc, doc.blocks[block].source) : text_link_density(text);
    case Feature::ends_sentence:
      return ends_sentence(text) ? 1 : 0;
    case Feature::line_no:
      return block + 1.0;
    case Feature::lines_from_end:
      return static_cast<double>(doc.blocks.size() - 1 - block);
    default:
      assert(!"not a feature of one line");
      return 0;
  }
}

bool conditions_hold(const std::vector<Condition>& when, const Document& doc, uint32_t block,
                     Measurements* measured) {
  for (const Condition& condition : when) {
    const auto feature = static_cast<Feature>(condition.feature);
    if (condition.feature >= kTextFeatures && !doc.page) return false;
    const double value = condition.feature < kLineFeatures ? line_feature(doc, block, feature)
                                                           : measured->of_line(feature, block);
    if (!holds(condition, value)) return false;
  }
  return true;
}

}  // namespace dehusk
