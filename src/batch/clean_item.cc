#include "batch/clean_item.h"

#include <chrono>
#include <new>

#include "batch/faults.h"
#include "core/visible.h"

namespace dehusk {
namespace {

bool makes_record(const SourceItem& item, const MakeOptions& options) {
  return !options.nothing && (options.records || (options.container_records && item.from_container));
}

void take(Cleaned cleaned, const MakeOptions& options, Outcome* outcome) {
  if (options.counts) outcome->chars_kept = count_visible(cleaned.text);
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
  std::optional<JsonLine> line;
  Bytes held;
  const auto fail = [&](const Error& error) {
    outcome->error = error;
    const bool makes = item.form == SourceItem::Form::json_line && makes_record(item, options);
    if (line) outcome->id = line->id;
    if (makes) outcome->output = error_record(line ? &*line : nullptr, item.line, error);
  };
  const Result<Unpacked> document = unpack(item, input, options.unpack, &line, &held);
  if (!document) return fail(document.error());
  Result<Cleaned> cleaned = output != nullptr ? cleaner->clean(document->bytes, document->info, *output)
                                              : cleaner->clean(document->bytes, document->info);
  if (!cleaned) {
    if (cleaned.error().kind == ErrorKind::binary && may_be_binary(item)) {
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
                              .line = line ? &*line : nullptr};
    outcome->output = document_record(*cleaned, source, options.ranges);
  }
  take(std::move(*cleaned), options, outcome);
  if (options.nothing) outcome->output.clear();
}

}  // namespace

Outcome clean_item(const SourceItem& item, const Input& input, const MakeOptions& options, Cleaner* cleaner,
                   const TextOutput* output) {
  Outcome outcome;
  outcome.bytes = item.bytes.size();
  if (item.kind == SourceItem::Kind::fault) {
    outcome.error = item.error;
    if (item.line > 0 && makes_record(item, options)) outcome.output = error_record(nullptr, item.line, item.error);
  }
  if (item.kind == SourceItem::Kind::passed_over) outcome.passed_over = item.what;
  if (item.kind != SourceItem::Kind::document) return outcome;
  const auto begin = std::chrono::steady_clock::now();
  try {
    clean(item, input, options, cleaner, output, &outcome);
  } catch (const std::bad_alloc&) {
    outcome = Outcome{.bytes = item.bytes.size()};
    outcome.error = out_of_memory();
  }
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

}  // namespace dehusk
