#include "cli/run_fingerprint.h"

#include <string>

#include "batch/file_io.h"
#include "cli/rule_files.h"

namespace dehusk {
namespace {

void add_rules(const RuleOptions& options, Fingerprint* print) {
  if (options.builtin) {
    for (const RuleText& text : builtin_texts()) print->add("rules", text.text);
  }
  Diagnostics ignored;  // told when the rules were loaded
  for (const RuleText& text : read_rule_texts(options.paths, &ignored)) {
    print->add("rules", text.path);
    print->add("rules", text.text);
  }
}

void add_model(const ModelOptions& options, Fingerprint* print) {
  print->add("model", options.off ? "off" : "on");
  if (options.off) return;
  for (const std::string_view name : {"html", "text"}) print->add("model", builtin_model(name));
  for (const std::string& path : options.paths) {
    const Result<Bytes> bytes = read_file(path, kNoLimit);
    if (bytes) print->add("model", bytes->view());
  }
}

void add_options(const Options& options, Fingerprint* print) {
  const CleanOptions& clean = options.clean;
  const auto add = [&](std::string_view name, const std::string& value) {
    print->add("options", name);
    print->add("options", value);
  };
  add("input", std::to_string(static_cast<int>(clean.input)));
  add("format", std::to_string(static_cast<int>(clean.format)));
  add("links", clean.resolve_links ? "absolute" : "");
  add("level", std::string(name_of(clean.level)));
  add("categories", clean.categories.to_string());
  for (const std::string& pack : clean.use) add("use", pack);
  add("encoding", clean.encoding);
  add("max-bytes", std::to_string(clean.max_bytes));

  add("max-work", std::to_string(clean.max_work));
  add("blanks", std::to_string(static_cast<int>(clean.blanks)));
  add("task", std::to_string(static_cast<int>(clean.task)));
  add("url", options.url);
  add("separator", options.separator);
  add("records", options.jsonl ? "yes" : "");
  add("removed", options.removed.empty() ? "" : "yes");
  const BatchOptions& batch = options.batch;
  add("from", std::to_string(static_cast<int>(batch.from)));
  for (const std::string& field : {batch.fields.html, batch.fields.text, batch.fields.url, batch.fields.id}) {
    add("field", field);
  }
  for (const std::string& glob : batch.inputs.filter.include) add("include", glob);
  for (const std::string& glob : batch.inputs.filter.exclude) add("exclude", glob);
  add("url-from-path", batch.inputs.url_pattern);
}

}  // namespace

Fingerprint fingerprint_of(const Options& options) {
  Fingerprint print;
  print.add("version", DEHUSK_VERSION);
  add_rules(options.rules, &print);
  add_model(options.model, &print);
  add_options(options, &print);
  return print;
}

}  // namespace dehusk
