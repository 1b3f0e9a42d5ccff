// `dehusk explain --html`: escaping, parts, and that the page's markup and data are those of the
// document. What a browser makes of it is tested in tests/browser.
#include "cli/explain_html.h"
#include "core/visible.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cleaner.h"
#include "cli/explain_blocks.h"
#include "cli/explain_markup.h"
#include "cli/explain_parts.h"
#include "cli/explain_ranges.h"
#include "cli/explain_rows.h"
#include "core/utf8.h"
#include "engine/features.h"
#include "support/clean_with.h"

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const fs::path kFolder = fs::path(DEHUSK_SOURCE_DIR) / "tests" / "cli" / "explain";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("text of a document is text of the page") {
  const struct {
    std::string_view text;
    std::string_view between_tags;
    std::string_view in_attribute;
  } table[] = {
      {"", "", ""},
      {"plain \xC3\xA9 \xE6\xB5\xB7 \xF0\x9F\x9A\xA2",
       "plain \xC3\xA9 \xE6\xB5\xB7 \xF0\x9F\x9A\xA2",
       "plain \xC3\xA9 \xE6\xB5\xB7 \xF0\x9F\x9A\xA2"},
      {"</script><b a=\"'\">&amp;", "&lt;/script&gt;&lt;b a=&quot;&#39;&quot;&gt;&amp;amp;",
       "&lt;/script&gt;&lt;b a=&quot;&#39;&quot;&gt;&amp;amp;"},
      {"a\tb", "a\tb", "a\tb"},
      {std::string_view("\0", 1), "<span class=\"u\">U+0000</span>", "&lt;U+0000&gt;"},
      {"\x1b[31m\x7f", "<span class=\"u\">U+001B</span>[31m<span class=\"u\">U+007F</span>",
       "&lt;U+001B&gt;[31m&lt;U+007F&gt;"},
      {"\xC2\x85", "<span class=\"u\">U+0085</span>", "&lt;U+0085&gt;"},
      {"\u2028\u2029", "<span class=\"u\">U+2028</span><span class=\"u\">U+2029</span>",
       "&lt;U+2028&gt;&lt;U+2029&gt;"},
      {"\u202E\u2066\uFEFF",
       "<span class=\"u\">U+202E</span><span class=\"u\">U+2066</span><span "
       "class=\"u\">U+FEFF</span>",
       "&lt;U+202E&gt;&lt;U+2066&gt;&lt;U+FEFF&gt;"},
      {"\u200F\u200D", "\u200F\u200D", "\u200F\u200D"},  // order what stands beside them
      {"a\xFF\xC3", "a\uFFFD\uFFFD", "a\uFFFD\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD"},  // a surrogate
  };
  for (const auto& c : table) {
    CAPTURE(c.text);
    std::string text;
    append_shown(c.text, &text);
    CHECK(text == c.between_tags);
    std::string attribute;
    append_shown_attribute("a", c.text, &attribute);
    CHECK(attribute == " a=\"" + std::string(c.in_attribute) + "\"");
  }
  CHECK(json_in_script(R"(["</script><!--"])") == R"(["\u003c/script>\u003c!--"])");
}

// Ranges by fate (x removed, else kept) and extent, parts as the range each character shows.
std::string layers(const std::vector<std::string_view>& rows) {
  std::vector<LaidRange> ranges;
  for (const std::string_view row : rows) {
    const size_t begin = row.find_first_not_of(' ');
    const Fate fate = row[begin] == 'x' ? Fate::removed : Fate::limit;
    ranges.push_back({.fate = fate, .begin = begin, .end = row.size()});
  }
  std::string shown;
  for (const Part& part : parts_of(ranges)) {
    CHECK(part.begin >= shown.size());
    CHECK(part.begin < part.end);
    shown.resize(part.begin, ' ');
    shown.append(part.end - part.begin, static_cast<char>('0' + part.range));
  }
  return shown;
}

