// What a run tells at its end: the summary on a terminal, the page, the object; and RunReport,
// which says when. What a browser makes of the page is tested in tests/browser.
#include "cli/report.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>

#include "cli/run_report.h"

namespace dehusk {
namespace {

using Json = nlohmann::json;

DocumentFacts document(std::string name, double seconds = 0.5) {
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.bytes_in = 10'000;
  facts.bytes_out = 3000;
  facts.chars_kept = 2500;
  facts.chars_removed[static_cast<size_t>(Category::navigation)] = 5000;
  facts.chars_removed[static_cast<size_t>(Category::ad)] = 2500;
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

RunInfo info() {
  return {.version = "1.2.3",
          .words = {"-r", "a b"},
          .folder = "/tmp",
          .rules = "none",
          .model = "none",
          .threads = 2,
          .began = 0,
          .ended = 60};
}

Summary some() {
  Summary summary;
  summary.add(document("a.html"));
  summary.add(document("b.html", 1.5));
  summary.add(failed("c.pdf", "binary", "not text but PDF"));
  summary.add(failed("d.html", "too_large", "has 3 bytes"));
  summary.add(failed("e.pdf", "binary", "not text but PDF"));
  summary.add_passed_over("image/png", 1200);
  summary.add_fault({"crawl.warc.gz", 77, "damaged"});
  summary.add_run(4);
  return summary;
}

TEST_CASE("the summary on a terminal") {
  CHECK(summary_text(some().counts()) ==
        "5 documents in 4.00 s: 1 a second, 5.00 kB/s\n"
        "  read         20.0 kB\n"
        "  written      6.00 kB\n"
        "  removed       75.0 %  of the characters\n"
        "                50.0 %  navigation\n"
        "                25.0 %  ad\n"
        "  failed             3  2 binary, 1 too large\n"
        "  damaged            1  stretch of an archive\n"
        "  passed over    1,200  1,200 image/png\n"
        "  slowest       1.50 s  10.0 kB  b.html\n");
  CHECK(summary_text({}) ==
        "0 documents in 0 ms\n  read         0 bytes\n  written      0 bytes\n");
}

TEST_CASE("names do not steer the terminal") {
  Summary summary;
  summary.add(document("a\x1b[31m\nb.html", 2));
  summary.add_passed_over("image/\x1b]0;x\x07");
  const std::string text = summary_text(summary.counts());
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("a<U+001B>[31m<U+000A>b.html") != std::string::npos);
}

TEST_CASE("a command line can be typed again") {
  CHECK(command_text({}) == "dehusk");
  CHECK(command_text({"-r", "a b", "it's", "", "$x", "--use=news/en"}) ==
        "dehusk -r 'a b' 'it'\\''s' '' '$x' --use=news/en");
}

TEST_CASE("the page") {
  const std::string page = report_html(some().counts(), info());
  CHECK(page.starts_with("<!doctype html>"));
  CHECK(page.ends_with("</html>\n"));
  CHECK(page.find("@@") == std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("default-src 'none'; style-src 'sha256-") != std::string::npos);
  CHECK(page.find(" style=") == std::string::npos);  // the policy would not let it through
  for (const char* part :
       {"2 of 5 documents cleaned", "75.0\u00A0% of their text removed", "<b>2</b> binary",
        "<b>1</b> too large", "image/png", "crawl.warc.gz", "dehusk -r &#39;a b&#39;",
        "1970-01-01 00:01:00 UTC", "lost 95 % or more"}) {
    CAPTURE(part);
    CHECK(page.find(part) != std::string::npos);
  }
}

TEST_CASE("a page of nothing, and of what is hostile") {
  CHECK(report_html({}, {}).find("No document was found") != std::string::npos);
  const std::string evil =
      "</title><script>alert(1)</script><img src=x onerror=alert(1)>\x1b\xFF@@CARDS@@";
  Summary summary;
  summary.add(document(evil));
  summary.add(failed(evil, evil, evil));
  summary.add_passed_over(evil);
  summary.add_fault({evil, 1, evil});
  RunInfo run = info();
  run.words = {evil};
  run.folder = run.rules = run.model = run.version = evil;
  const std::string page = report_html(summary.counts(), run);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(page.find("\xFF") == std::string::npos);
}

TEST_CASE("of many errors the first are listed") {
  Summary summary;
  for (int i = 0; i < 1500; ++i)
    summary.add(failed("n" + std::to_string(i), i < 900 ? "binary" : "memory", "m"));
  const std::string page = report_html(summary.counts(), info());
  CHECK(page.find("The first 1,000 are listed.") != std::string::npos);
  CHECK(page.find("<b>600</b> memory <span class=\"soft\">(100 listed)</span>") !=
        std::string::npos);
  CHECK(page.find("<details class=\"kind\" open>") == std::string::npos);
  const Json json = Json::parse(report_json(summary, info()));
  CHECK(json["summary"]["errors"].size() == 1000);
  CHECK(json["summary"]["failed"] == 1500);
  CHECK(json["run"]["command"] == Json({"-r", "a b"}));
}

// --- RunReport ---

struct Fake {
  double now = 0;
  std::string written;
  RunReport::Terminal terminal(bool is_terminal) {
    return {.is_terminal = is_terminal,
            .shows_documents = false,
            .around = {.clock = [this] { return now; },
                       .write = [this](std::string_view text) { written += text; },
                       .columns = [] { return size_t{80}; }},
            .time = [] { return int64_t{0}; }};
  }
};

// What a run of `documents`, each a second long, writes.
std::string written(const Options& options, bool is_terminal, int documents) {
  Fake fake;
  RunReport report(options, fake.terminal(is_terminal));
  report.begin(10'000ULL * documents);
  for (int i = 0; i < documents; ++i) {
    fake.now += 1;
    report.document(document("a.html"));
  }
  CHECK(report.finish().status == WriteStatus::done);
  return fake.written;
}

TEST_CASE("when a run tells what") {
  Options options;
  const std::string line =
      "\r\x1b[K2 documents  20.0 kB of 30.0 kB  66.7 %  10.0 kB/s  75.0 % removed  1 s left";
  CHECK(written(options, true, 3).starts_with(line));
  CHECK(written(options, true, 3).find("\r\x1b[K3 documents in 3.00 s") != std::string::npos);
  CHECK(written(options, true, 1).empty());
  CHECK(written(options, false, 3).empty());
  options.verbosity = 1;
  CHECK(written(options, false, 3).starts_with("3 documents in 3.00 s"));
  CHECK(written(options, false, 1).empty());
  options.verbosity = -1;
  CHECK(written(options, true, 3).empty());
  options.verbosity = 0;
  options.progress = ProgressWhen::never;
  CHECK(written(options, true, 3).starts_with("3 documents in"));
  options.progress = ProgressWhen::always;
  CHECK(written(options, false, 3).starts_with("2 documents  20.0 kB of"));
  options.command = Command::stats;
  options.progress = ProgressWhen::never;
  CHECK(written(options, true, 3).empty());
}

TEST_CASE("progress for programs ends with the summary") {
  Options options;
  options.progress = ProgressWhen::json;
  for (const int verbosity : {0, -1}) {
    options.verbosity = verbosity;
    std::istringstream lines(written(options, false, 3));
    std::vector<Json> objects;
    for (std::string line; std::getline(lines, line);) objects.push_back(Json::parse(line));
    REQUIRE(objects.size() == 4);
    for (size_t i = 0; i < 3; ++i) CHECK(objects[i]["documents"] == i + 1);
    CHECK(objects[3]["type"] == "summary");
    CHECK(objects[3]["cleaned"] == 3);
  }
}

TEST_CASE("a run that goes on") {
  Fake fake;
  Options options;
  options.progress = ProgressWhen::json;
  RunReport report(options, fake.terminal(false));
  report.begin_again(1000, some(), 400);
  fake.now += 2;
  report.reached(600);
  report.document(document("f.html"));
  const Json json = Json::parse(fake.written);
  CHECK(json["documents"] == 6);
  CHECK(json["position"] == 600);
  CHECK(json["bytes_per_second"] == 5000);
  CHECK(json["seconds_left"] == 4);
  report.finish();
  CHECK(report.summary().counts().runs == 2);
  CHECK(report.summary().counts().elapsed == Approx(6));
}

TEST_CASE("the file of --report") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("dehusk-report-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  for (const char* name : {"r.html", "r.json"}) {
    Fake fake;
    Options options;
    options.report = (folder / name).string();
    RunReport report(options, fake.terminal(false));
    report.document(document("a.html"));
    CHECK(report.finish().status == WriteStatus::done);
    std::ifstream file(options.report);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(text.starts_with(name[2] == 'h' ? "<!doctype html>" : "{\"run\":"));
  }
  Fake fake;
  Options options;
  options.report = (folder / "none" / "r.html").string();
  CHECK(RunReport(options, fake.terminal(false)).finish().status == WriteStatus::failed);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace dehusk
