#include "cli/clean_notes.h"

namespace dehusk {

std::string clean_notes(const std::string& name, const Outcome& outcome, const Options& options) {
  if (options.verbosity < 0) return "";
  const std::string begin = "dehusk: " + name + ": ";
  const CleanStats& stats = outcome.stats;
  std::string out;
  if (outcome.replaced > 0) {
    out += begin + std::to_string(outcome.replaced) +
           (outcome.replaced == 1 ? " undecodable sequence" : " undecodable sequences") +
           " became U+FFFD (read as " + outcome.encoding + ")\n";
  }
  if (stats.cut_elements + stats.cut_bytes > 0) {
    out += begin + "past the limits of a page; left out " + std::to_string(stats.cut_elements) +
           " tags nested too deep and " + std::to_string(stats.cut_bytes) + " bytes at the end\n";
  }
  if (outcome.guarded) {
    out += begin + "the guard stopped " + std::string(name_of(options.clean.level)) + "; cleaned " +
           (outcome.level ? "at " + std::string(name_of(*outcome.level)) : "nothing") + "\n";
  }
  if (options.verbosity == 0) return out;
  out += begin + outcome.encoding + ", packs";
  for (const std::string& pack : outcome.packs) out += " " + pack;
  out += ", " + std::to_string(stats.ranges_removed) + " ranges removed, " + std::to_string(stats.bytes_in) + " -> " +
         std::to_string(stats.bytes_out) + " bytes, " + std::to_string(stats.work) + " steps";
  if (stats.element_rules > 0) {
    out += ", " + std::to_string(stats.element_rules) + " rules with `select` do not apply to text";
  }
  return out + "\n";
}

}  // namespace dehusk
