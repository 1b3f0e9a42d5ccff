#include "engine/element_names.h"

#include <array>

namespace dehusk {
namespace {

struct KindWords {
  NameKind kind;
  std::string_view words;  ///< lower case, one space between them
};

constexpr KindWords kWords[] = {
    {NameKind::ad, "ad ads adv advert advertise advertisement advertisements advertising adsense adslot adunit adwrap adbox "
                   "banner banners sponsor sponsors sponsored dfp gpt taboola outbrain leaderboard mpu promoted native"},
    {NameKind::author, "author authors bio profile avatar byline writer contributor contributors about user username"},
    {NameKind::body, "articlebody articletext articlecontent entrycontent postcontent postbody storybody storytext storycontent "
                     "maincontent pagecontent body text richtext rte prose markdown wysiwyg copy mainentity textbody bodytext "
                     "blogpost contentbody"},
    {NameKind::caption, "caption captions wpcaption credit credits gallery galleries photo photos image images img figure figcaption "
                        "media slideshow slider carousel swiper slide slides video player lightbox thumbnail thumb thumbs"},
    {NameKind::card, "card cards tile tiles teaser teasers item items box boxes block blocks module col column columns cell "
                     "snippet excerpt"},
    {NameKind::code, "code highlight syntax snippet docs doc documentation api reference sphinx section example"},
    {NameKind::comment, "comment comments commentlist commentary disqus reply replies respond response responses feedback discussion "
                        "livefyre kommentar kommentare commentaire commentaires comentario comentarios commenti reacties"},
    {NameKind::content, "content contents contenu article articles post posts entry story hentry blog page single detail details "
                        "description summary intro lead news body"},
    {NameKind::cookie, "cookie cookies consent gdpr ccpa privacy cmp onetrust didomi"},
    {NameKind::date, "date datetime time timestamp meta metadata published posted updated info dateline publish byline pubdate "
                     "datepublished datemodified submitted"},
    {NameKind::footer, "footer foot bottom colophon copyright legal credits imprint disclaimer footnote footnotes endnotes references"},
    {NameKind::form, "form forms search searchform login signin register input field filter filters select option options dropdown "
                     "button buttons btn checkbox contact poll quiz survey"},
    {NameKind::forum, "forum thread threads message messages topic topics signature quote poster postbody bbcode question questions "
                      "answer answers vote votes conversation post postcell"},
    {NameKind::header, "header head masthead top topbar banner hero jumbotron cover logo brand branding title"},
    {NameKind::list, "list lists listing listings feed results result grid archive index stream timeline catalog collection gallery "
                     "table rows row loop"},
    {NameKind::main, "main primary center centre middle container wrapper inner content"},
    {NameKind::modal, "modal popup overlay dialog hidden hide invisible tooltip drawer offcanvas toast lightbox collapse collapsed "
                      "accordion popover screenreader sr visuallyhidden noprint print notice alert message warning"},
    {NameKind::nav, "nav navi navbar navigation menu menus submenu megamenu breadcrumb breadcrumbs crumb crumbs toc tabs tab links "
                    "link sitemap skip topnav subnav sidenav toolbar controls"},
    {NameKind::pager, "pager pagination paging paginate prev previous next pages pagenav loadmore more older newer"},
    {NameKind::product, "product products price prices pricing cart basket shop shopping store sku buy sale offer offers deal deals "
                        "checkout wishlist stock shipping variant variants specs specification specifications features"},
    {NameKind::related, "related recommended recommend recommendation recommendations recommends more popular trending also similar "
                        "latest recent mostread mostpopular suggested suggestions readmore recirc recirculation upnext "
                        "relatedposts relatedarticles youmaylike crosslink xrefs other others"},
    {NameKind::review, "review reviews rating ratings stars star testimonial testimonials score"},
    {NameKind::share, "share shares sharing sharebar sharedaddy addtoany addthis social socials socialmedia follow follows facebook "
                      "twitter linkedin pinterest instagram whatsapp telegram reddit tweet like likes bookmark"},
    {NameKind::sidebar, "sidebar side aside rail widget widgets secondary right left complementary sidecol rightcol leftcol "
                        "rightcolumn leftcolumn"},
    {NameKind::subscribe, "newsletter newsletters subscribe subscription subscriptions signup optin mailchimp promo promos promotion "
                          "promotions cta callout calltoaction donate donation membership paywall premium app download"},
    {NameKind::tags, "tag tags tagcloud category categories cat topic topics label labels keywords taxonomy terms badge badges"},
    {NameKind::title, "title titles headline headlines heading headings subtitle subheading kicker name"},
};

constexpr uint32_t kSeed = 0x811C9DC5;
constexpr uint32_t step(uint32_t hash, char c) {
  return (hash ^ static_cast<uint8_t>(c | 0x20)) * 0x01000193;
}
constexpr size_t kSlots = 2048;  // about a quarter taken
constexpr size_t slot_of(uint32_t hash) { return (hash ^ (hash >> 13)) % kSlots; }

struct Slot {
  uint32_t hash = 0;
  uint32_t kinds = 0;
};

constexpr std::array<Slot, kSlots> make_slots() {
  std::array<Slot, kSlots> slots{};
  for (const KindWords& entry : kWords) {
    for (size_t at = 0; at < entry.words.size(); ++at) {
      uint32_t hash = kSeed;
      for (; at < entry.words.size() && entry.words[at] != ' '; ++at) hash = step(hash, entry.words[at]);
      size_t slot = slot_of(hash);
      while (slots[slot].kinds != 0 && slots[slot].hash != hash) slot = (slot + 1) % kSlots;
      slots[slot].hash = hash;
      slots[slot].kinds |= 1u << static_cast<int>(entry.kind);
    }
  }
  return slots;
}
constexpr std::array<Slot, kSlots> kTable = make_slots();

uint32_t kinds_of(uint32_t hash) {
  for (size_t slot = slot_of(hash); kTable[slot].kinds != 0; slot = (slot + 1) % kSlots) {
    if (kTable[slot].hash == hash) return kTable[slot].kinds;
  }
  return 0;
}

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

uint32_t name_kinds(std::string_view value) {
  uint32_t kinds = 0;
  for (size_t at = 0; at < value.size();) {
    if (!is_small(value[at]) && !is_capital(value[at])) {
      ++at;
      continue;
    }
    uint32_t hash = step(kSeed, value[at]);
    bool small = is_small(value[at++]);
    for (; at < value.size(); ++at) {
      const bool capital = is_capital(value[at]);
      if (!is_small(value[at]) && !capital) break;
      if (capital && small) break;
      small = !capital;
      hash = step(hash, value[at]);
    }
    kinds |= kinds_of(hash);
  }
  return kinds;
}

}  // namespace dehusk
