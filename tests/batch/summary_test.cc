// Summary: what is counted, that it stays small, and that a checkpoint's line brings it back.
#include "batch/summary.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace dehusk {
namespace {

using Json = nlohmann::json;

DocumentFacts cleaned(std::string name, uint64_t bytes, uint64_t kept, uint64_t ads,
                      double seconds) {
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.bytes_in = bytes;
  facts.bytes_out = kept;
  facts.chars_kept = kept;
  facts.chars_removed[static_cast<size_t>(Category::ad)] = ads;
  facts.seconds = seconds;
  return facts;
}

DocumentFacts failed(std::string name, std::string kind, std::string message) {
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.error_kind = std::move(kind);
  facts.error = std::move(message);
  return facts;
}

TEST_CASE("documents are counted") {
  Summary summary;
  summary.add(cleaned("a", 1000, 25, 75, 0.5));
  summary.add(cleaned("b", 0, 0, 0, 0));
  summary.add(cleaned("c", 1, 10, 0, 0.1));
  summary.add(failed("d", "binary", "not text but PDF"));
  const SummaryCounts& counts = summary.counts();
  CHECK(counts.documents() == 4);
  CHECK(counts.cleaned == 3);
  CHECK(counts.failed == 1);
  CHECK(counts.unchanged == 1);
  CHECK(counts.without_text == 1);
  CHECK(counts.bytes_in == 1001);
  CHECK(counts.removed() == 75);
  CHECK(counts.share_removed() == Approx(75.0 / 110));
  CHECK(counts.seconds == Approx(0.6));
  CHECK(counts.errors.at(0).message == "not text but PDF");
}

TEST_CASE("bins of shares and sizes") {
  const struct {
    uint64_t kept;
    uint64_t removed;
    size_t bin;
  } shares[] = {{1, 0, 0},   {100, 4, 0}, {95, 5, 1}, {50, 50, 10},
                {6, 94, 18}, {5, 95, 19}, {0, 1, 19}};
  for (const auto& c : shares) {
    CAPTURE(c.kept, c.removed);
    Summary summary;
    summary.add(cleaned("", 1, c.kept, c.removed, 0));
    CHECK(summary.counts().by_share[c.bin] == 1);
  }
  const struct {
    uint64_t bytes;
    size_t bin;
  } sizes[] = {{0, 0}, {1, 1},     {2, 2},     {3, 2},
               {4, 3}, {1023, 10}, {1024, 11}, {uint64_t{1} << 40, 33}};
  for (const auto& c : sizes) {
    CAPTURE(c.bytes);
    Summary summary;
    summary.add(cleaned("", c.bytes, 1, 0, 0));
    CHECK(summary.counts().by_size[c.bin] == 1);
    if (c.bin < 33) {
      CHECK(size_bin_begin(c.bin) <= c.bytes);
      CHECK(c.bytes < size_bin_begin(c.bin + 1));
    }
  }
}

TEST_CASE("the slowest come first, and are few") {
  Summary summary;
  for (const int i : {3, 14, 1, 9, 12, 2, 7, 11, 5, 13, 4, 10, 8, 6, 15}) {
    summary.add(cleaned(std::to_string(i), 1, 1, 0, i));
  }
  const auto& slowest = summary.counts().slowest;
  REQUIRE(slowest.size() == Summary::kSlowest);
  for (size_t i = 0; i < slowest.size(); ++i) CHECK(slowest[i].name == std::to_string(15 - i));
}

TEST_CASE("lists have an end, counts do not") {
  Summary summary;
  const std::string long_text(100'000, 'x');
  for (size_t i = 0; i < 3 * Summary::kErrors; ++i) {
    summary.add(failed(long_text, i % 3 == 0 ? "binary" : "memory", long_text));
    summary.add_fault({long_text, i, long_text});
    summary.add_passed_over("type/" + std::to_string(i));
    summary.add_passed_over("image/png", 10);
  }
  const SummaryCounts& counts = summary.counts();
  CHECK(counts.failed == 3 * Summary::kErrors);
  CHECK(counts.errors.size() == Summary::kErrors);
  CHECK(counts.errors[0].name.size() <= 1024);
  CHECK(counts.errors[0].message.size() <= 1024);
  CHECK(counts.fault_count == 3 * Summary::kErrors);
  CHECK(counts.faults.size() == Summary::kFaults);
  CHECK(counts.passed_over.total() == 33 * Summary::kErrors);
  CHECK(counts.passed_over.most_first().size() <= KindCounts::kMost);
  CHECK(counts.passed_over.most_first()[0] ==
        std::pair<std::string, uint64_t>{"image/png", 30'000});
  CHECK(counts.error_kinds.most_first()[0].first == "memory");
}

TEST_CASE("names are cut between characters") {
  CHECK(cut_to("abc", 3) == "abc");
  CHECK(cut_to("abcd", 3) == "abc");
  CHECK(cut_to("ab\xC3\xA9", 3) == "ab");
  CHECK(cut_to("\xF0\x9F\x9A\xA2", 3).empty());
  CHECK(cut_to("\x80\x80\x80\x80\x80\x80", 5).size() >= 2);  // no UTF-8 at all
}

Summary filled() {
  Summary summary;
  for (int i = 0; i < 50; ++i) {
    summary.add(cleaned("pages/" + std::to_string(i), 100 << i % 20, 100, i, 0.001 * i));
  }
  summary.add(failed("x.html", "too_large", "has \"many\" bytes"));
  summary.add_passed_over("image/png", 7);
  summary.add_fault({"crawl.warc.gz", 123'456'789'012, "damaged"});
  summary.add_run(12.5);
  return summary;
}

TEST_CASE("JSON brings a summary back, and it counts on") {
  const Summary summary = filled();
  Result<Summary> again = Summary::from_json(summary.to_json());
  REQUIRE(again);
  CHECK(again->to_json() == summary.to_json());
  again->add(cleaned("more", 1, 1, 0, 99));
  again->add_run(1);
  CHECK(again->counts().cleaned == 51);
  CHECK(again->counts().slowest[0].name == "more");
  CHECK(again->counts().elapsed == Approx(13.5));
  CHECK(again->counts().runs == 2);
}

TEST_CASE("a checkpoint's line is small, whatever the names are") {
  for (const std::string& c :
       {std::string("x"), std::string("\x01"), std::string("\xFF"), std::string("\"")}) {
    std::string name;
    for (int i = 0; i < 2000; ++i) name += c;
    Summary summary = filled();
    for (int i = 0; i < 2000; ++i) {
      summary.add(failed(name, "binary", name));
      summary.add(cleaned(name, 1, 1, 1, i));
      summary.add_passed_over(std::to_string(i) + name, 1 + i);
      summary.add_fault({name, 1, name});
    }
    for (const size_t most : {8000, 16000}) {
      const std::string line = summary.to_json(most);
      CAPTURE(line.size());
      CHECK(line.size() <= most);
      CHECK(line.find('\n') == std::string::npos);
      const Result<Summary> again = Summary::from_json(line);
      REQUIRE(again);
      CHECK(again->counts().failed == 2001);
      CHECK(again->counts().passed_over.total() == summary.counts().passed_over.total());
      CHECK(again->counts().error_kinds.total() == 2001);
      CHECK(again->counts().by_share == summary.counts().by_share);
    }
    CHECK(Json::parse(summary.to_json())["errors"].size() == Summary::kErrors);
  }
}

TEST_CASE("what is no summary is refused, what is damaged counts as missing") {
  for (const char* text : {"", "{", "[]", "null", "3", "{}", "{\"cleaned\":1}", "\xFF"}) {
    CAPTURE(text);
    CHECK_FALSE(Summary::from_json(text));
  }
  const Result<Summary> odd = Summary::from_json(
      R"({"cleaned":"5","by_share_removed":[1,"x",-3],"by_size":[],"errors":[1,{}],"slowest":{},)"
      R"("bytes_in":-1,"elapsed":-3,"passed_over":{"a":-1,"b":2},"removed_by_category":{"none":3,"ad":4}})");
  REQUIRE(odd);
  CHECK(odd->counts().cleaned == 0);
  CHECK(odd->counts().by_share[0] == 1);
  CHECK(odd->counts().elapsed == 0);
  CHECK(odd->counts().passed_over.total() == 2);
  CHECK(odd->counts().removed() == 4);
}

}  // namespace
}  // namespace dehusk
