#include "cli/options.h"

#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <sstream>

#include "cli/option_reader.h"


namespace dehusk {
namespace {

namespace po = boost::program_options;
using Words = std::vector<std::string>;

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

// What Boost read, as words.
GivenOptions given_options(const po::variables_map& values) {
  GivenOptions given;
  for (const auto& [name, value] : values) {
    if (const auto* words = boost::any_cast<Words>(&value.value())) {
      given.add(name, *words);
    } else if (const auto* word = boost::any_cast<std::string>(&value.value())) {
      given.add(name, {*word});
    } else if (const auto* number = boost::any_cast<int>(&value.value())) {
      given.add(name, {std::to_string(*number)});
    } else {
      given.add(name, {});
    }
  }
  return given;
}

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
  const GivenOptions given = given_options(values);
  options.files = given.list("operand");
  if (command == Command::help && !options.files.empty()) {
    const std::string& word = options.files[0];
    const Words known = command_names();
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      return {std::nullopt, "no command is named '" + word + "'" + suggestion(word, known)};
    }
  }
  std::string complaint = read_options(given, &options);
  if (!complaint.empty()) return {std::nullopt, std::move(complaint)};
  // help and version win over everything else that was asked.
  if (given.has("help")) {
    options.files = {std::string(name_of(command))};
    options.command = Command::help;
  } else if (given.has("version")) {
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
