// warc_dump FILE [OFFSET]: each record as one line of JSON, for comparison with other readers: offset, version, headers,
// and the block's size and FNV-1a hash. Faults as {"fault": message, "offset": n}. With an offset, from that byte of
// the file on, where `restart` says that reading may start.
#include <charconv>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "batch/warc_reader.h"

namespace {

uint64_t fnv1a(std::string_view bytes) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3;
  return hash;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace dehusk;
  if (argc < 2 || argc > 3) return 2;
  Result<FileInput> file = FileInput::open(argv[1]);
  if (!file) return 2;
  ByteStream stream(std::make_unique<FileInput>(std::move(*file)), codec_named_by(argv[1]));
  uint64_t offset = 0;
  if (argc == 3) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), offset);
  if (offset > 0 && !stream.start_at(offset)) return 2;
  WarcReader reader(&stream, uint64_t{1} << 30);
  WarcRecord record;
  for (;;) {
    const WarcReader::Next next = reader.next(&record);
    if (next == WarcReader::Next::end) return 0;
    nlohmann::ordered_json json;
    if (next == WarcReader::Next::fault) {
      json["fault"] = reader.fault().error.message;
      json["offset"] = reader.fault().offset;
    } else {
      json["offset"] = record.offset;
      json["version"] = record.version;
      json["headers"] = record.fields;
      json["size"] = record.block.size();
      json["hash"] = fnv1a(record.block.view());
    }
    json["restart"] = {reader.restart_offset(), reader.since_restart()};
    std::cout << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
  }
}
