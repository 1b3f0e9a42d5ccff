// Lines of JSONL: the document, and everything else as it was written.
#include "batch/json_line.h"

#include <catch2/catch.hpp>

namespace dehusk {
namespace {

// "html|text: document; url; id; others", or "! message".
std::string dump(std::string_view line, const JsonFields& fields = {}) {
  const Result<JsonLine> parsed = parse_json_line(line, fields);
  if (!parsed) return "! " + parsed.error().message;
  if (!parsed->is_html && !parsed->is_text) return "! " + no_document(fields).message;
  CHECK(parsed->is_html != parsed->is_text);
  return (parsed->is_html ? "html: " : "text: ") + parsed->document + "; " + parsed->url + "; " + parsed->id + "; " + parsed->others;
}

TEST_CASE("a line is a document and what else it says") {
  const struct {
    std::string line;
    std::string parsed;
  } cases[] = {
      {R"({"html":"<p>a"})", "html: <p>a; ; ; "},
      {R"({"text":"a"})", "text: a; ; ; "},
      {R"( { "text" : "a" , "url" : "https://x.org/" , "id" : "7" } )", R"(text: a; https://x.org/; 7; "url":"https://x.org/","id":"7")"},
      {R"({"html":"<p>a","text":"old","stats":{"a":1},"x":2})", R"(html: <p>a; ; ; "x":2)"},
      {R"({"html":null,"text":"a"})", "text: a; ; ; "},
      {R"({"html":"","text":"a"})", "html: ; ; ; "},
      {R"({"text":"line\nline \"quoted\" \\ \u00e4 \ud83d\ude00 \u0000"})", "text: line\nline \"quoted\" \\ \xC3\xA4 \xF0\x9F\x98\x80 " + std::string(1, '\0') + "; ; ; "},
      {"{\"text\":\"a\"}\r\n", "text: a; ; ; "},
      // Written as it stands: numbers, escapes, spaces, nesting.
      {R"({"text":"a","n":1.50e+3,"m":-0,"k":0.1000})", R"(text: a; ; ; "n":1.50e+3,"m":-0,"k":0.1000)"},
      {R"({"text":"a","big":123456789012345678901234567890,"huge":1E400})", R"(text: a; ; ; "big":123456789012345678901234567890,"huge":1E400)"},
      {R"({"big":18446744073709551616,"id":99999999999999999999,"text":"a"})", R"(text: a; ; 99999999999999999999; "big":18446744073709551616,"id":99999999999999999999)"},
      {R"({"t\u00e4g":"\u00e4\/","text":"a"})", R"(text: a; ; ; "t\u00e4g":"\u00e4\/")"},
      {R"({"a":{"text":"inner", "b":[1, 2,{"c":"}]\"\\"}]},"text":"outer"})", R"(text: outer; ; ; "a":{"text":"inner", "b":[1, 2,{"c":"}]\"\\"}]})"},
      {R"({"a":[],"b":{},"c":"","d":null,"e":true,"text":"a","f":false})", R"(text: a; ; ; "a":[],"b":{},"c":"","d":null,"e":true,"f":false)"},
      {R"({"a":"\\","b":"\\\"","text":"a"})", R"(text: a; ; ; "a":"\\","b":"\\\"")"},
      {R"({"":"","text":"a"})", R"(text: a; ; ; "":"")"},
      // Twice the same name: the last document, and all of the rest.
      {R"({"text":"a","x":1,"x":2,"text":"b"})", R"(text: b; ; ; "x":1,"x":2)"},
      {R"({"text":"a","url":"u","url":"v"})", R"(text: a; v; ; "url":"u","url":"v")"},
      {R"({"text":"a","id":12,"url":7})", R"(text: a; ; 12; "id":12,"url":7)"},
      {R"({"text":"a","id":null})", R"(text: a; ; ; "id":null)"},
      // Half a pair is no character; what is passed on is what was written.
      {R"({"text":"a\ud800b","x":"\udc00"})", "text: a\xEF\xBF\xBD" R"(b; ; ; "x":"\udc00")"},
      {R"({"text":"\ud83d\ude00\ud83d \\ud800 \ud83dx"})", "text: \xF0\x9F\x98\x80\xEF\xBF\xBD \\ud800 \xEF\xBF\xBDx; ; ; "},
      {R"({"text":"\ud800\ud83d\ude00"})", "text: \xEF\xBF\xBD\xF0\x9F\x98\x80; ; ; "},
  };
  for (const auto& c : cases) {
    CAPTURE(c.line);
    CHECK(dump(c.line) == c.parsed);
    CHECK(is_json_object(c.line));
  }
}

TEST_CASE("fields have names") {
  const std::string line = R"({"body":"<p>a","raw":"b","text":"c","html":"<p>d","link":"u","key":"k"})";
  CHECK(dump(line, {.html = "body", .text = "", .url = "link", .id = "key"}).starts_with("html: <p>a; u; k; \"raw\":\"b\",\"html\":"));
  CHECK(dump(line, {.html = "", .text = "raw", .url = "", .id = ""}).starts_with("text: b; ; ; \"body\":"));
  CHECK(dump(line, {.html = "none", .text = "raw", .url = "", .id = ""}).starts_with("text: b;"));
  CHECK(dump(line, {.html = "body", .text = "raw", .url = "", .id = ""}).starts_with("html: <p>a;"));
  CHECK(dump(line, {.html = "none", .text = "", .url = "", .id = ""}) == "! has no field 'none' with a string");
  CHECK(dump(line, {.html = "none", .text = "no", .url = "", .id = ""}) == "! has no field 'none' or 'no' with a string");
}

TEST_CASE("what is no document is an error") {
  const std::string missing = "! has no field 'html' or 'text' (--html-field and --text-field name others) with a string";
  const struct {
    std::string line;
    std::string error;
  } cases[] = {
      {"{}", missing},
      {R"({"text":7})", missing},
      {R"({"text":null})", missing},
      {R"({"Text":"a"})", missing},
      {R"(["text"])", "! no JSON object: something else"},
      {R"("text")", "! no JSON object: something else"},
      {"7", "! no JSON object: something else"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.line);
    CHECK(dump(c.line) == c.error);
  }
  const std::string broken[] = {"", "{", R"({"text":"a")", R"({"text":"a"}})", R"({"text":"a"}{"text":"b"})", R"({"text":"a",})", R"({text:"a"})", R"({'text':'a'})",
                                R"({"text":"a\x"})", R"({"text":"\u12"})", R"({"text":"\u12g4"})", R"({"text":"a","n":01})", R"({"text":"a","n":1.})", R"({"text":"a","n":+1})",
                                R"({"text":"a","n":1e})", R"({"text":"a","n":NaN})", "{\"text\":\"a\nb\"}", "{\"text\":\"\xFF\"}", R"({"text" "a"})", "text", "\xEF\xBB"};
  for (const std::string& line : broken) {
    CAPTURE(line);
    CHECK(dump(line).starts_with("! no JSON object: "));
    CHECK(!is_json_object(line));
  }
  CHECK(dump(R"({"text":"a","deep":)" + std::string(3000, '[') + std::string(3000, ']') + "}").starts_with("! no JSON object: "));
}

}  // namespace
}  // namespace dehusk
