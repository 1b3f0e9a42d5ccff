#include "cli/want_editor.h"

#include <algorithm>

#include "core/utf8.h"

namespace dehusk {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

// A string as it stands in the file.
struct StringForm {
  size_t begin = 0;  // bytes of the file, quotes included
  size_t end = 0;
  char quote = '"';
  bool multi_line = false;
  bool opens_line = false;     // the text begins on the line after the opening quotes
  bool ends_line = false;      // the text ends with a line end
  std::string_view line_end;  // LF or CRLF
};

size_t offset_of(std::string_view toml, Place place) {
  size_t at = toml.starts_with("\xEF\xBB\xBF") ? 3 : 0;  // a byte order mark takes no column
  for (uint32_t line = 1; line < place.line; ++line) {
    at = toml.find('\n', at);
    if (at == kNowhere) return kNowhere;
    ++at;
  }
  for (uint32_t column = 1; column < place.column && at < toml.size(); ++column) {
    next_code_point(toml, &at);
  }
  return at;
}

// The offset of the closing quotes of a string whose text begins at `at`, or npos.
size_t closing_quotes(std::string_view toml, size_t at, char quote, bool multi_line) {
  for (; at < toml.size(); ++at) {
    if (quote == '"' && toml[at] == '\\') {
      ++at;
    } else if (toml[at] == quote) {
      if (!multi_line) return at;
      size_t run = toml.find_first_not_of(quote, at);
      run = (run == kNowhere ? toml.size() : run) - at;
      if (run >= 3) return at + run - 3;  // up to two in front of the closing three are text
      at += run - 1;
    } else if (toml[at] == '\n' && !multi_line) {
      return kNowhere;
    }
  }
  return kNowhere;
}

// True if `text`, as it stands between "double quotes", ends with the escape \n.
bool ends_with_escaped_line_end(std::string_view text) {
  if (!text.ends_with("\\n")) return false;
  const size_t other = text.find_last_not_of('\\', text.size() - 2);
  const size_t backslashes = text.size() - 1 - (other == kNowhere ? 0 : other + 1);
  return backslashes % 2 == 1;
}

std::string_view line_end_of(std::string_view text) {
  const size_t at = text.find('\n');
  if (at == kNowhere) return "";
  return at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

Result<StringForm> form_at(std::string_view toml, Place place) {
  const Error nothing{"no string begins at " + std::to_string(place.line) + ":" +
                      std::to_string(place.column)};
  StringForm form;
  form.begin = offset_of(toml, place);
  if (form.begin >= toml.size()) return nothing;
  form.quote = toml[form.begin];
  if (form.quote != '"' && form.quote != '\'') return nothing;
  form.multi_line = toml.substr(form.begin, 3) == std::string(3, form.quote);
  const size_t quotes = form.multi_line ? 3 : 1;
  const size_t text = form.begin + quotes;
  const size_t closing = closing_quotes(toml, text, form.quote, form.multi_line);
  if (closing == kNowhere) return nothing;
  form.end = closing + quotes;

  const std::string_view inside = toml.substr(text, closing - text);
  const size_t first = inside.starts_with('\\') ? 1 : 0;  // """\ means the same to what follows
  form.opens_line = form.multi_line && !line_end_of(inside.substr(first, 2)).empty() &&
                    inside.find_first_not_of("\r\n", first) != first;
  form.ends_line = inside.ends_with("\n") ||
                   (form.quote == '"' && ends_with_escaped_line_end(inside));
  form.line_end = line_end_of(inside);
  if (form.line_end.empty()) form.line_end = line_end_of(toml);
  if (form.line_end.empty()) form.line_end = "\n";
  return form;
}

bool is_control(char c) { return static_cast<uint8_t>(c) < 0x20 || c == 0x7F; }

// True if the text can stand between single quotes, which know no escapes.
bool fits_single_quotes(std::string_view text, bool multi_line) {
  const bool quotes = multi_line ? text.find("'''") != kNowhere || text.ends_with('\'')
                                 : text.find('\'') != kNowhere;
  return !quotes && std::none_of(text.begin(), text.end(), [&](char c) {
    return is_control(c) && c != '\t' && !(multi_line && c == '\n');
  });
}

void add_escape(char c, std::string* out) {
  static constexpr std::string_view kShort = "\bb\tt\nn\ff\rr\"\"\\\\";
  for (size_t i = 0; i < kShort.size(); i += 2) {
    if (kShort[i] != c) continue;
    out->append({'\\', kShort[i + 1]});
    return;
  }
  static constexpr char kHex[] = "0123456789ABCDEF";
  out->append("\\u00").append({kHex[(c >> 4) & 0xF], kHex[c & 0xF]});
}

// The text for between double quotes, line ends being LF. On several lines tabs and line ends stand
// as they are, and quotes too where they cannot be taken for closing ones.
std::string escaped(std::string_view text, bool multi_line) {
  std::string out;
  size_t quotes = 0;  // quotes in a row that stand as they are
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool last = i + 1 == text.size();
    const bool bare = multi_line && (c == '\t' || c == '\n' || (c == '"' && quotes < 2 && !last));
    quotes = bare && c == '"' ? quotes + 1 : 0;
    if (bare || (c != '"' && c != '\\' && !is_control(c))) {
      out += c;
    } else {
      add_escape(c, &out);
    }
  }
  return out;
}

std::string with_line_ends(std::string_view text, std::string_view line_end) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += line_end;
    } else {
      out += c;
    }
  }
  return out;
}

std::string quoted(std::string_view text, const StringForm& form) {
  if (!form.ends_line && text.ends_with('\n')) text.remove_suffix(1);
  const bool single = form.quote == '\'' && fits_single_quotes(text, form.multi_line);
  const std::string quotes(form.multi_line ? 3 : 1, single ? '\'' : '"');
  std::string inside = single ? std::string(text) : escaped(text, form.multi_line);
  // The first line end of a string on several lines is no text.
  if (form.opens_line || (form.multi_line && text.starts_with('\n'))) inside.insert(0, "\n");
  return quotes + with_line_ends(inside, form.line_end) + quotes;
}

}  // namespace

Result<std::string> edit_wants(std::string_view toml, std::vector<WantEdit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const WantEdit& a, const WantEdit& b) { return a.place < b.place; });
  std::string out;
  size_t at = 0;
  for (const WantEdit& edit : edits) {
    const Result<StringForm> form = form_at(toml, edit.place);
    if (!form) return form.error();
    if (form->begin < at) return Error{"two edits of one string"};
    out += toml.substr(at, form->begin - at);
    out += quoted(edit.text, *form);
    at = form->end;
  }
  out += toml.substr(at);
  return out;
}

}  // namespace dehusk
