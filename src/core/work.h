// What a document costs, counted in steps of our own and not in seconds: the same document takes the same
// steps on every machine, in any thread, whatever was cleaned before. So a limit on them cuts the same
// documents everywhere.
//
//   unit     a step is about eight instructions, a nanosecond
//   counted  at the top of loops by what they are about to do (bytes, elements, rows * trees), and inside
//            those that a hostile document can make long; never what is kept from document to document
//            (compiled patterns, cached references, grown buffers)
//   spent    a stage that finds the budget exceeded returns what it has, whole or not; who began the
//            document asks exceeded() behind each stage and gives up
//
// Counts are added by the stage, not by the byte: ordinary pages pay less than half a per cent for it.
#pragma once

#include <cstdint>

namespace dehusk {

class Work {
 public:
  /// Begins a document that may take `most` steps; 0: as many as it needs.
  void begin(uint64_t most) {
    done_ = 0;
    most_ = most == 0 ? UINT64_MAX : most;
  }

  void add(uint64_t steps) { done_ += steps; }

  uint64_t done() const { return done_; }

  /// How many steps are left; 0 where it is exceeded.
  uint64_t left() const { return most_ - (done_ < most_ ? done_ : most_); }

  /// True once more was done than is allowed; it stays so.
  bool exceeded() const { return done_ > most_; }

 private:
  uint64_t done_ = 0;
  uint64_t most_ = UINT64_MAX;
};

}  // namespace dehusk
