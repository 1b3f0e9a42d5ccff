// What `dehusk lint` prints, for people and for programs.
//
//   text    rules/news.toml:31:14: error[E012]: ...    with the line and a caret, then the counts
//   json    [{"path":, "line":, "column":, "code":, "severity":, "message":, "label":}]
//   sarif   SARIF 2.1.0, which code hosts and editors read
//   github  ::error file=...,line=...::...             notes in a GitHub workflow's log
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rule/diagnostic.h"

namespace dehusk {

enum class LintFormat : uint8_t { text, json, sarif, github };

/// The format that `--format` names, if it is one.
std::optional<LintFormat> lint_format_named(std::string_view name);

/// The faults in that format, in the order given, with a line end behind the last line. `files` is
/// how many files were looked at.
std::string lint_report(const Diagnostics& faults, size_t files, LintFormat format);

/// All codes with their meanings, one a line.
std::string code_list();

}  // namespace dehusk
