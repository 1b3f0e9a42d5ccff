// Pages that dehusk writes, made from templates that lie in the binary (share/embed.py).
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dehusk {

/// Puts each value in place of its `@@NAME@@`; what is put in is not read again. Every name of the
/// template must have a value, which is escaped already.
std::string fill_template(std::string_view page,
                          const std::map<std::string_view, std::string>& values);

}  // namespace dehusk
