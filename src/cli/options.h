// The command line. Boost.Program_options is known to options.cc alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch/container.h"
#include "batch/inputs.h"
#include "cleaner.h"

namespace dehusk {

enum class Command : uint8_t {
  clean, explain, test, lint, select, features, rules, stats, create, help, version
};

/// Exit codes, as the manual lists them.
inline constexpr int kDone = 0;
inline constexpr int kAnsweredNo = 1;   ///< --check, a failed test, errors that lint was asked for
inline constexpr int kNothingRun = 2;   ///< usage, rules that do not load
inline constexpr int kSomeFailed = 3;   ///< some inputs failed, the others are done

/// Which rules to load.
struct RuleOptions {
  std::vector<std::string> paths;  ///< --rules FILE|DIR, and DEHUSK_RULES before them
  bool builtin = true;
};

/// How far a run goes beyond files in their order.
struct BatchOptions {
  InputQuery inputs;  ///< without the operands, see input_query()
  From from = From::detect;
  JsonFields fields;
  std::string extension;    ///< --ext, with its dot; "" for what the inputs have
  uint64_t shards = 0;      ///< 0: one file
  uint64_t shard_size = 0;  ///< 0: no limit
  bool resume = false;
};

/// What `dehusk select` prints of the elements it finds.
struct SelectOptions {
  std::string selector;
  std::string attribute;  ///< --attr; else text, or
  bool html = false;
  bool count = false;
  bool line = false;
};

/// Which article models run.
struct ModelOptions {
  std::vector<std::string> paths;  ///< --model FILE
  bool off = false;                ///< --no-model
};

/// When progress is shown, and how.
enum class ProgressWhen : uint8_t {
  automatic,  ///< on a terminal, past two seconds
  always,
  never,
  json,       ///< for programs
};

struct Options {
  Command command = Command::clean;
  std::vector<std::string> words;  ///< the command line as it was typed
  std::vector<std::string> files;  ///< operands; empty for standard input
  RuleOptions rules;
  ModelOptions model;
  CleanOptions clean;
  BatchOptions batch;
  std::string url;
  std::string output;                        ///< -o
  std::string directory;                     ///< -d
  std::optional<std::string> in_place;       ///< -i with its suffix, "" for none
  std::string separator = "\n";              ///< between documents of one stream
  std::string removed;                       ///< --removed FILE
  unsigned jobs = 0;                         ///< 0: all cores
  bool recursive = false;
  bool jsonl = false;
  bool check = false;
  bool json = false;      ///< explain, rules, stats
  bool coverage = false;  ///< test
  bool update = false;    ///< test
  std::string format = "text";  ///< lint: text, json, sarif or github
  std::string html;       ///< explain: --html FILE
  std::optional<std::string> why;  ///< explain: --why TEXT
  bool color = false;     ///< explain: on a terminal, unless NO_COLOR is set
  SelectOptions shows;    ///< select
  ProgressWhen progress = ProgressWhen::automatic;  ///< clean, stats
  std::string report;     ///< --report FILE, which ends in .html or .json
  int verbosity = 0;      ///< -1 quiet, 1 verbose
};

struct ParsedOptions {
  std::optional<Options> options;
  std::string error;  ///< why there are none
};

/// What the inputs of a command are, its operands included.
InputQuery input_query(const Options& options);

/// How they are read.
SourceOptions source_options(const Options& options);

/// Reads the command line. Never prints, never exits.
ParsedOptions parse_options(const std::vector<std::string>& words);

/// What `dehusk --help` and `dehusk COMMAND --help` print.
std::string help_text(Command command);

/// The name a user types for a command; "" for clean.
std::string_view name_of(Command command);

}  // namespace dehusk
