#include "rule/element_text.h"

#include <algorithm>

namespace dehusk {
namespace {

constexpr uint64_t kFewBytes = 4096;
constexpr uint64_t kFormSteps = 24;

std::string_view make(CanonicalBuffer* buffer, std::string_view text, ElementText::Form form) {
  return form == ElementText::Form::folded ? buffer->folded(text) : buffer->canonical(text);
}

}  // namespace

void ElementText::begin(const Document& doc) {
  doc_ = &doc;
  cuts_.clear();
  for (Whole* w : {&canonical_, &folded_}) {
    w->ready = false;
    w->asked = 0;
    w->last = kNoElement;
  }
}

std::string_view ElementText::of(uint32_t element, Form form) {
  Whole& w = form == Form::folded ? folded_ : canonical_;
  const Span span = doc_->page->elements[element].text;
  if (!w.ready) {
    if (w.last == element) return w.last_text;
    w.asked += span.size();
    if (w.asked <= kFewBytes + doc_->text.size()) {
      doc_->page->spend(kFormSteps + span.size());
      w.last = element;
      w.last_text = make(&w.buffer, doc_->text_of(span), form);
      return w.last_text;
    }
  }
  const std::string_view text = all(form);
  const Span range = range_of(element, form);
  return text.substr(range.begin, range.size());
}

void ElementText::fill_cuts() {
  if (!cuts_.empty()) return;
  cuts_.push_back(0);
  for (const Element& e : doc_->page->elements) {
    cuts_.push_back(e.text.begin);
    cuts_.push_back(e.text.end);
  }
  std::sort(cuts_.begin(), cuts_.end());
  cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
}

ElementText::Whole& ElementText::whole(Form form) {
  Whole& w = form == Form::folded ? folded_ : canonical_;
  if (w.ready) return w;
  fill_cuts();
  doc_->page->spend(doc_->text.size() + kFormSteps * cuts_.size());
  w.text.clear();
  w.cuts.clear();
  std::string guarded;
  for (size_t i = 0; i < cuts_.size(); ++i) {
    w.cuts.push_back(static_cast<uint32_t>(w.text.size()));
    const size_t end = i + 1 < cuts_.size() ? cuts_[i + 1] : cuts_[i];
    if (end == cuts_[i]) continue;
    // Letters around the piece keep the spaces at its ends.
    guarded.assign("x").append(doc_->text.substr(cuts_[i], end - cuts_[i])).append("x");
    std::string_view piece = make(&w.buffer, guarded, form);
    piece = piece.substr(1, piece.size() - 2);
    const bool doubled = piece.starts_with(' ') && (w.text.empty() || w.text.back() == ' ');
    w.text += doubled ? piece.substr(1) : piece;
  }
  w.ready = true;
  return w;
}

Span ElementText::range_of(uint32_t element, Form form) {
  const Whole& w = whole(form);
  const Span span = doc_->page->elements[element].text;
  const auto offset = [&](uint32_t at) {
    return w.cuts[static_cast<size_t>(std::lower_bound(cuts_.begin(), cuts_.end(), at) -
                                      cuts_.begin())];
  };
  Span range{offset(span.begin), offset(span.end)};
  if (range.end > range.begin && w.text[range.end - 1] == ' ') --range.end;
  if (range.end > range.begin && w.text[range.begin] == ' ') ++range.begin;
  return range;
}

}  // namespace dehusk
