// Reads the tidy HTML that a writer or cmark puts out: its structure as one line, its words, and
// what in it is not allowed. Not a parser of pages.
//
//   <ul>\n<li>a <strong>b</strong></li></ul>    ->    ul(li(a strong(b)))
//
// What Markdown cannot say otherwise is the same: `p` in an item is left out, a `;` between two.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.h"

namespace dehusk {

struct HtmlReading {
  std::string dump;
  std::string text;                 ///< blocks on lines, list markers left out
  std::string marked;               ///< with `-` and `3.`
  std::vector<std::string> links;   ///< every href
  std::vector<std::string> images;  ///< every src
  std::vector<std::string> faults;  ///< what should not be there
};

/// flat: what CommonMark has no way to say is taken out: emphasis, figures, definition lists,
/// values.
enum class HtmlDetail : uint8_t { full, flat };

class HtmlReader {
 public:
  HtmlReader(std::string_view html, HtmlDetail detail) : html_(html), detail_(detail) {}

  HtmlReading run() {
    for (size_t at = 0; at < html_.size();) {
      const size_t end = std::min(html_.find('<', at), html_.size());
      if (end > at) text(decode(html_.substr(at, end - at)));
      at = end;
      if (at < html_.size()) at = tag(at);
    }
    if (!open_.empty()) fault("left open: " + open_.back().name);
    return std::move(result_);
  }

 private:
  struct Open {
    std::string name;
    uint32_t next = 1;  // number of the next item
    bool filled = false;
    bool silent = false;  // not in the dump
    size_t begin = 0;     // in the dump
  };

  static const std::map<std::string, std::set<std::string>, std::less<>>& allowed() {
    static const std::map<std::string, std::set<std::string>, std::less<>> kAllowed = {
        {"h1", {}},          {"h2", {}},         {"h3", {}},
        {"h4", {}},          {"h5", {}},         {"h6", {}},
        {"p", {}},           {"pre", {}},        {"ul", {}},
        {"ol", {"start"}},   {"li", {"value"}},  {"blockquote", {}},
        {"dl", {}},          {"dt", {}},         {"dd", {}},
        {"figure", {}},      {"figcaption", {}}, {"table", {}},
        {"caption", {}},     {"tr", {}},         {"th", {}},
        {"td", {}},          {"strong", {}},     {"em", {}},
        {"code", {"class"}}, {"a", {"href"}},    {"img", {"src", "alt"}},
        {"br", {}},          {"thead", {}},      {"tbody", {}}};
    return kAllowed;
  }

  void fault(std::string what) { result_.faults.push_back(std::move(what)); }

