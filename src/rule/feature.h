// The measured features of a block, by name: what `when` asks for and what the article model is
// trained on. One table: name, unit, range, meaning.
//
//   of the text     words, capitals ...     of a line in `when`, of the whole block for the model
//   of the document position, windows ...   what stands around the block
//   of the page     in_nav, box1_words ...  the elements around it; plain text lacks them
//
// Words are runs of letters and digits; in scripts without spaces two characters are one word. A
// *good* block has at least 15 words, of which in languages with known function words a quarter are
// such. A *window* of n holds n blocks before, the block, and n behind. A *box* is an ancestor element
// that holds more blocks than the box inside of it: box1 is the smallest with more than the block
// alone. Shares and densities lie in [0, 1] and are counted in visible characters if it does not
// say words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dehusk {

// name, unit, highest value (0: no bound), meaning
#define DEHUSK_TEXT_FEATURES(X)                                                                    \
  X(words, "words", 0, "words")                                                                    \
  X(chars, "characters", 0, "code points of the canonical line")                                   \
  X(digits, "share", 1, "digits among the visible characters")                                     \
  X(capitals, "share", 1, "upper case among the letters")                                          \
  X(link_density, "share", 1, "characters that lie in links")                                      \
  X(ends_sentence, "flag", 1, "ends with . ! ? or their kin, quotes and brackets aside")           \
  X(line_no, "blocks", 0, "number of the block, from 1")                                           \
  X(lines_from_end, "blocks", 0, "blocks behind this one")                                         \
  X(sentences, "count", 0, "ends of sentences: . ! ? and their kin before a blank or the end")     \
  X(commas, "count", 0, "commas and semicolons of any script")                                     \
  X(word_length, "letters", 0, "letters and digits a word, in the mean")                           \
  X(function_words, "share", 1, "words that are function words of the document's languages")       \
  X(titlecase, "share", 1, "words that begin with a capital")                                      \
  X(punctuation, "share", 1, "punctuation among the visible characters")                           \
  X(separators, "count", 0, "signs that set links apart: | · • » › / > →")                         \
  X(starts_lower, "flag", 1, "begins with a small letter")                                         \
  X(starts_digit, "flag", 1, "begins with a digit")                                                \
  X(starts_sign, "flag", 1, "begins with neither a letter nor a digit")                            \
  X(ends_colon, "flag", 1, "ends with a colon")                                                    \
  X(questions, "count", 0, "question and exclamation marks")                                       \
  X(quotes, "count", 0, "double quotes of any shape")                                              \
  X(brackets, "count", 0, "brackets of any kind")                                                  \
  X(copyright_signs, "count", 0, "copyright and trademark signs")                                  \
  X(currency_signs, "count", 0, "signs of currencies")                                             \
  X(at_signs, "count", 0, "at signs and number signs before a letter")                             \
  X(years, "count", 0, "numbers from 1900 to 2099")                                                \
  X(clocks, "count", 0, "numbers with a colon or a slash between digits")                          \
  X(numbers, "share", 1, "words that begin with a digit")                                          \
  X(short_words, "share", 1, "words of one to three letters")                                      \
  X(unspaced, "share", 1, "letters of scripts without spaces")                                     \
  X(links, "count", 0, "links")                                                                    \
  X(lines, "lines", 0, "lines of the block")                                                       \
  X(good, "flag", 1, "a good block")                                                               \
  X(copies, "count", 0, "blocks of the document with the same text, itself included")

