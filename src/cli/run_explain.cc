// dehusk explain [FILE...]: shows what went, what stayed, and which rule decided.
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <new>
#include <utility>

#include "batch/file_io.h"
#include "batch/inputs.h"
#include "batch/read_document.h"
#include "batch/record.h"
#include "cli/commands.h"
#include "cli/explain_html.h"
#include "cli/explain_ranges.h"
#include "cli/explain_text.h"
#include "cli/explain_why.h"
#include "cli/model_files.h"
#include "cli/rule_files.h"

namespace dehusk {
namespace {

// The explanation of one input.
Result<std::string> explain(const Input& input, const Options& options, Cleaner* cleaner) try {
  const uint64_t most = options.clean.max_bytes;
  const Result<Bytes> bytes = read_document(input, most);
  if (!bytes) return bytes.error();
  const Result<Cleaned> cleaned = cleaner->clean(bytes->view(), {.url = options.url});
  if (!cleaned) return cleaned.error();
  if (!options.html.empty()) {
    return explain_html(*cleaned, input.path == "-" ? "standard input" : input.path, bytes->view(),
                        options.clean.level);
  }
  if (options.why) {
    return explain_why(*cleaned, input.path == "-" ? "standard input" : input.path, *options.why);
  }
  if (options.json) {
    return explain_record(*cleaned, reported_source(*cleaned, bytes->view()), input.path,
                          options.url);
  }
  return explain_text(*cleaned, input.path == "-" ? "standard input" : input.path, bytes->view(),
                      {.paint = options.color ? Paint::ansi : Paint::plain,
                       .long_lines = options.verbosity > 0 ? LongLines::wrap : LongLines::clip,
                       .level = options.clean.level});
} catch (const std::bad_alloc&) {
  return Error{"not enough memory", ErrorKind::memory};
}

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error) && !error;
}

}  // namespace

int run_explain(const Options& options) {
  std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules || !packs_are_known(options.clean.use, *rules)) return kNothingRun;
  CleanOptions clean = options.clean;
  clean.detail = Detail::pieces;
  auto models = load_models_or_report(options.model);
  if (!models) return kNothingRun;
  clean.models = std::move(*models);
  Cleaner cleaner(std::move(rules), std::move(clean));

  if (!options.html.empty() && is_same_file(options.html, options.files[0])) {
    std::cerr << "dehusk: --html would write over the document, " << options.html << "\n";
    return kNothingRun;
  }
  const Inputs inputs = list_inputs(input_query(options));
  int code = kDone;
  bool answered = false;
  const auto complain = [&](const std::string& message) {
    std::cerr << "dehusk: " << message << "\n";
    code = kSomeFailed;
  };
  for (const std::string& fault : inputs.faults) complain(fault);
  bool first = true;
  for (const Input& input : inputs.found) {
    Result<std::string> text = explain(input, options, &cleaner);
    if (!text) {
      complain((input.path == "-" ? "standard input" : input.path) + ": " + text.error().message);
      continue;
    }
    answered = answered || !text->empty();
    if (options.why && text->empty()) continue;
    if (!first && !options.json) text->insert(0, "\n");
    first = false;
    const bool to_file = !options.html.empty() && options.html != "-";
    const Written written =
        to_file ? replace_file(options.html, *text, "") : write_descriptor(STDOUT_FILENO, *text);
    if (written.status == WriteStatus::done) continue;
    if (written.status == WriteStatus::failed) {
      complain((to_file ? options.html : "standard output") + ": " + written.message);
    }
    break;
  }
  if (options.why && !answered && code == kDone) {
    std::cerr << "dehusk: no block holds '" << *options.why << "'\n";
    return kAnsweredNo;
  }
  return code;
}

}  // namespace dehusk
