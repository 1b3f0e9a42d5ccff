#include "rule/sequence.h"

#include <algorithm>

namespace dehusk {
namespace {

using Kind = SequenceStep::Kind;

// Work that a match may take: so much, and so much for each byte. A call of RE2 counts for 64.
constexpr size_t kWork = 2048;
constexpr size_t kWorkForByte = 64;
constexpr size_t kCall = 64;

// Steps of work.h for one of that work.
constexpr uint64_t kSteps = 3;
constexpr uint64_t kLineSteps = 8;

// Longer lines are left to the one RE2 at once: what failed where is kept for each byte.
constexpr size_t kLongest = 8192;

bool begins_with_choice(const SequenceStep& step, std::string_view text) {
  return !text.empty() && step.first[static_cast<uint8_t>(text[0])] &&
         std::any_of(step.choices.begin(), step.choices.end(),
                     [&](const std::string& choice) { return text.starts_with(choice); });
}

bool ends_with_choice(const SequenceStep& step, std::string_view text) {
  return std::any_of(step.choices.begin(), step.choices.end(),
                     [&](const std::string& choice) { return text.ends_with(choice); });
}

// Asks once a line; `kind` tells questions about one RE2 apart.
template <typename Ask>
bool once_a_line(const LineText& line, const Regex* regex, size_t kind, Ask ask) {
  const void* key = reinterpret_cast<const char*>(regex) + kind;
  if (const auto known = line.recall(key)) return *known;
  // At the start RE2 stops soon, mostly.
  line.spend(Regex::steps_of(kind == 0 ? 0 : line.canonical().size()));
  return line.remember(key, ask());
}

// `is_all`: of the RE2 of a placeholder alone more is asked anyway.
bool could_begin_line(const SequenceStep& step, const LineText& line, bool is_all) {
  const std::string_view folded = line.folded();
  if (step.can_be_empty) return true;
  if (folded.empty() || !step.first[static_cast<uint8_t>(folded[0])]) return false;
  if ((step.builtin & kGatedBegins) != 0 && !could_begin(step.builtin, folded)) return false;
  return is_all || once_a_line(line, step.regex, 0,
                     [&] { return step.regex->prefix_match(line.canonical(), 0).has_value(); });
}

// Lays the steps over a line. A failed pair of step and position is not tried again.
class Match {
 public:
  Match(const std::vector<SequenceStep>& steps, const LineText& line)
      : steps_(steps),
        line_(line),
        canonical_(line.canonical()),
        folded_(line.folded()),
        spans_(steps.size()),
        work_(kWork + kWorkForByte * folded_.size()) {}

  Sequence::Answer run() {
    // Where folding changes no lengths, offsets of both forms are the same.
    if (folded_.size() != canonical_.size() || folded_.size() > kLongest) {
      return Sequence::Answer::gave_up;
    }
    const size_t all = work_;
    const bool found = from(0, 0);
    line_.spend(kLineSteps + kSteps * (all - work_));
    if (found) return Sequence::Answer::yes;
    return work_ == 0 ? Sequence::Answer::gave_up : Sequence::Answer::no;
  }

  std::vector<Span>& spans() { return spans_; }

 private:
  // False once all work is done: nothing that failed then has been tried out.
  bool spend(size_t work) {
    work_ -= std::min(work, work_);
    return work_ > 0;
  }

  bool from(size_t step, size_t at) {
    if (step == steps_.size()) return at == folded_.size();
    if (!can_start(step, at) || !spend(1)) return false;
    const size_t memo = step * (folded_.size() + 1) + at;
    if (!failed_.empty() && failed_[memo]) return false;
    const Kind kind = steps_[step].kind;
    const bool found = kind == Kind::literal ? literal(step, at)
                       : kind == Kind::star  ? star(step, at)
                                             : placeholder(step, at);
    if (!found && at > 0) {
      if (failed_.empty()) failed_.resize(steps_.size() * (folded_.size() + 1), false);
      failed_[memo] = true;
    }
    return found;
  }

  // False if no match of the step begins at `at`: by the byte that stands there.
  bool can_start(size_t step, size_t at) const {
    if (step == steps_.size()) return at == folded_.size();
    if (steps_[step].can_be_empty) return true;
    return at < folded_.size() && steps_[step].first[static_cast<uint8_t>(folded_[at])];
  }

  bool inside_character(size_t at) const {
    return at < folded_.size() && (static_cast<uint8_t>(folded_[at]) & 0xC0) == 0x80;
  }

  bool literal(size_t step, size_t at) {
    const std::string_view rest = folded_.substr(at);
    for (const std::string& text : steps_[step].choices) {
      if (rest.starts_with(text) && from(step + 1, at + text.size())) {
        return set_span(step, at, at + text.size());
      }
    }
    return false;
  }

