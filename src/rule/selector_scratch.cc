#include "rule/selector_scratch.h"

namespace dehusk {

void SelectorScratch::begin(const Document& doc, uint32_t slots) {
  doc_ = &doc;
  work_ = doc.page->work != nullptr ? doc.page->work : &own_work_;
  ++pages_;
  if (slots_.size() < slots) slots_.resize(slots);
  buffers_used_ = 0;
  attributes.begin(*doc.page);
  siblings.begin(*doc.page);
  text.begin(doc);
  states.begin(doc, &attributes);
}

SelectorScratch::Slot& SelectorScratch::slot_of_page(uint32_t slot) {
  Slot& s = slots_[slot];
  if (s.page != pages_) s = {pages_, 0, kNoBuffer};
  return s;
}

bool SelectorScratch::is_seldom(Slot* slot) const {
  if (remember_ != Remember::often) return remember_ == Remember::nothing;
  return slot->buffer == kNoBuffer && ++slot->asked <= kAskedOften;
}

uint32_t SelectorScratch::take_buffer() {
  if (buffers_used_ == buffers_.size()) buffers_.emplace_back();
  return buffers_used_++;
}

uint32_t* SelectorScratch::numbers(uint32_t slot) {
  Slot& s = slot_of_page(slot);
  return is_seldom(&s) ? nullptr : numbers_now(slot);
}

uint32_t* SelectorScratch::numbers_now(uint32_t slot) {
  if (remember_ == Remember::nothing) return nullptr;
  Slot& s = slot_of_page(slot);
  if (s.buffer == kNoBuffer) {
    s.buffer = take_buffer();
    spend(page().elements.size() / 8);
    buffers_[s.buffer].assign(page().elements.size() + 1, kNothing);
  }
  return buffers_[s.buffer].data();
}

std::vector<uint32_t>* SelectorScratch::list(uint32_t slot) {
  Slot& s = slot_of_page(slot);
  if (is_seldom(&s)) return nullptr;
  if (s.buffer == kNoBuffer) {
    s.buffer = take_buffer();
    buffers_[s.buffer].clear();
  }
  return &buffers_[s.buffer];
}

}  // namespace dehusk
