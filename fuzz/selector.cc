// A selector and a page:
//
//   p:has(> a), .b ~ *     the selector, up to the line's end
//   <p><a>...              the page
//
// An input that begins with 1 is a row of kParts up to a line end, and then of kTags, one a byte. A
// selector is read into one form; a fault has its place; what it finds is the same with and without
// memory and index.
#include <algorithm>
#include <array>
#include <cmath>

#include "expect.h"
#include "read/html_reader.h"
#include "rule/select.h"
#include "rule/selector_index.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 2048;
constexpr double kMostWays = 1e7;

constexpr std::string_view kParts[] = {
    "a", "b", "p", "div", "*", ".x", ".y", "#i", "#j", " ", " ", " > ", " + ", " ~ ", " ", " > ",
    " + ", " ~ ", ", ", ")", ")", ")",
    ":is(", ":not(", ":has(", ":has(> ", ":has(+ ", ":has(~ ", ":nth-child(2n of ",
    ":nth-last-child(odd of ", ":nth-child(2)", ":nth-last-child(n+2)", ":first-of-type", ":last-of-type",
    ":only-child", ":empty", ":root", ":scope", "[k]", "[k=v]", "[k~=v]", "[k^=val]", "[k*='alue' i]", "[class*=x]",
    "[id^=ij]", "[class]", ":lang(en)", ":dir(rtl)", ":any-link", ":has-text(one)", ":has-text(/^o/)", ":has-text(/t[a-z]o? ?o/)",
    ":has-text(two three)", ":upward(1)", ":upward(2)", ":upward(", ":matches-attr(/^k/=/v/)", ":hover",
    ":checked", ":disabled", ":enabled", ":read-write", ":default", ":indeterminate", "x-y", "svg",
};
constexpr std::string_view kTags[] = {
    "<a>", "</a>", "<a href=q>", "<b>", "</b>", "<b class=x>", "<p>", "</p>", "<p class='x y'>", "<p id=i>",
    "<div>", "</div>", "<div class=y k=v>", "<div id=ijk>", "</div></div>", "one", " two ", "three", "\n",
    "<br>", "<x-y>", "</x-y>", "<x-y class=X k='val'>", "<i k='a value'>", "</i>", "<p lang=en dir=rtl>",
    "<svg>", "</svg>", "<ul>", "</ul>", "<li>", "<li class=x>", "<fieldset disabled>", "</fieldset>",
    "<legend>", "</legend>", "<input type=radio name=n>", "<input checked type=radio name=n>", "<form>",
    "</form>", "<button>", "</button>", "<select>", "</select>", "<option selected>", "<div class='&#120;'>",
    "<!-- c -->", "<!doctype html>", "<p id='&#105;'>", "<div contenteditable>", "<body class=y>",
};

struct Input {
  std::string selector;
  std::string html;
};

// Parts in a row, with what is missing put between them so that most rows are selectors.
class Row {
 public:
  void add(std::string_view part) {
    const char first = part[0];
    const bool joins = part == ", " || part == " " || part == " > " || part == " + " || part == " ~ ";
    const bool closes = first == ')';
    const bool names = first == '*' || (first >= 'a' && first <= 'z');
    if ((closes && open_ == 0) || (names && !wants_)) return;
    if ((joins || closes) && wants_) text_ += "*";
    text_ += part;
    wants_ = joins || part.ends_with("(") || part.ends_with(" ") || part.ends_with("> ");
    open_ += part.find('(') != std::string_view::npos && !part.ends_with(")") ? 1 : 0;
    open_ -= closes ? 1 : 0;
  }

  std::string take() {
    while (open_ > 0) add(")");
    if (wants_) text_ += "*";
    return std::move(text_);
  }

 private:
  std::string text_;
  size_t open_ = 0;
  bool wants_ = true;
};

