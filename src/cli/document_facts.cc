#include "cli/document_facts.h"

#include <utility>

#include "engine/link_text.h"

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

DocumentFacts facts_of(const Outcome& outcome, std::string name, uint64_t bytes) {
  if (outcome.error) {
    return failed_facts(std::move(name), bytes, std::string(name_of(outcome.error->kind)), outcome.error->message);
  }
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

DocumentFacts failed_facts(std::string name, uint64_t bytes, std::string kind,
                           std::string message) {
  DocumentFacts facts;
  facts.name = std::move(name);
  facts.bytes_in = bytes;
  facts.error_kind = kind.empty() ? "other" : std::move(kind);
  facts.error = std::move(message);
  return facts;
}

}  // namespace dehusk
