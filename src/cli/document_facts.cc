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
  for (const ReportedRange& range : cleaned.removed) {
    facts.chars_removed[static_cast<size_t>(range.rule.category)] += count_visible(range.text);
  }
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
