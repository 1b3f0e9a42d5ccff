// dehusk [FILE...]: reads, cleans on all cores, writes in the order of the inputs.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>
#include <new>

#include "batch/file_io.h"
#include "batch/inputs.h"
#include "batch/ordered.h"
#include "batch/record.h"
#include "cli/commands.h"
#include "cli/model_files.h"
#include "cli/rule_files.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

// How messages name an input; records say "-".
std::string spoken(const Input& input) {
  return input.path == "-" ? "standard input" : input.path;
}

// What one worker made of one input: ready to be written.
struct Outcome {
  std::string error;
  std::string output;   // text, or a JSONL record
  std::string removed;  // JSONL
  std::string notes;    // for standard error
  Written written;      // of a text that went to standard output at once
  uint64_t ranges_removed = 0;
};

// A stream that several documents go to; a path is written whole at the end or not at all.
class Stream {
 public:
  explicit Stream(std::string path) : path_(std::move(path)) {}

  Written add(std::string_view text) {
    if (path_.empty() || path_ == "-") return write_descriptor(STDOUT_FILENO, text);
    held_.append(text);
    return {};
  }

  Written finish() {
    if (path_.empty() || path_ == "-") return {};
    return replace_file(path_, held_, "");
  }

 private:
  std::string path_;
  std::string held_;
};

class CleanRun {
 public:
  CleanRun(const Options& options, const std::shared_ptr<const RuleSet>& rules,
           std::shared_ptr<const ModelSet> models, Inputs inputs)
      : options_(options),
        inputs_(std::move(inputs)),
        stream_(options.output),
        removed_(options.removed) {
    CleanOptions clean = options.clean;
    clean.models = std::move(models);
    if (!options.removed.empty()) clean.detail = Detail::removed;
    const size_t workers =
        std::min<size_t>(workers_for(options.jobs), std::max<size_t>(1, inputs_.found.size()));
    for (size_t i = 0; i < workers; ++i) cleaners_.emplace_back(rules, clean);
    const bool to_standard_output = options.output.empty() || options.output == "-";
    writes_at_once_ = inputs_.found.size() == 1 && to_standard_output && !options.jsonl &&
                      !options.check && !options.in_place && options.directory.empty() &&
                      options.removed != "-";
  }

  int run() {
    for (const std::string& fault : inputs_.faults) complain(fault);
    const std::string clash = options_.in_place ? backup_clash() : name_clash();
    if (!clash.empty()) {
      std::cerr << "dehusk: " << clash << "; nothing was done\n";
      return kNothingRun;
    }
    run_ordered(
        inputs_.found.size(), static_cast<unsigned>(cleaners_.size()),
        [&](size_t i, unsigned worker) -> std::shared_ptr<void> {
          return std::make_shared<Outcome>(clean_one(inputs_.found[i], cleaners_[worker]));
        },
        [&](size_t i, const std::shared_ptr<void>& outcome) {
          return deliver(inputs_.found[i], *static_cast<Outcome*>(outcome.get()));
        });
    return finish();
  }

 private:
  void complain(const std::string& message) {
    std::cerr << "dehusk: " << message << "\n";
    failed_ = true;
  }

  // With -d: two inputs would be written to one file.
  std::string name_clash() const {
    if (options_.directory.empty()) return "";
    std::map<std::string_view, std::string_view> paths;
    for (const Input& input : inputs_.found) {
      const auto [at, is_new] = paths.emplace(input.name, input.path);
      if (is_new) continue;
      return "'" + std::string(at->second) + "' and '" + input.path +
             "' would both be written to '" + output_below(input).string() + "'";
    }
    return "";
  }

