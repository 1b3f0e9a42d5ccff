#include "batch/clean_load.h"

#include <chrono>
#include <new>

#include "batch/faults.h"
#include "batch/interruption.h"

namespace dehusk {
namespace {

constexpr uint64_t kTogether = uint64_t{128} << 10;
constexpr std::string_view kUtf8Html = "text/html; charset=utf-8";
constexpr std::string_view kUtf8Text = "text/plain; charset=utf-8";

bool makes_record(const SourceItem& item, const MakeOptions& options) {
  return !options.nothing && (options.records || (options.container_records && item.from_container));
}

// Characters that are no white space, counted by their first bytes.
uint64_t count_visible(std::string_view text) {
  uint64_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    count += byte > 0x20 && (byte & 0xC0) != 0x80 ? 1 : 0;
  }
  return count;
}

void take(Cleaned cleaned, const MakeOptions& options, Outcome* outcome) {
  if (options.counts) outcome->chars_kept = count_visible(cleaned.text);
  outcome->is_page = cleaned.is_page;
  outcome->encoding = std::move(cleaned.encoding);
  outcome->replaced = cleaned.replaced;
  outcome->guarded = cleaned.guarded;
  outcome->level = cleaned.level;
  outcome->packs = std::move(cleaned.packs);
  outcome->stats = cleaned.stats;
  if (outcome->output.empty()) outcome->output = std::move(cleaned.text);
}

void clean(const SourceItem& item, const Input& input, const MakeOptions& options, Cleaner* cleaner,
           const TextOutput* output, Outcome* outcome) {
  JsonLine line;
  Bytes held;
  const bool is_line = item.form == SourceItem::Form::json_line;
  bool has_line = false;
  const auto fail = [&](const Error& error) {
    outcome->error = error;
    if (is_line && makes_record(item, options)) outcome->output = error_record(has_line ? &line : nullptr, item.line, error);
  };
  const Result<Unpacked> document = unpack(item, input, options, &line, &held);
  if (!document) return fail(document.error());
  has_line = is_line;
  Result<Cleaned> cleaned = output != nullptr ? cleaner->clean(document->bytes, document->info, *output)
                                              : cleaner->clean(document->bytes, document->info);
  if (!cleaned) {
    const bool is_record = item.form == SourceItem::Form::http || (item.from_container && !is_line);
    if (cleaned.error().kind == ErrorKind::binary && is_record) {
      outcome->passed_over = cleaned.error().message;
      return;
    }
    return fail(cleaned.error());
  }
  if (options.removed_list) outcome->removed = removed_records(*cleaned, item.from_container ? name_of(item, input) : input.path);
  if (makes_record(item, options)) {
    const RecordSource source{.path = input.path,
                              .entry = item.entry,
                              .offset = item.entry.empty() ? item.offset : std::nullopt,
                              .id = item.id,
                              .url = document->info.url,
                              .date = item.date,
                              .status = item.http.status,
                              .line = is_line ? &line : nullptr};
    outcome->output = document_record(*cleaned, source, options.ranges);
  }
  take(std::move(*cleaned), options, outcome);
  if (options.nothing) outcome->output.clear();
}

}  // namespace

std::string name_of(const SourceItem& item, const Input& input) {
  std::string name = input.path == "-" ? "standard input" : input.path;
  if (!item.entry.empty()) return name + ":" + item.entry;
  if (item.line > 0) return name + ":" + std::to_string(item.line);
  if (item.offset) return name + ":" + std::to_string(*item.offset);
  return name;
}

Result<Unpacked> unpack(const SourceItem& item, const Input& input, const MakeOptions& options, JsonLine* line, Bytes* held) {
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
      *line = std::move(*parsed);
      out.bytes = line->document;
      if (!line->url.empty()) out.info.url = line->url;
      out.info.content_type = line->is_html ? kUtf8Html : kUtf8Text;
      out.info.input = line->is_html ? InputKind::html : InputKind::text;
      break;
    }
  }
  return out;
}

Outcome clean_item(const SourceItem& item, const Input& input, const MakeOptions& options, Cleaner* cleaner,
                   const TextOutput* output) {
  Outcome outcome;
  if (item.kind == SourceItem::Kind::fault) {
    outcome.error = item.error;
    const bool is_line = item.form == SourceItem::Form::json_line || item.line > 0;
    if (is_line && makes_record(item, options)) outcome.output = error_record(nullptr, item.line, item.error);
  }
  if (item.kind == SourceItem::Kind::passed_over) outcome.passed_over = item.what;
  if (item.kind != SourceItem::Kind::document) return outcome;
  const auto begin = std::chrono::steady_clock::now();
  try {
    clean(item, input, options, cleaner, output, &outcome);
  } catch (const std::bad_alloc&) {
    outcome = Outcome();
    outcome.error = out_of_memory();
  }
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

bool CleanLoad::read(DocumentSource* source) {
  while (items.empty() || (size_ < kTogether && source->ready())) {
    SourceItem item;
    if (!source->next(&item)) break;
    size_ += item.bytes.size() + sizeof item;
    items.push_back(std::move(item));
  }
  bytes_read = source->bytes_read();
  return !items.empty() && !stop_requested();
}

}  // namespace dehusk
