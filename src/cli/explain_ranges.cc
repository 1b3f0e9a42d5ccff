#include "cli/explain_ranges.h"

#include <algorithm>
#include <optional>

#include "core/unicode.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "engine/features.h"

namespace dehusk {
namespace {

bool is_unseen(char32_t c) { return is_space(c) || is_ignorable(c); }

// Where what can be seen in [begin, end) begins; `end` if nothing can.
uint64_t seen_begin(std::string_view text, uint64_t begin, uint64_t end) {
  for (size_t at = begin; at < end;) {
    const size_t here = at;
    if (!is_unseen(next_code_point(text, &at))) return here;
  }
  return end;
}

// Where it ends; `begin` if nothing can be seen.
uint64_t seen_end(std::string_view text, uint64_t begin, uint64_t end) {
  while (end > begin) {
    size_t last = end - 1;
    while (last > begin && (static_cast<uint8_t>(text[last]) & 0xC0) == 0x80) --last;
    size_t next = last;
    if (!is_unseen(next_code_point(text, &next))) return end;
    end = last;
  }
  return begin;
}

Fate fate_of(Spared::Why why) {
  switch (why) {
    case Spared::Why::keep:
      return Fate::keep;
    case Spared::Why::limit:
      return Fate::limit;
    case Spared::Why::guard:
      return Fate::guard;
    case Spared::Why::joins:
      return Fate::joins;
  }
  return Fate::keep;
}

size_t line_at(const std::vector<SourceLine>& lines, uint64_t at) {
  const auto next =
      std::upper_bound(lines.begin(), lines.end(), at,
                       [](uint64_t offset, const SourceLine& line) { return offset < line.begin; });
  return static_cast<size_t>(next - lines.begin()) - 1;
}

std::optional<LaidRange> lay_out(const ReportedRange& range, Fate fate, bool page,
                                 std::string_view source, const std::vector<SourceLine>& lines) {
  LaidRange laid{.range = &range, .fate = fate};
  const uint64_t end = std::min<uint64_t>(page ? range.shown.end : range.end, source.size());
  laid.begin = seen_begin(source, page ? range.shown.begin : range.begin, end);
  laid.end = seen_end(source, laid.begin, end);
  if (laid.begin >= laid.end) return std::nullopt;
  laid.first = line_at(lines, laid.begin);
  laid.last = line_at(lines, laid.end - 1);
  const uint64_t line_begin = lines[laid.first].begin;
  const uint64_t line_end = lines[laid.last].end;
  laid.whole = seen_end(source, line_begin, laid.begin) == line_begin &&
               seen_begin(source, laid.end, line_end) == line_end;
  return laid;
}

}  // namespace

std::vector<SourceLine> split_lines(std::string_view text) {
  std::vector<SourceLine> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    lines.push_back({begin, end});
    begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return lines;
}

std::vector<uint64_t> line_numbers(const Cleaned& cleaned, const std::vector<SourceLine>& lines) {
  std::vector<uint64_t> numbers;
  const std::vector<ShownLine>& shown = cleaned.shown.lines;
  size_t next = 0;
  for (const SourceLine& line : lines) {
    if (!cleaned.is_page) {
      numbers.push_back(numbers.size() + 1);
      continue;
    }
    while (next < shown.size() && shown[next].text.end <= line.begin) ++next;
    const bool blank = next == shown.size() || shown[next].text.begin >= line.end;
    numbers.push_back(blank ? 0 : shown[next].source);
  }
  return numbers;
}

bool same_label(const LaidRange& a, const LaidRange& b) {
  const auto saver = [](const LaidRange& range) {
    return range.range->saved_by ? std::string_view(range.range->saved_by->name)
                                 : std::string_view{};
  };
  return a.fate == b.fate && a.range->rule.name == b.range->rule.name &&
         a.range->also == b.range->also && saver(a) == saver(b);
}

std::vector<LaidRange> lay_out_ranges(const Cleaned& cleaned, std::string_view source,
                                      const std::vector<SourceLine>& lines) {
  std::vector<LaidRange> laid;
  const auto add = [&](const ReportedRange& range, Fate fate) {
    const auto found = lay_out(range, fate, cleaned.is_page, source, lines);
    if (found) laid.push_back(*found);
  };
  for (const ReportedRange& range : cleaned.removed) add(range, Fate::removed);
  for (const ReportedRange& range : cleaned.spared) add(range, fate_of(range.why));
  std::stable_sort(laid.begin(), laid.end(),
                   [](const LaidRange& a, const LaidRange& b) { return a.begin < b.begin; });
  return laid;
}

std::vector<LaidRange> joined_neighbours(const std::vector<LaidRange>& ranges,
                                         std::string_view source) {
  std::vector<LaidRange> joined;
  for (const LaidRange& range : ranges) {
    if (!joined.empty()) {
      LaidRange& last = joined.back();
      if (last.whole && range.whole && last.end <= range.begin && same_label(last, range) &&
          !has_visible(source.substr(last.end, range.begin - last.end))) {
        last.end = range.end;
        last.last = range.last;
        last.times += range.times;
        continue;
      }
    }
    joined.push_back(range);
  }
  return joined;
}

std::string_view reported_source(const Cleaned& cleaned, std::string_view bytes) {
  return cleaned.encoding == "utf-8" && !cleaned.is_page ? bytes
                                                         : std::string_view(cleaned.decoded);
}

}  // namespace dehusk
