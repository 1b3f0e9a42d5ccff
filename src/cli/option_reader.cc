#include "cli/option_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>

#include "read/decode.h"

namespace dehusk {
namespace {

using Words = std::vector<std::string>;

constexpr int kMostJobs = 1024;

std::optional<uint64_t> parse_size(const std::string& text) {
  size_t used = 0;
  uint64_t value = 0;
  for (; used < text.size() && text[used] >= '0' && text[used] <= '9' && value < (1ULL << 50);
       ++used) {
    value = value * 10 + static_cast<uint64_t>(text[used] - '0');
  }
  if (used == 0) return std::nullopt;
  const std::string unit = text.substr(used);
  if (unit.empty()) return value;
  const std::map<std::string, int> shifts = {{"K", 10}, {"k", 10}, {"M", 20}, {"G", 30}};
  const auto shift = shifts.find(unit);
  if (shift == shifts.end() || value > (uint64_t{1} << 33)) return std::nullopt;
  return value << shift->second;
}

std::string unescape(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'f': out += '\f'; break;
      case '0': out += '\0'; break;
      case '\\': out += '\\'; break;
      default:
        out += '\\';
        out += text[i];
    }
  }
  return out;
}

// Turns what was given into Options. The first complaint is kept.
class Reader {
 public:
  Reader(const GivenOptions& given, Options* options) : given_(given), out_(*options) {}

  std::string read() {
    rules();
    input();
    work();
    output();
    batch_inputs();
    batch_outputs();
    out_.check = has("check");
    out_.json = has("json");
    out_.jsonl = has("jsonl");
    out_.coverage = has("coverage");
    out_.update = has("update");
    out_.recursive = has("recursive");
    out_.verbosity = (has("verbose") ? 1 : 0) - (has("quiet") ? 1 : 0);
    if (has("format")) out_.format = text("format");
    if (has("list")) out_.format = "list";
    const Words formats = {"text", "json", "sarif", "github", "list"};
    if (std::find(formats.begin(), formats.end(), out_.format) == formats.end()) {
      complain("--format takes text, json, sarif or github, not '" + out_.format + "'");
    }
    color();
    run();
    select();
    explain();
    return complaint_;
  }

 private:
  bool has(const char* name) const { return given_.has(name); }
  std::string text(const char* name) const { return given_.list(name).back(); }
  Words list(const char* name) const { return given_.list(name); }
  void complain(std::string message) {
    if (complaint_.empty()) complaint_ = std::move(message);
  }

  void rules() {
    if (const char* folder = std::getenv("DEHUSK_RULES"); folder != nullptr && *folder != '\0') {
      out_.rules.paths.emplace_back(folder);
    }
    for (std::string& path : list("rules")) out_.rules.paths.push_back(std::move(path));
    out_.rules.builtin = !has("no-builtin");
    out_.clean.use = list("use");
    out_.model.paths = list("model");
    out_.model.off = has("no-model");
    if (out_.model.off && has("model")) complain("of --model and --no-model only one can be given");
    if (has("for")) {
      const std::string task = text("for");
      if (task == "page") {
        out_.clean.task = Task::page;
      } else if (task != "article") {
        complain("--for takes article or page, not '" + task + "'");
      }
    }
    if (has("url")) out_.url = text("url");
    if (has("level")) {
      const auto level = level_named(text("level"));
      if (level) {
        out_.clean.level = *level;
      } else {
        complain("--level takes safe, normal or aggressive, not '" + text("level") + "'");
      }
    }
    std::bitset<kCategories> only = categories("only");
    if (has("only")) out_.clean.categories = only;
    out_.clean.categories &= ~categories("skip");
  }

  std::bitset<kCategories> categories(const char* name) {
    std::bitset<kCategories> set;
    for (const std::string& word : list(name)) {
      std::istringstream parts(word);
      for (std::string part; std::getline(parts, part, ',');) {
        const auto category = category_named(part);
        if (category) {
          set.set(static_cast<size_t>(*category));
          continue;
        }
        Words known;
        for (size_t i = 0; i < kCategories; ++i) {
          known.emplace_back(name_of(static_cast<Category>(i)));
        }
        complain("'" + part + "' is no category" + suggestion(part, known));
      }
    }
    return set;
  }

