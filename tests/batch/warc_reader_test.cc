// Records of WARC files, sound and damaged, and where reading may start again.
#include "batch/warc_reader.h"

#include <catch2/catch.hpp>

#include "support/packed.h"

namespace dehusk {
namespace {

constexpr uint64_t kMost = uint64_t{1} << 30;

std::string record(std::string_view block, std::string_view more = "") {
  return "WARC/1.0\r\nWARC-Type: response\r\n" + std::string(more) + "Content-Length: " + std::to_string(block.size()) +
         "\r\n\r\n" + std::string(block) + "\r\n\r\n";
}

// One line for each answer.
std::string answer(WarcReader* reader, WarcReader::Next next, const WarcRecord& record) {
  if (next == WarcReader::Next::fault) {
    return "!" + std::to_string(reader->fault().offset) + " " + reader->fault().error.message + "\n";
  }
  return std::to_string(record.offset) + " " + std::string(record.block.view()) + "\n";
}

std::vector<std::string> answers(ByteStream* stream, uint64_t most = kMost) {
  WarcReader reader(stream, most);
  WarcRecord record;
  std::vector<std::string> out;
  for (auto next = reader.next(&record); next != WarcReader::Next::end; next = reader.next(&record)) {
    out.push_back(answer(&reader, next, record));
  }
  CHECK(reader.next(&record) == WarcReader::Next::end);
  return out;
}

std::string dump(std::string_view bytes, uint64_t most = kMost) {
  ByteStream stream = stream_of(bytes);
  std::string out;
  for (const std::string& line : answers(&stream, most)) out += line;
  return out;
}

TEST_CASE("records of plain files") {
  const std::string a = record("one");
  const std::string b = record("two\r\n\r\n");
  const struct {
    std::string bytes;
    std::string records;
  } cases[] = {
      {"", ""},
      {a, "0 one\n"},
      {a + b, "0 one\n" + std::to_string(a.size()) + " two\r\n\r\n\n"},
      {record(""), "0 \n"},
      {"\r\n\n" + a, "3 one\n"},
      {a.substr(0, a.size() - 4), "0 one\n"},
      {"WARC/1.1\ncontent-length:3\n\nabc\n\nWARC/1.0\nContent-Length: \t2 \n\nde\n\n", "0 abc\n32 de\n"},
      {"WARC/0.18\r\nContent-Length: 1\n\r\nx", "0 x\n"},
      {record("WARC/1.0\r\nContent-Length: 1\r\n\r\nx\r\n\r\n"), "0 WARC/1.0\r\nContent-Length: 1\r\n\r\nx\r\n\r\n\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.bytes);
    CHECK(dump(c.bytes) == c.records);
    ByteStream slow = dribbled(c.bytes);
    std::string slowly;
    for (const std::string& line : answers(&slow)) slowly += line;
    CHECK(slowly == c.records);
  }
}

TEST_CASE("fields of heads") {
  const std::string bytes =
      "WARC/1.0 \r\nA: b\r\nC:d:e \r\nLong: one\r\n two\r\n\t three \r\nno field\r\nEmpty:\r\nA: again\r\nContent-Length: 0\r\n\r\n";
  ByteStream stream = stream_of(bytes);
  WarcReader reader(&stream, kMost);
  WarcRecord record;
  REQUIRE(reader.next(&record) == WarcReader::Next::record);
  CHECK(record.version == "WARC/1.0");
  const std::vector<std::pair<std::string, std::string>> fields = {
      {"A", "b"}, {"C", "d:e"}, {"Long", "one two three"}, {"Empty", ""}, {"A", "again"}, {"Content-Length", "0"}};
  CHECK(record.fields == fields);
  CHECK(record.field("a") == "b");
  CHECK(record.field("LONG") == "one two three");
  CHECK(record.field("none") == "");
}

TEST_CASE("damage in plain files costs the record that it touches") {
  const std::string a = record("one");
  const std::string b = record("two");
  const std::string c = record("three");
  const size_t digits = a.find("Length: ") + 8;
  const std::string first = "0 one\n";
  const std::string second = std::to_string(a.size()) + " two\n";
  const std::string third = std::to_string(2 * a.size()) + " three\n";
  const auto with = [&](size_t at, std::string_view put) {
    std::string damaged = b;
    damaged.replace(at, put.size(), put);
    return a + damaged + c;
  };
  const std::string place = "!" + std::to_string(a.size()) + " ";
  const struct {
    std::string bytes;
    std::string records;
  } cases[] = {
      {with(0, "X"), first + place + "no WARC record begins here\n" + third},
      {with(0, std::string(8, '\0')), first + place + "no WARC record begins here\n" + third},
      {with(digits, "9"), first + place + "a record whose Content-Length is wrong\n" + third},
      {with(digits, "1"), first + place + "a record whose Content-Length is wrong\n" + third},
      {with(digits, "x"), first + place + "a WARC record without a Content-Length\n" + third},
      {with(digits, "-"), first + place + "a WARC record without a Content-Length\n" + third},
      {with(b.size() - 1, "x"), first + place + "a record whose Content-Length is wrong\n" + third},
      {a + b + c.substr(0, c.size() - 5), first + second + "!" + std::to_string(2 * a.size()) + " a record that ends after 4 of 5 bytes\n"},
      {a + b + "WARC/1.0\r\nWARC", first + second + "!" + std::to_string(2 * a.size()) + " a WARC head that does not end\n"},
      {a + b + "WA", first + second + "!" + std::to_string(2 * a.size()) + " no WARC record begins here\n"},
      {"garbage" + a, "!0 no WARC record begins here\n7 one\n"},
      {"text\n\ntext", "!0 no WARC record begins here\n"},
  };
  for (const auto& damaged : cases) {
    CAPTURE(damaged.bytes);
    CHECK(dump(damaged.bytes) == damaged.records);
  }
}

TEST_CASE("of members with one record each the damaged ones are named") {
  const std::string texts[] = {"one", "two", "three", "four"};
  for (const Codec codec : {Codec::gzip, Codec::zstd}) {
    std::vector<std::string> parts;
    for (const std::string& text : texts) parts.push_back(packed(codec, record(text)));
    const auto place = [&](size_t number) {
      size_t at = 0;
      for (size_t i = 0; i < number; ++i) at += parts[i].size();
      return at;
    };
    for (size_t number = 0; number < 4; ++number) {
      for (const size_t from_end : {size_t{2}, parts[number].size() / 2, parts[number].size() - 2}) {
        CAPTURE(name_of(codec), number, from_end);
        std::string bytes;
        for (size_t i = 0; i < 4; ++i) bytes += i == number ? flipped(parts[i], parts[i].size() - from_end) : parts[i];
        ByteStream stream = stream_of(bytes);
        const std::vector<std::string> given = answers(&stream);
        REQUIRE(given.size() == 4);
        for (size_t i = 0; i < 4; ++i) {
          const std::string begin = (i == number ? "!" : "") + std::to_string(place(i)) + " ";
          CHECK(given[i].starts_with(begin));
          if (i != number) CHECK(given[i] == begin + texts[i] + "\n");
        }
      }
    }
    // All of them.
    std::string bytes;
    for (const std::string& part : parts) bytes += flipped(part, part.size() / 2);
    ByteStream stream = stream_of(bytes);
    const std::vector<std::string> given = answers(&stream);
    REQUIRE(given.size() == 4);
    for (size_t i = 0; i < 4; ++i) CHECK(given[i].starts_with("!" + std::to_string(place(i)) + " "));
  }
}

TEST_CASE("of one member with many records all before the damage are whole") {
  std::string text;
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string block = "block " + std::to_string(i * i) + " " + std::to_string(i);
    text += record(block);
    expected += "0 " + block + "\n";
  }
  for (const Codec codec : {Codec::gzip, Codec::zstd, Codec::bzip2, Codec::xz}) {
    CAPTURE(name_of(codec));
    const std::string bytes = packed(codec, text);
    CHECK(dump(bytes) == expected);
    const std::string cut = dump(bytes.substr(0, bytes.size() - 4));
    const size_t fault = cut.find('!');
    REQUIRE(fault != std::string::npos);
    CHECK(cut.substr(fault).starts_with("!0 "));
    CHECK(cut.substr(0, fault) == expected.substr(0, fault));
    if (codec == Codec::gzip) CHECK(fault == expected.size());
  }
}

TEST_CASE("blocks of more than is allowed are passed") {
  const std::string large = record(std::string(5000, 'x'));
  const std::string bytes = record("one") + large + record("three");
  const std::string message = " has 5000 bytes, more than --max-bytes allows (100)\n";
  const std::string expected = "0 one\n!" + std::to_string(record("one").size()) + message +
                               std::to_string(record("one").size() + large.size()) + " three\n";
  CHECK(dump(bytes, 100) == expected);
  ByteStream pipe = dribbled(bytes, 100);
  std::string from_pipe;
  for (const std::string& line : answers(&pipe, 100)) from_pipe += line;
  CHECK(from_pipe == expected);
  CHECK(dump(gzip_of(bytes), 100) == "0 one\n!0" + message + "0 three\n");
  // A length that is a lie.
  std::string lie = bytes;
  lie.replace(lie.find("5000"), 4, "9000");
  CHECK(dump(lie, 100).ends_with(" three\n"));
  lie.replace(lie.find("9000"), 4, "4000");
  CHECK(dump(lie, 100).ends_with(" three\n"));
  ByteStream lying_pipe = dribbled(lie, 100);
  CHECK(answers(&lying_pipe, 100).back().ends_with(" three\n"));
  CHECK(dump("WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nx\r\n\r\n" + record("y")).ends_with(" y\n"));
  CHECK(dump("WARC/1.0\r\nContent-Length: 18446744073709551616\r\n\r\nx\r\n\r\n" + record("y")).ends_with(" y\n"));
}

TEST_CASE("records go on in the next member") {
  std::string text;
  std::vector<std::string> blocks;
  for (int i = 0; i < 40; ++i) {
    blocks.push_back("block " + std::to_string(i) + std::string(i * 7 % 40, '.'));
    text += record(blocks.back());
  }
  for (const Codec codec : {Codec::gzip, Codec::zstd}) {
    for (size_t size = 1; size < 200; size += 13) {
      CAPTURE(name_of(codec), size);
      std::string bytes;
      for (size_t at = 0; at < text.size(); at += size) bytes += packed(codec, std::string_view(text).substr(at, size));
      ByteStream stream = stream_of(bytes);
      const std::vector<std::string> given = answers(&stream);
      REQUIRE(given.size() == blocks.size());
      for (size_t i = 0; i < blocks.size(); ++i) CHECK(given[i].ends_with(" " + blocks[i] + "\n"));
    }
  }
}

// From each place where reading may start again, the rest is what it was.
void check_restarts(std::string_view bytes) {
  ByteStream stream = stream_of(bytes);
  WarcReader reader(&stream, 5000);
  WarcRecord record;
  std::vector<std::string> all;
  std::vector<std::pair<uint64_t, uint64_t>> restarts;
  for (auto next = reader.next(&record); next != WarcReader::Next::end; next = reader.next(&record)) {
    all.push_back(answer(&reader, next, record));
    restarts.emplace_back(reader.restart_offset(), reader.since_restart());
  }
  for (size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i, restarts[i].first, restarts[i].second);
    ByteStream again = stream_of(bytes);
    REQUIRE(again.start_at(restarts[i].first));
    std::vector<std::string> rest = answers(&again, 5000);
    REQUIRE(rest.size() >= restarts[i].second);
    rest.erase(rest.begin(), rest.begin() + static_cast<ptrdiff_t>(restarts[i].second));
    CHECK(rest == std::vector<std::string>(all.begin() + static_cast<ptrdiff_t>(i) + 1, all.end()));
  }
}

TEST_CASE("reading starts again with the same rest") {
  std::vector<std::string> records;
  for (int i = 0; i < 12; ++i) records.push_back(record("text " + std::to_string(i) + std::string(i == 5 ? 6000 : 60, '.')));
  std::string text;
  for (const std::string& one : records) text += one;
  check_restarts(text);
  check_restarts(text + "garbage" + text);
  check_restarts(text.substr(0, text.size() - 30));
  for (const Codec codec : {Codec::gzip, Codec::zstd}) {
    std::string apart;
    std::string pairs;
    std::string damaged;
    std::string cut;
    for (size_t i = 0; i < records.size(); ++i) {
      const std::string member = packed(codec, records[i]);
      apart += packed(codec, "") + member;
      if (i % 2 == 1) pairs += packed(codec, records[i - 1] + records[i]);
      damaged += i == 0 || i == 3 || i == 4 || i == 9 ? flipped(member, member.size() / 2) : member;
    }
    for (size_t at = 0; at < text.size(); at += 100) cut += packed(codec, std::string_view(text).substr(at, 100));
    check_restarts(apart + std::string(50, '\0'));
    check_restarts(pairs);
    check_restarts(damaged);
    check_restarts(damaged + "garbage" + apart);
    check_restarts(cut);
    check_restarts(packed(codec, text));
    check_restarts(packed(codec, text) + apart);
  }
}

TEST_CASE("hostile records take linear time") {
  const size_t kSize = 8'000'000;
  const auto repeated = [&](std::string_view unit) {
    std::string out;
    while (out.size() < kSize) out += unit;
    return out;
  };
  // Heads without an end, lengths that are lies, heads that are no records, a head of the whole file.
  const std::string hostile[] = {
      repeated("WARC/1.0\nA:b\n"),
      repeated("WARC/1.0\r\nContent-Length: 20000000\r\n\r\n"),
      repeated("WARC/1.0\r\nContent-Length: 99000000\r\n\r\n"),
      repeated("WARC/1.0\r\nA: b\r\n\r\n"),
      repeated("WARC/1.0\r\nContent-Length: 1\r\n\r\n"),
      "WARC/1.0\r\nLong: " + std::string(kSize, 'x'),
      repeated("\nWARC/"),
      repeated("\r\n"),
  };
  for (const std::string& bytes : hostile) {
    CAPTURE(bytes.substr(0, 40));
    ByteStream stream = stream_of(bytes);
    CHECK(answers(&stream).size() <= 1001);
    ByteStream pipe = dribbled(bytes, SIZE_MAX);
    CHECK(answers(&pipe, 1000).size() <= 1001);
    const std::string packed = gzip_of(bytes);
    ByteStream from_gzip = stream_of(packed);
    CHECK(answers(&from_gzip).size() <= 1001);
  }
  std::string empties;
  const std::string empty = gzip_of("");
  for (int i = 0; i < 1000000; ++i) empties += empty;
  ByteStream stream = stream_of(empties);
  CHECK(answers(&stream).empty());
  std::string magics;
  while (magics.size() < 100'000'000) magics += "\x1F\x8B\x08";
  ByteStream damaged = stream_of(magics);
  CHECK(answers(&damaged).size() <= 1001);
}

}  // namespace
}  // namespace dehusk
