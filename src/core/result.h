// What can go wrong, as a value. Whatever input can cause returns Result<T>; what only our own bug
// can cause is an assert. Nothing throws across a room.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace dehusk {

/// What went wrong. The message is one sentence in lower case without a full stop.
struct Error {
  std::string message;
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