TEST_CASE("of ranges that overlap one is on top") {
  CHECK(layers({}).empty());
  CHECK(layers({"xx", "  xx"}) == "0011");
  CHECK(layers({"xx", "   xx"}) == "00 11");
  CHECK(layers({"llllll", "  ll"}) == "001100");
  CHECK(layers({"llll", "  llll"}) == "001111");
  CHECK(layers({"llll", "llll"}) == "1111");
  CHECK(layers({"xxxx", "  llll"}) == "000011");
  CHECK(layers({"llllllll", "  xx", "    llllll"}) == "0011222222");
  CHECK(layers({"llllllll", " llllll", "  llll", "   xx"}) == "01233210");
}

// --- the page as a whole ---

struct Case {
  std::string rules;
  std::string input;
  std::string encoding = {};
  Level level = Level::normal;
};

const Case kCases[] = {
    {"story", "story.txt"},      {"nested-keep", "nested-keep.txt"},
    {"also", "also.txt"},        {"cuts", "cuts.txt"},
    {"story", "line-ends.txt"},  {"story", "mark.txt"},
    {"story", "mark-kept.txt"},  {"cjk", "cjk.txt"},
    {"story", "utf-16.txt"},     {"story", "broken.txt", "utf-8"},
    {"story", "control.txt"},    {"story", "empty.txt"},
    {"story", "blank.txt"},      {"guard", "guard.txt"},
    {"guard", "guard-all.txt"},  {"limit", "limit.txt"},
    {"joins", "joins.txt"},      {"page", "page.html"},
    {"page", "page-flat.html"},  {"page", "page-1252.html", "windows-1252"},
    {"page", "page-empty.html"}, {"page", "page-hostile.html"},
};

struct Explained {
  std::string bytes;
  Cleaned cleaned;
  std::string html;
};

Explained explained(const Case& c) {
  const std::string path = c.rules + ".toml";
  const Loaded loaded = load_rules({{path, read(kFolder / path)}}, {.builtin = false});
  REQUIRE(loaded.rules);
  Explained e{read(kFolder / c.input), {}, {}};
  CleanOptions options;
  options.level = c.level;
  options.encoding = c.encoding;
  options.detail = Detail::pieces;
  Result<Cleaned> cleaned = Cleaner(loaded.rules, options).clean(e.bytes, {});
  if (!cleaned) FAIL(cleaned.error().message);
  e.cleaned = std::move(*cleaned);
  e.html = explain_html(e.cleaned, c.input, e.bytes, c.level);
  return e;
}

std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
  const size_t from = text.find(begin);
  REQUIRE(from != std::string_view::npos);
  text.remove_prefix(from + begin.size());
  return text.substr(0, text.find(end));
}

// What a browser reads of markup that we wrote: tags, and text with the five references.
struct Read {
  std::vector<std::string> tags;   // "<del class=...>"
  std::string text;                // of all blocks; what is no text of the document left out
  std::vector<std::string> parts;  // text of each element with data-r, in order
};

Read read_markup(std::string_view html) {
  Read out;
  std::vector<std::string> open;
  bool skipping = false;  // in the marker of a list item
  const auto put = [&](std::string_view text) {
    if (skipping) return;
    out.text += text;
    const bool in_part = std::any_of(open.begin(), open.end(), [](const std::string& tag) {
      return tag == "del" || tag == "mark";
    });
    if (in_part) out.parts.back() += text;
  };
  while (!html.empty()) {
    if (html[0] == '<') {
      const size_t end = html.find('>');
      REQUIRE(end != std::string_view::npos);
      const std::string tag(html.substr(0, end + 1));
      html.remove_prefix(end + 1);
      if (tag[1] == '/') {
        REQUIRE(!open.empty());
        REQUIRE(tag == "</" + open.back() + ">");
        if (open.back() == "span") skipping = false;
        open.pop_back();
        continue;
      }
      const std::string name = tag.substr(1, tag.find_first_of(" >") - 1);
      open.push_back(name);
      out.tags.push_back(tag);
      if (name == "del" || name == "mark") out.parts.emplace_back();
      skipping = tag.find("class=\"n\"") != std::string::npos;
      continue;
    }
    if (html[0] == '&') {
      constexpr std::pair<std::string_view, std::string_view> kReferences[] = {
          {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
      const auto* found =
          std::find_if(std::begin(kReferences), std::end(kReferences),
                       [&](const auto& reference) { return html.starts_with(reference.first); });
      REQUIRE(found != std::end(kReferences));
      put(found->second);
      html.remove_prefix(found->first.size());
      continue;
    }
    const size_t end = std::min(html.find_first_of("<&"), html.size());
    put(html.substr(0, end));
    html.remove_prefix(end);
  }
  CHECK(open.empty());
  return out;
}

// What can be seen of a text.
std::string essence(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = next_code_point(text, &at);
    const std::string_view character = text.substr(begin, at - begin);
    if (c == kReplacement) {
      out += "\uFFFD";
    } else if (c != '\t' && (is_steering(c) || c == 0xFEFF)) {
      const bool order = c == 0x200E || c == 0x200F || c == 0x061C || c == '\n' || c == '\r';
      char name[16];
      std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(c));
      if (!order) out += name;
    } else if (has_visible(character)) {
      out += character;
    }
  }
  return out;
}

