#include "cli/document_facts.h"

#include <utility>

#include "core/visible.h"

namespace dehusk {

DocumentFacts facts_of(const Cleaned& cleaned, std::string name, double seconds) {
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.bytes_in = cleaned.stats.bytes_in;
  facts.bytes_out = cleaned.stats.bytes_out;
  facts.chars_kept = count_visible(cleaned.text);
  facts.seconds = seconds;
  facts.work = cleaned.stats.work;
  facts.chars_removed = cleaned.stats.removed_by_category;
  return facts;
}

DocumentFacts facts_of(const Outcome& outcome, std::string name) {
  if (outcome.error) return failed_facts(std::move(name), outcome.bytes, *outcome.error);
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.bytes_in = outcome.stats.bytes_in;
  facts.bytes_out = outcome.stats.bytes_out;
  facts.chars_kept = outcome.chars_kept;
  facts.chars_removed = outcome.stats.removed_by_category;
  facts.seconds = outcome.seconds;
  facts.work = outcome.stats.work;
  return facts;
}

DocumentFacts failed_facts(std::string name, uint64_t bytes, const Error& error) {
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.bytes_in = bytes;
  facts.error_kind = name_of(error.kind);
  facts.error = error.message;
  return facts;
}

}  // namespace dehusk
