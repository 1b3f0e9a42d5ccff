// The documents of a run, and that a run may go on behind each of them.
#include "batch/document_source.h"

#include <catch2/catch.hpp>

#include "support/archives.h"
#include "support/packed.h"
#include "support/temporary_folder.h"

namespace dehusk {
namespace {

Input write(const TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
  write_text(folder / name, bytes);
  return {folder / name, name};
}

struct Seen {
  std::string item;
  Position after;
};

std::string text_of(const SourceItem& item) {
  const std::string place = std::to_string(item.input) + ":" + item.entry + ":" + (item.offset ? std::to_string(*item.offset) : "") +
                            ":" + std::to_string(item.line) + " ";
  switch (item.kind) {
    case SourceItem::Kind::document: return place + std::string(item.bytes.view());
    case SourceItem::Kind::passed_over: return place + "passed over: " + item.what;
    case SourceItem::Kind::fault: return place + "fault: " + item.error.message;
    case SourceItem::Kind::input_end: return std::to_string(item.input) + " ends";
  }
  return "";
}

std::vector<Seen> read_all(const std::vector<Input>& inputs, const Position& start, const SourceOptions& options = {.max_bytes = 3000}) {
  DocumentSource source(&inputs, options, start, nullptr);
  std::vector<Seen> out;
  for (SourceItem item; source.next(&item);) {
    out.push_back({text_of(item), item.after});
    const bool is_last = item.kind == SourceItem::Kind::input_end || out.back().item.ends_with("No such file or directory");
    CHECK(item.after.input == item.input + (is_last ? 1 : 0));
    REQUIRE(out.size() < 10000);
  }
  CHECK(source.bytes_read() > 0);
  return out;
}

std::string record(std::string_view body, std::string_view type = "resource") {
  return "WARC/1.0\r\nWARC-Type: " + std::string(type) + "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body) + "\r\n\r\n";
}

TEST_CASE("reading on behind every item gives the same rest") {
  const TemporaryFolder folder;
  std::string plain;
  std::string gzip;
  std::string damaged;
  std::string zstd;
  std::string pairs;
  std::string lines;
  Files files;
  const std::string dictionary = noise(2000);
  zstd = dictionary_frame(dictionary);
  for (int i = 0; i < 12; ++i) {
    const std::string text = "text " + std::to_string(i) + std::string(i == 7 ? 5000 : 10 * i, '.');
    const std::string one = record(text, i % 5 == 3 ? "metadata" : "resource");
    plain += one;
    gzip += gzip_of(one);
    const std::string member = gzip_of(one);
    damaged += i == 0 || i == 4 || i == 5 ? flipped(member, member.size() / 2) : member;
    zstd += zstd_of(one, dictionary);
    pairs += gzip_of(one + record("second"));
    lines += i == 2 ? "{broken\n\n" : "{\"text\":\"" + text + "\"}\n";
    files.emplace_back("f" + std::to_string(i), text);
  }
  files.emplace_back("inner.warc.gz", damaged);
  files.emplace_back("inner.jsonl", lines);
  const std::string tar = tar_of(files);
  const std::vector<Input> inputs = {
      write(folder, "a.txt", "a text"),
      write(folder, "plain.warc", plain),
      write(folder, "broken.warc", plain.substr(0, 300) + "garbage" + plain),
      write(folder, "apart.warc.gz", gzip + std::string(100, '\0')),
      write(folder, "damaged.warc.gz", damaged),
      write(folder, "first.warc.gz", flipped(gzip, 1)),
      write(folder, "pairs.warc.gz", pairs),
      write(folder, "one.warc.gz", gzip_of(plain)),
      write(folder, "cut.warc.gz", gzip.substr(0, gzip.size() - 20)),
      write(folder, "dictionary.warc.zst", zstd),
      {folder / "none.txt", "none.txt"},
      write(folder, "lines.jsonl", lines),
      write(folder, "lines.jsonl.gz", gzip_of(lines)),
      write(folder, "cut.jsonl.gz", gzip_of(lines).substr(0, gzip_of(lines).size() - 10)),
      write(folder, "a.tar", tar),
      write(folder, "a.tar.gz", gzip_of(tar)),
      write(folder, "a.zip", zip_of(files)),
      write(folder, "a.txt.gz", gzip_of("a packed text")),
      write(folder, "empty.warc", ""),
      write(folder, "large.txt", std::string(4000, 'x')),
      write(folder, "last.txt", "the last text"),
  };
  const std::vector<Seen> all = read_all(inputs, Position());
  CHECK(all.size() > 200);
  CHECK(all.front().item == "0:::0 a text");
  CHECK(all[all.size() - 2].item == std::to_string(inputs.size() - 1) + ":::0 the last text");
  for (size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i, all[i].item, all[i].after.input, all[i].after.items, all[i].after.offset, all[i].after.offset_items);
    const std::vector<Seen> rest = all[i].after.input < inputs.size() ? read_all(inputs, all[i].after) : std::vector<Seen>();
    size_t next = i + 1;  // the end of an input that was not opened is no step
    if (next < all.size() && all[next].after.input == all[i].after.input && all[next].item.ends_with(" ends")) ++next;
    REQUIRE(rest.size() == all.size() - next);
    for (size_t j = 0; j < rest.size(); ++j) {
      REQUIRE(rest[j].item == all[next + j].item);
      REQUIRE(rest[j].after.items == all[next + j].after.items);
    }
  }
}

TEST_CASE("what a file is taken for") {
  const struct {
    std::string name;
    std::string bytes;
    size_t documents;
  } cases[] = {
      {"a", "{\"text\":\"1\"}\n{\"text\":\"2\"}\n", 2},
      {"a", "\xEF\xBB\xBF{\"text\":\"1\"}\n{\"text\":\"2\"}\n", 2},
      {"a", "\n\n {\"text\":\"1\"}", 1},
      {"a", "{\n \"text\":\"1\",\n \"more\": [\n{},\n{}\n]}\n", 1},
      {"a", "{\"text\":\"1\"}\n{\"text\":\n{\"text\":\"3\"}\n", 1},
      {"a.jsonl", "{\"text\":\"1\"}\n{\"text\":\n{\"text\":\"3\"}\n", 3},
      {"a", "x\"text\":\"1\"}\n{\"text\":\"2\"}\n", 1},
      {"a.jsonl", "x\"text\":\"1\"}\n{\"text\":\"2\"}\n", 2},
      {"a.jsonl", "", 0},
      {"a", "A text.\n{\"and\":\"code\"}\nMore of it.\nAnd more.\n", 1},
      {"a.jsonl", "{\"text\":\"1", 1},
      {"a.jsonl", "A text", 1},
      {"a", record("1") + record("2"), 2},
      {"a", "XARC/1.0\r\nWARC-Record-ID: <a>\r\nWARC-Date: b\r\n" + record("1").substr(10) + record("2"), 2},
      {"a", gzip_of("") + gzip_of(record("1")) + gzip_of(record("2")), 2},
      {"a", gzip_of(gzip_of(record("1"))), 1},
      {"a.gz", "", 1},
      {"a", "", 1},
  };
  const TemporaryFolder folder;
  for (const auto& c : cases) {
    CAPTURE(c.name, c.bytes);
    const std::vector<Input> inputs = {write(folder, c.name, c.bytes)};
    DocumentSource source(&inputs, {}, Position(), nullptr);
    size_t documents = 0;
    for (SourceItem item; source.next(&item);) documents += item.kind != SourceItem::Kind::input_end ? 1 : 0;
    CHECK(documents == c.documents);
  }
}

}  // namespace
}  // namespace dehusk