  bool star(size_t step, size_t at) {
    if (step + 1 == steps_.size()) return set_span(step, at, folded_.size());
    for (size_t end = at; end <= folded_.size(); ++end) {
      if (!can_start(step + 1, end) || inside_character(end)) continue;
      if (!spend(1)) return false;
      if (from(step + 1, end)) return set_span(step, at, end);
    }
    return false;
  }

  bool placeholder(size_t step, size_t at) {
    const BuiltinSet builtin = steps_[step].builtin;
    const size_t rest = folded_.size() - at;
    if ((builtin & kGatedBegins) != 0 &&
        (!spend(rest / 16) || !could_begin(builtin, folded_.substr(at)))) {
      return false;
    }
    if (step + 1 == steps_.size()) return take(step, at, folded_.size());
    if (!spend(kCall)) return false;
    const auto match = steps_[step].regex->prefix_match(canonical_, at);
    if (!match) return false;
    const bool open_end = step + 2 == steps_.size() && steps_[step + 1].kind == Kind::star;
    if (open_end) {
      return set_span(step, at, at + *match) && set_span(step + 1, at + *match, folded_.size());
    }
    for (size_t end = folded_.size() + 1; end-- > at;) {
      if (!can_start(step + 1, end) || inside_character(end)) continue;
      if (!spend(1)) return false;
      const bool stands = steps_[step + 1].kind != Kind::literal ||
                          begins_with_choice(steps_[step + 1], folded_.substr(end));
      if (stands && take(step, at, end)) return true;
    }
    return false;
  }

  bool take(size_t step, size_t at, size_t end) {
    // What follows is the cheaper question: it begins with a literal.
    if (!from(step + 1, end) || !spend(kCall + (end - at) / 2)) return false;
    return steps_[step].regex->full_match(canonical_, at, end) && set_span(step, at, end);
  }

  bool set_span(size_t step, size_t begin, size_t end) {
    spans_[step] = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    return true;
  }

  const std::vector<SequenceStep>& steps_;
  const LineText& line_;
  std::string_view canonical_;
  std::string_view folded_;
  std::vector<bool> failed_;
  std::vector<Span> spans_;
  size_t work_;
};

}  // namespace

// Are the literals there in their order, and the dates, numbers and times at all?
bool Sequence::could_hold_all(const LineText& line, size_t first) const {
  const std::string_view folded = line.folded();
  uint64_t tries = 0;
  const bool in_order = holds_in_order(folded, &tries);
  line.spend(steps_.size() * (kLineSteps + folded.size() / 8) + kLineSteps * tries);
  return in_order && std::all_of(steps_.begin() + static_cast<ptrdiff_t>(first), steps_.end(), [&](const SequenceStep& step) {
           return (step.builtin & kGatedHolds) == 0 || could_hold(step.builtin, folded);
         });
}

bool Sequence::holds_in_order(std::string_view folded, uint64_t* tries) const {
  size_t at = 0;
  for (const SequenceStep& step : steps_) {
    if (!step.needs.empty() && folded.find(step.needs, at) == std::string_view::npos) return false;
    if (step.needle.empty()) continue;
    const size_t found = step.needle[0].find_in(folded, at, tries);
    if (found == std::string_view::npos) return false;
    at = found + step.needle[0].size();
  }
  return true;
}

bool Sequence::could_match_whole(const LineText& line) const {
  const std::string_view folded = line.folded();
  const SequenceStep& front = steps_.front();
  const SequenceStep& back = steps_.back();
  if (front.kind == Kind::literal && !begins_with_choice(front, folded)) return false;
  if (back.kind == Kind::literal && !ends_with_choice(back, folded)) return false;
  if (!could_hold_all(line, 1)) return false;
  // One placeholder alone is asked whether it is the line.
  return front.kind != Kind::placeholder || could_begin_line(front, line, steps_.size() == 1);
}

bool Sequence::could_match_inside(const LineText& line) const {
  if (!could_hold_all(line, 0)) return false;
  return std::all_of(steps_.begin(), steps_.end(), [&](const SequenceStep& step) {
    return !step.search_first || once_a_line(line, step.regex, 1, [&] {
      return step.regex->partial_match(line.canonical());
    });
  });
}

Sequence::Answer Sequence::match(const LineText& line, std::vector<Span>* spans) const {
  Match match(steps_, line);
  const Answer answer = match.run();
  if (answer == Answer::yes && spans != nullptr) *spans = std::move(match.spans());
  return answer;
}

}  // namespace dehusk
