#include "batch/output_set.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "batch/set_on_disk.h"
#include "batch/target.h"

namespace dehusk {
namespace {

// A run that goes on repeats no more than this part of what was done, beside plan.checkpoint_bytes: so the state
// grows with the logarithm of the output.
constexpr uint64_t kShareAtRisk = 256;

bool is_done(const Written& written) { return written.status == WriteStatus::done; }

Written named(const std::string& path, Written written) {
  if (written.status == WriteStatus::failed) {
    written.message = (path == "-" ? "standard output" : path) + ": " + written.message;
  }
  return written;
}

Written failed(const std::string& path, const std::string& message) {
  return named(path, {WriteStatus::failed, message});
}

// Who closes the pipe of the list wants no more of it: the documents go on.
Written of_list(Written written) { return written.status == WriteStatus::pipe_closed ? Written() : std::move(written); }

bool is_direct(const std::string& path) { return path == "-" || find_target(path).is_direct; }

// Layout decides bytes as much as rules do.
std::string layout(const OutputPlan& plan) {
  std::string text = std::string(suffix_of(compression_of(plan.output))) + " " +
                     std::string(suffix_of(compression_of(plan.removed))) + " ";
  for (const uint64_t number : {plan.shards, plan.shard_size, plan.checkpoint_bytes,
                                uint64_t{plan.removed.empty() ? 0U : 1U}}) {
    text += std::to_string(number) + " ";
  }
  return text;
}

std::string find_fault(const OutputPlan& plan, Start start) {
  OutputPlan stream = plan;
  stream.removed.clear();
  if (!plan.removed.empty() && !is_direct(plan.removed) &&
      is_name_of_output(stream, plan.removed)) {
    return "'" + plan.removed + "' cannot be both the output and the list of what was removed";
  }
  for (const std::string& path : {plan.output, plan.removed}) {
    if (path.empty() || !is_direct(path)) continue;
    const std::string name = path == "-" ? "standard output" : "'" + path + "'";
    if (start == Start::resume) return name + " is no file that could be gone on with";
    if (path == plan.output && (plan.shards > 0 || plan.shard_size > 0)) {
      return name + " is no file that could be cut into shards";
    }
  }
  return "";
}

}  // namespace

Result<std::unique_ptr<OutputSet>> OutputSet::open(const OutputPlan& wanted,
                                                   Fingerprint fingerprint,
                                                   const std::vector<Input>& inputs, Start start) {
  OutputPlan plan = wanted;
  if (plan.output.empty()) plan.output = "-";
  if (const std::string fault = find_fault(plan, start); !fault.empty()) return Error{fault};
  std::unique_ptr<OutputSet> set(new OutputSet(plan));
  Written opened;
  if (is_direct(plan.output)) {
    opened = set->open_files({});
  } else {
    fingerprint.add("outputs", layout(plan));
    Result<StateFile> file = StateFile::open(find_target(plan.output).path + ".resume");
    if (!file) return Error{plan.output + ": " + file.error().message};
    set->state_ = std::move(*file);
    set->boot_ = boot_mark();
    const ResumeState state = read_resume_state(set->state_->text());
    const SetOnDisk disk(set->plan_, state);
    ResumeChoice choice;
    if (start == Start::resume) {
      choice = find_resume_point(
          state, {.fingerprint = &fingerprint,
                  .inputs = inputs.size(),
                  .stamp = [&](uint64_t i) { return stamp_of(inputs[i].path); },
                  .files_are_there = [&](size_t point) { return disk.holds(point); },
                  .boot = set->boot_});
    }
    set->changed_ = choice.why;
    set->has_points_ = choice.point.has_value();
    if (choice.point) {
      disk.remove_behind(*choice.point);
      opened = set->go_on(state, choice);
    } else {
      disk.remove_all();
      opened = set->begin_fresh(fingerprint);
    }
  }
  if (!is_done(opened)) return Error{opened.message};
  return set;
}

OutputSet::~OutputSet() {
  if (!has_points_ && !is_whole_) discard();
}

// The state goes first: its lines must not speak of files that are new.
Written OutputSet::begin_fresh(const Fingerprint& fingerprint) {
  Written written = state_->cut(0);
  if (is_done(written)) {
    written = state_->append(header_line({.fingerprint = fingerprint.hex(),
                                          .parts = fingerprint.parts(),
                                          .shards = plan_.shards,
                                          .is_sized = plan_.shard_size > 0}));
  }
  return is_done(written) ? open_files({}) : named(plan_.output, written);
}

// The state goes first here, too: what is added now is not what its later lines speak of.
Written OutputSet::go_on(const ResumeState& state, const ResumeChoice& choice) {
  const Checkpoint& point = state.points[*choice.point];
  Written written = named(plan_.output, state_->cut(state.ends[*choice.point]));
  if (!is_done(written)) return written;
  start_ = point;
  inputs_ = choice.inputs;
  documents_ = point.documents;
  shard_ = point.shard;
  filled_ = point.filled;
  added_ = noted_ = point.added;
  if (point.sealed) {
    const std::string path = shard_path(plan_, point.shard - 1);
    if (part_size(path).value_or(0) >= *point.sealed) {
      written = open_stream(path, *point.sealed);
      if (is_done(written)) written = finish_all();
      if (!is_done(written)) return written;
    }
  }
  return point.whole ? take_names(point) : open_files(point);
}

Written OutputSet::take_names(const Checkpoint& point) {
  const std::vector<std::string> paths = set_paths(plan_, point.shard);
  Written written;
  for (size_t i = is_unmade(plan_, point) ? 1 : 0; i < paths.size() && is_done(written); ++i) {
    if (part_size(paths[i]).value_or(0) < point.sizes[i] || !part_size(paths[i])) continue;
    written = open_stream(paths[i], point.sizes[i]);
  }
  if (is_done(written)) written = finish_all();
  is_whole_ = is_done(written);
  return written;
}

Written OutputSet::open_files(const Checkpoint& point) {
  const std::vector<std::string> paths = set_paths(plan_, point.shard);
  const auto keep = [&](size_t i) { return point.sizes.empty() ? 0 : point.sizes[i]; };
  for (size_t i = is_unmade(plan_, point) ? 1 : 0; i < paths.size(); ++i) {
    const bool is_removed = !plan_.removed.empty() && i + 1 == paths.size();
    const Written written = open_stream(paths[i], keep(i));
    if (!is_done(written)) return written;
    if (!is_removed) continue;
    removed_ = std::move(streams_.back());
    streams_.pop_back();
  }
  return {};
}

Written OutputSet::open_stream(const std::string& path, uint64_t keep) {
  Result<GrowingFile> file = GrowingFile::open(path, keep);
  if (!file) return failed(path, file.error().message);
  streams_.push_back({path, std::move(*file)});
  return {};
}

void OutputSet::begin_input(uint64_t index, const InputStamp& stamp) {
  assert(index <= inputs_.count());
  if (index == inputs_.count()) inputs_.add(stamp);
}

Written OutputSet::add(std::string_view text, std::string_view removed) {
  assert(!checkpoint_due() && !is_whole_);
  Written written;
  if (!text.empty() && streams_.empty()) written = open_stream(shard_path(plan_, shard_), 0);
  if (!text.empty() && is_done(written)) {
    Growing& stream = streams_[plan_.shards > 0 ? documents_ % plan_.shards : 0];
    written = named(stream.path, stream.file.add(text));
  }
  if (removed_ && is_done(written)) {
    written = of_list(named(removed_->path, removed_->file.add(removed)));
  }
  ++documents_;
  filled_ += text.size();
  added_ += text.size() + removed.size();
  return written;
}

bool OutputSet::checkpoint_due() const {
  const uint64_t open = std::max<uint64_t>(1, plan_.shards) + (removed_ ? 1 : 0);
  const uint64_t wanted = std::max(plan_.checkpoint_bytes * open, noted_ / kShareAtRisk);
  return state_ && (added_ - noted_ >= wanted || is_full());
}

Written OutputSet::checkpoint(const Position& at, std::string_view note) {
  if (!checkpoint_due()) return {};
  since_sync_ += added_ - noted_;
  noted_ = added_;
  const bool syncs = is_full() || since_sync_ >= plan_.sync_bytes;
  Written written = flush_all(syncs ? &GrowingFile::sync : &GrowingFile::flush);
  if (!is_done(written)) return written;
  if (syncs) since_sync_ = 0;
  Checkpoint point = describe(at, note);
  if (syncs) point.boot.clear();
  if (is_full()) {
    point.sealed = std::exchange(point.sizes[0], 0);
    ++point.shard;
    point.filled = 0;
  }
  written = write_line(point);
  return is_done(written) && is_full() ? end_shard() : written;
}

Written OutputSet::end_shard() {
  const Written written = named(streams_[0].path, streams_[0].file.finish());
  if (!is_done(written)) return written;
  streams_.clear();
  ++shard_;
  filled_ = 0;
  return written;
}

Written OutputSet::flush_direct() {
  for (Growing* growing : files()) {
    if (!growing->file.is_direct()) continue;
    Written written = told_of(*growing, growing->file.flush());
    if (!is_done(written)) return written;
  }
  return {};
}

Written OutputSet::finish(const Position& at, std::string_view note) {
  Written written;
  if (!is_whole_) {
    written = flush_all(&GrowingFile::seal);
    if (is_done(written) && state_) {
      Checkpoint point = describe(at, note);
      point.whole = true;
      written = write_line(point);
    }
    if (is_done(written)) written = finish_all();
  }
  if (!is_done(written)) return written;
  is_whole_ = true;
  if (state_) state_->remove();
  return written;
}

Written OutputSet::finish_all() {
  for (Growing* growing : files()) {
    Written written = told_of(*growing, growing->file.finish());
    if (!is_done(written)) return written;
  }
  streams_.clear();
  removed_.reset();
  return {};
}

void OutputSet::discard() {
  for (Growing* growing : files()) growing->file.discard();
  if (state_) state_->remove();
  has_points_ = false;
}

std::string OutputSet::leftover() const {
  if (plan_.shard_size == 0) return "";
  const uint64_t next = shard_ > 0 && filled_ == 0 ? shard_ : shard_ + 1;
  const std::string path = shard_path(plan_, next);
  return access(path.c_str(), F_OK) == 0 ? path : "";
}

// Members of all files are compressed at the same time.
Written OutputSet::flush_all(Written (GrowingFile::*how)()) {
  for (Growing* growing : files()) growing->file.end_member();
  for (Growing* growing : files()) {
    Written written = told_of(*growing, (growing->file.*how)());
    if (!is_done(written)) return written;
  }
  return {};
}

Written OutputSet::told_of(const Growing& growing, Written written) const {
  written = named(growing.path, std::move(written));
  return removed_ && &growing == &*removed_ ? of_list(std::move(written)) : written;
}

Written OutputSet::write_line(const Checkpoint& point) {
  const Written written = named(plan_.output, state_->append(checkpoint_line(point)));
  has_points_ = has_points_ || is_done(written);
  return written;
}

Checkpoint OutputSet::describe(const Position& at, std::string_view note) const {
  Checkpoint point;
  point.at = at;
  point.documents = documents_;
  point.inputs = inputs_.count();
  point.inputs_hash = inputs_.hex();
  point.shard = shard_;
  point.filled = filled_;
  point.added = added_;
  point.boot = boot_;
  point.note = note;
  if (streams_.empty()) point.sizes.push_back(0);
  for (const Growing& stream : streams_) point.sizes.push_back(stream.file.size());
  if (removed_) point.sizes.push_back(removed_->file.size());
  return point;
}

std::vector<OutputSet::Growing*> OutputSet::files() {
  std::vector<Growing*> files;
  for (Growing& stream : streams_) files.push_back(&stream);
  if (removed_) files.push_back(&*removed_);
  return files;
}

}  // namespace dehusk