  static std::string decode(std::string_view raw) {
    static constexpr std::pair<std::string_view, char> kNames[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    std::string out;
    for (size_t i = 0; i < raw.size();) {
      bool found = false;
      for (const auto& [name, c] : kNames) {
        if (!raw.substr(i).starts_with(name)) continue;
        out += c;
        i += name.size();
        found = true;
        break;
      }
      if (!found) out += raw[i++];
    }
    return out;
  }

  bool inside(std::string_view name) const {
    return std::any_of(open_.begin(), open_.end(), [&](const Open& o) { return o.name == name; });
  }

  void text(const std::string& all) {
    const bool pre = inside("pre");
    for (const char c : all) {
      const bool space = c == ' ' || c == '\n' || c == '\t';
      if (space && (!pre || detail_ == HtmlDetail::flat)) {
        space_ = true;
        continue;
      }
      write_space();
      if (!open_.empty()) fill();
      if (std::string_view("\\();").find(c) != std::string_view::npos) result_.dump += '\\';
      result_.dump += c;
      result_.text += c;
      result_.marked += c;
    }
  }

  void fill() {
    for (Open& open : open_) open.filled = true;
  }

  void write_space() {
    if (!space_) return;
    space_ = false;
    const std::string& dump = result_.dump;
    const bool text_before = dump.ends_with("\\(") || dump.ends_with("\\;");
    const bool at_start =
        dump.empty() || std::string_view("( ;\n").find(dump.back()) != std::string_view::npos;
    if (text_before || !at_start) result_.dump += ' ';
    result_.text += ' ';
    result_.marked += ' ';
  }

  void line() {
    space_ = false;
    result_.text += '\n';
    result_.marked += '\n';
  }

  // The tag at `at`; returns where it ends.
  size_t tag(size_t at) {
    size_t i = at + 1;
    const bool closes = html_.substr(i, 1) == "/";
    i += closes ? 1 : 0;
    const size_t name_begin = i;
    while (i < html_.size() &&
           ((html_[i] >= 'a' && html_[i] <= 'z') || (html_[i] >= '1' && html_[i] <= '6')))
      ++i;
    const std::string name(html_.substr(name_begin, i - name_begin));
    std::map<std::string, std::string, std::less<>> attributes;
    while (i < html_.size() && html_[i] != '>') {
      if (html_[i] == ' ' || (html_[i] == '/' && html_.substr(i, 2) == "/>")) {
        ++i;
        continue;
      }
      const size_t equals = html_.find_first_of("=>", i);
      if (equals == std::string_view::npos || html_.substr(equals, 2) != "=\"") {
        fault("bad attribute in " + std::string(html_.substr(at, 60)));
        return html_.size();
      }
      const size_t end = html_.find('"', equals + 2);
      if (end == std::string_view::npos) {
        fault("open quote");
        return html_.size();
      }
      const std::string_view raw = html_.substr(equals + 2, end - equals - 2);
      if (raw.find_first_of("<>") != std::string_view::npos) fault("raw < in a value");
      attributes[std::string(html_.substr(i, equals - i))] = decode(raw);
      i = end + 1;
    }
    const auto rule = allowed().find(name);
    if (rule == allowed().end()) {
      fault("element " + std::string(html_.substr(at, 40)));
    } else {
      for (const auto& [attribute, value] : attributes) {
        if (rule->second.count(attribute) == 0) fault("attribute " + attribute);
      }
    }
    if (closes) {
      close(name);
    } else {
      open(name, attributes);
    }
    return std::min(i + 1, html_.size());
  }

  // The innermost open element that is in the dump.
  std::string parent() const {
    for (size_t i = open_.size(); i-- > 0;) {
      if (!open_[i].silent) return open_[i].name;
    }
    return {};
  }

  bool filled_parent() const {
    for (size_t i = open_.size(); i-- > 0;) {
      if (!open_[i].silent) return open_[i].filled;
    }
    return false;
  }

  bool is_silent(const std::string& name) const {
    static const std::set<std::string, std::less<>> kFlat = {"strong", "em", "code", "figure",
                                                             "dl"};
    if (name == "thead" || name == "tbody") return true;
    if (name == "code" && inside("pre")) return true;
    const std::string outer = parent();
    const bool in_item = outer == "li" || outer == "dd" || outer == "dt";
    if (name == "p" && in_item) return true;
    return detail_ == HtmlDetail::flat && kFlat.count(name) != 0;
  }

  void open(const std::string& name,
            const std::map<std::string, std::string, std::less<>>& attributes) {
    const auto value = [&](std::string_view key) {
      const auto found = attributes.find(key);
      return found == attributes.end() ? std::string() : found->second;
    };
    if (name == "br") {
      const bool space =
          detail_ == HtmlDetail::flat && !open_.empty() && open_.back().name[0] == 'h';
      result_.dump += space ? " " : "\n";
      line();
      return;
    }
    if (name == "img") {
      const std::string outer = parent();
      const bool in_item = outer == "li" && open_.back().name == "figure";
      const bool in_block = outer.empty() || outer == "figure" || outer == "blockquote" || in_item;
      if (in_block) space_ = false;
      if (in_item && filled_parent()) result_.dump += ';';
      write_space();
      result_.images.push_back(value("src"));
      const bool alone = detail_ == HtmlDetail::flat && in_block && !in_item;
      result_.dump += alone ? "p(img)" : "img";
      if (detail_ == HtmlDetail::full) result_.dump += "=" + value("src") + "|" + value("alt");
      fill();
      return;
    }
    static const std::set<std::string, std::less<>> kInline = {"strong", "em", "code", "a"};
    const bool in_line = kInline.count(name) != 0;
    if (in_line) {
      write_space();
    } else if (name == "td" || name == "th") {
      space_ = false;
      result_.text += ' ';
      result_.marked += ' ';
    } else {
      line();
    }
    Open level{name, 1, false, is_silent(name), result_.dump.size()};
    if (name == "p" && level.silent && filled_parent()) result_.dump += ';';
    std::string shown = name;
    if (detail_ == HtmlDetail::flat && (name == "dt" || name == "dd" || name == "figcaption"))
      shown = "p";
    if (!level.silent) result_.dump += shown;
    if (name == "a") {
      result_.links.push_back(value("href"));
      result_.dump += "=" + value("href");
    }
    if (name == "ol" && !value("start").empty()) {
      result_.dump += "=" + value("start");
      level.next = number(value("start"));
    }
    if (name == "li" && !open_.empty()) {
      Open& list = open_.back();
      if (!value("value").empty()) {
        list.next = number(value("value"));
        if (detail_ == HtmlDetail::full) result_.dump += "=" + value("value");
      }
      result_.marked += list.name == "ol" ? std::to_string(list.next++) + ". " : "- ";
    }
    if (!level.silent) result_.dump += '(';
    open_.push_back(level);
  }

  static uint32_t number(const std::string& digits) {
    uint32_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  void close(const std::string& name) {
    if (open_.empty() || open_.back().name != name) {
      fault("misnested </" + name + ">");
      return;
    }
    const Open level = open_.back();
    open_.pop_back();
    static const std::set<std::string, std::less<>> kInline = {"strong", "em", "code", "a"};
    if (kInline.count(name) == 0) space_ = false;
    while (!level.silent && result_.dump.back() == ' ') result_.dump.pop_back();
    const bool cell = name == "td" || name == "th" || name == "tr" || name == "thead";
    if (cell && !level.filled && (name == "tr" || name == "thead")) {
      result_.dump.resize(level.begin);  // the header that GFM wants
      return;
    }
    if (name == "tr") {  // the cells that GFM adds
      for (const std::string_view empty : {"td()", "th()"}) {
        while (result_.dump.ends_with(empty))
          result_.dump.resize(result_.dump.size() - empty.size());
      }
    }
    if (!level.silent) result_.dump += ')';
    if (kInline.count(name) == 0 && name != "td" && name != "th") line();
  }

  std::string_view html_;
  HtmlDetail detail_;
  std::vector<Open> open_;
  bool space_ = false;
  HtmlReading result_;
};

inline HtmlReading read_back(std::string_view html, HtmlDetail detail = HtmlDetail::full) {
  return HtmlReader(html, detail).run();
}

/// Its stretches without white space.
inline std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    if (end > at) tokens.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return tokens;
}

}  // namespace dehusk
