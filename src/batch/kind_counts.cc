#include "batch/kind_counts.h"

#include <algorithm>

namespace dehusk {

std::string cut_to(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  size_t end = most;
  const size_t least = most - std::min<size_t>(most, 3);
  while (end > least && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

void KindCounts::add(std::string_view kind, uint64_t count) {
  if (count == 0) return;
  const std::string word = cut_to(kind, kMostBytes);
  if (counts_.size() == kMost && !counts_.contains(word)) drop_rare();
  counts_[word] += count;
}

uint64_t KindCounts::total() const {
  uint64_t total = others_;
  for (const auto& [kind, count] : counts_) total += count;
  return total;
}

std::vector<std::pair<std::string, uint64_t>> KindCounts::most_first() const {
  std::vector<std::pair<std::string, uint64_t>> all(counts_.begin(), counts_.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return all;
}

void KindCounts::drop_rare() {
  const auto all = most_first();
  for (size_t i = kMost / 2; i < all.size(); ++i) {
    others_ += all[i].second;
    counts_.erase(all[i].first);
  }
}

}  // namespace dehusk
