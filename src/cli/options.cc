#include "cli/options.h"

#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdlib>
#include <map>
#include <sstream>

#include "read/decode.h"

namespace dehusk {
namespace {

namespace po = boost::program_options;
using Words = std::vector<std::string>;

constexpr int kMostJobs = 1024;

struct CommandName {
  Command command;
  std::string_view name;
  std::string_view usage;
  std::string_view about;
};

constexpr CommandName kCommands[] = {
    {Command::clean, "", "dehusk [OPTION...] [FILE...]",
     "Strips boilerplate from scraped pages: standard input to standard output, or files and folders."},
    {Command::explain, "explain", "dehusk explain [OPTION...] [FILE...]",
     "Shows a document with what went, what stayed and which rule decided."},
    {Command::test, "test", "dehusk test [OPTION...] [FILE|DIR...]",
     "Runs the [[test]]s of rule files; without operands those of the built-in packs."},
    {Command::lint, "lint", "dehusk lint [OPTION...] FILE|DIR...",
     "Reports all faults of rule files."},
    {Command::select, "select", "dehusk select [OPTION...] SELECTOR [FILE...]",
     "Prints the elements of pages that a CSS selector finds."},
    {Command::features, "features", "dehusk features [OPTION...] [FILE...]",
     "Prints what is measured of each block, as JSONL."},
    {Command::rules, "rules", "dehusk rules [OPTION...]",
     "Lists the rules that are loaded, and from where."},
    {Command::stats, "stats", "dehusk stats [OPTION...] [FILE...]",
     "Counts what each rule takes of many documents, those that never fire first."},
    {Command::create, "new", "dehusk new site HOST",
     "Prints a commented rule file for a site."},
    {Command::help, "help", "dehusk help [COMMAND]", "Prints help."},
    {Command::version, "version", "dehusk version", "Prints the version."},
};

const CommandName& entry_of(Command command) {
  for (const CommandName& entry : kCommands) {
    if (entry.command == command) return entry;
  }
  return kCommands[0];
}

po::options_description rule_options() {
  po::options_description all("Rules");
  all.add_options()
      ("rules", po::value<Words>()->composing()->value_name("FILE|DIR"), "load these rule files too")
      ("no-builtin", "leave the built-in packs out")
      ("use", po::value<Words>()->composing()->value_name("PACK"),
       "run this pack, not those of the text's language; all: every pack")
      ("level", po::value<std::string>()->value_name("LEVEL"),
       "safe, normal (default) or aggressive")
      ("only", po::value<Words>()->composing()->value_name("CATEGORY"),
       "run rules of this category alone")
      ("skip", po::value<Words>()->composing()->value_name("CATEGORY"),
       "leave rules of this category out")
      ("for", po::value<std::string>()->value_name("TASK"),
       "article (default): the body of the page's one article; page: the main content of any page")
      ("model", po::value<Words>()->composing()->value_name("FILE"), "decide by the models of this file")
      ("no-model", "rules alone, no article model")
      ("url", po::value<std::string>()->value_name("URL"),
       "where the document was fetched: chooses rules by `sites`");
  return all;
}

po::options_description input_options() {
  po::options_description all("Input");
  all.add_options()
      ("as", po::value<std::string>()->value_name("KIND"), "auto (default), html or text")
      ("encoding", po::value<std::string>()->value_name("LABEL"),
       "the bytes' encoding, where there is no byte order mark")
      ("max-bytes", po::value<std::string>()->value_name("N"),
       "refuse larger documents (default 1G; K, M and G are powers of 1024)")
      ("max-work", po::value<std::string>()->value_name("N"),
       "give up on documents that take more steps (default 0: none; K, M and G as above)")
      ("recursive,r", "clean what is in folders");
  return all;
}

po::options_description batch_input_options() {
  po::options_description all("Many documents");
  all.add_options()
      ("include", po::value<Words>()->composing()->value_name("GLOB"), "of what is in folders and archives, only this")
      ("exclude", po::value<Words>()->composing()->value_name("GLOB"), "of what is in folders and archives, all but this")
      ("files-from", po::value<std::string>()->value_name("FILE"), "clean the files that FILE lists, one a line")
      ("null,0", "names in that list end with NUL")
      ("from", po::value<std::string>()->value_name("KIND"),
       "what inputs are: auto (default: by content), files, warc or jsonl")
      ("html-field", po::value<std::string>()->value_name("NAME"), "the field of JSONL that holds HTML (html)")
      ("text-field", po::value<std::string>()->value_name("NAME"), "the field that holds text (text)")
      ("url-field", po::value<std::string>()->value_name("NAME"), "the field that holds the URL (url)")
      ("id-field", po::value<std::string>()->value_name("NAME"), "the field that names a document (id)")
      ("url-from-path", po::value<std::string>()->value_name("PATTERN"),
       "the host of a file from its path: 'data/{host}/*'");
  return all;
}

po::options_description batch_output_options() {
  po::options_description all("Large outputs");
  all.add_options()
      ("ext", po::value<std::string>()->value_name("EXT"), "with -d: the outputs' extension")
      ("shards", po::value<std::string>()->value_name("N"), "deal the records of --jsonl -o FILE to N files")
      ("shard-size", po::value<std::string>()->value_name("SIZE"), "begin another file when one has SIZE bytes")
      ("resume", "go on where an earlier run of this command was stopped");
  return all;
}

po::options_description output_options() {
  po::options_description all("Output");
  all.add_options()
      ("output,o", po::value<std::string>()->value_name("FILE"), "write all documents to FILE")
      ("directory,d", po::value<std::string>()->value_name("DIR"),
       "write each document below DIR under its own name")
      ("in-place,i", "replace each file; -iSUFFIX or --in-place=SUFFIX keeps the old one")
      ("in-place-suffix", po::value<std::string>(), "")
      ("to", po::value<std::string>()->value_name("FORMAT"),
       "what pages become: text (default), markdown or html")
      ("absolute-links", "resolve a page's links against its URL")
      ("jsonl", "one JSON object a document")
      ("separator", po::value<std::string>()->value_name("TEXT"),
       "between documents of one stream (default an empty line; \\n, \\t, \\f and \\0 are read)")
      ("removed", po::value<std::string>()->value_name("FILE"),
       "list what was removed as JSONL; in --jsonl the records hold it too")
      ("keep-blank", "leave blank lines as they are")
      ("check", "write nothing; exit 1 if a rule would remove anything")
      ("report", po::value<std::string>()->value_name("FILE"),
       "tell in FILE.html, with charts, or FILE.json what the run came to");
  return all;
}

po::options_description run_options() {
  po::options_description all("Run");
  all.add_options()
      ("jobs,j", po::value<int>()->value_name("N"), "threads (default: all cores)")
      ("progress", po::value<std::string>()->value_name("WHEN"),
       "auto (default: on a terminal, past two seconds), always, never, or json for programs");
  return all;
}

po::options_description general_options() {
  po::options_description all("General");
  all.add_options()("quiet,q", "no warnings")("verbose,v", "tell more on standard error")(
      "help,h", "this text")("version", "the version");
  return all;
}

po::options_description options_of(Command command) {
  po::options_description all;
  switch (command) {
    case Command::clean:
      all.add(rule_options()).add(input_options()).add(batch_input_options()).add(output_options());
      all.add(batch_output_options()).add(run_options());
      break;
    case Command::stats:
      all.add(rule_options()).add(input_options()).add(batch_input_options()).add(run_options());
      all.add_options()("json", "one JSON object");
      break;
    case Command::explain:
      all.add(rule_options()).add(input_options());
      all.add_options()("json", "one JSON object a document")(
          "why", po::value<std::string>()->value_name("TEXT"), "only what became of the blocks that hold TEXT, and why")(
          "html", po::value<std::string>()->value_name("OUT"),
          "write a page for a browser to OUT; of one FILE")(
          "color", po::value<std::string>()->value_name("WHEN"), "auto (default), always or never");
      break;
    case Command::test:
      all.add_options()("coverage", "fail rules that no test fires")(
          "update", "write the output into `want` where a test fails")(
          "rules", po::value<Words>()->composing()->value_name("FILE|DIR"),
          "load these rule files too")("no-builtin", "leave the built-in packs out");
      break;
    case Command::lint:
      all.add_options()("format", po::value<std::string>()->value_name("FORMAT"),
                        "text (default), json, sarif or github")("list", "print all codes")(
          "rules", po::value<Words>()->composing()->value_name("FILE|DIR"),
          "load these rule files too")("no-builtin", "leave the built-in packs out");
      break;
    case Command::select:
      all.add_options()("text", "print their text (default)")("html", "print their source")(
          "attr", po::value<std::string>()->value_name("NAME"), "print an attribute's value")(
          "count", "print how many there are")("line", "print FILE:LINE: before each")(
          "encoding", po::value<std::string>()->value_name("LABEL"), "the bytes' encoding")(
          "recursive,r", "look in what is in folders");
      break;
    case Command::features:
      all.add(rule_options()).add(input_options());
      all.add_options()("list", "print the features and what they mean");
      break;
    case Command::rules:
      all.add_options()("json", "as JSON")(
          "rules", po::value<Words>()->composing()->value_name("FILE|DIR"),
          "load these rule files too")("no-builtin", "leave the built-in packs out");
      break;
    default:
      break;
  }
  all.add(general_options());
  return all;
}

Words command_names() {
  Words names;
  for (const CommandName& entry : kCommands) {
    if (!entry.name.empty()) names.emplace_back(entry.name);
  }
  return names;
}

// The long names of a command's options, for "did you mean".
std::vector<std::string> long_names(const po::options_description& all) {
  std::vector<std::string> names;
  for (const auto& option : all.options()) names.push_back("--" + option->long_name());
  return names;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string_view near = nearest_word(word, {known.begin(), known.end()});
  return near.empty() ? "" : "; did you mean '" + std::string(near) + "'?";
}

// Whether the word after `word` is its value.
bool awaits_value(const std::string& word, const po::options_description& all) {
  if (!word.starts_with('-')) return false;
  const std::string name = word.starts_with("--") ? word.substr(2) : word;
  const po::option_description* option = all.find_nothrow(name, false);
  return option != nullptr && option->semantic()->min_tokens() > 0;
}

// A suffix belongs to -i only when attached, which Boost's implicit values do not know: an attached
// one is put into a form without doubt before Boost reads it.
Words settle_in_place(const Words& words, const po::options_description& all) {
  Words settled;
  bool operands = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    operands = operands || word == "--";
    if (operands || (i > 0 && awaits_value(words[i - 1], all))) {
      settled.push_back(word);
    } else if (word == "--in-place=") {
      settled.push_back("--in-place");
    } else if (word.starts_with("--in-place=")) {
      settled.push_back("--in-place-suffix=" + word.substr(11));
    } else if (word.starts_with("-i") && word.size() > 2) {
      settled.push_back("--in-place-suffix=" + word.substr(2));
    } else {
      settled.push_back(word);
    }
  }
  return settled;
}

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

// Turns what Boost read into Options. The first complaint is kept.
class Reader {
 public:
  Reader(const po::variables_map& values, Options* options) : values_(values), out_(*options) {}

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
  bool has(const char* name) const { return values_.count(name) > 0; }
  std::string text(const char* name) const { return values_[name].as<std::string>(); }
  Words list(const char* name) const { return has(name) ? values_[name].as<Words>() : Words{}; }
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
    if (has("jobs")) jobs(values_["jobs"].as<int>());
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