  void input() {
    if (has("as")) {
      const std::string kind = text("as");
      if (kind == "html") {
        out_.clean.input = InputKind::html;
      } else if (kind == "text") {
        out_.clean.input = InputKind::text;
      } else if (kind != "auto") {
        complain("--as takes auto, html or text, not '" + kind + "'");
      }
    }
    if (has("encoding")) {
      out_.clean.encoding = text("encoding");
      const Result<Decoded> known = decode("", {.encoding = out_.clean.encoding});
      if (!known) complain(known.error().message);
    }
    if (has("max-bytes")) {
      const auto size = parse_size(text("max-bytes"));
      if (size) {
        out_.clean.max_bytes = *size;
      } else {
        complain("--max-bytes takes a number, with K, M or G behind it or without");
      }
    }
  }

  void work() {
    if (!has("max-work")) return;
    const auto steps = parse_size(text("max-work"));
    if (!steps) return complain("--max-work takes a number of steps, with K, M or G behind it or without");
    out_.clean.max_work = *steps;
  }

  void output() {
    if (has("output")) out_.output = text("output");
    if (has("directory")) out_.directory = text("directory");
    if (has("in-place")) out_.in_place = "";
    if (has("in-place-suffix")) out_.in_place = text("in-place-suffix");
    if (has("separator")) out_.separator = unescape(text("separator"));
    if (has("removed")) out_.removed = text("removed");
    if (has("to")) {
      const std::string format = text("to");
      if (format == "markdown") {
        out_.clean.format = PageFormat::markdown;
      } else if (format == "html") {
        out_.clean.format = PageFormat::html;
      } else if (format != "text") {
        complain("--to takes text, markdown or html, not '" + format + "'");
      }
    }
    out_.clean.resolve_links = has("absolute-links");
    if (has("keep-blank")) out_.clean.blanks = BlankLines::keep;
    const int targets = (has("output") ? 1 : 0) + (has("directory") ? 1 : 0) +
                        (out_.in_place ? 1 : 0) + (has("check") ? 1 : 0);
    if (targets > 1) complain("of -o, -d, -i and --check only one can be given");
    if (out_.in_place && has("jsonl")) complain("--jsonl cannot be written in place");
    if (out_.in_place && out_.in_place->find('/') != std::string::npos) {
      complain("the suffix of -i may not hold a slash");
    }
  }

  void batch_inputs() {
    BatchOptions& batch = out_.batch;
    batch.inputs.recursive = has("recursive");
    batch.inputs.filter = {list("include"), list("exclude")};
    if (has("files-from")) batch.inputs.files_from = text("files-from");
    batch.inputs.zeros = has("null");
    if (has("null") && !has("files-from")) complain("-0 says how --files-from ends names, which is missing");
    if (has("from")) {
      const std::map<std::string, From> kinds = {
          {"auto", From::detect}, {"files", From::files}, {"warc", From::warc}, {"jsonl", From::jsonl}};
      const auto kind = kinds.find(text("from"));
      if (kind == kinds.end()) complain("--from takes auto, files, warc or jsonl, not '" + text("from") + "'");
      if (kind != kinds.end()) batch.from = kind->second;
    }
    if (has("html-field")) batch.fields.html = text("html-field");
    if (has("text-field")) batch.fields.text = text("text-field");
    if (has("url-field")) batch.fields.url = text("url-field");
    if (has("id-field")) batch.fields.id = text("id-field");
    if (has("url-from-path")) {
      batch.inputs.url_pattern = text("url-from-path");
      const std::string fault = url_pattern_fault(batch.inputs.url_pattern);
      if (!fault.empty()) complain("--url-from-path " + fault);
    }
  }

  uint64_t size_of(const char* name) {
    const auto size = parse_size(text(name));
    if (size && *size > 0) return *size;
    complain("--" + std::string(name) + " takes a number from 1 on, with K, M or G behind it or without");
    return 0;
  }

  void batch_outputs() {
    BatchOptions& batch = out_.batch;
    if (has("ext")) {
      batch.extension = text("ext");
      if (batch.extension.find('/') != std::string::npos || batch.extension.empty()) {
        complain("--ext takes an extension such as .txt");
      } else if (batch.extension[0] != '.') {
        batch.extension.insert(0, ".");
      }
      if (!has("directory")) complain("--ext names the outputs of -d, which is missing");
    }
    constexpr uint64_t kMostShards = 1000;
    if (has("shards")) batch.shards = size_of("shards");
    if (batch.shards > kMostShards) complain("--shards takes a number from 1 to 1000");
    if (has("shard-size")) batch.shard_size = size_of("shard-size");
    if (has("shards") && has("shard-size")) complain("of --shards and --shard-size only one can be given");
    const bool in_file = has("output") && out_.output != "-" && !out_.output.empty();
    if ((has("shards") || has("shard-size")) && (!has("jsonl") || !in_file)) {
      complain("shards are files of records: --jsonl -o FILE is missing");
    }
    batch.resume = has("resume");
    if (!batch.resume) return;
    const bool in_place = out_.in_place && !out_.in_place->empty();
    if (!in_file && !has("directory") && !in_place) {
      complain("--resume goes on with files: -o FILE, -d DIR or -iSUFFIX is missing");
    }
    if (!in_file && has("removed")) complain("--removed cannot be gone on with but beside -o FILE");
  }

