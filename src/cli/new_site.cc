#include "cli/new_site.h"

#include <algorithm>

#include "rule/rule_set.h"

namespace dehusk {
namespace {

// HOST stands for the site's host.
constexpr std::string_view kSkeleton = R"(# Rules for HOST.
#
#   mistakes in this file:     dehusk lint HOST.toml
#   the tests at its end:      dehusk test HOST.toml
#   what it does to a page:    dehusk explain --rules HOST.toml --url https://HOST/ FILE
#
# These rules run on each document whose --url is of the site, once --rules or DEHUSK_RULES names
# this file or its folder. 'dehusk rules' lists the rules that run besides.
name  = "sites/HOST"
about = "Furniture of HOST"

# The site and its subdomains; "!blog.HOST" would leave one out.
sites = ["HOST"]

# Files whose rules run here whatever the language, and in this file's tests too.
# use = ["news/en"]

# On HTML: where the article is, as CSS. The first that matches counts; what lies outside goes.
article = ["article", "main"]

# Lines of text that go. '*' is any text within the line; {number}, {date}, {proper} and others stand
# for what they say; a string in slashes, '/like (this|that)/', is a regular expression (RE2).
# Where prose might look the same, let the place or the length decide:
#   at   = "tail 6"         fewer than 6 lines from the end; "head 6" and "edges 6" work alike
#   when = ["words < 12"]
# Reports call this rule sites/HOST:subscribe.prompt.
[[remove]]
id       = "subscribe.prompt"
about    = "Asks for subscriptions below each story"
category = "subscribe"
line     = ["Subscribe to our newsletter", "Get * in your inbox every {proper}"]

# On HTML: elements that go, as CSS.
[[remove]]
id       = "share.bar"
category = "share"
select   = ".share-bar, [class*=social-links]"

# A built-in rule that is wrong here. `enabled = false` turns it off, `unless` lets it pass lines that
# hold this text, `level` and `limit` set it anew; '*' in an id stands for any text.
[[override]]
id     = "common:share.handle"
unless = "@newsroom"

# Each rule needs a test that fires it. Show, too, what looks like it and has to stay.
[[test]]
name  = "the prompt goes, the sentence about one stays"
url   = "https://HOST/a-story"
input = """
The council met on Monday.
Get the best stories in your inbox every Friday
He wrote: Subscribe to our newsletter, or miss the next vote.
Subscribe to our newsletter
"""
want  = """
The council met on Monday.
He wrote: Subscribe to our newsletter, or miss the next vote.
"""
fires = ["subscribe.prompt"]

[[test]]
name  = "outside of the article everything goes, and in it the share bar"
as    = "html"
url   = "https://HOST/a-story"
input = """
<nav><a href="/">Home</a></nav>
<article><p>The council met on Monday.</p><div class="share-bar">Share this</div></article>
"""
want  = "The council met on Monday."
fires = ["article", "share.bar"]
)";

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// Two labels or more, joined by dots.
bool is_host(std::string_view host) {
  size_t labels = 0;
  while (true) {
    const size_t dot = std::min(host.find('.'), host.size());
    if (!is_label(host.substr(0, dot))) return false;
    ++labels;
    if (dot == host.size()) return labels > 1;
    host.remove_prefix(dot + 1);
  }
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return lower;
}

// The host somebody may have meant who wrote a URL or a part of one.
std::string host_in(std::string_view text) {
  const bool absolute = text.find("://") != std::string_view::npos;
  return host_of(absolute ? std::string(text) : "https://" + std::string(text));
}

}  // namespace

Result<std::string> site_skeleton(std::string_view host) {
  const std::string lower = lower_case(host);
  if (lower.size() > 253 || !is_host(lower)) {
    const std::string meant = host_in(host);
    const bool plain = std::all_of(host.begin(), host.end(),
                                   [](char c) { return static_cast<uint8_t>(c) < 0x80; });
    std::string advice = "; expected a name such as example.com";
    if (!plain) advice = "; write it as URLs do, in ASCII (xn--...)";
    if (meant != lower && is_host(meant)) advice = "; did you mean '" + meant + "'?";
    return Error{"'" + std::string(host) + "' is no host" + advice};
  }
  std::string text(kSkeleton);
  for (size_t at = text.find("HOST"); at != std::string::npos;
       at = text.find("HOST", at + lower.size())) {
    text.replace(at, 4, lower);
  }
  return text;
}

}  // namespace dehusk
