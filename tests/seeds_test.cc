// The five scraped articles of ../shared, and what holds for every text, checked on them and on the
// fixtures: pieces tile the input, a safer level removes less, cleaning twice is cleaning once.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cleaner.h"

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

namespace fs = std::filesystem;

std::string read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> texts_in(const fs::path& folder) {
  std::vector<fs::path> found;
  if (!fs::is_directory(folder)) return found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Cleaned clean(const std::string& text, CleanOptions options = {}) {
  static const std::shared_ptr<const RuleSet> rules = load_rules({}, {}).rules;
  options.detail = Detail::pieces;
  Result<Cleaned> cleaned = Cleaner(rules, options).clean(text, {});
  REQUIRE(cleaned);
  return std::move(*cleaned);
}

const fs::path kSeeds = fs::path(DEHUSK_SOURCE_DIR) / ".." / "shared" / "seeds";

TEST_CASE("the scraped articles come out as expected") {
  const std::vector<fs::path> seeds = texts_in(kSeeds);
  if (seeds.empty()) {
    WARN("skipped: ../shared is not here");
    return;
  }
  for (const fs::path& seed : seeds) {
    CAPTURE(seed.filename());
    CHECK(clean(read_whole(seed)).text == read_whole(kSeeds / "expected" / seed.filename()));
  }
  CHECK(seeds.size() == 5);
}

TEST_CASE("what holds for every text") {
  std::vector<fs::path> texts = texts_in(fs::path(DEHUSK_SOURCE_DIR) / "fixtures");
  const size_t fixtures = texts.size();
  for (const fs::path& seed : texts_in(kSeeds)) texts.push_back(seed);
  for (const fs::path& path : texts) {
    CAPTURE(path.filename());
    const std::string text = read_whole(path);
    const Cleaned normal = clean(text);

    uint64_t at = 0;
    for (const ReportedPiece& piece : normal.pieces) {
      REQUIRE(piece.begin == at);
      at = piece.end;
    }
    CHECK(at == text.size());
    CHECK(clean(normal.text).text == normal.text);

    uint64_t before = 0;
    for (const Level level : {Level::safe, Level::normal, Level::aggressive}) {
      CleanOptions options;
      options.level = level;
      const Cleaned cleaned = clean(text, options);
      CHECK_FALSE(cleaned.guarded);
      CHECK(cleaned.stats.visible_removed >= before);
      before = cleaned.stats.visible_removed;
      options.match = MatchMode::slow;
      CHECK(clean(text, options).text == cleaned.text);
    }
    CleanOptions all;
    all.use = {"all"};
    const std::string with_all = clean(text, all).text;
    all.match = MatchMode::slow;
    CHECK(clean(text, all).text == with_all);
  }
  CHECK(fixtures >= 1);
}

}  // namespace
}  // namespace dehusk
