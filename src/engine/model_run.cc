#include "engine/model_run.h"

#include <algorithm>
#include <cmath>

#include "core/visible.h"


namespace dehusk {
namespace {

constexpr uint64_t kFewChars = 200;

// Walks ranges that stand in order, for one question after the other in document order.
class Cover {
 public:
  explicit Cover(std::vector<Span> ranges) : ranges_(std::move(ranges)) {}

  /// Calls `use(part)` for each part of `range` that the ranges leave free.
  template <typename Use>
  void each_gap(Span range, Use use) {
    while (next_ < ranges_.size() && ranges_[next_].end <= range.begin) ++next_;
    uint32_t at = range.begin;
    for (size_t i = next_; i < ranges_.size() && ranges_[i].begin < range.end; ++i) {
      if (ranges_[i].begin > at) use(Span{at, ranges_[i].begin});
      at = std::max(at, ranges_[i].end);
    }
    if (at < range.end) use(Span{at, range.end});
  }

 private:
  std::vector<Span> ranges_;
  size_t next_ = 0;
};

std::vector<Span> joined(std::vector<Span> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> out;
  for (const Span& range : ranges) {
    if (!out.empty() && range.begin <= out.back().end) {
      out.back().end = std::max(out.back().end, range.end);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

std::vector<Span> removed_ranges(const Decisions& decisions) {
  std::vector<Span> ranges;
  for (const Removal& removal : decisions.removed) ranges.push_back(removal.source);
  return ranges;
}

std::vector<Span> kept_ranges(const Program& program, const Matches& matches) {
  std::vector<Span> ranges;
  for (const Match& match : matches.found) {
    if (program.rules[match.rule].rule->kind == RuleKind::keep && !match.source.empty()) ranges.push_back(match.source);
  }
  return ranges;
}

// Lines that rules are sure to take whole, whatever the others do.
std::vector<uint8_t> taken_lines(const Document& doc, const Program& program, const Matches& matches, Level level) {
  std::vector<int32_t> taking(doc.blocks.size() + 1, 0);
  std::vector<int32_t> keeping(doc.blocks.size() + 1, 0);
  for (const Match& match : matches.found) {
    const Rule& rule = *program.rules[match.rule].rule;
    if (match.source.empty()) continue;
    const bool takes = rule.kind == RuleKind::remove && rule.level <= level && !match.held && !match.part &&
                       rule.at.edge == At::Edge::anywhere;
    if (!takes && rule.kind != RuleKind::keep) continue;
    std::vector<int32_t>& change = takes ? taking : keeping;
    // The first and the last line of a match may be taken in part.
    const uint32_t first = match.first + (takes && match.source.begin > doc.blocks[match.first].source.begin ? 1 : 0);
    const uint32_t end = match.last + 1 - (takes && match.source.end < doc.blocks[match.last].source.end ? 1 : 0);
    if (first >= end) continue;
    ++change[first];
    --change[end];
  }
  std::vector<uint8_t> taken(doc.blocks.size(), 0);
  int32_t takes = 0;
  int32_t keeps = 0;
  for (size_t line = 0; line < taken.size(); ++line) {
    takes += taking[line];
    keeps += keeping[line];
    taken[line] = takes > 0 && keeps == 0;
  }
  return taken;
}

// Images between rows that went go with them.
void drop_images(const Document& doc, const std::vector<RowVerdict>& verdicts, std::vector<uint32_t>* gone) {
  const Page& page = *doc.page;
  uint32_t row = 0;
  const auto size = static_cast<uint32_t>(verdicts.size());
  const auto begin_of = [&](uint32_t r) { return doc.blocks[page.blocks[r].first_line].source.begin; };
  std::vector<uint32_t> more;
  for (const Image& image : page.images) {
    while (row < size && begin_of(row) < image.at) ++row;  // the first row at or behind the image
    const bool before = row > 0 && verdicts[row - 1].keep;
    const bool behind = row < size && verdicts[row].keep;
    if (!before && !behind) more.push_back(image.element);
  }
  gone->insert(gone->end(), more.begin(), more.end());
  std::sort(gone->begin(), gone->end());
  gone->erase(std::unique(gone->begin(), gone->end()), gone->end());
}

}  // namespace

std::vector<float> row_scores(const Program& program, const Decisions& decisions, Measurements* measured) {
  std::vector<float> scores(measured->size(), 0.0F);
  uint32_t rule = Program::kNoRule;
  uint32_t after = 0;  // rows below have this rule's score already
  for (const Scored& scored : decisions.scored) {
    if (scored.rule != rule) after = 0;
    rule = scored.rule;
    const uint32_t end = measured->row_of_line(scored.lines.end - 1) + 1;
    for (uint32_t row = std::max(after, measured->row_of_line(scored.lines.begin)); row < end; ++row) {
      scores[row] += static_cast<float>(program.rules[rule].rule->add);
    }
    after = std::max(after, end);
  }
  return scores;
}

void ModelRun::begin(const Document& doc, const ModelTask& task, Measurements* measured, Work* work) {
  doc_ = &doc;
  work_ = work;
  measured_ = measured;
  task_ = task;
  model_ = nullptr;
  full_page_ = false;
  if (task.models == nullptr || measured->size() == 0) return;
  use(task.task);
  begin_rows();
}

void ModelRun::begin_rows() { verdicts_.assign(measured_->size(), {}); }

// The model for the task; where there is none, the other one's.
void ModelRun::use(Task task) {
  const ModelInput input = doc_->page ? ModelInput::html : ModelInput::text;
  const Task other = task == Task::article ? Task::page : Task::article;
  task_.task = task;
  model_ = task_.models->find(input, task);
  if (model_ == nullptr) model_ = task_.models->find(input, other);
}

// Asks the model for the wanted rows that it was not asked for yet.
void ModelRun::score_rows(const std::vector<uint8_t>& wanted) {
  const uint32_t parts = doc_->page ? 1 : measured_->parts();
  for (uint32_t part = 0; part < parts; ++part) {
    if (work_ != nullptr && work_->exceeded()) return;
    const uint32_t first = part * Measurements::kPart;
    const auto end = doc_->page ? measured_->size() : std::min(measured_->size(), first + Measurements::kPart);
    rows_.clear();
    for (uint32_t row = first; row < end; ++row) {
      if (wanted[row] != 0 && !verdicts_[row].scored) rows_.push_back(row - first);
    }
    if (rows_.empty()) continue;
    if (work_ != nullptr) work_->add(model_->steps_for(rows_.size()));
    model_->score(measured_->table(part), rows_, &bins_, &part_);
    for (size_t i = 0; i < rows_.size(); ++i) {
      verdicts_[first + rows_[i]].log_odds = part_[i];
      verdicts_[first + rows_[i]].scored = true;
    }
  }
}

// Sets keep, copy and the threshold from the log-odds.
void ModelRun::choose(const std::vector<uint8_t>& live) {
  if (!doc_->page && measured_->parts() > 1) {
    // So long a text is no page.
    threshold_ = clean_threshold(task_.level);
    for (size_t i = 0; i < verdicts_.size(); ++i) {
      verdicts_[i].keep = live[i] != 0 && probability(verdicts_[i].log_odds) >= threshold_;
    }
    return;
  }
  const Rows& rows = measured_->rows(0);
  std::vector<int32_t> log_odds;
  log_odds.reserve(rows.size());
  for (const RowVerdict& verdict : verdicts_) log_odds.push_back(verdict.log_odds);
  const ArticleOptions options{doc_->page ? ModelInput::html : ModelInput::text, task_.task, task_.level};
  ArticleChoice choice = choose_rows(rows, log_odds, live, options);
  for (uint32_t i = 0; i < rows.size(); ++i) choice.keep[i] = choice.keep[i] && live[i];
  std::vector<uint8_t> copies(rows.size(), 0);
  if (doc_->page) copies = drop_copies(rows, &choice.keep);
  for (uint32_t i = 0; i < rows.size(); ++i) {
    verdicts_[i].keep = choice.keep[i] != 0;
    verdicts_[i].copy = copies[i] != 0;
  }
  threshold_ = choice.threshold;
  full_page_ = choice.full_page;
}

const std::vector<uint8_t>& ModelRun::dropped(const Program& program, const Matches& matches, bool every_row) {
  const std::vector<uint8_t> taken = taken_lines(*doc_, program, matches, task_.level);
  std::vector<uint8_t> open(verdicts_.size(), 0);
  for (uint32_t row = 0; row < open.size(); ++row) {
    const Span lines = measured_->lines_of_row(row);
    open[row] = std::find(taken.begin() + lines.begin, taken.begin() + lines.end, 0) != taken.begin() + lines.end;
  }
  // What is decided does not depend on which rows are scored besides the open ones.
  score_rows(every_row ? std::vector<uint8_t>(open.size(), 1) : open);
  choose(open);
  dropped_.assign(doc_->blocks.size(), 0);
  for (uint32_t row = 0; row < verdicts_.size(); ++row) {
    if (verdicts_[row].keep || open[row] == 0) continue;
    const Span lines = measured_->lines_of_row(row);
    std::fill(dropped_.begin() + lines.begin, dropped_.begin() + lines.end, 1);
  }
  return dropped_;
}

uint64_t ModelRun::chars_kept(const std::vector<uint8_t>& live) {
  uint64_t chars = 0;
  for (uint32_t row = 0; row < verdicts_.size(); ++row) {
    if (verdicts_[row].keep && live[row] != 0) chars += measured_->rows(0).rows[row].text.chars;
  }
  return chars;
}

void ModelRun::decide(const Program& program, const Matches& matches, Decisions* decisions) {
  const std::vector<float> scores = row_scores(program, *decisions, measured_);
  const auto add_scores = [&] {
    for (size_t row = 0; row < scores.size(); ++row) {
      verdicts_[row].score = scores[row];
      verdicts_[row].log_odds += static_cast<int32_t>(std::lround(scores[row] * static_cast<float>(Model::kUnit)));
    }
  };
  // Rows of which rules left something.
  std::vector<uint8_t> live(verdicts_.size(), 0);
  Cover removed(removed_ranges(*decisions));
  for (uint32_t row = 0; row < live.size(); ++row) {
    removed.each_gap(measured_->text_of_row(row),
                     [&](Span part) { live[row] = live[row] != 0 || has_visible(doc_->text_of(part)); });
  }
  score_rows(live);
  add_scores();
  choose(live);
  if (doc_->page && task_.task == Task::article) {
    const uint64_t kept = chars_kept(live);
    if (kept < kFewChars && task_.models->find(ModelInput::html, Task::page) != nullptr) {
      const std::vector<RowVerdict> before = verdicts_;
      const double threshold = threshold_;
      const Model* other = model_;
      use(Task::page);
      if (model_ != other) {
        begin_rows();
        score_rows(live);
        add_scores();
      }
      choose(live);
      if (chars_kept(live) <= kept) {
        use(Task::article);
        verdicts_ = before;
        threshold_ = threshold;
      }
    }
  }
  std::vector<Span> settled = removed_ranges(*decisions);
  const std::vector<Span> saved = kept_ranges(program, matches);
  settled.insert(settled.end(), saved.begin(), saved.end());
  Cover cover(joined(std::move(settled)));
  for (uint32_t row = 0; row < verdicts_.size(); ++row) {
    if (verdicts_[row].keep || live[row] == 0) continue;
    const uint32_t by = verdicts_[row].copy ? kByCopy : kByModel;
    cover.each_gap(measured_->text_of_row(row), [&](Span part) {
      if (has_visible(doc_->text_of(part))) decisions->removed.push_back({part, by, 0, 0});
    });
  }
  std::sort(decisions->removed.begin(), decisions->removed.end(),
            [](const Removal& a, const Removal& b) { return a.source.begin < b.source.begin; });
  if (doc_->page) drop_images(*doc_, verdicts_, &decisions->elements);
}

}  // namespace dehusk