  // With -i and a suffix: the backup of one input would take the place of another, as it does where
  // the same command is run twice on a folder.
  std::string backup_clash() const {
    if (options_.in_place->empty()) return "";
    const auto whole = [](const std::string& path) {
      std::error_code error;
      const fs::path canonical = fs::weakly_canonical(path, error);
      return error ? path : canonical.string();
    };
    std::map<std::string, std::string_view> paths;
    for (const Input& input : inputs_.found) paths.emplace(whole(input.path), input.path);
    for (const auto& [path, shown] : paths) {
      const auto backup = paths.find(path + *options_.in_place);
      if (backup == paths.end()) continue;
      return "the backup of '" + std::string(shown) + "' would replace '" +
             std::string(backup->second) + "', which is an input too";
    }
    return "";
  }

  Outcome clean_one(const Input& input, Cleaner& cleaner) const try {
    Outcome outcome;
    const uint64_t most = options_.clean.max_bytes;
    const Result<Bytes> bytes =
        input.path == "-" ? read_standard_input(most) : read_file(input.path, most);
    if (!bytes) {
      outcome.error = bytes.error().message;
      return outcome;
    }
    const DocumentInfo info{.url = options_.url};
    PartWriter parts(STDOUT_FILENO);
    Result<Cleaned> cleaned =
        writes_at_once_
            ? cleaner.clean(bytes->view(), info, [&](std::string_view part) { parts.add(part); })
            : cleaner.clean(bytes->view(), info);
    if (!cleaned) {
      outcome.error = cleaned.error().message;
      return outcome;
    }
    outcome.written = parts.finish();
    outcome.ranges_removed = cleaned->stats.ranges_removed;
    outcome.notes = notes(input, *cleaned);
    if (!options_.removed.empty()) outcome.removed = removed_records(*cleaned, input.path);
    if (options_.check) return outcome;
    outcome.output = options_.jsonl
                         ? document_record(*cleaned, input.path, options_.url,
                                           options_.removed.empty() ? RecordRanges::none
                                                                    : RecordRanges::removed)
                         : std::move(cleaned->text);
    return outcome;
  } catch (const std::bad_alloc&) {
    Outcome outcome;
    outcome.error = "not enough memory";
    return outcome;
  }

  std::string notes(const Input& input, const Cleaned& cleaned) const {
    std::string out;
    if (cleaned.replaced > 0 && options_.verbosity >= 0) {
      out += "dehusk: " + spoken(input) + ": " + std::to_string(cleaned.replaced) +
             (cleaned.replaced == 1 ? " undecodable sequence" : " undecodable sequences") +
             " became U+FFFD (read as " + cleaned.encoding + ")\n";
    }
    if (cleaned.stats.cut_elements + cleaned.stats.cut_bytes > 0 && options_.verbosity >= 0) {
      out += "dehusk: " + spoken(input) + ": past the limits of a page; left out " +
             std::to_string(cleaned.stats.cut_elements) + " tags nested too deep and " +
             std::to_string(cleaned.stats.cut_bytes) + " bytes at the end\n";
    }
    if (cleaned.guarded && options_.verbosity >= 0) {
      out += "dehusk: " + spoken(input) + ": the guard stopped " +
             std::string(name_of(options_.clean.level)) + "; cleaned " +
             (cleaned.level ? "at " + std::string(name_of(*cleaned.level)) : "nothing") + "\n";
    }
    if (options_.verbosity > 0) {
      out += "dehusk: " + spoken(input) + ": " + cleaned.encoding + ", packs";
      for (const std::string& pack : cleaned.packs) out += " " + pack;
      out += ", " + std::to_string(cleaned.stats.ranges_removed) + " ranges removed, " +
             std::to_string(cleaned.stats.bytes_in) + " -> " +
             std::to_string(cleaned.stats.bytes_out) + " bytes, " + std::to_string(cleaned.stats.work) + " steps";
      if (cleaned.stats.element_rules > 0) {
        out += ", " + std::to_string(cleaned.stats.element_rules) +
               " rules with `select` do not apply to text";
      }
      out += "\n";
    }
    return out;
  }