  const po::variables_map& values_;
  Options& out_;
  std::string complaint_;
};

ParsedOptions parse_command(Command command, const Words& words) {
  po::options_description visible = options_of(command);
  po::options_description all;
  all.add(visible).add_options()("operand", po::value<Words>());
  po::positional_options_description operands;
  operands.add("operand", -1);
  po::variables_map values;
  const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    po::store(po::command_line_parser(settle_in_place(words, visible))
                  .options(all)
                  .positional(operands)
                  .style(style)
                  .run(),
              values);
  } catch (const po::unknown_option& fault) {
    const std::string word = fault.get_option_name();
    const std::string name = word.substr(0, word.find('='));
    return {std::nullopt, "unknown option '" + name + "'" + suggestion(name, long_names(visible))};
  } catch (const po::error& fault) {
    return {std::nullopt, fault.what()};
  }
  Options options;
  options.command = command;
  options.words = words;
  if (values.count("operand") > 0) options.files = values["operand"].as<Words>();
  if (command == Command::help && !options.files.empty()) {
    const std::string& word = options.files[0];
    const Words known = command_names();
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      return {std::nullopt, "no command is named '" + word + "'" + suggestion(word, known)};
    }
  }
  std::string complaint = Reader(values, &options).read();
  if (!complaint.empty()) return {std::nullopt, std::move(complaint)};
  // help and version win over everything else that was asked.
  if (values.count("help") > 0) {
    options.files = {std::string(name_of(command))};
    options.command = Command::help;
  } else if (values.count("version") > 0) {
    options.command = Command::version;
  }
  return {std::move(options), ""};
}

