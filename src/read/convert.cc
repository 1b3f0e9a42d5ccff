#include "read/convert.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <iterator>

#include "core/utf8.h"
#include "read/encoding_labels.h"
#include "read/single_byte.h"

namespace dehusk {
namespace {

/// Where ICU's converter of that name is not what the web means by it.
struct Name {
  std::string_view name;
  std::string_view meaning;
};
constexpr Name kConverters[] = {
    {"iso-8859-8-i", "iso-8859-8"}, {"gbk", "gb18030"},        {"big5", "big5-hkscs"},
    {"shift_jis", "windows-31j"},   {"euc-kr", "windows-949"},
};

/// Labels that neither the standard nor ICU knows, or that ICU knows as something else.
constexpr Name kMoreLabels[] = {{"uhc", "euc-kr"}, {"utf-32", "utf-32le"}};

/// ICU's public name for one of its converters, in lower case.
std::string public_name(const char* label) {
  for (const char* standard : {"MIME", "IANA"}) {
    UErrorCode status = U_ZERO_ERROR;
    const char* name = ucnv_getStandardName(label, standard, &status);
    if (name != nullptr) return normal_label(name);
  }
  return {};
}

/// ICU calls this for each sequence that it cannot decode; `context` is the count of them. Its own
/// callback would write U+001A for some.
void replace_undecodable(const void* context, UConverterToUnicodeArgs* args, const char*, int32_t,
                         UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  ++*const_cast<uint64_t*>(static_cast<const uint64_t*>(context));
  *status = U_ZERO_ERROR;
  constexpr UChar kUnit = kReplacement;
  ucnv_cbToUWriteUChars(args, &kUnit, 1, 0, status);
}

}  // namespace

Encoding encoding_named(std::string_view name) {
  for (const Name& c : kConverters) {
    if (c.name == name) return {std::string(name), std::string(c.meaning)};
  }
  return {std::string(name), is_single_byte(name) ? "" : std::string(name)};
}

std::optional<Encoding> find_encoding(std::string_view label) {
  if (const std::string_view name = encoding_of_label(label); !name.empty()) {
    return encoding_named(name);
  }
  const std::string normal = normal_label(label);
  for (const Name& more : kMoreLabels) {
    if (more.name == normal) return encoding_named(more.meaning);
  }
  if (normal.empty() || normal.find(',') != normal.npos) return std::nullopt;  // ICU's options
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(normal.c_str(), &status));
  if (U_FAILURE(status)) return std::nullopt;
  const char* icu_name = ucnv_getName(converter.getAlias(), &status);
  std::string known = public_name(normal.c_str());
  if (known.empty()) known = public_name(icu_name);
  if (known.empty()) known = normal_label(icu_name);
  if (const std::string_view name = encoding_of_label(known); !name.empty()) {
    return encoding_named(name);
  }
  return Encoding{known, icu_name};
}

Result<Converted> convert(std::string_view bytes, const Encoding& encoding, uint64_t limit) {
  Converted out;
  if (encoding.converter.empty()) {
    out.text = decode_single_byte(bytes, encoding.name);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUConverterPointer from(ucnv_open(encoding.converter.c_str(), &status));
  const icu::LocalUConverterPointer to(ucnv_open("utf-8", &status));
  UConverterToUCallback old_callback = nullptr;
  const void* old_context = nullptr;
  ucnv_setToUCallBack(from.getAlias(), replace_undecodable, &out.replaced, &old_callback,
                      &old_context, &status);

  constexpr size_t kPiece = 1 << 20;  // ICU takes less than 2 GiB at a time
  constexpr size_t kPivot = 1024;
  UChar pivot[kPivot];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  char chunk[4 * kPivot];
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  while (U_SUCCESS(status) && !bytes.empty() && out.text.size() <= limit) {
    const char* const piece_end = source + std::min<size_t>(end - source, kPiece);
    char* target = chunk;
    ucnv_convertEx(to.getAlias(), from.getAlias(), &target, std::end(chunk), &source, piece_end,
                   pivot, &pivot_source, &pivot_target, std::end(pivot),
                   /*reset=*/false, /*flush=*/piece_end == end, &status);
    out.text.append(chunk, target);
    if (U_SUCCESS(status) && piece_end == end) break;
    if (status == U_BUFFER_OVERFLOW_ERROR) status = U_ZERO_ERROR;
  }
  if (U_FAILURE(status)) {
    return Error{"cannot decode as \"" + encoding.name + "\": " + u_errorName(status), ErrorKind::encoding};
  }
  return out;
}

}  // namespace dehusk
