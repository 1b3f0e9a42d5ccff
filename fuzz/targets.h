// The fuzz targets: what must hold of any bytes. libFuzzer calls one of them in each of its programs
// (entry.cc); tests/fuzz_replay_test.cc runs the corpora through all of them in every build.
//
//   text_reader   any bytes, decoded in several ways, read and written
//   rule_loader   rule files, set apart by form feeds
//   pattern       a pattern; a line later what {own} means; then lines to match
//   twins         rules, one a line; "---"; a text (see twins.cc)
//   builtin       a text, for all built-in packs
//   html          markup, or bytes that stand for pieces of markup (see html.cc)
//   selector      a selector; then markup (see selector.cc)
//   warc          a WARC file and how it is packed (see warc.cc)
#pragma once

#include <string_view>

namespace dehusk::fuzz {

/// Each throws Broken (expect.h) where something does not hold. Inputs too large to be worth their
/// time are passed over.
void text_reader(std::string_view bytes);
void rule_loader(std::string_view bytes);
void pattern(std::string_view bytes);
void twins(std::string_view bytes);
void builtin(std::string_view bytes);
void html(std::string_view bytes);
void selector(std::string_view bytes);
void warc(std::string_view bytes);

struct Target {
  std::string_view name;  ///< of its folder in fuzz/corpus
  void (*run)(std::string_view bytes);
};
inline constexpr Target kTargets[] = {
    {"text_reader", text_reader}, {"rule_loader", rule_loader}, {"pattern", pattern},
    {"twins", twins},             {"builtin", builtin},
    {"html", html},               {"selector", selector},       {"warc", warc},
};

}  // namespace dehusk::fuzz
