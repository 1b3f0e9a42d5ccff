// Names of elements as small numbers: HTML's, and those of SVG and MathML that readers need.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace dehusk {

#define DEHUSK_TAGS(X)                                                                           \
  X(a) X(abbr) X(acronym) X(address) X(applet) X(area) X(article) X(aside) X(audio) X(b) X(base)  \
  X(basefont) X(bdi) X(bdo) X(bgsound) X(big) X(blink) X(blockquote) X(body) X(br) X(button)      \
  X(canvas) X(caption) X(center) X(circle) X(cite) X(clippath) X(code) X(col) X(colgroup)         \
  X(command) X(data) X(datalist) X(dd) X(defs) X(del) X(desc) X(details) X(dfn) X(dialog) X(dir)  \
  X(div) X(dl) X(dt) X(ellipse) X(em) X(embed) X(fieldset) X(figcaption) X(figure) X(filter)      \
  X(font) X(footer) X(foreignobject) X(form) X(frame) X(frameset) X(g) X(h1) X(h2) X(h3) X(h4)    \
  X(h5) X(h6) X(head) X(header) X(hgroup) X(hr) X(html) X(i) X(iframe) X(image) X(img) X(input)   \
  X(ins) X(isindex) X(kbd) X(keygen) X(label) X(legend) X(li) X(line) X(lineargradient) X(link)   \
  X(listing) X(main) X(map) X(mark) X(marquee) X(mask) X(math) X(menu) X(menuitem) X(meta)        \
  X(metadata) X(meter) X(multicol) X(nav) X(nextid) X(nobr) X(noembed) X(noframes) X(noscript)    \
  X(object) X(ol) X(optgroup) X(option) X(output) X(p) X(param) X(path) X(pattern) X(picture)     \
  X(plaintext) X(polygon) X(polyline) X(pre) X(progress) X(q) X(radialgradient) X(rb) X(rect)     \
  X(rp) X(rt) X(rtc) X(ruby) X(s) X(samp) X(script) X(search) X(section) X(select) X(slot)        \
  X(small) X(source) X(spacer) X(span) X(stop) X(strike) X(strong) X(style) X(sub) X(summary)     \
  X(sup) X(svg) X(symbol) X(table) X(tbody) X(td) X(template_) X(text) X(textarea) X(tfoot) X(th) \
  X(thead) X(time) X(title) X(tr) X(track) X(tspan) X(tt) X(u) X(ul) X(use) X(var) X(video)       \
  X(wbr) X(xmp)

/// An element's name without its namespace. `unknown` is any other; its name stands in the source.
enum class Tag : uint8_t {
#define DEHUSK_TAG(name) name,
  DEHUSK_TAGS(DEHUSK_TAG)
#undef DEHUSK_TAG
  unknown
};
inline constexpr size_t kTags = static_cast<size_t>(Tag::unknown);

/// The name in lower case; "" for unknown.
std::string_view name_of(Tag tag);

/// The tag of a name in any case.
Tag tag_named(std::string_view name);

/// A set of tags; all operations are a look-up.
class TagSet {
 public:
  template <typename... Tags>
  constexpr explicit TagSet(Tags... tags) {
    (add(tags), ...);
  }
  constexpr void add(Tag tag) {
    bits_[static_cast<size_t>(tag) / 64] |= uint64_t{1} << (static_cast<size_t>(tag) % 64);
  }
  constexpr bool has(Tag tag) const {
    return (bits_[static_cast<size_t>(tag) / 64] >> (static_cast<size_t>(tag) % 64) & 1) != 0;
  }

 private:
  std::array<uint64_t, kTags / 64 + 1> bits_{};
};

}  // namespace dehusk