  // Called in the order of the inputs. False stops the run.
  bool deliver(const Input& input, Outcome& outcome) {
    std::cerr << outcome.notes;
    if (!outcome.error.empty()) {
      complain(spoken(input) + ": " + outcome.error);
      return true;
    }
    ++done_;
    if (!written(removed_.add(outcome.removed), options_.removed)) return false;
    if (options_.check) return report_check(input, outcome);
    if (options_.in_place) return write_in_place(input, outcome);
    if (!options_.directory.empty()) return write_below(input, outcome);
    if (delivered_++ > 0 && !options_.jsonl &&
        !written(stream_.add(options_.separator), options_.output)) {
      return false;
    }
    if (writes_at_once_) return written(outcome.written, "");
    return written(stream_.add(outcome.output), options_.output);
  }

  // True to go on. A pipe that was closed ends the run quietly; anything else is a failure.
  bool written(const Written& result, const std::string& path) {
    if (result.status == WriteStatus::done) return true;
    if (result.status == WriteStatus::failed) {
      complain((path.empty() || path == "-" ? "standard output" : path) + ": " + result.message);
    }
    stopped_ = true;
    return false;
  }

  bool report_check(const Input& input, const Outcome& outcome) {
    if (outcome.ranges_removed == 0) return true;
    answered_no_ = true;
    if (options_.verbosity < 0) return true;
    const std::string line = spoken(input) + ": " +
                             std::to_string(outcome.ranges_removed) +
                             (outcome.ranges_removed == 1 ? " range" : " ranges") + " would go\n";
    return written(write_descriptor(STDOUT_FILENO, line), "");
  }

  bool write_in_place(const Input& input, const Outcome& outcome) {
    if (input.path == "-") {
      return written(write_descriptor(STDOUT_FILENO, outcome.output), "");
    }
    const Written result = replace_file(input.path, outcome.output, *options_.in_place);
    if (result.status == WriteStatus::failed) {
      complain(input.path + ": " + result.message + "; the file is as it was");
    }
    return true;
  }

  fs::path output_below(const Input& input) const {
    return fs::path(options_.directory) / (input.name + (options_.jsonl ? ".jsonl" : ""));
  }

  bool write_below(const Input& input, const Outcome& outcome) {
    const fs::path path = output_below(input);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
      complain(path.parent_path().string() + ": " + error.message());
      return true;
    }
    const Written result = replace_file(path.string(), outcome.output, "");
    if (result.status == WriteStatus::failed) complain(path.string() + ": " + result.message);
    return true;
  }

  int finish() {
    // Where every input failed, what the files held is worth more than nothing.
    const bool all_failed = failed_ && done_ == 0;
    if (!stopped_ && !all_failed) {
      const bool to_stream = !options_.check && !options_.in_place && options_.directory.empty();
      if (to_stream) written(stream_.finish(), options_.output);
      if (!options_.removed.empty()) written(removed_.finish(), options_.removed);
    }
    if (failed_) return kSomeFailed;
    return answered_no_ ? kAnsweredNo : kDone;
  }

  const Options& options_;
  Inputs inputs_;
  std::vector<Cleaner> cleaners_;
  Stream stream_;
  Stream removed_;
  // One text for standard output: it goes there in parts as it lies in the input. Held, as the
  // texts of several documents are, 143 MB cost 0.05 s more, and twice the memory.
  bool writes_at_once_ = false;
  size_t done_ = 0;       // documents that were cleaned
  size_t delivered_ = 0;  // of them, those written to the stream
  bool failed_ = false;
  bool stopped_ = false;
  bool answered_no_ = false;
};

}  // namespace

int run_clean(const Options& options) {
  const std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules || !packs_are_known(options.clean.use, *rules)) return kNothingRun;
  auto models = load_models_or_report(options.model);
  if (!models) return kNothingRun;
  Inputs inputs = list_inputs(options.files, options.recursive);
  if (options.in_place) drop_same_files(&inputs);
  return CleanRun(options, rules, std::move(*models), std::move(inputs)).run();
}

}  // namespace dehusk
