#include "read/html_reader.h"

#include "core/arena.h"
#include "read/gumbo_tree.h"
#include "read/page_builder.h"
#include "read/skeleton.h"

namespace dehusk {

struct HtmlScratch::State {
  Skeleton skeleton;
  Tree tree;
  Arena arena;
  ReferenceCache references;
};

HtmlScratch::HtmlScratch() : state_(std::make_unique<State>()) {}
HtmlScratch::~HtmlScratch() = default;
HtmlScratch::HtmlScratch(HtmlScratch&&) noexcept = default;
HtmlScratch& HtmlScratch::operator=(HtmlScratch&&) noexcept = default;

Document read_html(std::string_view text, HtmlMode mode, HtmlScratch* scratch, Work* work) {
  HtmlScratch::State& state = *scratch->state_;
  Work own;
  Work& counted = work != nullptr ? *work : own;
  state.arena.reset();
  const bool fast = mode == HtmlMode::fast && make_skeleton(text, &state.skeleton, &counted) &&
                    parse_skeleton(text, state.skeleton, &state.arena, &state.tree, &counted);
  bool read = fast;
  if (!read && !counted.exceeded()) {
    state.arena.reset();
    make_plain(text, &state.skeleton, &counted);
    read = parse_plain(text, state.skeleton, &state.arena, &state.tree, &counted);
  }
  if (!read && !counted.exceeded()) {
    state.arena.reset();
    make_tame_skeleton(text, &state.skeleton, &counted);
    parse_skeleton(text, state.skeleton, &state.arena, &state.tree, &counted);
  }
  if (counted.exceeded()) return {};
  if (fast || !read) state.tree.attributes.swap(state.skeleton.attributes);
  state.tree.cut_elements = state.skeleton.cut_elements;
  state.tree.cut_bytes = state.skeleton.cut_bytes;
  return build_page(text, &state.tree, &state.references, work);
}

}  // namespace dehusk
