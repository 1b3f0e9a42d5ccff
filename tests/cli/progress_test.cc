// Progress: what the line says in how little room, and when it is drawn.
#include "cli/progress.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "cli/figures.h"

namespace dehusk {
namespace {

TEST_CASE("figures") {
  CHECK(number_text(0) == "0");
  CHECK(number_text(999) == "999");
  CHECK(number_text(1000) == "1,000");
  CHECK(number_text(UINT64_MAX) == "18,446,744,073,709,551,615");
  CHECK(number_of(1, "document") == "1 document");
  CHECK(number_of(2000, "document") == "2,000 documents");
  const struct {
    uint64_t bytes;
    const char* text;
  } sizes[] = {{0, "0 bytes"},          {1, "1 byte"},          {999, "999 bytes"},
               {1000, "1.00 kB"},       {9994, "9.99 kB"},      {9996, "10.0 kB"},
               {99'960, "100 kB"},      {999'499, "999 kB"},    {999'500, "1.00 MB"},
               {45'310'000, "45.3 MB"}, {UINT64_MAX, "18.4 EB"}};
  for (const auto& c : sizes) CHECK(bytes_text(c.bytes) == c.text);
  const struct {
    double share;
    const char* text;
  } shares[] = {
      {0, "0.0 %"}, {1e-9, "<0.1 %"}, {0.6123, "61.2 %"}, {0.99999, ">99.9 %"}, {1, "100 %"}};
  for (const auto& c : shares) CHECK(share_text(c.share) == c.text);
  const struct {
    double seconds;
    const char* text;
  } times[] = {
      {0, "0 ms"},         {0.0421, "42 ms"},      {0.9994, "999 ms"},   {0.9996, "1.00 s"},
      {9.994, "9.99 s"},   {9.996, "10.0 s"},      {59.9, "59.9 s"},     {59.96, "1 min 00 s"},
      {200, "3 min 20 s"}, {3599.6, "1 h 00 min"}, {7530, "2 h 06 min"}, {1e300, "a long time"}};
  for (const auto& c : times) CHECK(duration_text(c.seconds) == c.text);
  CHECK(time_text(0) == "1970-01-01 00:00:00 UTC");
}

Progress some() {
  Progress progress;
  progress.documents = 1204;
  progress.errors = 3;
  progress.bytes = 312'000'000;
  progress.position = 312'000'000;
  progress.total = 2'100'000'000;
  progress.share_removed = 0.612;
  progress.seconds = 8;
  return progress;
}

TEST_CASE("the line fits, and says what matters most") {
  const struct {
    size_t columns;
    const char* line;
  } table[] = {
      {200,
       "1,204 documents  312 MB of 2.10 GB  14.9 %  39.0 MB/s  61.2 % removed  3 errors  46 s "
       "left"},
      {80, "1,204 documents  14.9 %  39.0 MB/s  61.2 % removed  3 errors  46 s left"},
      {60, "1,204 documents  14.9 %  39.0 MB/s  3 errors  46 s left"},
      {50, "1,204 documents  14.9 %  3 errors  46 s left"},
      {40, "1,204 documents  3 errors  46 s left"},
      {16, "1,204 documents"},
      {5, "1,204"},
  };
  for (const auto& c : table) {
    CAPTURE(c.columns);
    CHECK(progress_line(some(), c.columns) == c.line);
  }
  for (size_t columns = 1; columns < 120; ++columns)
    CHECK(progress_line(some(), columns).size() <= columns);
}

TEST_CASE("what is not known is not said") {
  Progress progress = some();
  progress.total = 0;
  progress.errors = 0;
  CHECK(progress_line(progress, 100) == "1,204 documents  312 MB  39.0 MB/s  61.2 % removed");
  CHECK(seconds_left(progress) < 0);
  CHECK(progress_line({}, 100) == "0 documents  0 bytes");
  progress = some();
  progress.position = 3'000'000'000;  // a file that grew
  CHECK(seconds_left(progress) == 0);
}

TEST_CASE("a resumed run reckons with what it did itself") {
  Progress progress = some();
  progress.first_bytes = 232'000'000;
  progress.first_position = 232'000'000;
  CHECK(bytes_per_second(progress) == Approx(10e6));
  CHECK(seconds_left(progress) == Approx(178.8));
  progress.position = progress.first_position;
  CHECK(seconds_left(progress) < 0);
}

TEST_CASE("progress for programs") {
  const std::string line = progress_json(some());
  CHECK(line.ends_with("}\n"));
  const auto json = nlohmann::json::parse(line);
  CHECK(json["type"] == "progress");
  CHECK(json["documents"] == 1204);
  CHECK(json["total"] == 2'100'000'000);
  CHECK(json["bytes_per_second"] == 39'000'000);
  CHECK(json["seconds_left"] == 45.8);
  CHECK(nlohmann::json::parse(progress_json({}))["seconds_left"].is_null());
  CHECK(nlohmann::json::parse(progress_json({}))["total"].is_null());
}

// A terminal whose time is what the test says.
struct Fake {
  double now = 100;
  std::string written;
  ProgressPrinter::Surroundings around() {
    return {[this] { return now; }, [this](std::string_view text) { written += text; },
            [] { return size_t{40}; }};
  }
  std::string take() { return std::exchange(written, ""); }
};

TEST_CASE("the line is silent for two seconds and drawn five times a second") {
  Fake fake;
  ProgressPrinter printer(ProgressPrinter::Kind::line, fake.around());
  int drawn = 0;
  for (int i = 0; i <= 400; ++i, fake.now += 0.01) {  // four seconds
    printer.show(some());
    const bool wrote = !fake.take().empty();
    if (i < 199) CHECK_FALSE(wrote);
    drawn += wrote;
  }
  CHECK(drawn >= 9);
  CHECK(drawn <= 11);
}

TEST_CASE("messages take the line's place") {
  Fake fake;
  ProgressPrinter printer(ProgressPrinter::Kind::line, fake.around());
  printer.message("dehusk: a\n");
  CHECK(fake.take() == "dehusk: a\n");
  fake.now += 3;
  printer.show(some());
  CHECK(fake.take() == "\r\x1b[K1,204 documents  3 errors  18 s left");
  printer.message("dehusk: b\n");
  CHECK(fake.take() == "\r\x1b[Kdehusk: b\n");
  printer.message("");
  printer.message("dehusk: c\n");
  CHECK(fake.take() == "dehusk: c\n");
  printer.clear();
  CHECK(fake.take().empty());
  fake.now += 1;
  printer.show(some());
  printer.clear();
  CHECK(fake.take().ends_with("\r\x1b[K"));
}

TEST_CASE("other kinds") {
  Fake fake;
  ProgressPrinter none(ProgressPrinter::Kind::none, fake.around());
  ProgressPrinter json(ProgressPrinter::Kind::json, fake.around());
  ProgressPrinter lines(ProgressPrinter::Kind::lines, fake.around());
  fake.now += 1;
  none.show(some());
  lines.show(some());
  CHECK(fake.take().empty());
  json.show(some());
  json.show(some());
  CHECK(fake.take() == [] {
    Progress at = some();
    at.seconds = 1;
    return progress_json(at);
  }());
  fake.now += 2;
  lines.show(some());
  lines.show(some());
  Progress at = some();
  at.seconds = 3;
  CHECK(fake.take() == progress_line(at, 200) + "\n");
}

}  // namespace
}  // namespace dehusk
