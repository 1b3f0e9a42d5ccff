#include "batch/removed_list.h"

namespace dehusk {

Result<RemovedList> RemovedList::open(const std::string& path) {
  RemovedList list;
  if (path.empty()) return list;
  auto set = OutputSet::open({.output = "", .removed = path}, {}, {}, Start::fresh);
  if (!set) return set.error();
  list.set_ = std::move(*set);
  return list;
}

}  // namespace dehusk