Input read_input(std::string_view bytes) {
  const bool pieces = bytes.starts_with('\x01');
  if (pieces) bytes.remove_prefix(1);
  const size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view selector = bytes.substr(0, end);
  const std::string_view html = bytes.substr(std::min(end + 1, bytes.size()));
  if (!pieces) return {utf8_of(selector), utf8_of(html)};
  Input input;
  Row row;
  for (const char c : selector) row.add(kParts[static_cast<uint8_t>(c) % std::size(kParts)]);
  input.selector = row.take();
  for (const char c : html) input.html += kTags[static_cast<uint8_t>(c) % std::size(kTags)];
  return input;
}

bool has_error(const std::vector<SelectorFault>& faults) {
  return !faults.empty() && is_error(faults.back().code);
}

SelectorList parse(const std::string& text) {
  std::vector<SelectorFault> faults;
  SelectorList list = parse_selector(text, &faults);
  expect(list.empty() == has_error(faults), "a list or an error");
  for (const SelectorFault& fault : faults) {
    expect(fault.offset <= text.size(), "a fault stands inside its selector");
    expect(!fault.message.empty(), "a fault says what it is");
  }
  return list;
}

std::string dump(const std::vector<SelectorHit>& hits) {
  std::string out;
  for (const SelectorHit& hit : hits) {
    out += std::to_string(hit.element) + ":" + std::to_string(hit.entry) + " ";
  }
  return out;
}

std::string run(const SelectorIndex& index, const Document& doc, SelectorScratch::Remember remember) {
  SelectorScratch scratch(remember);
  std::vector<SelectorHit> hits;
  index.find(doc, nullptr, &scratch, &hits);
  return dump(hits);
}

// In how many ways a selector of so many steps may lie on so many elements: the slow twin tries them all.
double ways(size_t steps, size_t elements) {
  double ways = 1;
  double most = 1;
  for (size_t i = 0; i < std::min(steps, elements); ++i) {
    ways *= static_cast<double>(elements - i) / static_cast<double>(i + 1);
    most = std::max(most, ways);
  }
  return most;
}

}  // namespace

void selector(std::string_view bytes) {
  if (bytes.size() > kLargest) return;
  const Input input = read_input(bytes);
  const SelectorList list = parse(input.selector);
  if (list.empty()) return;
  const std::string dumped = dehusk::dump(list);
  std::vector<SelectorFault> faults;
  find_regex_faults(list, &faults);
  if (faults.empty()) expect_same(dehusk::dump(parse(dumped)), dumped, "read again, nothing changes");

  HtmlScratch reader;
  const Document doc = read_html(input.html, HtmlMode::fast, &reader);
  SelectorIndex index;
  for (uint32_t i = 0; i < list.size(); ++i) index.add({list[i]}, i);
  index.add(list, static_cast<uint32_t>(list.size()));
  index.build();
  const size_t elements = doc.page == nullptr ? 0 : doc.page->elements.size();
  const auto steps = static_cast<size_t>(std::count(dumped.begin(), dumped.end(), ' '));
  const auto nested = static_cast<double>(std::count(dumped.begin(), dumped.end(), '('));
  if (ways(steps, elements) * std::pow(std::max<double>(2, static_cast<double>(elements)), nested) > kMostWays) return;
  std::vector<SelectorHit> slow;
  index.find_slowly(doc, nullptr, &slow);
  using Remember = SelectorScratch::Remember;
  expect_same(run(index, doc, Remember::often), dump(slow), "fast as slow");
  expect_same(run(index, doc, Remember::always), dump(slow), "remembered as slow");
  std::vector<SelectorHit> of_list;
  for (const uint32_t element : select_all(doc, list)) {
    of_list.push_back({static_cast<uint32_t>(list.size()), element});
  }
  std::erase_if(slow, [&](const SelectorHit& hit) { return hit.entry != list.size(); });
  expect_same(dump(of_list), dump(slow), "a list alone as one of many");
}

}  // namespace dehusk::fuzz
