#include "write/containers.h"

#include <optional>

#include "write/item_numbers.h"

namespace dehusk {
namespace {

std::optional<ContainerKind> kind_of(const Element& element, ContainerSet set) {
  if (element.space != Namespace::html) return std::nullopt;
  const bool all = set == ContainerSet::all;
  switch (element.tag) {
    case Tag::blockquote:
      return ContainerKind::quote;
    case Tag::ul:
    case Tag::menu:
    case Tag::dir:
      return ContainerKind::bullets;
    case Tag::ol:
      return ContainerKind::numbers;
    case Tag::li:
      return ContainerKind::item;
    case Tag::figure:
      if (all) return ContainerKind::figure;
      break;
    case Tag::dl:
      if (all) return ContainerKind::terms;
      break;
    case Tag::dt:
      if (all) return ContainerKind::term;
      break;
    case Tag::dd:
      if (all) return ContainerKind::definition;
      break;
    default:
      break;
  }
  return std::nullopt;
}

bool is_list(ContainerKind kind) {
  return kind == ContainerKind::bullets || kind == ContainerKind::numbers;
}

// Whether `inner` is what `outer` consists of.
bool is_part(ContainerKind outer, ContainerKind inner) {
  if (outer == ContainerKind::terms) {
    return inner == ContainerKind::term || inner == ContainerKind::definition;
  }
  return is_list(outer) && inner == ContainerKind::item;
}

// What has to stand around it.
std::optional<ContainerKind> whole_of(ContainerKind kind) {
  if (kind == ContainerKind::item) return ContainerKind::bullets;
  if (kind == ContainerKind::term || kind == ContainerKind::definition) return ContainerKind::terms;
  return std::nullopt;
}

// What has to stand in it.
std::optional<ContainerKind> part_of(ContainerKind kind) {
  if (is_list(kind)) return ContainerKind::item;
  if (kind == ContainerKind::terms) return ContainerKind::definition;
  return std::nullopt;
}

}  // namespace

uint32_t nearest(const Page& page, uint32_t element, TagSet tags) {
  while (element != kNoElement && !tags.has(page.elements[element].tag)) {
    element = page.elements[element].parent;
  }
  return element;
}

Containers::Containers(const Page& page, ContainerSet set)
    : page_(page),
      set_(set),
      nearest_(page.elements.size(), kNoElement),
      place_(page.elements.size(), 0) {
  std::vector<uint8_t> depth(page.elements.size(), 0);
  for (uint32_t i = 0; i < page.elements.size(); ++i) {
    const uint32_t parent = page.elements[i].parent;
    if (parent != kNoElement) {
      nearest_[i] = nearest_[parent];
      depth[i] = depth[parent];
    }
    if (depth[i] >= kMaxContainers || !kind_of(page.elements[i], set)) continue;
    nearest_[i] = i;
    ++depth[i];
  }
  numbers_ = item_numbers(page);
}

Containers::Move Containers::move_to(uint32_t element) {
  path_.clear();
  uint32_t at = element == kNoElement ? kNoElement : nearest_[element];
  while (at != kNoElement && place_[at] == 0) {
    path_.push_back(at);
    const uint32_t parent = page_.elements[at].parent;
    at = parent == kNoElement ? kNoElement : nearest_[parent];
  }
  size_t keep = at == kNoElement ? 0 : place_[at];
  const auto next = path_.empty() ? std::nullopt : kind_of(page_.elements[path_.back()], set_);
  if (keep > 0 && keep < open_.size() && is_part(open_[keep - 1].kind, open_[keep].kind) &&
      !(next && is_part(open_[keep - 1].kind, *next))) {
    ++keep;  // it stands in a list but in no item: the item before it goes on
  }
  if (keep < open_.size() && open_[keep].element == kNoElement && next &&
      is_part(open_[keep].kind, *next)) {
    ++keep;  // another item without a list
  }
  while (open_.size() > keep) {
    if (open_.back().element != kNoElement) place_[open_.back().element] = 0;
    open_.pop_back();
  }
  Move move{keep, {}};
  for (size_t i = path_.size(); i-- > 0;) {
    const ContainerKind kind = *kind_of(page_.elements[path_[i]], set_);
    if (!is_part_of_open(kind)) {
      push_missing_part(&move);
      if (const auto whole = whole_of(kind)) push({*whole, kNoElement, 0}, &move);
    }
    const bool item = kind == ContainerKind::item && !numbers_.empty();
    push({kind, path_[i], item ? numbers_[path_[i]] : 0}, &move);
  }
  push_missing_part(&move);
  return move;
}

bool Containers::is_part_of_open(ContainerKind kind) const {
  return !open_.empty() && is_part(open_.back().kind, kind);
}

// Nothing but items stands in a list.
void Containers::push_missing_part(Move* move) {
  if (open_.empty()) return;
  if (const auto part = part_of(open_.back().kind)) push({*part, kNoElement, 0}, move);
}

void Containers::push(Container container, Move* move) {
  open_.push_back(container);
  if (container.element != kNoElement) {
    place_[container.element] = static_cast<uint8_t>(open_.size());
  }
  move->open.push_back(container);
}

}  // namespace dehusk