TEST_CASE("the page shows all of the document and nothing else") {
  size_t ran = 0;
  for (const Case& c : kCases) {
    CAPTURE(c.input);
    const Explained e = explained(c);
    std::string_view source = reported_source(e.cleaned, e.bytes);
    if (source.starts_with("\xEF\xBB\xBF")) source.remove_prefix(3);
    const Read read = read_markup(between(e.html, "aria-label=\"The document\">\n", "</main>"));
    CHECK(essence(read.text) == essence(source));
    for (const std::string& tag : read.tags) {
      CAPTURE(tag);
      const std::string name = tag.substr(1, tag.find_first_of(" >") - 1);
      CHECK((name == "div" || name == "del" || name == "mark" || name == "span"));
      CHECK(tag.find(" on") == std::string::npos);
      CHECK(tag.find("style=") == std::string::npos);
    }
    ++ran;
  }
  CHECK(ran == 22);
}

TEST_CASE("the data says where the parts of each range are") {
  size_t ranges_seen = 0;
  for (const Case& c : kCases) {
    CAPTURE(c.input);
    const Explained e = explained(c);
    const std::string_view source = reported_source(e.cleaned, e.bytes);
    const std::vector<LaidRange> laid = lay_out_ranges(e.cleaned, source, split_lines(source));
    const Read read = read_markup(between(e.html, "aria-label=\"The document\">\n", "</main>"));
    const Json data = Json::parse(between(e.html, "id=\"data\">", "</script>"));
    REQUIRE(data["ranges"].size() == laid.size());
    for (size_t i = 0; i < laid.size(); ++i) {
      const Json& range = data["ranges"][i];
      const Json& rule = data["rules"][range[0].get<size_t>()];
      const ReportedRange& reported = *laid[i].range;
      CHECK(rule[0] == class_of(laid[i].fate));
      CHECK(data["names"][rule[1].get<size_t>()][0] == reported.rule.name);
      CHECK(data["names"][rule[1].get<size_t>()][1] ==
            reported.rule.path + ":" + std::to_string(reported.rule.line));
      CHECK(rule[2] == name_of(reported.rule.category));
      CHECK(range[1] == reported.line);
      CHECK(range[2] == reported.begin);
      CHECK(range[3] == reported.end);
      std::string text;
      for (auto part = range[4].get<int64_t>(); part <= range[5].get<int64_t>(); ++part) {
        REQUIRE(part < static_cast<int64_t>(read.parts.size()));
        text += read.parts[static_cast<size_t>(part)];
      }
      CHECK(essence(text) == essence(source.substr(laid[i].begin, laid[i].end - laid[i].begin)));
      CHECK(range[6].get<int64_t>() >= (laid[i].fate == Fate::keep ? 0 : -1));
      CHECK(range[7].size() == reported.also.size());
      ++ranges_seen;
    }
  }
  CHECK(ranges_seen > 60);
}

