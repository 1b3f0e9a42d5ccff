#include "batch/warc_reader.h"

#include <algorithm>
#include <charconv>

#include "batch/faults.h"
#include "batch/header_text.h"

namespace dehusk {
namespace {

constexpr size_t kMostHead = size_t{1} << 20;
constexpr size_t kMostSearched = size_t{64} << 20;  // of a block whose length was wrong
constexpr uint64_t kFreelySearched = uint64_t{256} << 20;
constexpr size_t kHeadSeen = 128;  // bytes that tell whether a head begins
constexpr std::string_view kMagic = "WARC/";

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

// Whether a version, the end of its line and the name of a field stand here: what is looked for after damage.
bool begins_with_head(std::string_view text) {
  if (!looks_like_warc(text)) return false;
  size_t at = text.find_first_not_of("0123456789. \t", kMagic.size());
  if (at != std::string_view::npos && text[at] == '\r') ++at;
  if (at >= text.size() || text[at] != '\n') return false;
  const std::string_view name = text.substr(at + 1, kHeadSeen / 2);
  const size_t end = name.find_first_of(":\r\n \t");
  return end != std::string_view::npos && end > 0 && name[end] == ':';
}

// Where in `text` a head begins; npos where none does.
size_t find_head_start(std::string_view text) {
  size_t at = text.find(kMagic);
  while (at != std::string_view::npos && !begins_with_head(text.substr(at))) at = text.find(kMagic, at + 1);
  return at;
}

// The size of a head with the empty line that ends it, searched for from `from` on; 0 where there is none.
size_t size_of_head(std::string_view text, size_t from) {
  for (size_t end = text.find('\n', from); end != std::string_view::npos; end = text.find('\n', end + 1)) {
    const std::string_view rest = text.substr(end + 1, 2);
    if (rest.starts_with('\n')) return end + 2;
    if (rest == "\r\n") return end + 3;
  }
  return 0;
}

// Whether it is the magic but for two bytes.
bool resembles_magic(std::string_view text) {
  size_t same = 0;
  for (size_t i = 0; i < kMagic.size() && i < text.size(); ++i) same += text[i] == kMagic[i] ? 1 : 0;
  return same + 2 >= kMagic.size();
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

WarcReader::WarcReader(ByteStream* stream, uint64_t most) : stream_(*stream), most_(most) {
  restart_offset_ = stream_.codec() == Codec::none ? stream_.raw_offset() : stream_.member_offset();
}

WarcReader::Next WarcReader::next(WarcRecord* record) {
  for (;;) {
    was_first_ = false;
    const Next found = find_record(record);
    if (found == Next::end) return found;
    if (found == Next::record) {
      ++in_member_;
      faults_in_row_ = 0;
    } else if (++faults_in_row_ > kMostFaults) {
      continue;
    } else if (faults_in_row_ == kMostFaults) {
      fault_.error.message += "; more damage before the next record is not told";
    }
    note_restart(found);
    return found;
  }
}

WarcReader::Next WarcReader::find_record(WarcRecord* record) {
  for (;;) {
    if (stream_.fill(1).empty()) {
      if (stream_.fault() && !told_) {
        record_offset_ = stream_.member_offset();
        return damaged("");
      }
      const bool had_fault = stream_.fault().has_value();
      if (had_fault ? stream_.recover() : stream_.next_member()) {
        enter_member();
        // Members that go on with a record are searched for the next one.
        lost_ = lost_ && !stream_.fill(kMagic.size()).starts_with(kMagic);
      } else if (had_fault || !stream_.fault()) {
        return Next::end;
      }
      continue;
    }
    if (lost_ && told_ && in_member_ == 0) {
      stream_.consume(stream_.at_hand().size());  // of a member that is known to be damaged
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

void WarcReader::enter_member() {
  in_member_ = 0;
  told_ = false;
  is_fresh_ = true;
  has_crossed_ = false;
}

WarcReader::Next WarcReader::read_record(WarcRecord* record) {
  record_offset_ = stream_.codec() == Codec::none ? stream_.raw_offset() : stream_.member_offset();
  record->offset = record_offset_;
  record->block.clear();
  was_first_ = is_fresh_;
  first_offset_ = stream_.member_offset();
  is_fresh_ = false;
  has_crossed_ = false;
  while (stream_.fill(kMagic.size()).size() < kMagic.size() && kMagic.starts_with(stream_.at_hand())) {
    if (!cross()) return damaged("no WARC record begins here");
  }
  if (!stream_.at_hand().starts_with(kMagic)) return damaged("no WARC record begins here");
  size_t size = 0;
  if (!find_head(&size)) {
    if (!is_fresh_) stream_.consume(1);
    return damaged("a WARC head that does not end");
  }
  const std::string_view head = stream_.fill(size).substr(0, size);
  const bool has_crlf = head.ends_with("\r\n");
  read_fields(head, record);
  stream_.consume(size);

  const std::string_view digits = record->field("Content-Length");
  uint64_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return damaged("a WARC record without a Content-Length");
  }
  if (length > most_) return pass_over(length, record);
  if (!take_block(length, record)) {
    return damaged_block("a record that ends after " + std::to_string(record->block.size()) + " of " +
                             std::to_string(length) + " bytes",
                         record);
  }
  return end_record(has_crlf, record);
}

// What stands behind a block tells whether its length was right.
WarcReader::Next WarcReader::end_record(bool has_crlf, WarcRecord* record) {
  const bool is_closed = stream_.fill(4).starts_with(has_crlf ? "\r\n\r\n" : "\n\n");
  skip_blank_lines();
  const std::string_view text = stream_.fill(kMagic.size());
  if (text.starts_with(kMagic)) return Next::record;
  // Of several in one member, those before a fault are whole as far as can be told. A first one is, where it is closed
  // and a later one is seen.
  const bool sees_another = (!text.empty() && kMagic.starts_with(text)) || find_head_start(stream_.at_hand()) != std::string_view::npos;
  const bool is_one_of_many = in_member_ > 0 || (is_closed && has_crlf && sees_another);
  if (stream_.fault() && !is_one_of_many) return damaged("");
  if (text.empty() || (stream_.fault() && kMagic.starts_with(text))) return Next::record;
  // The next one's head is damaged. An empty line may stand anywhere in a text.
  if (is_closed && (has_crlf || resembles_magic(text))) return Next::record;
  return damaged_block("a record whose Content-Length is wrong", record);
}

// A block of more than is allowed: its length may be wrong, too.
WarcReader::Next WarcReader::pass_over(uint64_t length, WarcRecord* record) {
  fault_ = {record_offset_, larger_than(most_, length)};
  const bool can_go_back = stream_.codec() == Codec::none && stream_.can_seek();
  const uint64_t begin = stream_.raw_offset();
  if (can_go_back) {
    const uint64_t size = stream_.raw_size();
    bool is_right = begin <= size && length <= size - begin && stream_.start_at(begin + length);
    headless_ = 0;
    if (is_right) {
      skip_blank_lines();
      is_right = stream_.fill(1).empty() || stream_.fill(kMagic.size()).starts_with(kMagic);
    }
    if (is_right) return Next::fault;
    lost_ = true;
    stream_.start_at(begin);
    return Next::fault;
  }
  if (length <= kMostSearched) {
    const bool is_whole = take_block(length, record);
    skip_blank_lines();
    const std::string_view text = stream_.fill(kMagic.size());
    if (is_whole && (text.empty() || text.starts_with(kMagic))) {
      record->block = Bytes();
      return Next::fault;
    }
    damaged_block("a record whose Content-Length is wrong", record);
    record->block = Bytes();
    return Next::fault;
  }
  lost_ = stream_.skip(length) < length;
  return Next::fault;
}

bool WarcReader::find_head(size_t* size) {
  const uint64_t begin = stream_.offset();
  size_t from = headless_ > begin ? static_cast<size_t>(headless_ - begin) : 0;
  for (size_t wanted = 4096;;) {
    const std::string_view text = stream_.fill(wanted);
    *size = size_of_head(text, from);
    if (*size > 0) return true;
    from = std::max(from, text.size() - std::min<size_t>(text.size(), 2));
    if (wanted > kMostHead || (text.size() < wanted && !cross())) break;
    if (text.size() >= wanted) wanted *= 2;
  }
  headless_ = begin + from;
  return false;
}

// Goes on with a record in the next member, whose bytes come behind those at hand; false where there is none, or a
// record begins there.
bool WarcReader::cross() {
  const size_t size = stream_.at_hand().size();
  if (stream_.fault() || !stream_.next_member()) return false;
  enter_member();
  has_crossed_ = true;
  if (!stream_.fill(size + kMagic.size()).substr(size).starts_with(kMagic)) {
    is_fresh_ = false;
    return true;
  }
  stream_.consume(size);
  return false;
}

// Takes a block; a record may go on in the next member.
bool WarcReader::take_block(uint64_t length, WarcRecord* record) {
  Bytes& block = record->block;
  while (block.size() < length) {
    const Result<size_t> taken = stream_.take(length - block.size(), &block);
    if (!taken) return false;
    if (block.size() == length) return true;
    if (!cross()) return false;
  }
  return true;
}

// The message counts unless the stream has a better one: that the member is damaged, and not the next one, which was
// looked into.
WarcReader::Next WarcReader::damaged(std::string message) {
  lost_ = true;
  const bool is_of_next = has_crossed_ && is_fresh_;
  if (stream_.fault() && !told_ && (message.empty() || (in_member_ == 0 && !is_of_next))) {
    told_ = true;
    fault_ = {record_offset_, *stream_.fault()};
  } else {
    fault_ = {record_offset_, damage(std::move(message))};
  }
  return Next::fault;
}

// A record that is shorter or longer than it says: the next one may lie inside of what was taken, unless it
// was taken from several members.
WarcReader::Next WarcReader::damaged_block(std::string message, WarcRecord* record) {
  const Next fault = damaged(std::move(message));
  const size_t size = record->block.size();
  if (has_crossed_) {
    lost_ = !(is_fresh_ && stream_.fill(kMagic.size()).starts_with(kMagic));
  } else if (size <= kMostSearched && searched_ <= kFreelySearched + stream_.raw_offset()) {
    searched_ += size;
    stream_.unread(record->block.view());
  }
  return fault;
}

// Goes to where a record may begin; or to the end of the member, and there was none.
bool WarcReader::find_next_head() {
  constexpr size_t kWindow = size_t{1} << 16;
  for (;;) {
    const std::string_view text = stream_.fill(kWindow);
    const size_t at = find_head_start(text);
    if (at == 0) return true;
    is_fresh_ = false;
    if (at != std::string_view::npos) {
      stream_.consume(at);
      return true;
    }
    // A head may lie across the end of what is at hand.
    const bool is_end = text.size() < kWindow;
    stream_.consume(is_end ? text.size() : text.size() - kHeadSeen);
    if (is_end) return false;
  }
}

void WarcReader::skip_blank_lines() {
  for (;;) {
    const std::string_view text = stream_.fill(1);
    const size_t blank = std::min(text.find_first_not_of("\r\n"), text.size());
    stream_.consume(blank);
    if (text.empty() || blank < text.size()) return;
  }
}

// Behind a record that ends its member, reading may start; and where a member begins with a record or a fault.
// Elsewhere in members, and after a fault in what is not packed, it could not go on as it does here.
void WarcReader::note_restart(Next answer) {
  const bool ends_member = answer == Next::record && (stream_.codec() == Codec::none || stream_.at_member_end());
  if (ends_member) {
    restart_offset_ = stream_.raw_offset();
    since_restart_ = 0;
  } else if (was_first_ && stream_.codec() != Codec::none) {
    restart_offset_ = first_offset_;
    since_restart_ = 1;
  } else {
    ++since_restart_;
  }
}

}  // namespace dehusk