// A first word that is nearly a command, and no file: somebody mistyped a command.
std::string mistyped_command(const std::string& word) {
  if (word.size() < 3 || word.find_first_of("./-") != std::string::npos) return "";
  if (access(word.c_str(), F_OK) == 0) return "";
  return suggestion(word, command_names());
}

// A line as Boost prints it, "-r [ --recursive ]  clean ...", in the form that readers know,
// "-r, --recursive     clean ...".
std::string help_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  const size_t open = line.find(" [ --");
  const size_t close = line.find(" ]", open);
  if (open == std::string::npos || close == std::string::npos) return line;
  line.insert(std::min(line.find("  ", close), line.size()), 3, ' ');
  line.erase(close, 2);
  return line.replace(open, 3, ", ");
}

}  // namespace

InputQuery input_query(const Options& options) {
  InputQuery query = options.batch.inputs;
  query.operands = options.files;
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

std::string_view name_of(Command command) { return entry_of(command).name; }

ParsedOptions parse_options(const std::vector<std::string>& words) {
  if (!words.empty()) {
    for (const CommandName& entry : kCommands) {
      if (entry.name.empty() || words[0] != entry.name) continue;
      return parse_command(entry.command, {words.begin() + 1, words.end()});
    }
    const std::string near = mistyped_command(words[0]);
    if (!near.empty()) {
      return {std::nullopt, "no command and no file is named '" + words[0] + "'" + near};
    }
  }
  return parse_command(Command::clean, words);
}

std::string help_text(Command command) {
  const CommandName& entry = entry_of(command);
  std::ostringstream out;
  out << "usage: " << entry.usage << "\n\n" << entry.about << "\n";
  if (command == Command::clean) {
    out << "\nCommands (a file of that name is written ./NAME):\n";
    for (const CommandName& other : kCommands) {
      if (other.name.empty()) continue;
      std::string name(other.name);
      name.resize(10, ' ');
      out << "  " << name << other.about << "\n";
    }
  }
  std::ostringstream options;
  options << options_of(command);
  // --in-place-suffix is for settle_in_place() alone.
  std::istringstream lines(options.str());
  for (std::string line; std::getline(lines, line);) {
    if (line.find("--in-place-suffix") == std::string::npos) out << help_line(line) << "\n";
  }
  if (command == Command::clean) {
    out << "\nExit codes: 0 done; 1 --check found something; 2 nothing was run; 3 some inputs "
           "failed.\n";
  }
  return out.str();
}

}  // namespace dehusk
