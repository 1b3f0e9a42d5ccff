#include "cli/explain_header.h"

#include <string_view>

#include "cli/explain_marks.h"
#include "cli/explain_verdict.h"

namespace dehusk {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : ", ") + part;
  return all;
}

std::string encoding_of(const Cleaned& cleaned) {
  std::string encoding = cleaned.encoding;
  const bool marked =
      !cleaned.pieces.empty() && cleaned.pieces[0].kind == ReportedPiece::Kind::mark;
  if (marked) encoding += ", with a byte order mark";
  if (cleaned.replaced > 0) {
    encoding += ", " + counted(cleaned.replaced, "undecodable sequence") + " shown as U+FFFD";
  }
  return encoding;
}

std::string page_of(const Cleaned& cleaned) {
  std::string page = counted(cleaned.shown.elements, "element") + ", " +
                     counted(cleaned.shown.blocks.size(), "block") +
                     " of text; numbers are lines of the HTML";
  if (cleaned.stats.cut_elements > 0) {
    page += "; " + counted(cleaned.stats.cut_elements, "tag") + " nested too deep and left out";
  }
  if (cleaned.stats.cut_bytes > 0) {
    page += "; the last " + counted(cleaned.stats.cut_bytes, "byte") + " left unread";
  }
  return page;
}

std::string rules_of(const Cleaned& cleaned) {
  std::string rules = cleaned.packs.empty() ? "none" : joined(cleaned.packs);
  if (cleaned.is_page && !cleaned.packs.empty()) {
    rules += "; " + counted(cleaned.stats.element_rules_run, "rule") + " with `select`";
  }
  return rules;
}

std::string guard_of(const Cleaned& cleaned, Level level) {
  if (!cleaned.guarded) return "did not step in";
  const std::string asked(name_of(level));
  if (cleaned.level) return "stopped " + asked + ", more would have gone than it allows";
  return "stopped " + asked + (level == Level::safe ? "" : " and what is safer") +
         ": the text stays as it came";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> header_fields(const Cleaned& cleaned,
                                                               Level asked) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](std::string_view key, std::string value) {
    fields.emplace_back(key, std::move(value));
  };
  if (cleaned.is_page) add("page", page_of(cleaned));
  add("encoding", encoding_of(cleaned));
  add("rules", rules_of(cleaned));
  if (cleaned.stats.element_rules > 0) {
    add("left out", counted(cleaned.stats.element_rules, "rule") +
                        " with `select`: elements are not known in text");
  }
  add("level", cleaned.level ? std::string(name_of(*cleaned.level)) : "none");
  add("guard", guard_of(cleaned, asked));
  add("model", describe_model(cleaned));
  if (!cleaned.title.empty()) add("title", cleaned.title);
  if (!cleaned.author.empty()) add("author", cleaned.author);
  if (!cleaned.published.empty()) add("published", cleaned.published);
  if (!cleaned.source.empty()) add("source", cleaned.source);
  return fields;
}

}  // namespace dehusk