TEST_CASE("the page asks nobody, and runs nothing but its own script") {
  const Explained e = explained({"page", "page-hostile.html"});
  const std::string_view html = e.html;
  const std::string_view policy = between(html, "Content-Security-Policy\" content=\"", "\"");
  CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
  CHECK(policy.find("unsafe") == std::string_view::npos);
  CHECK(html.find("@@NAME@@") == std::string_view::npos);
  CHECK(html.find("@@RULES@@") != std::string_view::npos);  // the document's own
  size_t scripts = 0;
  for (size_t at = 0; (at = html.find("<script", at)) != std::string_view::npos; ++at) ++scripts;
  CHECK(scripts == 2);
  for (const std::string_view word :
       {"http://", "https://", "src=\"", "<link", "url(", "innerHTML", "eval("}) {
    CAPTURE(word);
    CHECK(html.find(word) == std::string_view::npos);
  }
}

TEST_CASE("names of files and rules are shown, not read") {
  const std::string name = "<img src=x onerror=alert(1)>/\"\u202E.txt";
  const Loaded loaded =
      load_rules({{"</script><b>.toml",
                   "name = \"r\"\n[[remove]]\nid = \"ad\"\ncategory = \"ad\"\nline = \"Ad\"\n"}},
                 {.builtin = false});
  REQUIRE(loaded.rules);
  CleanOptions options;
  options.detail = Detail::pieces;
  const Result<Cleaned> cleaned = Cleaner(loaded.rules, options).clean("A story.\nAd\n", {});
  REQUIRE(cleaned);
  const std::string html = explain_html(*cleaned, name, "A story.\nAd\n", Level::normal);
  CHECK(between(html, "<title>", "</title>") ==
        "&lt;img src=x onerror=alert(1)&gt;/&quot;&lt;U+202E&gt;.txt &#183; dehusk explain");
  CHECK(between(html, "<h1>", "</h1>") ==
        "<bdi>&lt;img src=x onerror=alert(1)&gt;/<wbr>&quot;<span "
        "class=\"u\">U+202E</span>.txt</bdi>");
  CHECK(between(html, "class=\"at\">", "</span>") == "<bdi>&lt;/script&gt;&lt;b&gt;.toml:2</bdi>");
  const Json data = Json::parse(between(html, "id=\"data\">", "</script>"));
  CHECK(data["names"][0][1] == "</script><b>.toml:2");
}

TEST_CASE("long lines are drawn as several blocks") {
  std::string line;
  for (int i = 0; i < 1000; ++i) line += "Fish (Also read: chips) and peas. ";
  const std::string unbroken = "\xE6\xB5\xB7";
  std::string dense;
  for (int i = 0; i < 9000; ++i) dense += unbroken;
  for (const std::string& text : {line, dense, line + "\n" + dense}) {
    const Cleaned cleaned = clean_with(
        "[[remove]]\nid = 'also'\ncategory = 'cross-link'\nspan = '(Also read: *)'", text);
    const std::string html = explain_html(cleaned, "long.txt", text, Level::normal);
    const Read read = read_markup(between(html, "aria-label=\"The document\">\n", "</main>"));
    CHECK(essence(read.text) == essence(text));
    CHECK(html.find(" w\" data-l=\"1\"") != std::string::npos);
    size_t blocks = 0;
    for (const std::string& tag : read.tags) blocks += tag.starts_with("<div class=\"b");
    CHECK(blocks > text.size() / 8001);
    CHECK(blocks < text.size() / 4000 + 3);
  }
}

TEST_CASE("blocks tell what they are") {
  const Explained e = explained({"page", "page.html"});
  for (const std::string_view want : {
           "<div class=\"b m g li d1\" data-l=\"4\" data-e=\"nav.main-nav &gt; ul &gt; li\" "
           "dir=\"auto\">"
           "<span class=\"n\" aria-hidden=\"true\">\u2022</span><del class=\"x c-navigation\" "
           "data-r=\"0\">Home</del></div>",
           "<div class=\"b h1\" data-l=\"7\" role=\"heading\" aria-level=\"3\"",
           "1911<span class=\"t\">\t</span>3<span class=\"t\">\t</span>41,000",
           "<div class=\"b p q1\" data-l=\"13\"",
           "<mark class=\"keep c-ad\"",
           "<mark class=\"limit c-navigation\"",
       }) {
    CAPTURE(want);
    CHECK(e.html.find(want) != std::string::npos);
  }
}

}  // namespace
}  // namespace dehusk
