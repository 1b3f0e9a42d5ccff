// What can go wrong, as a value. Whatever input can cause returns Result<T>; what only our own bug
// can cause is an assert. Nothing throws across a room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace dehusk {

/// What sort of thing went wrong with a document: batches count by it, and go on differently.
enum class ErrorKind : uint8_t {
  other,      ///< what no document is to blame for: options, rules, models
  io,         ///< it could not be read or written
  too_large,  ///< it is larger than is allowed
  binary,     ///< no text but some other kind of data
  encoding,   ///< its encoding is unknown or cannot be decoded
  work,       ///< it would take more steps than are allowed
  memory,     ///< there was not enough
  damaged,    ///< the container that it lies in is broken there
};

inline constexpr size_t kErrorKinds = 8;

/// The name of a kind as records and summaries write it: "too_large".
constexpr std::string_view name_of(ErrorKind kind) {
  constexpr std::string_view kNames[kErrorKinds] = {"other",    "io",   "too_large", "binary",
                                                    "encoding", "work", "memory",    "damaged"};
  return kNames[static_cast<size_t>(kind)];
}

/// What went wrong. The message is one sentence in lower case without a full stop.
struct Error {
  std::string message;
  ErrorKind kind = ErrorKind::other;
};

/// A value or the error that stands in its place.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}       // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}   // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// The value; only where ok().
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// What went wrong; only where not ok().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace dehusk
