#include "cli/run_report.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <utility>

#include "batch/pipeline.h"

namespace dehusk {
namespace {

constexpr size_t kUnknownWidth = 80;

size_t terminal_columns() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUnknownWidth;
  return size.ws_col;
}

double steady_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

// Documents would stand between the line of progress and its end.
bool documents_go_to_a_terminal(const Options& options) {
  const bool to_standard_output = (options.output.empty() || options.output == "-") &&
                                  options.directory.empty() && !options.in_place;
  return to_standard_output && isatty(STDOUT_FILENO) != 0;
}

RunReport::Terminal real_terminal(const Options& options) {
  return {.is_terminal = isatty(STDERR_FILENO) != 0,
          .shows_documents = documents_go_to_a_terminal(options),
          .around = {.clock = steady_seconds,
                     .write = [](std::string_view text) { write_descriptor(STDERR_FILENO, text); },
                     .columns = terminal_columns},
          .time = [] { return static_cast<int64_t>(std::time(nullptr)); }};
}

ProgressPrinter::Kind kind_of(const Options& options, const RunReport::Terminal& terminal) {
  using Kind = ProgressPrinter::Kind;
  switch (options.progress) {
    case ProgressWhen::json:
      return Kind::json;
    case ProgressWhen::never:
      return Kind::none;
    case ProgressWhen::always:
      return terminal.is_terminal ? Kind::line : Kind::lines;
    case ProgressWhen::automatic:
      break;
  }
  const bool wanted = terminal.is_terminal && !terminal.shows_documents && options.verbosity >= 0;
  return wanted ? Kind::line : Kind::none;
}

std::string rules_text(const RuleOptions& rules) {
  std::string out = rules.builtin ? "the built-in packs" : "";
  for (const std::string& path : rules.paths) out += (out.empty() ? "" : ", ") + path;
  return out.empty() ? "none" : out;
}

std::string model_text(const Options& options) {
  if (options.model.off) return "none";
  std::string out = options.clean.task == Task::article ? "for articles" : "for pages";
  if (options.model.paths.empty()) return out + ", built in";
  for (const std::string& path : options.model.paths) out += ", " + path;
  return out;
}

}  // namespace

RunReport::RunReport(const Options& options) : RunReport(options, real_terminal(options)) {}

RunReport::RunReport(const Options& options, Terminal terminal)
    : options_(options),
      terminal_(std::move(terminal)),
      printer_(kind_of(options, terminal_), terminal_.around),
      began_(terminal_.time()) {}

void RunReport::begin(uint64_t total_bytes) { total_ = total_bytes; }

void RunReport::begin_again(uint64_t total_bytes, Summary earlier, uint64_t position) {
  total_ = total_bytes;
  summary_ = std::move(earlier);
  first_bytes_ = summary_.counts().bytes_in + summary_.counts().bytes_failed;
  first_position_ = position_ = position;
  knows_position_ = true;
}

void RunReport::document(const DocumentFacts& facts) {
  summary_.add(facts);
  tick();
}

void RunReport::reached(uint64_t position) {
  position_ = position;
  knows_position_ = true;
}

void RunReport::tick() { printer_.show(progress()); }

void RunReport::message(std::string_view lines) { printer_.message(lines); }

Progress RunReport::progress() const {
  const SummaryCounts& counts = summary_.counts();
  Progress progress;
  progress.documents = counts.documents();
  progress.errors = counts.failed;
  progress.bytes = counts.bytes_in + counts.bytes_failed;
  progress.position = knows_position_ ? position_ : progress.bytes;
  progress.total = total_;
  progress.first_bytes = first_bytes_;
  progress.first_position = first_position_;
  progress.share_removed = counts.share_removed();
  return progress;
}

RunInfo RunReport::info() const {
  std::error_code error;
  RunInfo info;
  info.version = DEHUSK_VERSION;
  info.words = options_.words;
  info.folder = std::filesystem::current_path(error).string();
  info.rules = rules_text(options_.rules) + "; level " + std::string(name_of(options_.clean.level));
  info.model = model_text(options_);
  info.threads = workers_for(options_.jobs);
  info.began = began_;
  info.ended = terminal_.time();
  return info;
}

// Of one document -v says all in a line of its own.
bool RunReport::tells_summary() const {
  if (options_.verbosity < 0 || options_.command != Command::clean) return false;
  return summary_.counts().documents() > 1 && (options_.verbosity > 0 || terminal_.is_terminal);
}

std::string RunReport::note(size_t most_bytes) const {
  Summary summary = summary_;
  summary.add_run(printer_.seconds());
  return summary.to_json(most_bytes);
}

Written RunReport::finish() {
  summary_.add_run(printer_.seconds());
  printer_.clear();
  if (options_.progress == ProgressWhen::json) {
    terminal_.around.write("{\"type\":\"summary\"," + summary_.to_json().substr(1) + "\n");
  } else if (tells_summary()) {
    terminal_.around.write(summary_text(summary_.counts()));
  }
  if (options_.report.empty()) return {};
  const std::string text = options_.report.ends_with(".json")
                               ? report_json(summary_, info())
                               : report_html(summary_.counts(), info());
  return replace_file(options_.report, text, "");
}

}  // namespace dehusk