#define DEHUSK_DOCUMENT_FEATURES(X)                                                                \
  X(position, "share", 1, "blocks before, among all")                                              \
  X(words_before, "share", 1, "words before, among all words")                                     \
  X(good_before, "share", 1, "words of good blocks before, among all such")                        \
  X(good_gap_before, "blocks", 255, "blocks back to the last good one")                            \
  X(good_gap_after, "blocks", 255, "blocks on to the next good one")                               \
  X(short_run, "blocks", 0, "length of the run of blocks under 10 words that the block is in")     \
  X(prev_words, "words", 0, "words of the block before")                                           \
  X(prev2_words, "words", 0, "words of the block two before")                                      \
  X(next_words, "words", 0, "words of the block behind")                                           \
  X(next2_words, "words", 0, "words of the block two behind")                                      \
  X(prev_links, "share", 1, "link_density of the block before")                                    \
  X(next_links, "share", 1, "link_density of the block behind")                                    \
  X(prev_ends, "flag", 1, "ends_sentence of the block before")                                     \
  X(next_ends, "flag", 1, "ends_sentence of the block behind")                                     \
  X(prev_function, "share", 1, "function_words of the block before")                               \
  X(next_function, "share", 1, "function_words of the block behind")                               \
  X(w2_good, "share", 1, "words in good blocks, window of 2")                                      \
  X(w2_words, "words", 0, "words a block, window of 2")                                            \
  X(w2_links, "share", 1, "link density, window of 2")                                             \
  X(w5_good, "share", 1, "words in good blocks, window of 5")                                      \
  X(w5_words, "words", 0, "words a block, window of 5")                                            \
  X(w5_links, "share", 1, "link density, window of 5")                                             \
  X(w5_sentences, "count", 0, "sentence ends a block, window of 5")                                \
  X(w12_good, "share", 1, "words in good blocks, window of 12")                                    \
  X(w12_words, "words", 0, "words a block, window of 12")                                          \
  X(w12_links, "share", 1, "link density, window of 12")                                           \
  X(w12_function, "share", 1, "function words among the words, window of 12")                      \
  X(w30_good, "share", 1, "words in good blocks, window of 30")                                    \
  X(w30_words, "words", 0, "words a block, window of 30")                                          \
  X(w30_links, "share", 1, "link density, window of 30")                                           \
  X(before5_good, "share", 1, "words in good blocks of the 5 blocks before")                       \
  X(after5_good, "share", 1, "words in good blocks of the 5 blocks behind")                        \
  X(before12_links, "share", 1, "link density of the 12 blocks before")                            \
  X(after12_links, "share", 1, "link density of the 12 blocks behind")                             \
  X(w60_good, "share", 1, "words in good blocks, window of 60")                                     \
  X(w2_most, "words", 0, "words of the longest other block, window of 2")                          \
  X(w5_most, "words", 0, "words of the longest other block, window of 5")                          \
  X(w5_shape, "share", 1, "other blocks of like length, ending and case, window of 5")             \
  X(shape_copies, "share", 1, "other blocks of the document of like length, ending and case")      \
  X(topic_words, "share", 1, "words other than function words that stand in other good blocks too") \
  X(topic_near, "share", 1, "the same over all words, window of 5")                                \
  X(blank_before, "lines", 9, "of plain text: blank lines before it, 9 for more")                  \
  X(blank_behind, "lines", 9, "of plain text: blank lines behind it, 9 for more")                  \
  X(indent, "characters", 0, "of plain text: white space it begins with")                          \
  X(bulleted, "flag", 1, "of plain text: begins with a bullet, a dash or a number and a point")    \
  X(paragraph_lines, "lines", 0, "lines without a blank one between, around it")                   \
  X(paragraph_words, "words", 0, "words of these")                                                 \
  X(paragraph_good, "share", 1, "words in good blocks of these")                                   \
  X(paragraph_place, "lines", 0, "lines of these before it")                                       \
  X(title_words, "share", 1, "words of the block that stand in the document's title")              \
  X(title_match, "share", 1, "words of the title that stand in the block")                         \
  X(title_gap, "blocks", 0, "blocks since the title's block, below 0 before it; -300 without one") \
  X(doc_words, "words", 0, "words of the document")                                                \
  X(doc_blocks, "blocks", 0, "blocks of the document")                                             \
  X(doc_links, "share", 1, "link density of the document")                                         \
  X(doc_good, "share", 1, "words in good blocks of the document")                                  \
  X(doc_good_words, "words", 0, "words in good blocks of the document")                            \
  X(doc_block_words, "words", 0, "words a block of the document")                                  \
  X(doc_sentences, "share", 1, "blocks of the document that end a sentence")                       \
  X(doc_head_good, "share", 1, "words in good blocks of the first 8 blocks")                       \
  X(doc_tail_good, "share", 1, "words in good blocks of the last 8 blocks")

