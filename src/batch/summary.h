// What a run over many documents came to, in bounded memory however many there are.
//
//   add(facts) once a document     counters, two histograms, the slowest, the first errors
//   to_json(bytes)                 all of it, or as much as fits into a line of a checkpoint
//   from_json(text)                a resumed run counts on
//
// Filled by the thread that delivers; no locks.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "batch/kind_counts.h"
#include "cleaner.h"
#include "core/result.h"

namespace dehusk {

/// What a summary counts of one document.
struct DocumentFacts {
  std::string name;  ///< as messages name it: "path", "crawl.warc.gz:OFFSET"
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
  uint64_t chars_kept = 0;                            ///< that can be seen
  std::array<uint64_t, kCategories> chars_removed{};  ///< that can be seen, by category
  double seconds = 0;                                 ///< that a thread worked on it
  uint64_t work = 0;                                  ///< steps, where they are counted
  std::string error_kind;                             ///< "" where it was cleaned
  std::string error;
};

struct SlowDocument {
  std::string name;
  uint64_t bytes_in = 0;
  double seconds = 0;
  uint64_t work = 0;
};

struct FailedDocument {
  std::string name;
  std::string kind;
  std::string message;
};

/// A stretch of an archive that could not be read.
struct ArchiveFault {
  std::string archive;
  uint64_t offset = 0;  ///< of its first byte
  std::string message;
};

struct SummaryCounts {
  /// Bins of the share of its characters that a document lost: [0, 5 %), [5 %, 10 %) ... [95 %, 100
  /// %].
  static constexpr size_t kShareBins = 20;
  /// Bins of sizes: 0, 1, 2 to 3, 4 to 7 ... bytes; the last one holds all that is larger.
  static constexpr size_t kSizeBins = 34;

  uint64_t cleaned = 0;
  uint64_t failed = 0;
  uint64_t unchanged = 0;     ///< of the cleaned ones, nothing was removed
  uint64_t without_text = 0;  ///< of the cleaned ones, nothing could be seen before
  uint64_t bytes_in = 0;      ///< of the cleaned ones
  uint64_t bytes_out = 0;
  uint64_t bytes_failed = 0;  ///< read of those that failed
  uint64_t chars_kept = 0;
  std::array<uint64_t, kCategories> chars_removed{};
  double seconds = 0;  ///< that threads worked, summed up
  double elapsed = 0;  ///< that went by, over all runs
  uint64_t runs = 0;   ///< more than one where a run was resumed
  std::array<uint64_t, kShareBins> by_share{};
  std::array<uint64_t, kSizeBins> by_size{};
  KindCounts error_kinds;
  KindCounts passed_over;              ///< what was no document, by its kind
  std::vector<FailedDocument> errors;  ///< the first kErrors of them
  uint64_t fault_count = 0;
  std::vector<ArchiveFault> faults;   ///< the first kFaults of them
  std::vector<SlowDocument> slowest;  ///< most seconds first

  uint64_t documents() const { return cleaned + failed; }
  uint64_t removed() const;      ///< characters of all categories
  double share_removed() const;  ///< of all characters, in [0, 1]
  /// Characters and category of what was removed, most first; categories with none are left out.
  std::vector<std::pair<uint64_t, Category>> most_removed() const;
};

class Summary {
 public:
  static constexpr size_t kSlowest = 10;
  static constexpr size_t kErrors = 1000;
  static constexpr size_t kFaults = 100;

  void add(const DocumentFacts& facts);

  /// Counts what was no document: a record type, or a type of content like "image/png".
  void add_passed_over(std::string_view kind, uint64_t count = 1);
  void add_fault(const ArchiveFault& fault);

  /// A run ended that took so long.
  void add_run(double elapsed);

  const SummaryCounts& counts() const { return counts_; }

  /// One line without a line end. Where it would be longer than `most_bytes`, lists are cut short
  /// and names in them too; counts never. `most_bytes` is at least 8,000.
  std::string to_json(size_t most_bytes = std::numeric_limits<size_t>::max()) const;

  /// What to_json() told. What is missing is 0; text that is no summary is an error.
  static Result<Summary> from_json(std::string_view text);

 private:
  void add_slow(const DocumentFacts& facts);

  SummaryCounts counts_;
};

/// The least size in bytes of a bin of sizes: 0, 1, 2, 4, 8 ...
uint64_t size_bin_begin(size_t bin);

/// The share of `removed` in both, in [0, 1]; 0 of nothing.
double share_of(uint64_t removed, uint64_t kept);

}  // namespace dehusk
