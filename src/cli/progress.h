// How far a run is: one line on a terminal that is drawn again and again, or JSON for programs.
//
//   1,204 documents  312 MB of 2.10 GB  14.8 %  45.3 MB/s  61.2 % removed  3 errors  40 s left
//
// What the line says is a pure function; ProgressPrinter knows when to say it. Measured against a
// clock that is handed in, so that tests need no time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dehusk {

struct Progress {
  uint64_t documents = 0;  ///< done, the failed ones too
  uint64_t errors = 0;
  uint64_t bytes = 0;           ///< of those documents
  uint64_t position = 0;        ///< bytes of the inputs that are done: of archives, compressed
  uint64_t total = 0;           ///< bytes of all inputs; 0 where nobody knows
  uint64_t first_bytes = 0;     ///< of `bytes`, done by an earlier run that this one goes on with
  uint64_t first_position = 0;  ///< of `position`
  double share_removed = 0;     ///< of all characters, in [0, 1]
  double seconds = 0;           ///< since this run began
};

/// Bytes of documents a second; 0 where nothing can be said.
double bytes_per_second(const Progress& progress);

/// Seconds until all is done, or a negative number where that cannot be known.
double seconds_left(const Progress& progress);

/// A line without a line end of at most `columns` characters, all ASCII: what matters less is left
/// out where there is no room for it.
std::string progress_line(const Progress& progress, size_t columns);

/// An object on a line, with a line end: type, documents, errors, bytes, position, total (or null),
/// bytes_per_second, share_removed, seconds, seconds_left (or null).
std::string progress_json(const Progress& progress);

class ProgressPrinter {
 public:
  enum class Kind : uint8_t {
    none,
    line,   ///< past two seconds, at most five times a second, in one place of a terminal
    lines,  ///< the same, a line every ten seconds, for what is no terminal
    json,   ///< at most two objects a second
  };
  struct Surroundings {
    std::function<double()> clock;                ///< seconds since some time, never going back
    std::function<void(std::string_view)> write;  ///< to standard error
    std::function<size_t()> columns;              ///< of the terminal
  };

  ProgressPrinter(Kind kind, Surroundings around);

  /// Seconds since this was made.
  double seconds() const;

  /// Prints, if it is time to; `progress.seconds` is filled in.
  void show(Progress progress);

  /// Prints whole lines: the line of progress makes room for them and comes again with the next
  /// show().
  void message(std::string_view lines);

  /// Takes the line of progress away. The destructor does not.
  void clear();

 private:
  Kind kind_;
  Surroundings around_;
  double begun_ = 0;
  double next_ = 0;  ///< seconds() at which show() prints again
  bool drawn_ = false;
};

}  // namespace dehusk
