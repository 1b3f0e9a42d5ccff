// Entries of tar and zip files, and archives in archives.
#include "batch/archive_reader.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>

#include "batch/container.h"
#include "support/archives.h"
#include "support/packed.h"

namespace dehusk {
namespace {

// A sanitizer keeps what was freed.
#ifdef __SANITIZE_ADDRESS__
constexpr long kMostKilobytes = 1L << 20;
#else
constexpr long kMostKilobytes = 64L << 10;
#endif

const Files kFiles = {{"a.txt", "text of a"}, {"folder/", ""}, {"folder/b.html", "<p>text of b"}, {"empty", ""}, {"large.bin", noise(300000)}};

// "name=size or short text", or "!message".
std::string dump(ByteStream* stream) {
  stream->set_members(Members::joined);
  const ArchiveKind kind = archive_kind(stream->fill(512));
  REQUIRE(kind != ArchiveKind::none);
  const std::unique_ptr<ArchiveReader> reader = open_archive_reader(kind, stream);
  ArchiveEntry entry;
  std::string out;
  for (auto next = reader->next(&entry); next != ArchiveReader::Next::end; next = reader->next(&entry)) {
    if (next == ArchiveReader::Next::fault) {
      out += "!" + reader->fault().message + " ";
      continue;
    }
    out += entry.name + "=";
    if (entry.encrypted) {
      out += "encrypted ";
      continue;
    }
    ByteStream bytes(reader->open_entry());
    Bytes all;
    REQUIRE(bytes.take(UINT64_MAX, &all));
    out += bytes.fault() ? "!" + bytes.fault()->message : all.size() < 50 ? std::string(all.view()) : std::to_string(all.size());
    out += " ";
  }
  return out;
}

std::string dump(std::string_view bytes) {
  ByteStream stream = stream_of(bytes);
  return dump(&stream);
}

std::string dump_pipe(std::string_view bytes, size_t most = SIZE_MAX) {
  ByteStream stream = dribbled(bytes, most);
  return dump(&stream);
}

TEST_CASE("entries of tar and zip files") {
  const std::string expected = "a.txt=text of a folder/b.html=<p>text of b empty= large.bin=300000 ";
  using Sizes = ZipForm::Sizes;
  const std::string archives[] = {
      tar_of(kFiles),
      zip_of(kFiles),
      zip_of(kFiles, {.is_stored = true}),
      zip_of(kFiles, {.sizes = Sizes::behind}),
      zip_of(kFiles, {.sizes = Sizes::behind_unmarked}),
      zip_of(kFiles, {.sizes = Sizes::behind_large}),
  };
  for (size_t number = 0; number < std::size(archives); ++number) {
    CAPTURE(number);
    const std::string& bytes = archives[number];
    CHECK(dump(bytes) == expected);
    CHECK(dump_pipe(bytes) == expected);
    CHECK(dump_pipe(bytes, 100) == expected);
    for (const Codec codec : kCodecs) CHECK(dump(packed(codec, bytes)) == expected);
  }
  // Of what is stored without its size a pipe cannot tell the end.
  const std::string endless = zip_of({{"a", "text"}, {"b", ""}}, {.is_stored = true, .sizes = Sizes::behind});
  CHECK(dump(endless) == "a=text b= ");
  CHECK(dump_pipe(endless) == "a=!of unknown size b=!of unknown size ");
  CHECK(dump(zip_of({})) == "");
  CHECK(archive_kind(tar_of({})) == ArchiveKind::none);
  CHECK(archive_kind("") == ArchiveKind::none);
  CHECK(archive_kind("PK\3\4") != ArchiveKind::tar);
}

TEST_CASE("damage in zip files costs an entry") {
  Files files;
  for (int i = 0; i < 5; ++i) files.emplace_back("f" + std::to_string(i), "text " + std::to_string(i));
  const std::string bytes = zip_of(files);
  const auto head = [&](int number) { return bytes.find("f" + std::to_string(number)) - 30; };
  const std::string around = "f0=text 0 f1=text 1 f3=text 3 f4=text 4 ";
  const std::string others[] = {"f0=text 0 f1=text 1 ", "f3=text 3 f4=text 4 "};
  CHECK(dump(flipped(bytes, head(2))) == others[0] + "!a damaged head of the zip entry 'f2' " + others[1]);
  CHECK(dump(flipped(bytes, bytes.find("PK\1\2"))).starts_with("!a damaged zip directory f0=text 0 f1=text 1 f2=text 2 f3=text 3 f4=text 4 "));
  CHECK(dump(flipped(bytes, bytes.find("PK\5\6"))) == "!a damaged zip directory f0=text 0 f1=text 1 f2=text 2 f3=text 3 f4=text 4 ");
  CHECK(dump_pipe(flipped(bytes, head(2))) == others[0] + "!no zip entry begins here " + others[1]);
  CHECK(dump_pipe(flipped(bytes, bytes.find("PK\5\6"))).ends_with("f4=text 4 !a damaged zip directory "));
  CHECK(dump_pipe(bytes.substr(0, head(4))).ends_with("f3=text 3 !a zip file that is cut short "));
  CHECK(dump(bytes.substr(0, head(4))) == "!a damaged zip directory f0=text 0 f1=text 1 f2=text 2 f3=text 3 ");
  for (size_t at = head(2) + 32; at < head(3); ++at) {
    const std::string given = dump(flipped(bytes, at));
    CHECK(given.starts_with(others[0]));
    CHECK(given.ends_with(others[1]));
    CHECK((given.find('!') != std::string::npos || given.find("f2=text 2") != std::string::npos));
  }
}

TEST_CASE("an encrypted entry is told") {
  const std::string bytes = zip_of({{"a", "secret text"}, {"b", "more"}}, {.is_encrypted = true});
  CHECK(dump(bytes) == "a=encrypted b=encrypted ");
}

TEST_CASE("office files are documents") {
  CHECK(archive_kind(zip_of({{"mimetype", "application/epub+zip"}, {"a", "b"}})) == ArchiveKind::none);
  CHECK(archive_kind(zip_of({{"[Content_Types].xml", "<a/>"}})) == ArchiveKind::none);
  CHECK(archive_kind(zip_of({{"word.xml", "<a/>"}})) == ArchiveKind::zip);
}

// All items of a container, one a line.
std::string items(const std::string& bytes, uint64_t most = 1 << 20, From from = From::detect) {
  auto stream = std::make_unique<ByteStream>(std::make_unique<MemoryInput>(bytes));
  const SourceOptions options{.from = from, .max_bytes = most};
  const ContainerKind kind = recognise(stream.get(), options);
  const std::unique_ptr<Container> container = open_container(kind, std::move(stream), options, 0);
  std::string out;
  size_t count = 0;
  for (SourceItem item; count < 1000 && container->next(&item); item = SourceItem(), ++count) {
    out += item.entry + "=";
    out += item.kind == SourceItem::Kind::fault ? "!" + item.error.message
           : item.bytes.size() < 50             ? std::string(item.bytes.view())
                                                : std::to_string(item.bytes.size());
    out += "\n";
  }
  return out;
}

TEST_CASE("what lies in an archive is read as if it lay outside") {
  const std::string inner = tar_of({{"x", "in a tar in a zip"}});
  const std::string warc = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n";
  const std::string bytes = zip_of({{"a.gz", gzip_of("packed")}, {"b.tar.gz", gzip_of(inner)}, {"c.warc", warc + warc},
                                        {"d.jsonl", "{\"text\":\"1\"}\n{\"text\":\"2\"}\n"}, {"e", "end"}});
  CHECK(items(bytes) == "a.gz=packed\nb.tar.gz/x=in a tar in a zip\nc.warc=abc\nc.warc=abc\nd.jsonl={\"text\":\"1\"}\n\n"
                        "d.jsonl={\"text\":\"2\"}\n\ne=end\n");
}

TEST_CASE("archives in archives end somewhere") {
  // One that holds itself is such a chain without an end.
  std::string bytes = "innermost";
  for (int i = 0; i < 12; ++i) bytes = zip_of({{"a", bytes}, {"b", "beside"}});
  const std::string given = items(bytes);
  CHECK(given.starts_with("a/a/a/a="));
  CHECK(given.ends_with("a/a/a/b=beside\na/a/b=beside\na/b=beside\nb=beside\n"));
  CHECK(items(zip_of({{"zeros", std::string(5 << 20, '\0')}})) == "zeros=!larger than --max-bytes allows (1048576)\n");
}

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST_CASE("a bomb stops at the limit") {
  // 64 MB of zeros, flushed so that they may stand many times behind each other: 10 GB in 10 MB.
  std::string block(64 << 20, '\0');
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  std::string packed_block(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(block.data());
  stream.avail_in = static_cast<uInt>(block.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed_block.data());
  stream.avail_out = static_cast<uInt>(packed_block.size());
  deflate(&stream, Z_FULL_FLUSH);
  packed_block.resize(stream.total_out);
  deflateEnd(&stream);
  std::string bomb("\x1F\x8B\x08\0\0\0\0\0\0\3", 10);
  for (int i = 0; i < 160; ++i) bomb += packed_block;
  CHECK(bomb.size() < 12'000'000);
  const long before = peak_kilobytes();
  CHECK(items(bomb, 1 << 20) == "=!larger than --max-bytes allows (1048576)\n");
  CHECK(items(tar_of({{"a.gz", bomb}, {"b", "text"}}), 1 << 20) ==
        "a.gz=!larger than --max-bytes allows (1048576)\nb=text\n");
  CHECK(peak_kilobytes() - before < kMostKilobytes);
  const std::string line = "{\"text\":\"" + std::string(40 << 20, 'x');
  CHECK(items(line + "\"}\n{}\n", 1 << 20).starts_with("=!has 4194"));
  CHECK(items(line + "\"}\n{}\n", 1 << 20, From::jsonl) == "=!larger than --max-bytes allows (1048576)\n={}\n\n");
  CHECK(items(line, 1 << 20, From::jsonl) == "=!larger than --max-bytes allows (1048576)\n");
}

}  // namespace
}  // namespace dehusk
