#include "engine/element_names.h"

#include <catch2/catch.hpp>
#include <vector>

namespace dehusk {
namespace {

TEST_CASE("what names say") {
  using enum NameKind;
  const struct {
    std::string_view value;
    std::vector<NameKind> kinds;
  } cases[] = {
      {"", {}},
      {"x7 -- _", {}},
      {"nav", {nav}},
      {"NAV", {nav}},
      {"site-nav__item", {nav, card}},
      {"commentList", {comment, list}},
      {"comments42", {comment}},
      {"commentsx", {}},
      {"relatedPosts", {related, content}},
      {"entry-content", {content, main}},
      {"articleBody", {content, body}},
      {"articlebody", {body}},
      {"share social", {share}},
      {"newsletter\tsignup", {subscribe}},
      {"cookie_consent", {cookie}},
      {"HTMLads", {}},  // a capital after a capital does not part words
      {"\xC3\xA9nav", {nav}},
      {"post-body", {content, forum, body}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.value);
    uint32_t want = 0;
    for (const NameKind kind : c.kinds) want |= 1u << static_cast<int>(kind);
    // Some words name more kinds; those of the table are among them, and nothing comes of nothing.
    CHECK((name_kinds(c.value) & want) == want);
    if (c.kinds.empty()) CHECK(name_kinds(c.value) == 0);
  }
  CHECK(name_kinds("nav") == 1u << static_cast<int>(nav));
  CHECK(name_kinds("nav main") == (name_kinds("nav") | name_kinds("main")));
}

}  // namespace
}  // namespace dehusk
