// The packed rules as the build put them into this binary (see pack_main.cc).
#include "rule/pack.h"

extern "C" {
extern const char dehusk_rules_begin[];
extern const char dehusk_rules_end[];
extern const char dehusk_texts_begin[];
extern const char dehusk_texts_end[];
}

// clang-format off
asm(".section .rodata\n"
    ".global dehusk_rules_begin\ndehusk_rules_begin:\n.incbin \"" DEHUSK_RULES_PACK "\"\n"
    ".global dehusk_rules_end\ndehusk_rules_end:\n.byte 0\n"
    ".global dehusk_texts_begin\ndehusk_texts_begin:\n.incbin \"" DEHUSK_TEXTS_PACK "\"\n"
    ".global dehusk_texts_end\ndehusk_texts_end:\n.byte 0\n"
    ".text\n");
// clang-format on

namespace dehusk {

std::vector<PackedFile> builtin_rules() {
  return unpack_rules({dehusk_rules_begin, static_cast<size_t>(dehusk_rules_end - dehusk_rules_begin)});
}

std::vector<RuleText> builtin_texts() {
  return unpack_texts({dehusk_texts_begin, static_cast<size_t>(dehusk_texts_end - dehusk_texts_begin)});
}

}  // namespace dehusk
