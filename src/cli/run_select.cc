// dehusk select SELECTOR [FILE...]: the elements that a selector finds, for trying one out.
#include <unistd.h>

#include <iostream>
#include <optional>

#include "batch/file_io.h"
#include "batch/inputs.h"
#include "batch/read_document.h"
#include "cli/commands.h"
#include "core/line_numbers.h"
#include "core/utf8.h"
#include "read/binary_kind.h"
#include "read/decode.h"
#include "read/html_reader.h"
#include "rule/select.h"
#include "rule/selector.h"

namespace dehusk {
namespace {

// The selector, or what is wrong with it on standard error: its place under the string.
std::optional<SelectorList> read_selector(const std::string& text) {
  std::vector<SelectorFault> faults;
  SelectorList list = parse_selector(text, &faults);
  find_regex_faults(list, &faults);
  bool sound = true;
  for (const SelectorFault& fault : faults) {
    const size_t column = count_code_points(std::string_view(text).substr(0, fault.offset));
    const bool error = is_error(fault.code);
    sound = sound && !error;
    std::cerr << "dehusk: " << (error ? "" : "warning: ") << "column " << column + 1 << ": "
              << fault.message << "\n  " << text << "\n  " << std::string(column, ' ') << "^"
              << (fault.label.empty() ? "" : " " + fault.label) << "\n";
  }
  if (!sound) return std::nullopt;
  return list;
}

// Line ends would make several lines of one match.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == '\n' || c == '\r' || c == '\t';
    if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
  }
  return out;
}

class SelectRun {
 public:
  SelectRun(const Options& options, const SelectorList& list)
      : options_(options), selector_(list) {}

  int run() {
    const Inputs inputs = list_inputs(input_query(options_));
    for (const std::string& fault : inputs.faults) complain(fault);
    for (const Input& input : inputs.found) {
      const uint64_t most = options_.clean.max_bytes;
      const Result<Bytes> bytes = read_document(input, most);
      const std::string name = input.path == "-" ? "standard input" : input.path;
      if (!bytes) {
        complain(name + ": " + bytes.error().message);
        continue;
      }
      if (!look_into(name, bytes->view())) break;
    }
    if (failed_) return kSomeFailed;
    return found_ > 0 ? kDone : kAnsweredNo;
  }

 private:
  void complain(const std::string& message) {
    std::cerr << "dehusk: " << message << "\n";
    failed_ = true;
  }

  // False if nobody reads what is printed.
  bool look_into(const std::string& name, std::string_view bytes) {
    if (const std::string_view kind = binary_kind(bytes); !kind.empty()) {
      complain(name + ": not text but " + std::string(kind));
      return true;
    }
    const Result<Decoded> decoded =
        decode(bytes, {.encoding = options_.clean.encoding, .source = Source::html});
    if (!decoded) {
      complain(name + ": " + decoded.error().message);
      return true;
    }
    const Document doc = read_html(decoded->text(), HtmlMode::fast, &html_);
    const std::vector<uint32_t> elements = selector_.all(doc, &scratch_);
    found_ += elements.size();
    std::string out;
    if (options_.shows.count) {
      if (options_.shows.line || options_.recursive || options_.files.size() > 1) out += name + ": ";
      out += std::to_string(elements.size()) + "\n";
    } else {
      LineNumbers lines(doc.page->source);
      for (const uint32_t element : elements) print(doc, name, element, &lines, &out);
    }
    const Written written = write_descriptor(STDOUT_FILENO, out);
    if (written.status == WriteStatus::failed) complain("standard output: " + written.message);
    return written.status == WriteStatus::done;
  }

  void print(const Document& doc, const std::string& name, uint32_t element, LineNumbers* lines,
             std::string* out) const {
    const Page& page = *doc.page;
    const Element& e = page.elements[element];
    std::string shown;
    if (!options_.shows.attribute.empty()) {
      const auto value = page.attribute(element, options_.shows.attribute);
      if (!value) return;
      shown = on_one_line(*value);
    } else if (options_.shows.html) {
      shown = page.source_of(e.source);
    } else {
      shown = on_one_line(doc.text_of(e.text));
    }
    if (options_.shows.line) {
      *out += name + ":" + std::to_string(lines->line_of(e.source.begin)) + ": ";
    }
    *out += shown + "\n";
  }

  const Options& options_;
  ElementSelector selector_;
  SelectorScratch scratch_;
  HtmlScratch html_;
  size_t found_ = 0;
  bool failed_ = false;
};

}  // namespace

int run_select(const Options& options) {
  const std::optional<SelectorList> list = read_selector(options.shows.selector);
  if (!list) return kNothingRun;
  return SelectRun(options, *list).run();
}

}  // namespace dehusk
