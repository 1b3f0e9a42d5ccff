#include "batch/fingerprint.h"

#include <catch2/catch.hpp>

#include "batch/input_stamp.h"
#include "support/temporary_folder.h"

namespace dehusk {
namespace {

Fingerprint print_of(const std::string& rules, const std::string& options) {
  Fingerprint print;
  print.add("version", "0.1.0");
  print.add("rules", rules);
  print.add("options", options);
  return print;
}

TEST_CASE("fingerprints are the same everywhere and tell what differs") {
  // State files outlive the program that wrote them: these values must never change.
  CHECK(Fingerprint().hex() == "00000000000000000000000000000000");
  CHECK(print_of("a", "b").hex() == "76b78fb00efc0c2f52d1ae3a9ae67c93");
  CHECK(print_of("a", "b").parts().at("rules") == "ace2cbf4483d2812");
  CHECK(print_of("a", "b").hex() != print_of("b", "a").hex());

  const auto differing = [](const Fingerprint& a, const Fingerprint& b) {
    return differing_parts(a.parts(), b.parts());
  };
  CHECK(differing(print_of("a", "b"), print_of("a", "b")).empty());
  CHECK(differing(print_of("a", "b"), print_of("c", "b")) == "rules");
  CHECK(differing(print_of("a", "b"), print_of("c", "d")) == "options and rules");
  CHECK(differing(print_of("a", "b"), {}) == "options, rules and version");
}

TEST_CASE("where one byte string ends and in which order they come counts") {
  const auto hash = [](std::initializer_list<const char*> row) {
    RowHash hash;
    for (const char* bytes : row) hash.add(bytes);
    return hash.hex();
  };
  CHECK(hash({"ab", "c"}) != hash({"a", "bc"}));
  CHECK(hash({"a", "b"}) != hash({"b", "a"}));
  CHECK(hash({"a", ""}) != hash({"a"}));
  CHECK(hash({""}) != hash({}));
}

TEST_CASE("parts do not depend on the order in which they were added") {
  Fingerprint a = print_of("a", "b");
  Fingerprint b;
  b.add("options", "b");
  b.add("rules", "a");
  b.add("version", "0.1.0");
  CHECK(a.hex() == b.hex());
}

TEST_CASE("a stamp tells a changed input") {
  const TemporaryFolder folder;
  const std::string path = folder / "a";
  write_text(path, "text");
  const InputStamp stamp = stamp_of(path);
  CHECK(stamp.size == 4);
  CHECK(stamp.can_repeat);
  CHECK(stamp == stamp_of(path));
  write_text(path, "texts");
  CHECK(!(stamp == stamp_of(path)));
  CHECK(stamp_of(folder / "none") == stamp_of(folder / "none"));
  CHECK(!stamp_of("/dev/null").can_repeat);

  InputChain chain;
  chain.add(stamp);
  CHECK(chain.hex().size() == 32);
  chain.add(stamp_of("/dev/null"));
  CHECK(chain.hex().empty());
  CHECK(chain.count() == 2);
}

}  // namespace
}  // namespace dehusk
