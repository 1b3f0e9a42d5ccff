// Times the HTML path page by page, for bench/speed_pages.py. Reads files, holds them in memory, and prints one
// line a page: CPU nanoseconds, the least of ROUNDS, for
//
//   parse   Gumbo with arena on the whole page; skeleton and Gumbo behind it
//   path    bytes to text with rules; the same without rules; with rules and the article model
//
// or, for twin, whether the page is the same with and without a skeleton, and whether it had one.
//
//   html_bench parse|path|twin ROUNDS FILE...
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cleaner.h"
#include "doc/dump.h"
#include "read/decode.h"
#include "read/gumbo_tree.h"
#include "read/html_reader.h"
#include "read/skeleton.h"

namespace dehusk {
namespace {

long long cpu_now() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1'000'000'000LL + t.tv_nsec;
}

template <typename Work>
long long least(int rounds, Work work) {
  long long best = -1;
  for (int i = 0; i < rounds; ++i) {
    const long long begin = cpu_now();
    work();
    const long long took = cpu_now() - begin;
    if (best < 0 || took < best) best = took;
  }
  return best;
}

struct Input {
  std::string name;
  std::string bytes;
};

Work work;  // without a limit

void parse(const Input& input, int rounds) {
  const Result<Decoded> decoded = decode(input.bytes, {.source = Source::html});
  if (!decoded) std::exit(2);
  const std::string text(decoded->text());
  static Arena arena;
  static Skeleton skeleton;
  static Tree tree;
  size_t elements = 0;
  const long long plain = least(rounds, [&] {
    arena.reset();
    elements += count_parsed_elements(text, &arena);
  });
  const long long fast = least(rounds, [&] {
    arena.reset();
    if (make_skeleton(text, &skeleton, &work) && parse_skeleton(text, skeleton, &arena, &tree, &work)) return;
    arena.reset();
    make_plain(text, &skeleton, &work);
    parse_plain(text, skeleton, &arena, &tree, &work);
  });
  std::printf("%s %zu %lld %lld\n", input.name.c_str(), text.size(), plain, fast);
}

void compare(const Input& input) {
  const Result<Decoded> decoded = decode(input.bytes, {.source = Source::html});
  if (!decoded) std::exit(2);
  static HtmlScratch scratch;
  static Skeleton skeleton;
  static Arena arena;
  static Tree tree;
  const std::string_view text = decoded->text();
  arena.reset();
  const bool fast =
      make_skeleton(text, &skeleton, &work) && parse_skeleton(text, skeleton, &arena, &tree, &work);
  const std::string a = dump_page(read_html(text, HtmlMode::fast, &scratch));
  const std::string b = dump_page(read_html(text, HtmlMode::slow, &scratch));
  std::printf("%s %d %d\n", input.name.c_str(), a == b ? 1 : 0, fast ? 1 : 0);
}

Cleaner cleaner_for(const std::shared_ptr<const RuleSet>& rules, PackChoice packs, bool model) {
  CleanOptions options;
  options.packs = packs;
  if (model) options.models = std::make_shared<ModelSet>(true);
  return {rules, options};
}

void path(const Input& input, int rounds, Cleaner* with, Cleaner* without, Cleaner* model) {
  size_t size = 0;
  const auto clean = [&](Cleaner* cleaner) {
    return least(rounds, [&] {
      const Result<Cleaned> cleaned = cleaner->clean(input.bytes, {});
      if (!cleaned) std::exit(2);
      size = cleaned->text.size();
    });
  };
  const long long rules = clean(with);
  const size_t kept = size;
  const long long none = clean(without);
  const size_t whole = size;
  const long long modelled = clean(model);
  std::printf("%s %zu %lld %lld %lld %zu %zu %zu\n", input.name.c_str(), input.bytes.size(), rules, none, modelled,
              kept, whole, size);
}

}  // namespace
}  // namespace dehusk

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string_view what = argv[1];
  const int rounds = std::atoi(argv[2]);
  const dehusk::Loaded loaded = dehusk::load_rules({}, {});
  dehusk::Cleaner with = dehusk::cleaner_for(loaded.rules, dehusk::PackChoice::by_language, false);
  dehusk::Cleaner model = dehusk::cleaner_for(loaded.rules, dehusk::PackChoice::by_language, true);
  dehusk::Cleaner without = dehusk::cleaner_for(loaded.rules, dehusk::PackChoice::exactly, false);
  for (int i = 3; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    if (!in) return 2;
    const dehusk::Input input{argv[i], {std::istreambuf_iterator<char>(in), {}}};
    if (what == "twin") {
      dehusk::compare(input);
    } else if (what == "parse") {
      dehusk::parse(input, rounds);
    } else {
      dehusk::path(input, rounds, &with, &without, &model);
    }
  }
}
