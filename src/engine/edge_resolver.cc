#include "engine/edge_resolver.h"

#include <algorithm>
#include <map>

#include "core/visible.h"
#include "engine/features.h"

namespace dehusk {
namespace {

// Steps for a line, a match and a front that is looked at.
constexpr uint64_t kBlockSteps = 2;
constexpr uint64_t kMatchSteps = 16;
constexpr uint64_t kFrontSteps = 4;

class EdgeResolver {
 public:
  EdgeResolver(const Document& doc, const Program& program, const std::vector<Match>& matches,
               const std::vector<uint8_t>& spared, Work* work)
      : doc_(doc),
        program_(program),
        matches_(matches),
        spared_(spared),
        work_(*work),
        blocks_(static_cast<uint32_t>(doc.blocks.size())),
        holds_(matches.size(), 0),
        removed_(blocks_, 0),
        next_unseen_(blocks_ + 1) {
    for (uint32_t i = 0; i <= blocks_; ++i) next_unseen_[i] = i;
  }

  std::vector<uint8_t> run(const std::vector<uint8_t>* dropped) {
    place_fronts();
    for (uint32_t i = 0; dropped != nullptr && i < blocks_; ++i) {
      if ((*dropped)[i] != 0 && spared_[i] == 0) remove_block(i);
    }
    for (uint32_t i = 0; i < matches_.size(); ++i) {
      if (at_of(i).edge == At::Edge::anywhere) accept(i);
    }
    work_.add(kBlockSteps * blocks_ + kMatchSteps * matches_.size());
    do {
      settle();
    } while (!work_.exceeded() && empty_cut_blocks());
    return std::move(holds_);
  }

 private:
  // The n-th survivor from one edge, and the matches that wait for it to come to them.
  struct Front {
    uint32_t position = 0;          // blocks_ (or nothing) once fewer than n survive
    bool past = false;              // fewer than n survive
    std::vector<uint32_t> waiting;  // the next to be reached last
  };

  const At& at_of(uint32_t match) const { return program_.rules[matches_[match].rule].rule->at; }

  void place_fronts() {
    for (uint32_t i = 0; i < matches_.size(); ++i) {
      const At& at = at_of(i);
      if (at.edge == At::Edge::head || at.edge == At::Edge::edges) {
        head_[at.lines].waiting.push_back(i);
      }
      if (at.edge == At::Edge::tail || at.edge == At::Edge::edges) {
        tail_[at.lines].waiting.push_back(i);
      }
    }
    for (auto& [n, front] : head_) {
      front.past = n > blocks_;
      front.position = front.past ? blocks_ : n - 1;
      std::stable_sort(front.waiting.begin(), front.waiting.end(), [&](uint32_t a, uint32_t b) {
        return matches_[a].first > matches_[b].first;
      });
    }
    for (auto& [n, front] : tail_) {
      front.past = n > blocks_;
      front.position = front.past ? 0 : blocks_ - n;
      std::stable_sort(front.waiting.begin(), front.waiting.end(), [&](uint32_t a, uint32_t b) {
        return matches_[a].core_last < matches_[b].core_last;
      });
    }
  }

  void accept(uint32_t match) {
    if (holds_[match]) return;
    holds_[match] = 1;
    if (!matches_[match].held) accepted_.push_back(match);
  }

  // Applies accepted matches until none is left and no front reaches a waiting one.
  void settle() {
    for (;;) {
      while (!accepted_.empty()) {
        if (work_.exceeded()) return;
        work_.add(kMatchSteps);
        const Match& match = matches_[accepted_.back()];
        accepted_.pop_back();
        if (match.part) {
          cuts_[match.first].push_back(match.source);
          dirty_.push_back(match.first);
        } else {
          remove_blocks(match.first, match.last);
        }
      }
      work_.add(kFrontSteps * (head_.size() + tail_.size()));
      advance_fronts();
      if (accepted_.empty()) return;
    }
  }

