#include "batch/unpack.h"

namespace dehusk {
namespace {

constexpr std::string_view kUtf8Html = "text/html; charset=utf-8";
constexpr std::string_view kUtf8Text = "text/plain; charset=utf-8";

}  // namespace

std::string name_of(const SourceItem& item, const Input& input) {
  std::string name = input.path == "-" ? "standard input" : input.path;
  if (!item.entry.empty()) name += ":" + item.entry;
  if (item.line > 0) return name + ":" + std::to_string(item.line);
  if (item.offset && item.entry.empty()) return name + ":" + std::to_string(*item.offset);
  return name;
}

Result<Unpacked> unpack(const SourceItem& item, const Input& input, const UnpackOptions& options,
                        std::optional<JsonLine>* line, Bytes* held) {
  Unpacked out;
  out.info.url = !item.url.empty() ? item.url : !input.url.empty() ? input.url : options.url;
  switch (item.form) {
    case SourceItem::Form::plain: out.bytes = item.bytes.view(); break;
    case SourceItem::Form::text:
      out.bytes = item.http.body;
      out.info.content_type = item.http.content_type.find("charset") != std::string::npos ? std::string_view(item.http.content_type) : kUtf8Text;
      out.info.input = InputKind::text;
      break;
    case SourceItem::Form::http: {
      const Result<std::string_view> body = decode_http_body(item.http, options.max_bytes, held);
      if (!body) return body.error();
      out.bytes = *body;
      out.info.content_type = item.http.content_type;
      break;
    }
    case SourceItem::Form::json_line: {
      Result<JsonLine> parsed = parse_json_line(item.bytes.view(), options.fields);
      if (!parsed) return parsed.error();
      const JsonLine& found = line->emplace(std::move(*parsed));
      if (!found.is_html && !found.is_text) return no_document(options.fields);
      out.bytes = found.document;
      if (!found.url.empty()) out.info.url = found.url;
      out.info.content_type = found.is_html ? kUtf8Html : kUtf8Text;
      out.info.input = found.is_html ? InputKind::html : InputKind::text;
      break;
    }
  }
  return out;
}

bool may_be_binary(const SourceItem& item) {
  return item.from_container && item.form != SourceItem::Form::json_line;
}

}  // namespace dehusk
