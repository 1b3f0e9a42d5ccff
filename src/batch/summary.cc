#include "batch/summary.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace dehusk {
namespace {

// A path may have 4,096 bytes, a message may quote one.
constexpr size_t kMostNameBytes = 1024;
constexpr size_t kMostMessageBytes = 512;

size_t share_bin(double share) {
  const auto bin = static_cast<size_t>(share * SummaryCounts::kShareBins);
  return std::min(bin, SummaryCounts::kShareBins - 1);
}

size_t size_bin(uint64_t bytes) {
  return std::min<size_t>(std::bit_width(bytes), SummaryCounts::kSizeBins - 1);
}

uint64_t sum_of(const std::array<uint64_t, kCategories>& counts) {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

}  // namespace

uint64_t size_bin_begin(size_t bin) { return bin == 0 ? 0 : uint64_t{1} << (bin - 1); }

double share_of(uint64_t removed, uint64_t kept) {
  const double all = static_cast<double>(removed) + static_cast<double>(kept);
  return all == 0 ? 0 : static_cast<double>(removed) / all;
}

uint64_t SummaryCounts::removed() const { return sum_of(chars_removed); }

std::vector<std::pair<uint64_t, Category>> SummaryCounts::most_removed() const {
  std::vector<std::pair<uint64_t, Category>> most;
  for (size_t i = 0; i < kCategories; ++i) {
    if (chars_removed[i] > 0) most.emplace_back(chars_removed[i], static_cast<Category>(i));
  }
  std::stable_sort(most.begin(), most.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  return most;
}

double SummaryCounts::share_removed() const { return share_of(removed(), chars_kept); }

void Summary::add(const DocumentFacts& facts) {
  counts_.seconds += facts.seconds;
  add_slow(facts);
  if (!facts.error_kind.empty()) {
    ++counts_.failed;
    counts_.bytes_failed += facts.bytes_in;
    counts_.error_kinds.add(facts.error_kind);
    if (counts_.errors.size() < kErrors) {
      counts_.errors.push_back({cut_to(facts.name, kMostNameBytes), facts.error_kind,
                                cut_to(facts.error, kMostMessageBytes)});
    }
    return;
  }
  ++counts_.cleaned;
  counts_.bytes_in += facts.bytes_in;
  counts_.bytes_out += facts.bytes_out;
  counts_.chars_kept += facts.chars_kept;
  for (size_t i = 0; i < kCategories; ++i) counts_.chars_removed[i] += facts.chars_removed[i];
  ++counts_.by_size[size_bin(facts.bytes_in)];
  const uint64_t removed = sum_of(facts.chars_removed);
  if (removed + facts.chars_kept == 0) {
    ++counts_.without_text;
    return;
  }
  counts_.unchanged += removed == 0;
  ++counts_.by_share[share_bin(share_of(removed, facts.chars_kept))];
}

void Summary::add_slow(const DocumentFacts& facts) {
  std::vector<SlowDocument>& slowest = counts_.slowest;
  if (facts.seconds <= 0) return;
  if (slowest.size() == kSlowest && slowest.back().seconds >= facts.seconds) return;
  const auto place = std::find_if(slowest.begin(), slowest.end(), [&](const SlowDocument& other) {
    return other.seconds < facts.seconds;
  });
  slowest.insert(place,
                 {cut_to(facts.name, kMostNameBytes), facts.bytes_in, facts.seconds, facts.work});
  if (slowest.size() > kSlowest) slowest.pop_back();
}

void Summary::add_passed_over(std::string_view kind, uint64_t count) {
  counts_.passed_over.add(kind, count);
}

void Summary::add_fault(const ArchiveFault& fault) {
  ++counts_.fault_count;
  if (counts_.faults.size() == kFaults) return;
  counts_.faults.push_back({cut_to(fault.archive, kMostNameBytes), fault.offset,
                            cut_to(fault.message, kMostMessageBytes)});
}

void Summary::add_run(double elapsed) {
  counts_.elapsed += elapsed;
  ++counts_.runs;
}

}  // namespace dehusk
