#include "batch/warc_reader.h"

#include <algorithm>
#include <charconv>

#include "batch/faults.h"

namespace dehusk {
namespace {

constexpr size_t kMostHead = size_t{1} << 20;
constexpr size_t kMostSearched = size_t{64} << 20;  // of a block whose length was wrong
constexpr std::string_view kMagic = "WARC/";

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// Takes a line off the front, without its end.
std::string_view take_line(std::string_view* text) {
  const size_t end = text->find('\n');
  std::string_view line = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// A head without its empty last line. A line that begins with white space goes on with the value above it.
void read_fields(std::string_view head, WarcRecord* record) {
  record->version = trimmed(take_line(&head));
  record->fields.clear();
  while (!head.empty()) {
    const std::string_view line = take_line(&head);
    if (line.empty()) continue;
    if ((line[0] == ' ' || line[0] == '\t') && !record->fields.empty()) {
      record->fields.back().second += " ";
      record->fields.back().second += trimmed(line);
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    record->fields.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

// Where in `text` a record may begin that does not begin at its first byte; npos where none does.
size_t find_record_start(std::string_view text) {
  for (size_t at = text.find("\nWARC/"); at != std::string_view::npos; at = text.find("\nWARC/", at + 1)) {
    const std::string_view version = text.substr(at + 1 + kMagic.size());
    if (version.size() < 2) return std::string_view::npos;
    if (version[0] >= '0' && version[0] <= '9' && version[1] == '.') return at + 1;
  }
  return std::string_view::npos;
}

}  // namespace

std::string_view WarcRecord::field(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (same_name(field, name)) return value;
  }
  return "";
}

bool looks_like_warc(std::string_view head) {
  return head.size() > kMagic.size() + 1 && head.starts_with(kMagic) && head[5] >= '0' && head[5] <= '9' && head[6] == '.';
}

WarcReader::Next WarcReader::next(WarcRecord* record) {
  const Next found = find_record(record);
  if (found == Next::record) ++in_member_;
  if (found != Next::end) note_restart(found);
  return found;
}

WarcReader::Next WarcReader::find_record(WarcRecord* record) {
  for (;;) {
    if (stream_.fill(1).empty()) {
      if (stream_.fault()) {
        // What the fault cost is told; then the next member that holds a record is looked for.
        if (!lost_) {
          record_offset_ = stream_.member_offset();
          return damaged(stream_.fault()->message);
        }
        if (!go_to_sound_member()) return Next::end;
        continue;
      }
      if (stream_.next_member()) {
        in_member_ = 0;
        lost_ = lost_ && !stream_.fill(kMagic.size()).starts_with(kMagic);
      } else if (!stream_.fault()) {
        return Next::end;
      }
      continue;
    }
    if (lost_) {
      lost_ = !find_next_head();
      continue;
    }
    skip_blank_lines();
    if (!stream_.fill(1).empty()) return read_record(record);
  }
}

// After a fault: to the next member that begins with a record.
bool WarcReader::go_to_sound_member() {
  do {
    if (!stream_.recover()) return false;
  } while (!stream_.fill(kMagic.size()).starts_with(kMagic));
  lost_ = false;
  in_member_ = 0;
  return true;
}

WarcReader::Next WarcReader::read_record(WarcRecord* record) {
  record_offset_ = stream_.codec() == Codec::none ? stream_.raw_offset() : stream_.member_offset();
  record->offset = record_offset_;
  record->block.clear();
  if (!stream_.fill(kMagic.size()).starts_with(kMagic)) return damaged("no WARC record begins here");
  size_t head = 0;
  if (!find_head(&head)) {
    if (stream_.fault()) return damaged(stream_.fault()->message);
    stream_.consume(1);
    return damaged("a WARC head that does not end");
  }
  read_fields(stream_.fill(head).substr(0, head), record);
  stream_.consume(head);

  const std::string_view digits = record->field("Content-Length");
  uint64_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return damaged("a WARC record without a Content-Length");
  }
  if (length > most_) {
    lost_ = stream_.skip(length) < length;
    fault_ = {record_offset_, larger_than(most_, length)};
    return Next::fault;
  }
  if (!take_block(length, &record->block)) {
    if (stream_.fault()) return damaged(stream_.fault()->message);
    return damaged_block("a record that ends after " + std::to_string(record->block.size()) + " of " +
                             std::to_string(length) + " bytes",
                         record);
  }
  skip_blank_lines();
  if (stream_.fill(kMagic.size()).starts_with(kMagic)) return Next::record;
  // Of several in one member, those before a fault are whole as far as can be told.
  if (stream_.fault() && in_member_ == 0) return damaged(stream_.fault()->message);
  if (stream_.fill(1).empty()) return Next::record;
  return damaged_block("a record whose Content-Length is wrong", record);
}

// The size of a head with its empty line; false where there is none within kMostHead.
bool WarcReader::find_head(size_t* size) {
  for (size_t wanted = 4096;; wanted *= 2) {
    const std::string_view text = stream_.fill(wanted);
    const size_t crlf = text.find("\r\n\r\n");
    const size_t lf = text.substr(0, crlf).find("\n\n");
    if (lf != std::string_view::npos) {
      *size = lf + 2;
      return true;
    }
    if (crlf != std::string_view::npos) {
      *size = crlf + 4;
      return true;
    }
    if (text.size() < wanted || wanted > kMostHead) return false;
  }
}

// Takes a block; a record may go on in the next member.
bool WarcReader::take_block(uint64_t length, Bytes* block) {
  while (block->size() < length) {
    const Result<size_t> taken = stream_.take(length - block->size(), block);
    if (!taken) return false;
    if (block->size() == length) return true;
    if (stream_.fault() || !stream_.next_member()) return false;
    if (stream_.fill(kMagic.size()).starts_with(kMagic)) return false;
  }
  return true;
}

WarcReader::Next WarcReader::damaged(std::string message) {
  fault_ = {record_offset_, damage(std::move(message))};
  lost_ = true;
  return Next::fault;
}

// A record that is shorter or longer than it says: the next one may lie inside of what was taken.
WarcReader::Next WarcReader::damaged_block(std::string message, WarcRecord* record) {
  if (record->block.size() <= kMostSearched) stream_.unread(record->block.view());
  return damaged(std::move(message));
}

// Goes to where a record may begin; or to the end of the member, and there was none.
bool WarcReader::find_next_head() {
  constexpr size_t kWindow = size_t{1} << 16;
  for (;;) {
    const std::string_view text = stream_.fill(kWindow);
    const size_t at = looks_like_warc(text) ? 0 : find_record_start(text);
    if (at != std::string_view::npos) {
      stream_.consume(at);
      return true;
    }
    // A head may lie across the end of what is at hand.
    const size_t passed = text.size() < kWindow ? text.size() : text.size() - kMagic.size() - 2;
    stream_.consume(passed);
    if (text.size() < kWindow) return false;
  }
}

void WarcReader::skip_blank_lines() {
  for (;;) {
    const std::string_view text = stream_.fill(1);
    if (text.empty() || (text[0] != '\r' && text[0] != '\n')) return;
    stream_.consume(1);
  }
}

// After a fault only a member's first byte is a place where reading may start: elsewhere it would be told again.
void WarcReader::note_restart(Next answer) {
  if (stream_.codec() != Codec::none && !stream_.at_member_end() && stream_.member_offset() != restart_offset_) {
    restart_offset_ = stream_.member_offset();
    since_restart_ = 1;
  } else if (answer == Next::record && (stream_.codec() == Codec::none || stream_.at_member_end())) {
    restart_offset_ = stream_.raw_offset();
    since_restart_ = 0;
  } else {
    ++since_restart_;
  }
}

}  // namespace dehusk
