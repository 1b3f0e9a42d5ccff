// Where cleaned documents go: one stream, a folder, back in place, nowhere.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "batch/clean_item.h"
#include "batch/container.h"
#include "batch/file_io.h"
#include "batch/fingerprint.h"
#include "batch/inputs.h"
#include "batch/position.h"
#include "batch/shards.h"
#include "core/result.h"

namespace dehusk {

/// How one step of writing went, and which file it was about.
struct Delivery {
  Written written;
  std::string path;   ///< "" where the message names it
  bool ends_run = false;  ///< nothing more can be written; else it cost this document alone
};

/// Told of everything in the order of the inputs, by one thread; but for start_of().
class Destination {
 public:
  virtual ~Destination() = default;

  /// Where the run as a whole starts: behind what an earlier one did.
  virtual Position start() const { return {}; }
  /// Whether an earlier run did all of an input. Asked before the run.
  virtual bool is_done(const Input& /*input*/) const { return false; }
  /// Where reading of an input starts. Called by the thread that reads, before begin_input().
  virtual Position start_of(uint64_t /*input*/, bool /*is_container*/) { return {}; }
  /// What the earlier run noted at its last checkpoint.
  virtual std::string note() const { return ""; }
  /// Why an earlier run is not gone on with: "rules changed"; "" where it is or there is none.
  virtual std::string changed() const { return ""; }

  virtual void begin_input(uint64_t /*input*/, const InputStamp& /*stamp*/) {}
  virtual Delivery document(const SourceItem& item, const Outcome& outcome) = 0;
  /// `failed`: something of it could not be done.
  virtual Delivery end_input(uint64_t /*input*/, bool /*failed*/) { return {}; }
  /// Asked after each document, `at` behind it. The note is asked for when it is needed.
  virtual Delivery checkpoint(const Position& /*at*/, const std::function<std::string()>& /*note*/) { return {}; }
  /// Now and then: who reads what is no file gets what there is.
  virtual Delivery flush() { return {}; }
  /// All was delivered.
  virtual Delivery finish(const Position& /*at*/, std::string_view /*note*/) { return {}; }
  /// Whether nothing was written, by earlier runs neither.
  virtual bool is_empty() const = 0;
  /// Nothing could be done: what the outputs held is left as it is.
  virtual void discard() = 0;
  /// The run was asked to stop: what cannot be gone on with is finished as it is.
  virtual void pause() {}
  /// Whether something failed, in the earlier run that was gone on with, too, as far as note() does not tell.
  virtual bool any_failed() const { return false; }
  /// A file that bears the next shard's name, from another run; "" for none. After finish().
  virtual std::string leftover() const { return ""; }
  /// Whether --resume would go on with what is there.
  virtual bool can_go_on() const { return false; }
};

struct DestinationPlan {
  OutputPlan files;          ///< -o, --removed, shards
  std::string separator;     ///< between texts of one stream
  std::string directory;     ///< -d
  std::string extension;     ///< --ext
  std::string backup;        ///< of -i
  bool records = false;
  Start start = Start::fresh;
  Fingerprint fingerprint;
};

Result<std::unique_ptr<Destination>> open_stream(const DestinationPlan& plan, const std::vector<Input>& inputs);
Result<std::unique_ptr<Destination>> open_folder(const DestinationPlan& plan, const std::vector<Input>& inputs);
Result<std::unique_ptr<Destination>> open_in_place(const DestinationPlan& plan, const std::vector<Input>& inputs);

/// Below an output folder, the file for an input: its name without what says it is packed, with another extension
/// where one is asked for; of a container and of records with ".jsonl" behind it, once.
std::string output_name(const Input& input, const DestinationPlan& plan, bool is_container);

/// Two inputs that would be written to one file below the folder, or one over an input, as a message; "" for none. Looks
/// into those inputs alone that could be meant.
std::string name_clash(const DestinationPlan& plan, const std::vector<Input>& inputs, const SourceOptions& options);

/// Leaves out what was found in folders and is the backup of another input.
void drop_backups(const std::string& suffix, std::vector<Input>* inputs);

/// The same for -iSUFFIX: the backup of one input would take the place of another, as it does where the same command
/// is run twice on a folder.
std::string backup_clash(const std::string& suffix, const std::vector<Input>& inputs);

}  // namespace dehusk
