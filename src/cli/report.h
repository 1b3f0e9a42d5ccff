// What a run came to, for a person at a terminal, a person with a browser, and a program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "batch/summary.h"

namespace dehusk {

/// How a run was made.
struct RunInfo {
  std::string version;
  std::vector<std::string> words;  ///< of the command line, without the program's name
  std::string folder;              ///< it was run in
  std::string rules;               ///< which were loaded, in words
  std::string model;               ///< which decided, in words
  unsigned threads = 0;
  int64_t began = 0;  ///< Unix times
  int64_t ended = 0;
};

/// A few aligned lines, each at most 100 columns wide but for the names of documents.
std::string summary_text(const SummaryCounts& counts);

/// The page of share/report, whole: charts, lists, and how it was run. It asks nobody for anything
/// and holds no script.
std::string report_html(const SummaryCounts& counts, const RunInfo& info);

/// The run and its Summary::to_json() in one object, with a line end.
std::string report_json(const Summary& summary, const RunInfo& info);

/// An error's or content's kind in words: "too large" of "too_large".
std::string kind_text(std::string_view kind);

/// The words of a command line as a shell takes them.
std::string command_text(const std::vector<std::string>& words);

}  // namespace dehusk
