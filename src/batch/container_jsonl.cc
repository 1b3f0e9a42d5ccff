// The documents of a JSONL file: its lines. Each is read as JSON by who cleans it.
#include <cstring>

#include "batch/container.h"
#include "batch/faults.h"

namespace dehusk {
namespace {

class JsonLines : public Container {
 public:
  JsonLines(std::unique_ptr<ByteStream> stream, uint64_t most) : stream_(std::move(stream)), most_(most) {
    stream_->set_members(Members::joined);
  }

  bool next(SourceItem* item) override {
    for (;;) {
      const uint64_t begin = stream_->codec() == Codec::none ? stream_->raw_offset() : stream_->offset();
      const std::optional<size_t> size = find_line();
      if (!size) {
        if (!stream_->fault() || told_) return false;
        told_ = true;
        ++items_;
        item->kind = SourceItem::Kind::fault;
        item->offset = stream_->member_offset();
        item->error = *stream_->fault();
        return true;
      }
      ++line_;
      const std::string_view line = stream_->fill(*size).substr(0, *size);
      const bool is_blank = line.find_first_not_of(" \t\r\n") == std::string_view::npos;
      if (is_blank) {
        stream_->consume(*size);
        continue;
      }
      ++items_;
      item->offset = begin;
      item->line = line_;
      if (*size > most_) {
        item->kind = SourceItem::Kind::fault;
        item->error = larger_than(most_);
        skip_line();
        return true;
      }
      item->form = SourceItem::Form::json_line;
      const bool has_mark = line_ == 1 && line.starts_with("\xEF\xBB\xBF");  // a byte order mark
      if (!item->bytes.append(line.substr(has_mark ? 3 : 0))) {
        item->kind = SourceItem::Kind::fault;
        item->error = out_of_memory();
      }
      stream_->consume(*size);
      return true;
    }
  }

  // Lines are counted from the beginning, so that is where reading starts again. Unpacking and skipping lines
  // is a small part of the work.
  Restart restart() const override { return {0, items_}; }
  uint64_t raw_offset() const override { return stream_->raw_offset(); }

  bool ready() const override {
    const std::string_view at_hand = stream_->at_hand();
    return at_hand.find('\n') != std::string_view::npos || stream_->ready_beyond();
  }

 private:
  // The size of the next line with its end, or more than most_ where it is longer; none where there is none. A
  // line that damage cut short is none.
  std::optional<size_t> find_line() {
    size_t searched = 0;
    for (size_t wanted = 1;;) {
      const std::string_view text = stream_->fill(wanted);
      const size_t end = text.find('\n', searched);
      if (end != std::string_view::npos) return end + 1;
      if (text.size() > most_) return text.size();
      if (text.size() < wanted) {
        if (text.empty() || stream_->fault()) return std::nullopt;
        return text.size();
      }
      searched = text.size();
      wanted = text.size() + 1;
    }
  }

  void skip_line() {
    for (;;) {
      const std::string_view text = stream_->fill(1);
      const size_t end = text.find('\n');
      stream_->consume(end == std::string_view::npos ? text.size() : end + 1);
      if (end != std::string_view::npos || text.empty()) return;
    }
  }

  std::unique_ptr<ByteStream> stream_;
  uint64_t most_;
  uint64_t line_ = 0;
  uint64_t items_ = 0;
  bool told_ = false;
};

}  // namespace

std::unique_ptr<Container> open_jsonl(std::unique_ptr<ByteStream> stream, const SourceOptions& options) {
  return std::make_unique<JsonLines>(std::move(stream), options.max_bytes);
}

}  // namespace dehusk
