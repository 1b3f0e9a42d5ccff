//   495 documents, 134 MB; 61.2 % of the characters removed
//
//   never fired: 61 of 140 rules that ran
//        ran on
//           480  news/en:ad.foot       ad       rules/news/en.toml:36
//
//   fired, rarest first
//        ranges
//             4  news/en:ad.marker  ad  rules/news/en.toml:36
//                in 3 documents, 120 characters
//                "Advertisement"  pages/a.html
//
//   most removed
//        98.1 %  12,345 of 12,584 characters  pages/x.html
#include <algorithm>

#include "batch/summary.h"
#include "cli/explain_marks.h"
#include "cli/explain_rows.h"
#include "cli/figures.h"
#include "cli/stats_report.h"

namespace dehusk {
namespace {

constexpr size_t kNumberColumns = 11;
constexpr size_t kMostNameColumns = 40;  // longer names of rules stick out

std::string to_the_right(const std::string& figure) {
  return std::string(kNumberColumns - std::min(figure.size(), kNumberColumns), ' ') + figure;
}

std::string to_the_left(std::string text, size_t columns) {
  text.resize(std::max(text.size(), columns), ' ');
  return text;
}

class StatsWriter {
 public:
  StatsWriter(const RuleTally& tally, std::string* out)
      : tally_(tally), rules_(tally.rules()), rows_(out, Paint::plain) {
    for (const RuleHits& hits : rules_) {
      const size_t size = hits.rule.name.size();
      if (size <= kMostNameColumns) name_columns_ = std::max(name_columns_, size);
    }
  }

  void write(uint64_t failed) {
    const double share = share_of(tally_.chars_removed(), tally_.chars_kept());
    line(number_of(tally_.documents(), "document") + ", " + bytes_text(tally_.bytes()) + "; " +
         share_text(share) + " of the characters removed" +
         (failed > 0 ? "; " + number_text(failed) + " failed" : ""));
    if (!tally_.packs().empty()) write_packs();
    write_silent();
    write_fired();
    write_documents("most removed", tally_.highest());
    write_documents("least removed", tally_.lowest());
  }

 private:
  void line(const std::string& text) {
    rows_.begin("", "", 0);
    rows_.put(text, "");
    rows_.end();
  }

  void write_packs() {
    rows_.begin("packs: ", "       ", 7);
    size_t left = tally_.packs().size();
    for (const auto& [pack, documents] : tally_.packs()) {
      rows_.put_unbroken(pack + " " + number_text(documents) + (--left > 0 ? ", " : ""), "");
    }
    rows_.end();
  }

  void write_rule(const RuleHits& hits, const std::string& margin) {
    rows_.begin(margin, std::string(margin.size(), ' '), margin.size());
    rows_.put_unbroken(to_the_left(hits.rule.name, name_columns_) + "  ", "");
    const std::string kind(hits.kind == RuleKind::remove ? name_of(hits.rule.category)
                                                         : name_of(hits.kind));
    rows_.put_unbroken(to_the_left(kind, 10) + "  ", "");
    rows_.put_unbroken(place_of(hits.rule), "");
    rows_.end();
  }

  void write_silent() {
    const auto end = std::find_if(rules_.begin(), rules_.end(),
                                  [](const RuleHits& hits) { return hits.fired(); });
    const auto count = static_cast<uint64_t>(end - rules_.begin());
    line("");
    line("never fired: " + number_text(count) + " of " + number_of(rules_.size(), "rule") +
         " that ran");
    if (count > 0) line(to_the_right("ran on"));
    for (auto hits = rules_.begin(); hits != end; ++hits) {
      write_rule(*hits, to_the_right(number_text(hits->ran_on)) + "  ");
    }
  }

  void write_fired() {
    bool first = true;
    for (const RuleHits& hits : rules_) {
      if (!hits.fired()) continue;
      if (first) {
        line("");
        line("fired, rarest first");
        line(to_the_right("ranges"));
      }
      first = false;
      write_rule(hits, to_the_right(number_text(hits.ranges)) + "  ");
      note("in " + number_of(hits.documents, "document") + ", " +
           number_of(hits.characters, "character") +
           (hits.shared > 0
                ? "; " + number_text(hits.shared) + " more that another rule is named for"
                : "") +
           (hits.held > 0 ? "; " + number_text(hits.held) + " more that stayed" : ""));
      for (const RuleExample& example : hits.examples) write_example(example);
    }
  }

  void note(const std::string& text) {
    const std::string margin(kNumberColumns + 2, ' ');
    rows_.begin(margin, margin, margin.size());
    rows_.put(text, "");
    rows_.end();
  }

  void write_example(const RuleExample& example) {
    const std::string margin(kNumberColumns + 2, ' ');
    rows_.begin(margin, margin + "  ", margin.size());
    rows_.put("\"" + example.text + "\"  ", "");
    rows_.put_unbroken(example.document, "");
    rows_.end();
  }

  void write_documents(const std::string& title, const std::vector<DocumentShare>& documents) {
    if (documents.empty()) return;
    line("");
    line(title);
    for (const DocumentShare& document : documents) {
      const uint64_t all = document.chars_removed + document.chars_kept;
      const std::string margin =
          to_the_right(share_text(share_of(document.chars_removed, document.chars_kept))) + "  ";
      rows_.begin(margin, std::string(margin.size(), ' '), margin.size());
      rows_.put(number_text(document.chars_removed) + " of " + number_of(all, "character") + "  ",
                "");
      rows_.put_unbroken(document.name, "");
      rows_.end();
    }
  }

  const RuleTally& tally_;
  const std::vector<RuleHits> rules_;
  RowWriter rows_;
  size_t name_columns_ = 0;
};

}  // namespace

std::string stats_text(const RuleTally& tally, uint64_t failed) {
  std::string out;
  StatsWriter(tally, &out).write(failed);
  return out;
}

}  // namespace dehusk
