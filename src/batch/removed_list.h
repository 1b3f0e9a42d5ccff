// --removed beside documents that go to files of their own.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "batch/output_set.h"

namespace dehusk {

/// Does nothing where no list was asked for. Not gone on with: --resume is refused beside it.
class RemovedList {
 public:
  /// `path`: "" for none.
  static Result<RemovedList> open(const std::string& path);

  Written add(std::string_view ranges) { return set_ ? set_->add("", ranges) : Written(); }
  Written finish() { return set_ ? set_->finish({}, "") : Written(); }
  bool is_none() const { return set_ == nullptr; }
  /// Nothing was added, where there is one.
  bool is_empty() const { return !set_ || set_->documents() == 0; }
  void discard() {
    if (set_) set_->discard();
  }

 private:
  std::unique_ptr<OutputSet> set_;
};

}  // namespace dehusk
