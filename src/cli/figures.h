// Figures as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dehusk {

/// "1,234,567".
std::string number_text(uint64_t n);

/// "1,234 documents"; "1 document".
std::string number_of(uint64_t n, std::string_view thing);

/// "812 bytes", "45.3 kB", "1.20 GB"; a kB is 1,000 bytes.
std::string bytes_text(uint64_t bytes);

/// "61.2 %" of a share in [0, 1]. Never "0.0 %" of what is more than nothing, nor "100 %" of what
/// is less than all.
std::string share_text(double share);

/// "420 ms", "4.20 s", "12.3 s", "3 min 20 s", "2 h 05 min".
std::string duration_text(double seconds);

/// `n` in so many seconds, a second, rounded; 0 where no time went by.
uint64_t a_second(uint64_t n, double seconds);

/// The UTC time of a Unix time, "2026-03-01 06:12:07 UTC".
std::string time_text(int64_t unix_time);

}  // namespace dehusk
