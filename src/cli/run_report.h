// What a run tells besides its documents: progress while it goes on, a summary at its end,
// --report.
//
//   RunReport report(options);
//   report.begin(total_bytes);              0 where nobody knows; begin_again() for a resumed run
//   for each document, as it is delivered:
//     report.document(facts);
//     report.message("dehusk: a.html: ...\n");
//   report.summary().to_json(16000)         for a checkpoint, at any time
//   report.finish()                         the summary, and the file of --report
//
// All calls come from the thread that delivers. What goes to standard error while it runs goes
// through message(): the line of progress makes room for it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "batch/file_io.h"
#include "batch/summary.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report.h"

namespace dehusk {

class RunReport {
 public:
  /// Where it is drawn; tests bring their own.
  struct Terminal {
    bool is_terminal = false;      ///< standard error is one
    bool shows_documents = false;  ///< and documents go to a terminal as well: no line of progress
    ProgressPrinter::Surroundings around;
    std::function<int64_t()> time;  ///< Unix time
  };

  explicit RunReport(const Options& options);
  RunReport(const Options& options, Terminal terminal);

  /// Begins; `total_bytes` of all inputs, as far as they will be read, or 0.
  void begin(uint64_t total_bytes);

  /// Goes on where an earlier run stopped: with its counts, and so far into the inputs.
  void begin_again(uint64_t total_bytes, Summary earlier, uint64_t position);

  /// A document is done, or failed.
  void document(const DocumentFacts& facts);

  /// So many bytes of the inputs are done. Where it is never called, those of the documents.
  void reached(uint64_t position);

  /// Draws the progress if it is time to, where documents take long.
  void tick();

  /// Prints whole lines to standard error.
  void message(std::string_view lines);

  void passed_over(std::string_view kind, uint64_t count = 1) {
    summary_.add_passed_over(kind, count);
  }
  void fault(const ArchiveFault& fault) { summary_.add_fault(fault); }

  /// The summary as it stands, this run's time included, in at most so many bytes.
  std::string note(size_t most_bytes) const;

  const Summary& summary() const { return summary_; }

  /// Takes the progress away, prints the summary where one is due, writes the file of --report,
  /// whole or not at all. How that went.
  Written finish();

 private:
  bool tells_summary() const;
  Progress progress() const;
  RunInfo info() const;

  const Options& options_;
  Terminal terminal_;
  ProgressPrinter printer_;
  Summary summary_;
  uint64_t total_ = 0;
  uint64_t position_ = 0;
  bool knows_position_ = false;
  uint64_t first_bytes_ = 0;
  uint64_t first_position_ = 0;
  int64_t began_ = 0;
};

}  // namespace dehusk
