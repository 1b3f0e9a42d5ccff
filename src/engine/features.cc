#include "engine/features.h"

#include <algorithm>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/unicode.h"
#include "core/utf8.h"
#include "doc/canonical.h"

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

bool is_visible(char32_t c) {
  if (c < 0x80) return c != ' ' && (c < 9 || c > 13);
  return !is_space(c) && !is_ignorable(c);
}

// The longest link text and target that count as one, in bytes: keeps the search linear.
constexpr size_t kLongestLinkText = 500;
constexpr size_t kLongestTarget = 2000;

// The end of the markdown link `[text](target)` that begins at `at`, or npos.
size_t markdown_link_end(std::string_view text, size_t at, size_t* text_end) {
  const size_t length = text.substr(at, kLongestLinkText).find(']');
  if (length == std::string_view::npos) return length;
  *text_end = at + length;
  if (text.substr(*text_end + 1, 1) != "(") return std::string_view::npos;
  const size_t target = text.substr(*text_end, kLongestTarget).find(')');
  return target == std::string_view::npos ? target : *text_end + target + 1;
}

// Characters of link texts and of bare URLs over all characters but link targets.
double link_density(std::string_view text) {
  uint64_t linked = 0;
  uint64_t all = 0;
  for (size_t at = 0; at < text.size();) {
    size_t text_end = 0;
    const size_t end = text[at] == '[' ? markdown_link_end(text, at, &text_end)
                                       : std::string_view::npos;
    if (end != std::string_view::npos) {
      const uint64_t inside = count_visible(text.substr(at + 1, text_end - at - 1));
      linked += inside;
      all += inside;
      at = end;
      continue;
    }
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")) {
      const std::string_view url = rest.substr(0, rest.find_first_of(" \t)>\""));
      linked += count_visible(url);
      all += count_visible(url);
      at += url.size();
      continue;
    }
    all += is_visible(next_code_point(text, &at));
  }
  return all == 0 ? 0 : static_cast<double>(linked) / static_cast<double>(all);
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

uint64_t count_visible(std::string_view text) {
  uint64_t n = 0;
  for (size_t at = 0; at < text.size();) {
#ifdef __SSE2__
    // Sixteen ASCII characters at a time: visible is what is no white space. Each lane counts what
    // is not, up to 255 of them.
    while (text.size() - at >= 16) {
      const size_t first = at;
      const size_t stop = at + std::min<size_t>((text.size() - at) / 16, 255) * 16;
      __m128i spaces = _mm_setzero_si128();
      bool ascii = true;
      for (; at < stop; at += 16) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        ascii = _mm_movemask_epi8(chunk) == 0;
        if (!ascii) break;
        const __m128i control = _mm_and_si128(_mm_cmpgt_epi8(chunk, _mm_set1_epi8(8)),
                                              _mm_cmplt_epi8(chunk, _mm_set1_epi8(14)));
        const __m128i space = _mm_or_si128(control, _mm_cmpeq_epi8(chunk, _mm_set1_epi8(' ')));
        spaces = _mm_sub_epi8(spaces, space);
      }
      const __m128i sums = _mm_sad_epu8(spaces, _mm_setzero_si128());
      n += at - first - static_cast<uint64_t>(_mm_cvtsi128_si64(sums)) -
           static_cast<uint64_t>(_mm_extract_epi16(sums, 4));
      if (!ascii) break;
    }
#endif
    // Up to where ASCII begins again.
    for (char32_t c = 0; at < text.size();) {
      if (c >= 0x80 && static_cast<uint8_t>(text[at]) < 0x80) break;
      c = next_code_point(text, &at);
      n += is_visible(c);
    }
  }
  return n;
}

bool has_visible(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (is_visible(next_code_point(text, &at))) return true;
  }
  return false;
}

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
      return doc.page ? page_link_density(doc, doc.blocks[block].source) : link_density(text);
    case Feature::ends_sentence:
      return ends_sentence(text) ? 1 : 0;
    case Feature::line_no:
      return block + 1.0;
    case Feature::lines_from_end:
      return static_cast<double>(doc.blocks.size() - 1 - block);
  }
  return 0;
}

bool conditions_hold(const std::vector<Condition>& when, const Document& doc, uint32_t block) {
  for (const Condition& condition : when) {
    const auto feature = static_cast<Feature>(condition.feature);
    if (!holds(condition, line_feature(doc, block, feature))) return false;
  }
  return true;
}

}  // namespace dehusk
