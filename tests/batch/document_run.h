// A run over documents with an OutputSet, in processes that may die on the way.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "batch/output_set.h"
#include "support/system_calls.h"
#include "support/temporary_folder.h"

namespace dehusk {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;

// A fork of a sanitized process takes twenty times as long: there, calls are struck by samples.
#ifdef __SANITIZE_ADDRESS__
inline constexpr int kSparse = 9;
#else
inline constexpr int kSparse = 1;
#endif

inline constexpr int kCut = 9;     // exit code of a run whose disk was full
inline constexpr int kWrong = 77;  // and of one that found itself in the wrong

struct Layout {
  std::string name;
  std::string output;
  std::string removed = {};
  uint64_t shards = 0;
  uint64_t shard_size = 0;
};

inline const Layout kLayouts[] = {
    {.name = "plain", .output = "o.jsonl"},
    {.name = "plain and removed", .output = "o.jsonl", .removed = "r.jsonl"},
    {.name = "gzip", .output = "o.jsonl.gz", .removed = "r.jsonl.gz"},
    {.name = "zstd", .output = "o.jsonl.zst", .removed = "r.jsonl"},
    {.name = "dealt", .output = "o.jsonl", .removed = "r.jsonl", .shards = 3},
    {.name = "dealt, zstd", .output = "o.jsonl.zst", .shards = 4},
    {.name = "sized", .output = "o.jsonl", .removed = "r.jsonl", .shard_size = 2500},
    {.name = "sized, gzip", .output = "o.jsonl.gz", .removed = "r.zst", .shard_size = 9000},
    {.name = "one document a shard", .output = "o.jsonl", .shard_size = 1},
};

// Which files differ and how, for a message.
inline std::string difference(const Files& is, const Files& expected) {
  std::string out;
  for (const auto& [name, bytes] : is) {
    const auto other = expected.find(name);
    if (other == expected.end()) {
      out += name + " is too much; ";
    } else if (other->second != bytes) {
      out += name + " has " + std::to_string(bytes.size()) + " bytes, not the " +
             std::to_string(other->second.size()) + " expected; ";
    }
  }
  for (const auto& [name, bytes] : expected) {
    if (is.count(name) == 0) out += name + " is missing; ";
  }
  return out;
}

// A run in a folder of its own: inputs in in/, outputs in out/. Input i holds documents, one a
// line.
class Run {
 public:
  explicit Run(const Layout& layout) : layout_(layout) {
    fs::create_directory(folder_ / "in");
    fs::create_directory(folder_ / "out");
  }

  // Documents of many sizes, some empty; `salt` makes others of the same input.
  void write_input(int index, int documents, int salt = 0, size_t most = 400) {
    std::string text;
    std::mt19937 random(static_cast<unsigned>(index * 100 + salt));
    for (int i = 0; i < documents; ++i) {
      const size_t size = random() % 7 == 0 ? 0 : random() % most;
      std::string line = std::to_string(index) + "/" + std::to_string(salt) + ":";
      while (line.size() < size) line += std::to_string(random() % 1000) + " ";
      text += (size == 0 ? "" : line) + "\n";
    }
    write_text(input(index), text);
  }
  std::string input(int index) const { return folder_ / "in/" + std::to_string(index); }

  void set_inputs(int count) {
    inputs_.clear();
    for (int i = 0; i < count; ++i) inputs_.push_back({input(i), std::to_string(i)});
  }

  // One process: its exit code, or minus the signal. `before` runs in it.
  int process(Start start, const std::function<void()>& before = {}) const {
    const pid_t child = fork();
    if (child == 0) {
      count_calls();
      if (before) before();
      _exit(deliver(start));
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  // The calls that a run makes from start to end.
  int calls() const {
    clear();
    const std::string path = folder_ / "calls";
    const pid_t child = fork();
    if (child == 0) {
      count_calls();
      const int answer = deliver(Start::fresh);
      write_text(path, std::to_string(calls_made()));
      _exit(answer);
    }
    int status = 0;
    waitpid(child, &status, 0);
    REQUIRE(status == 0);
    clear();
    return std::stoi(read_text(path));
  }

  int deliver(Start start) const {
    Result<std::unique_ptr<OutputSet>> opened = open(start);
    if (!opened)
      return opened.error().message.find("No space left") == std::string::npos ? 1 : kCut;
    OutputSet& set = **opened;
    const Position from = set.position();
    const std::string noted = "{\"n\":" + std::to_string(set.documents()) + "}";
    if (set.documents() > 0 && set.note() != noted) return kWrong;
    Position at = from;
    for (; at.input < inputs_.size(); at = {at.input + 1, 0, 0, 0}) {
      set.begin_input(at.input, stamp_of(inputs_[at.input].path));
      const std::string text = read_text(inputs_[at.input].path);
      uint64_t item = 0;
      for (size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos;
           begin = end + 1) {
        if (item++ < at.items) continue;
        const std::string line = text.substr(begin, end - begin);
        const bool has_removed = !layout_.removed.empty() && item % 3 == 0;
        Written written = set.add(line.empty() ? "" : rules_ + line + "\n",
                                  has_removed ? "cut " + line + "\n" : "");
        at.items = item;
        at.offset = end + 1;
        at.offset_items = item;
        if (set.checkpoint_due() && written.status == WriteStatus::done) {
          written = set.checkpoint(at, "{\"n\":" + std::to_string(set.documents()) + "}");
        }
        if (written.status != WriteStatus::done) return failure(written);
      }
    }
    const Written written = set.finish(at, "{\"n\":" + std::to_string(set.documents()) + "}");
    return written.status == WriteStatus::done ? 0 : failure(written);
  }

  Result<std::unique_ptr<OutputSet>> open(Start start) const {
    OutputPlan plan;
    plan.output = folder_ / "out/" + layout_.output;
    if (!layout_.removed.empty()) plan.removed = folder_ / "out/" + layout_.removed;
    plan.shards = layout_.shards;
    plan.shard_size = layout_.shard_size;
    plan.checkpoint_bytes = checkpoint_bytes_;
    plan.sync_bytes = checkpoint_bytes_ * 5;
    Fingerprint fingerprint;
    fingerprint.add("rules", rules_);
    return OutputSet::open(plan, fingerprint, inputs_, start);
  }

  Files outputs() const { return files_below(folder_ / "out"); }
  // Starts anew, and what an undisturbed run leaves.
  void clear() const {
    fs::remove_all(folder_ / "out");
    fs::create_directory(folder_ / "out");
  }
  Files undisturbed() const {
    clear();
    REQUIRE(process(Start::fresh) == 0);
    Files files = outputs();
    clear();
    return files;
  }
  std::string out(const std::string& name) const { return folder_ / "out/" + name; }

  const Layout& layout() const { return layout_; }
  void set_rules(const std::string& rules) { rules_ = rules; }
  void set_checkpoint_bytes(uint64_t bytes) { checkpoint_bytes_ = bytes; }

 private:
  static int failure(const Written& written) {
    return written.message.ends_with(": No space left on device") ? kCut : 1;
  }

  const Layout& layout_;
  TemporaryFolder folder_{fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path()};
  std::vector<Input> inputs_;
  std::string rules_ = "{a}";
  uint64_t checkpoint_bytes_ = 1500;
};

// Documents in inputs of uneven sizes, one of them empty.
inline void write_inputs(Run* run, int documents) {
  if (run->layout().shard_size == 1) documents /= 4;
  run->write_input(0, documents / 3);
  run->write_input(1, 0);
  run->write_input(2, documents / 6);
  run->write_input(3, documents / 2);
  run->set_inputs(4);
}

}  // namespace dehusk
