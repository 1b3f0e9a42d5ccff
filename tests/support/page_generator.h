// Random pages: tidy and untidy nesting, and text that Markdown or HTML would take for markup.
#pragma once

#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "doc/decision.h"
#include "doc/document.h"

namespace dehusk {

class PageGenerator {
 public:
  explicit PageGenerator(uint32_t seed) : random_(seed) {}

  std::string page() {
    std::string html;
    for (size_t n = 1 + below(4); n > 0; --n) block(0, &html);
    return html;
  }

  /// Ranges of whole stretches between white space; some go over lines and blocks.
  Decisions cuts(const Document& doc) {
    Decisions decisions;
    const size_t chance = 2 + below(12);
    const std::string_view text = doc.text;
    const auto is_space = [&](size_t at) {
      return at >= text.size() || text[at] == ' ' || text[at] == '\n' || text[at] == '\t';
    };
    uint32_t begin = UINT32_MAX;
    for (uint32_t at = 0; at < text.size(); ++at) {
      if (begin == UINT32_MAX) {
        const bool starts = !is_space(at) && (at == 0 || is_space(at - 1));
        if (starts && below(chance) == 0) begin = at;
      }
      if (begin != UINT32_MAX && !is_space(at) && is_space(at + 1) && below(3) == 0) {
        decisions.removed.push_back({{begin, at + 1}, 0, 0, 0});
        begin = UINT32_MAX;
      }
    }
    return decisions;
  }

 private:
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

  void block(size_t depth, std::string* html) {
    static constexpr std::string_view kNames[] = {"p",          "p",     "p",      "h1", "h3",
                                                  "blockquote", "ul",    "ol",     "ul", "div",
                                                  "pre",        "table", "figure", "dl"};
    const std::string_view name = kNames[below(depth > 4 ? 5 : std::size(kNames))];
    const std::string open = "<" + std::string(name) + ">";
    const std::string close = "</" + std::string(name) + ">";
    if (name == "ul" || name == "ol" || name == "dl") {
      *html += open;
      for (size_t n = 1 + below(3); n > 0; --n) {
        const bool item = below(8) != 0;
        const std::string_view part = name == "dl" ? (below(2) == 0 ? "<dt>" : "<dd>") : "<li>";
        if (item) *html += part;
        if (below(4) != 0) line(html);
        for (size_t k = below(3); k > 0; --k) block(depth + 1, html);
        if (item) *html += part == "<li>" ? "</li>" : "";
      }
    } else if (name == "blockquote" || name == "div" || name == "figure") {
      *html += open;
      if (below(3) == 0) line(html);
      for (size_t n = below(3); n > 0; --n) block(depth + 1, html);
      if (name == "figure") *html += "<img src=x>";
    } else if (name == "table") {
      *html += open;
      for (size_t n = 1 + below(3), i = 0; i < n; ++i) {
        const std::string_view cell = i == 0 && below(2) == 0 ? "<th>" : "<td>";
        *html += "<tr>";
        for (size_t k = 2 + below(2); k > 0; --k) {
          *html += cell;
          if (below(6) != 0) words(0, html);
        }
      }
    } else if (name == "pre") {
      *html += open;
      for (size_t n = 1 + below(3); n > 0; --n) {
        html->append(below(5), ' ');
        word(html);
        *html += "\n";
      }
    } else {
      *html += open;
      line(html);
    }
    *html += close;
  }

  void line(std::string* html) {
    for (size_t n = 1 + below(2); n > 0; --n) {
      words(0, html);
      if (n > 1) *html += "<br>";
    }
  }

  void words(size_t depth, std::string* html, std::string_view inside = {}) {
    static constexpr std::string_view kTags[] = {"b", "i", "code", "a href='u(v'", "b", "i"};
    for (size_t n = 1 + below(4); n > 0; --n) {
      if (depth < 3 && below(4) == 0) {
        const std::string_view tag = kTags[below(std::size(kTags))];
        *html += "<" + std::string(tag) + ">";
        words(depth + 1, html, inside == "code" ? inside : tag);
        *html += "</" + std::string(tag.substr(0, tag.find(' '))) + ">";
      } else if (inside != "code" && below(30) == 0) {
        *html += "<img src='y z' alt='a *b'>";
      } else {
        word(html);
      }
      if (below(3) != 0) *html += " ";
    }
  }

  void word(std::string* html) {
    static constexpr std::string_view kWords[] = {"a",
                                                  "b",
                                                  "cat",
                                                  "dog",
                                                  "snake_case",
                                                  "_",
                                                  "__",
                                                  "*",
                                                  "**",
                                                  "***",
                                                  "`",
                                                  "``",
                                                  "```",
                                                  "[x]",
                                                  "[",
                                                  "]",
                                                  "](",
                                                  "](y)",
                                                  "![",
                                                  "!",
                                                  "&lt;b&gt;",
                                                  "&lt;",
                                                  "&gt;",
                                                  "&amp;amp;",
                                                  "&amp;",
                                                  "&amp;#35;",
                                                  "#",
                                                  "##",
                                                  "1.",
                                                  "12)",
                                                  "-",
                                                  "+",
                                                  "---",
                                                  "===",
                                                  "=",
                                                  "|",
                                                  "||",
                                                  ":-:",
                                                  "|-|",
                                                  "\\",
                                                  "\\\\",
                                                  "~",
                                                  "~~",
                                                  "~~~",
                                                  "http://a.b/c_d*e",
                                                  "https://a.b/c",
                                                  "www.x.y/_z",
                                                  "ftp://q",
                                                  "a@b.c",
                                                  ":",
                                                  "://",
                                                  "w.",
                                                  "\xC2\xAB",
                                                  "\xC2\xBB",
                                                  "\xE3\x80\x82",
                                                  "\xE4\xB8\xAD\xE6\x96\x87",
                                                  "\xC3\xA9",
                                                  "\xE2\x82\xAC",
                                                  "\"",
                                                  "(",
                                                  ")",
                                                  "$",
                                                  "\xF0\x9F\x98\x80",
                                                  "&lt;!--",
                                                  "--&gt;",
                                                  "&lt;?",
                                                  "[ ]",
                                                  "[^1]:",
                                                  "[1]:",
                                                  "'",
                                                  ".",
                                                  ",",
                                                  "&quot;a&quot;",
                                                  "&lt;/p&gt;",
                                                  "&lt;http://z&gt;",
                                                  "\xE2\x80\x9D",
                                                  "\xE2\x80\x9C"};
    *html += kWords[below(std::size(kWords))];
  }

  std::mt19937 random_;
};

}  // namespace dehusk
