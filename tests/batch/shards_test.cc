#include "batch/shards.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "support/temporary_folder.h"

namespace dehusk {
namespace {

OutputPlan plan_of(const std::string& output, uint64_t shards, uint64_t shard_size) {
  OutputPlan plan;
  plan.output = output;
  plan.shards = shards;
  plan.shard_size = shard_size;
  return plan;
}

TEST_CASE("the names of shards") {
  const struct {
    const char* output;
    uint64_t shards;
    uint64_t shard_size;
    uint64_t index;
    const char* path;
  } cases[] = {
      {"crawl.jsonl.zst", 0, 0, 0, "crawl.jsonl.zst"},
      {"crawl.jsonl.zst", 8, 0, 0, "crawl-00000-of-00008.jsonl.zst"},
      {"crawl.jsonl.zst", 0, 1, 12, "crawl-00012.jsonl.zst"},
      {"out/my.crawl.jsonl", 0, 1, 0, "out/my.crawl-00000.jsonl"},
      {"out.d/crawl", 3, 0, 2, "out.d/crawl-00002-of-00003"},
      {"crawl.gz", 0, 1, 0, "crawl-00000.gz"},
      {".jsonl", 0, 1, 0, ".jsonl-00000"},
      {"a.jsonl", 0, 1, 123456, "a-123456.jsonl"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.path);
    CHECK(shard_path(plan_of(c.output, c.shards, c.shard_size), c.index) == c.path);
  }
}

TEST_CASE("files in a folder of inputs that are outputs") {
  const TemporaryFolder folder;
  std::filesystem::create_directory_symlink(folder.path(), folder / "link");
  OutputPlan plan = plan_of(folder / "crawl.jsonl.gz", 0, 1);
  plan.removed = folder / "removed.jsonl";
  const struct {
    const char* name;
    bool is_output;
  } cases[] = {
      {"crawl.jsonl.gz", true},
      {"crawl.jsonl.gz.resume", true},
      {"crawl-00000.jsonl.gz", true},
      {"crawl-00017.jsonl.gz.part", true},
      {"link/crawl.jsonl.gz", true},
      {"crawl-00000-of-00003.jsonl.gz", true},
      {"removed.jsonl", true},
      {"removed.jsonl.part", true},
      {"crawl.jsonl", false},
      {"crawl-1.jsonl.gz", false},
      {"crawl-00000x.jsonl.gz", false},
      {"crawl-index.jsonl.gz", false},
      {"other.part", false},
      {"sub/crawl.jsonl.gz", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    CHECK(is_name_of_output(plan, folder / c.name) == c.is_output);
  }
  CHECK(!is_name_of_output(plan_of(folder / "crawl.jsonl.gz", 0, 0),
                           folder / "crawl-00000.jsonl.gz"));
  CHECK(!is_name_of_output(plan_of("-", 0, 0), "-"));
}

}  // namespace
}  // namespace dehusk
