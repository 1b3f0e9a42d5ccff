// The documents of a WARC or WET file.
#include <string>

#include "batch/container.h"
#include "batch/faults.h"
#include "batch/header_text.h"
#include "batch/warc_reader.h"

namespace dehusk {
namespace {

bool holds_text(const std::string& media_type) {
  return media_type.empty() || media_type == "text/html" || media_type == "application/xhtml+xml" ||
         media_type == "text/plain" || media_type == "unknown";
}

class WarcDocuments : public Container {
 public:
  WarcDocuments(std::unique_ptr<ByteStream> stream, uint64_t most)
      : stream_(std::move(stream)), reader_(stream_.get(), most) {
    stream_->set_members(Members::apart);
  }

  bool next(SourceItem* item) override {
    switch (reader_.next(&record_)) {
      case WarcReader::Next::end: return false;
      case WarcReader::Next::fault:
        item->kind = SourceItem::Kind::fault;
        item->error = reader_.fault().error;
        item->offset = reader_.fault().offset;
        return true;
      case WarcReader::Next::record: break;
    }
    item->offset = record_.offset;
    item->id = record_.field("WARC-Record-ID");
    item->url = record_.field("WARC-Target-URI");
    // Some writers of WARC/1.0 put it in angle brackets.
    if (item->url.starts_with('<') && item->url.ends_with('>')) item->url = item->url.substr(1, item->url.size() - 2);
    item->date = record_.field("WARC-Date");
    item->bytes = std::move(record_.block);
    record_.block = Bytes();
    read_record(item);
    return true;
  }

  Restart restart() const override { return {reader_.restart_offset(), reader_.since_restart()}; }
  uint64_t raw_offset() const override { return stream_->raw_offset(); }
  bool ready() const override { return stream_->ready(); }

 private:
  void read_record(SourceItem* item) const {
    const std::string type = lowered(record_.field("WARC-Type"));
    const std::string_view content_type = record_.field("Content-Type");
    if (type == "conversion") {
      item->form = SourceItem::Form::text;
      item->http.body = item->bytes.view();
      item->http.content_type = content_type;
    } else if (type == "response" || type == "resource") {
      item->form = SourceItem::Form::http;
      item->http = parse_http_response(type == "response" ? item->bytes.view() : std::string_view());
      if (type == "resource") {
        item->http.body = item->bytes.view();
        item->http.content_type = content_type;
      }
    } else {
      item->kind = type.empty() ? SourceItem::Kind::fault : SourceItem::Kind::passed_over;
      item->what = type + " record";
      if (type.empty()) item->error = damage("a WARC record without a WARC-Type");
      return;
    }
    const std::string media = media_type(item->http.content_type);
    if (!holds_text(media)) {
      item->kind = SourceItem::Kind::passed_over;
      item->what = media;
    } else if (item->http.body.empty()) {
      item->kind = SourceItem::Kind::passed_over;
      item->what = "empty record";
    }
  }

  std::unique_ptr<ByteStream> stream_;
  WarcReader reader_;
  WarcRecord record_;
};

}  // namespace

std::unique_ptr<Container> open_warc(std::unique_ptr<ByteStream> stream, const SourceOptions& options) {
  return std::make_unique<WarcDocuments>(std::move(stream), options.max_bytes);
}

}  // namespace dehusk