#define DEHUSK_PAGE_FEATURES(X)                                                                    \
  X(kind, "code", 7, "kind of the block: paragraph 0, heading, list item, term, definition, table row, preformatted, caption 7") \
  X(level, "level", 6, "of a heading")                                                             \
  X(list_depth, "lists", 255, "lists around it")                                                   \
  X(quote_depth, "quotes", 255, "block quotes around it")                                          \
  X(tag, "code", 31, "the element's tag, from what holds prose to what holds menus; see tag_code()") \
  X(parent_tag, "code", 31, "the same of its parent")                                              \
  X(grandparent_tag, "code", 31, "the same of its parent's parent")                                \
  X(prev_tag, "code", 31, "the same of the block before")                                          \
  X(next_tag, "code", 31, "the same of the block behind")                                          \
  X(depth, "elements", 0, "elements around it")                                                    \
  X(hidden, "flag", 1, "it is hidden")                                                             \
  X(bold, "share", 1, "characters in bold")                                                        \
  X(italic, "share", 1, "characters in italics")                                                   \
  X(code, "share", 1, "characters in code")                                                        \
  X(elements, "count", 0, "elements inside of the block's element")                                \
  X(images_near, "count", 0, "images of the block and between it and the one before")              \
  X(in_a, "steps", 255, "steps up to the nearest link around the block; 255 without one")          \
  X(in_article, "steps", 255, "steps up to the nearest article; 255 without one")                  \
  X(in_aside, "steps", 255, "the same for aside or role=complementary")                            \
  X(in_blockquote, "steps", 255, "the same for blockquote")                                        \
  X(in_button, "steps", 255, "the same for button")                                                \
  X(in_dl, "steps", 255, "the same for dl")                                                        \
  X(in_details, "steps", 255, "the same for details")                                              \
  X(in_dialog, "steps", 255, "the same for dialog or role=dialog")                                 \
  X(in_figure, "steps", 255, "the same for figure")                                                \
  X(in_footer, "steps", 255, "the same for footer or role=contentinfo")                            \
  X(in_form, "steps", 255, "the same for form, select or fieldset")                                \
  X(in_header, "steps", 255, "the same for header or role=banner")                                 \
  X(in_li, "steps", 255, "the same for li")                                                        \
  X(in_main, "steps", 255, "the same for main or role=main")                                       \
  X(in_nav, "steps", 255, "the same for nav or role=navigation")                                   \
  X(in_ol, "steps", 255, "the same for ol")                                                        \
  X(in_p, "steps", 255, "the same for p")                                                          \
  X(in_pre, "steps", 255, "the same for pre")                                                      \
  X(in_section, "steps", 255, "the same for section")                                              \
  X(in_span, "steps", 255, "the same for span")                                                    \
  X(in_table, "steps", 255, "the same for table")                                                  \
  X(in_td, "steps", 255, "the same for td and th")                                                 \
  X(in_ul, "steps", 255, "the same for ul")                                                        \
  X(in_noscript, "steps", 255, "the same for noscript")                                            \
  X(named_ad, "steps", 255, "steps up to an element whose class, id, role or itemprop names an advertisement; 255 without one") \
  X(named_author, "steps", 255, "the same for an author or a profile")                             \
  X(named_body, "steps", 255, "the same for the body of an article: entry-content, articleBody")   \
  X(named_caption, "steps", 255, "the same for a caption, gallery or photo")                       \
  X(named_card, "steps", 255, "the same for a card, tile, teaser or item")                         \
  X(named_code, "steps", 255, "the same for code and documentation")                               \
  X(named_comment, "steps", 255, "the same for comments and replies")                              \
  X(named_content, "steps", 255, "the same for content, article, post, entry, story")              \
  X(named_cookie, "steps", 255, "the same for consent")                                            \
  X(named_date, "steps", 255, "the same for dates, bylines and other meta data")                   \
  X(named_footer, "steps", 255, "the same for a footer")                                           \
  X(named_form, "steps", 255, "the same for forms, search and login")                              \
  X(named_forum, "steps", 255, "the same for threads, messages and their signatures")              \
  X(named_header, "steps", 255, "the same for a header or hero")                                   \
  X(named_list, "steps", 255, "the same for lists, feeds, results, grids")                         \
  X(named_main, "steps", 255, "the same for the main part")                                        \
  X(named_modal, "steps", 255, "the same for windows, overlays and hidden parts")                  \
  X(named_nav, "steps", 255, "the same for menus, breadcrumbs, tables of contents")                \
  X(named_pager, "steps", 255, "the same for pagination")                                          \
  X(named_product, "steps", 255, "the same for products, prices, carts")                           \
  X(named_related, "steps", 255, "the same for related, popular, recommended")                     \
  X(named_review, "steps", 255, "the same for reviews and ratings")                                \
  X(named_share, "steps", 255, "the same for share and social bars")                               \
  X(named_sidebar, "steps", 255, "the same for side bars and widgets")                             \
  X(named_subscribe, "steps", 255, "the same for newsletters, subscriptions, promotions")          \
  X(named_tags, "steps", 255, "the same for tags, categories, topics")                             \
  X(named_title, "steps", 255, "the same for titles and headlines")                                \
  X(box1_blocks, "blocks", 0, "blocks in box1")                                                    \
  X(box1_words, "words", 0, "words in box1")                                                       \
  X(box1_links, "share", 1, "link density of box1")                                                \
  X(box1_good, "share", 1, "words in good blocks of box1")                                         \
  X(box1_block_words, "words", 0, "words a block of box1")                                         \
  X(box1_element_words, "words", 0, "words an element of box1")                                    \
  X(box1_page, "share", 1, "words of box1 among those of the page")                                \
  X(box1_place, "share", 1, "where in box1 the block stands")                                      \
  X(box2_blocks, "blocks", 0, "the same for box2")                                                 \
  X(box2_words, "words", 0, "the same for box2")                                                   \
  X(box2_links, "share", 1, "the same for box2")                                                   \
  X(box2_good, "share", 1, "the same for box2")                                                    \
  X(box2_block_words, "words", 0, "the same for box2")                                             \
  X(box2_element_words, "words", 0, "the same for box2")                                           \
  X(box2_page, "share", 1, "the same for box2")                                                    \
  X(box2_place, "share", 1, "the same for box2")                                                   \
  X(box3_blocks, "blocks", 0, "the same for box3")                                                 \
  X(box3_words, "words", 0, "the same for box3")                                                   \
  X(box3_links, "share", 1, "the same for box3")                                                   \
  X(box3_good, "share", 1, "the same for box3")                                                    \
  X(box3_block_words, "words", 0, "the same for box3")                                             \
  X(box3_element_words, "words", 0, "the same for box3")                                           \
  X(box3_page, "share", 1, "the same for box3")                                                    \
  X(box3_place, "share", 1, "the same for box3")                                                   \
  X(box4_blocks, "blocks", 0, "the same for box4")                                                 \
  X(box4_words, "words", 0, "the same for box4")                                                   \
  X(box4_links, "share", 1, "the same for box4")                                                   \
  X(box4_good, "share", 1, "the same for box4")                                                    \
  X(box4_block_words, "words", 0, "the same for box4")                                             \
  X(box4_element_words, "words", 0, "the same for box4")                                           \
  X(box4_page, "share", 1, "the same for box4")                                                    \
  X(box4_place, "share", 1, "the same for box4")                                                   \
  X(g15_steps, "steps", 255, "steps up to the smallest element with 15 % of the good words")       \
  X(g15_links, "share", 1, "its link density")                                                     \
  X(g15_page, "share", 1, "its words among those of the page")                                     \
  X(g15_good, "share", 1, "its words in good blocks")                                              \
  X(g30_steps, "steps", 255, "the same with 30 %")                                                 \
  X(g30_links, "share", 1, "the same with 30 %")                                                   \
  X(g30_page, "share", 1, "the same with 30 %")                                                    \
  X(g30_good, "share", 1, "the same with 30 %")                                                    \
  X(g50_steps, "steps", 255, "the same with 50 %")                                                 \
  X(g50_links, "share", 1, "the same with 50 %")                                                   \
  X(g50_page, "share", 1, "the same with 50 %")                                                    \
  X(g50_good, "share", 1, "the same with 50 %")                                                    \
  X(g75_steps, "steps", 255, "the same with 75 %")                                                 \
  X(g75_links, "share", 1, "the same with 75 %")                                                   \
  X(g75_page, "share", 1, "the same with 75 %")                                                    \
  X(g75_good, "share", 1, "the same with 75 %")                                                    \
  X(best_in, "flag", 1, "in the best candidate: the element whose own paragraphs weigh most")      \
  X(best_steps, "steps", 255, "steps up to what holds both, the block and the best candidate")     \
  X(best_place, "places", 0, "where in it, in [0, 1]; below 0 before it and above 1 behind it, by blocks of the page") \
  X(best_page, "share", 1, "its words among those of the page")                                    \
  X(best_good, "share", 1, "its good words among those of the page")                               \
  X(best_links, "share", 1, "its link density")                                                    \
  X(article_in, "flag", 1, "in the article element with most good words")                          \
  X(article_steps, "steps", 255, "as best_steps, for that; 255 without one")                       \
  X(article_place, "places", 0, "as best_place, for that")                                         \
  X(article_page, "share", 1, "as best_page, for that")                                            \
  X(main_in, "flag", 1, "in the main element")                                                     \
  X(main_steps, "steps", 255, "as best_steps, for that; 255 without one")                          \
  X(main_place, "places", 0, "as best_place, for that")                                            \
  X(main_page, "share", 1, "as best_page, for that")                                               \
  X(siblings, "count", 0, "siblings with the same tag and class, of the ancestor that has most such, itself included") \
  X(sibling_steps, "steps", 255, "steps up to that ancestor")                                      \
  X(sibling_place, "share", 1, "which of these it is")                                             \
  X(sibling_words, "words", 0, "words of each, in the mean")                                       \
  X(sibling_blocks, "blocks", 0, "blocks of each, in the mean")                                    \
  X(sibling_links, "share", 1, "link density of all")                                              \
  X(sibling_good, "share", 1, "words in good blocks of all")                                       \
  X(sibling_page, "share", 1, "words of all among those of the page")                              \
  X(own_siblings, "count", 0, "siblings of the block's element with the same tag and class")       \
  X(section_words, "words", 0, "words from the last heading to the next")                          \
  X(section_blocks, "blocks", 0, "blocks of it")                                                   \
  X(section_good, "share", 1, "words in good blocks of it")                                        \
  X(section_links, "share", 1, "link density of it")                                               \
  X(section_place, "blocks", 0, "blocks since the heading")                                        \
  X(section_level, "level", 6, "level of the heading; 0 without one")                              \
  X(section_number, "headings", 0, "headings before")                                              \
  X(heading_links, "share", 1, "link density of the heading")                                      \
  X(description_words, "share", 1, "words of the block that stand in the page's description")      \
  X(page_headings, "share", 1, "headings among the blocks of the page")                            \
  X(page_items, "share", 1, "list items among the blocks of the page")                             \
  X(page_rows, "share", 1, "table rows among the blocks of the page")                              \
  X(page_articles, "count", 0, "article elements of the page")                                     \
  X(page_paragraph_words, "share", 1, "words in p elements among those of the page")               \
  X(page_comments, "share", 1, "words in elements named as comments")                              \
  X(page_code, "share", 1, "characters of the page in code")

