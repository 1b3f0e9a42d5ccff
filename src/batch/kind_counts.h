// How often each of many words occurred, in bounded memory: what a crawl calls the type of its
// content may be anything.
//
//   add("image/png") ...    at most kMost words are counted; where one more comes, the rarer half
//                           goes into others(), which keeps the total right
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dehusk {

class KindCounts {
 public:
  static constexpr size_t kMost = 64;
  static constexpr size_t kMostBytes = 80;  ///< longer words are cut, and count as one where they
                                            ///< begin alike

  void add(std::string_view kind, uint64_t count = 1);

  /// Adds to what is counted without a word.
  void add_others(uint64_t count) { others_ += count; }

  /// Of all words, and of those that are no longer counted for themselves.
  uint64_t total() const;
  uint64_t others() const { return others_; }

  /// Most first, then by the word; without others().
  std::vector<std::pair<std::string, uint64_t>> most_first() const;

 private:
  void drop_rare();

  std::map<std::string, uint64_t, std::less<>> counts_;
  uint64_t others_ = 0;
};

/// `text` without what stands behind its first `most` bytes; no character is cut in two.
std::string cut_to(std::string_view text, size_t most);

}  // namespace dehusk