  void advance_fronts() {
    for (auto& [n, front] : head_) {
      while (!front.waiting.empty() &&
             (front.past || matches_[front.waiting.back()].first <= front.position)) {
        accept(front.waiting.back());
        front.waiting.pop_back();
      }
    }
    for (auto& [n, front] : tail_) {
      while (!front.waiting.empty() &&
             (front.past || matches_[front.waiting.back()].core_last >= front.position)) {
        accept(front.waiting.back());
        front.waiting.pop_back();
      }
    }
  }

  uint32_t find_unseen(uint32_t block) {
    while (next_unseen_[block] != block) {
      next_unseen_[block] = next_unseen_[next_unseen_[block]];
      block = next_unseen_[block];
    }
    return block;
  }

  void remove_blocks(uint32_t first, uint32_t last) {
    for (uint32_t block = find_unseen(first); block <= last && block < blocks_;
         block = find_unseen(block + 1)) {
      next_unseen_[block] = block + 1;
      if (!spared_[block]) remove_block(block);
    }
  }

  void remove_block(uint32_t block) {
    if (removed_[block]) return;
    removed_[block] = 1;
    work_.add(kFrontSteps * (head_.size() + tail_.size()));
    for (auto& [n, front] : head_) {
      if (front.past || block > front.position) continue;
      do {
        ++front.position;
      } while (front.position < blocks_ && removed_[front.position]);
      front.past = front.position == blocks_;
    }
    for (auto& [n, front] : tail_) {
      if (front.past || block < front.position) continue;
      while (front.position > 0 && removed_[front.position - 1]) --front.position;
      front.past = front.position == 0;
      if (!front.past) --front.position;  // stands on the next survivor outwards
    }
  }

  // Blocks whose cuts leave nothing to be seen are removed; true if there was one.
  bool empty_cut_blocks() {
    std::sort(dirty_.begin(), dirty_.end());
    dirty_.erase(std::unique(dirty_.begin(), dirty_.end()), dirty_.end());
    bool any = false;
    for (const uint32_t block : dirty_) {
      if (removed_[block] || spared_[block] || !is_emptied(block)) continue;
      remove_block(block);
      any = true;
    }
    dirty_.clear();
    if (any) advance_fronts();
    return !accepted_.empty();
  }

  bool is_emptied(uint32_t block) {
    std::vector<Span>& cuts = cuts_[block];
    work_.add(kMatchSteps * cuts.size() + doc_.blocks[block].source.size());
    std::sort(cuts.begin(), cuts.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    uint32_t at = doc_.blocks[block].source.begin;
    for (const Span& cut : cuts) {
      if (cut.begin > at && has_visible(doc_.text_of(Span{at, cut.begin}))) return false;
      at = std::max(at, cut.end);
    }
    const uint32_t end = doc_.blocks[block].source.end;
    return at >= end || !has_visible(doc_.text_of(Span{at, end}));
  }

  const Document& doc_;
  const Program& program_;
  const std::vector<Match>& matches_;
  const std::vector<uint8_t>& spared_;
  Work& work_;
  const uint32_t blocks_;
  std::vector<uint8_t> holds_;
  std::vector<uint8_t> removed_;
  std::vector<uint32_t> next_unseen_;
  std::vector<uint32_t> accepted_;
  std::vector<uint32_t> dirty_;
  std::map<uint32_t, std::vector<Span>> cuts_;
  std::map<uint32_t, Front> head_;
  std::map<uint32_t, Front> tail_;
};

}  // namespace

std::vector<uint8_t> resolve_edges(const Document& doc, const Program& program,
                                   const std::vector<Match>& matches,
                                   const std::vector<uint8_t>& spared,
                                   const std::vector<uint8_t>* dropped, Work* work) {
  return EdgeResolver(doc, program, matches, spared, work).run(dropped);
}

}  // namespace dehusk
