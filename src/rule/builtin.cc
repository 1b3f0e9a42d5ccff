// The packed rules as the build put them into this binary (see pack_main.cc).
#include "rule/pack.h"

extern "C" {
extern const char dehusk_rules_begin[];
extern const char dehusk_rules_end[];
extern const char dehusk_texts_begin[];
extern const char dehusk_texts_end[];
extern const char dehusk_html_model_begin[];
extern const char dehusk_html_model_end[];
extern const char dehusk_text_model_begin[];
extern const char dehusk_text_model_end[];
}

namespace dehusk {

std::vector<PackedFile> builtin_rules() {
  return unpack_rules({dehusk_rules_begin, static_cast<size_t>(dehusk_rules_end - dehusk_rules_begin)});
}

std::string_view builtin_model(std::string_view name) {
  const auto between = [](const char* begin, const char* end) {
    return std::string_view(begin, static_cast<size_t>(end - begin));
  };
  if (name == "html") return between(dehusk_html_model_begin, dehusk_html_model_end);
  if (name == "text") return between(dehusk_text_model_begin, dehusk_text_model_end);
  return {};
}

std::vector<RuleText> builtin_texts() {
  return unpack_texts({dehusk_texts_begin, static_cast<size_t>(dehusk_texts_end - dehusk_texts_begin)});
}

}  // namespace dehusk
