// Cleaners of one set of options, for any number of threads: what a Python `Cleaner` holds. Knows nothing of Python.
//
//   Settings  words, as Python gives them --make()--> CleanOptions, rules, models
//   clean()   takes an idle Cleaner or makes one, and puts it back: there are never more than threads at work
//
// The built-in rules and models are loaded once a process and shared by all engines that add none to them.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cleaner.h"

namespace dehusk {

/// What is known of the encoding of a document.
enum class Encoded : uint8_t {
  somehow,  ///< found out, see read/decode.h
  utf8,     ///< it was a str: UTF-8, whatever it says of itself
};

/// The options of a Python `Cleaner`, unchecked; the words are those of the command line.
struct EngineSettings {
  std::string task = "article";  ///< --for
  std::string level = "normal";
  std::string to = "text";
  std::string read_as = "auto";  ///< --as
  std::string encoding;
  std::vector<RuleText> rules;
  bool builtin = true;
  std::vector<std::string> use;
  std::vector<std::string> only;  ///< empty: all categories
  std::vector<std::string> skip;
  std::vector<RuleText> models;   ///< files of models; they take the places of the built-in ones
  bool no_model = false;
  uint64_t max_bytes = uint64_t{1} << 30;
  bool absolute_links = false;
  bool keep_blank = false;
  bool removed = false;  ///< report removed ranges
};

class Engine {
 public:
  /// Errors: a word that is none of an option's, an unknown encoding or pack, rules or models that do not
  /// load; of rules all faults, as `dehusk lint` prints them.
  static Result<std::unique_ptr<Engine>> make(const EngineSettings& settings);

  /// As Cleaner::clean(), and an error where memory runs out. Thread-safe.
  Result<Cleaned> clean(std::string_view document, const DocumentInfo& info, Encoded encoded);

 private:
  struct Pool {
    CleanOptions options;
    std::vector<Cleaner> idle;
  };
  class Lease;

  Engine(std::shared_ptr<const RuleSet> rules, const CleanOptions& options);

  std::shared_ptr<const RuleSet> rules_;
  std::mutex mutex_;  ///< guards what is idle
  Pool pools_[2];     ///< by Encoded
};

}  // namespace dehusk