  void run() {
    if (has("jobs")) jobs(std::stoi(text("jobs")));
    if (has("progress")) {
      const std::map<std::string, ProgressWhen> known = {{"auto", ProgressWhen::automatic},
                                                         {"always", ProgressWhen::always},
                                                         {"never", ProgressWhen::never},
                                                         {"json", ProgressWhen::json}};
      const auto when = known.find(text("progress"));
      if (when != known.end()) {
        out_.progress = when->second;
      } else {
        complain("--progress takes auto, always, never or json, not '" + text("progress") + "'");
      }
    }
    if (!has("report")) return;
    out_.report = text("report");
    if (!out_.report.ends_with(".html") && !out_.report.ends_with(".json")) {
      complain("--report takes the name of a file that ends in .html or .json, not '" +
               out_.report + "'");
    }
  }

  void jobs(int count) {
    if (count < 0 || count > kMostJobs) {
      complain("--jobs takes a number from 0 (all cores) to " + std::to_string(kMostJobs));
      return;
    }
    out_.jobs = static_cast<unsigned>(count);
  }

  void select() {
    if (out_.command != Command::select || has("help") || has("version")) return;
    out_.shows.html = has("html");
    out_.shows.count = has("count");
    out_.shows.line = has("line");
    if (has("attr")) out_.shows.attribute = text("attr");
    const int asked = (has("text") ? 1 : 0) + (has("html") ? 1 : 0) + (has("attr") ? 1 : 0) +
                      (has("count") ? 1 : 0);
    if (asked > 1) complain("of --text, --html, --attr and --count only one can be given");
    if (out_.files.empty()) {
      complain("select takes a selector");
      return;
    }
    out_.shows.selector = out_.files[0];
    out_.files.erase(out_.files.begin());
  }

  void explain() {
    if (out_.command != Command::explain) return;
    if (has("why")) out_.why = text("why");
    if (out_.why && (has("html") || out_.json)) complain("of --why, --json and --html only one can be given");
    if (!has("html")) return;
    out_.html = text("html");
    if (out_.html.empty()) complain("--html takes the name of a file");
    if (out_.json) complain("of --json and --html only one can be given");
    // Without a FILE the one that was meant would be the one that is written.
    if (out_.files.size() != 1 || out_.recursive) {
      complain("--html OUT shows one document: explain --html OUT FILE, '-' for standard input");
    }
  }

  void color() {
    const std::string when = has("color") ? text("color") : "auto";
    if (when != "auto" && when != "always" && when != "never") {
      complain("--color takes auto, always or never, not '" + when + "'");
    }
    const char* no_color = std::getenv("NO_COLOR");
    const bool wanted = no_color == nullptr || *no_color == '\0';
    out_.color = when == "always" || (when == "auto" && wanted && isatty(STDOUT_FILENO) != 0);
  }

  const GivenOptions& given_;
  Options& out_;
  std::string complaint_;
};

}  // namespace

void GivenOptions::add(const std::string& name, std::vector<std::string> words) { words_[name] = std::move(words); }

std::vector<std::string> GivenOptions::list(const std::string& name) const {
  const auto found = words_.find(name);
  return found == words_.end() ? Words() : found->second;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string_view near = nearest_word(word, {known.begin(), known.end()});
  return near.empty() ? "" : "; did you mean '" + std::string(near) + "'?";
}

std::string read_options(const GivenOptions& given, Options* options) { return Reader(given, options).read(); }

InputQuery input_query(const Options& options) {
  InputQuery query = options.batch.inputs;
  query.operands = options.files;
  query.left_out = options.directory;
  return query;
}

SourceOptions source_options(const Options& options) {
  SourceOptions out;
  out.from = options.batch.from;
  out.fields = options.batch.fields;
  out.filter = options.batch.inputs.filter;
  out.max_bytes = options.clean.max_bytes;
  return out;
}

}  // namespace dehusk