/// In the order of the table.
enum class Feature : uint16_t {
#define DEHUSK_FEATURE(name, unit, most, meaning) name,
  DEHUSK_TEXT_FEATURES(DEHUSK_FEATURE) DEHUSK_DOCUMENT_FEATURES(DEHUSK_FEATURE)
      DEHUSK_PAGE_FEATURES(DEHUSK_FEATURE)
#undef DEHUSK_FEATURE
};

struct FeatureInfo {
  std::string_view name;
  std::string_view unit;
  double most = 0;  ///< highest value; 0 without a bound
  std::string_view meaning;
};

inline constexpr FeatureInfo kFeatures[] = {
#define DEHUSK_FEATURE(name, unit, most, meaning) {#name, unit, most, meaning},
    DEHUSK_TEXT_FEATURES(DEHUSK_FEATURE) DEHUSK_DOCUMENT_FEATURES(DEHUSK_FEATURE)
        DEHUSK_PAGE_FEATURES(DEHUSK_FEATURE)
#undef DEHUSK_FEATURE
};

inline constexpr size_t kFeatureCount = sizeof(kFeatures) / sizeof(kFeatures[0]);
/// Features below are of a line alone and cheap to ask for one by one.
inline constexpr size_t kLineFeatures = static_cast<size_t>(Feature::sentences);
/// Features below are known of plain text.
inline constexpr size_t kTextFeatures = static_cast<size_t>(Feature::kind);

}  // namespace dehusk
