// What an element's class, id, role and itemprop call it: words that authors of pages choose, sorted
// into kinds. No name of one site or system alone.
//
//   class="post-body relatedPosts"   ->  post, body, related, posts  ->  content, body, related
#pragma once

#include <cstdint>
#include <string_view>

namespace dehusk {

/// In the order of the features named_ad to named_title.
enum class NameKind : uint8_t {
  ad, author, body, caption, card, code, comment, content, cookie, date, footer, form, forum, header,
  list, main, modal, nav, pager, product, related, review, share, sidebar, subscribe, tags, title
};
inline constexpr size_t kNameKinds = 27;

/// A bit for each kind that a word of `value` names. Words end at anything but a letter, and where a
/// capital follows a small letter. O(size).
uint32_t name_kinds(std::string_view value);

}  // namespace dehusk
