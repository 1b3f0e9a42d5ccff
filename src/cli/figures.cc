#include "cli/figures.h"

#include <cmath>
#include <cstdio>
#include <ctime>
#include <iterator>

namespace dehusk {
namespace {

std::string fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

// Three digits: 1.23, 12.3, 123.
std::string three_digits(double value) {
  return fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

std::string two_places(uint64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

std::string number_text(uint64_t n) {
  std::string text = std::to_string(n);
  for (size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string number_of(uint64_t n, std::string_view thing) {
  return number_text(n) + " " + std::string(thing) + (n == 1 ? "" : "s");
}

std::string bytes_text(uint64_t bytes) {
  if (bytes < 1000) return number_of(bytes, "byte");
  static constexpr const char* kUnits[] = {" kB", " MB", " GB", " TB", " PB", " EB"};
  double value = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < std::size(kUnits); ++unit) value /= 1000;
  return three_digits(value) + kUnits[unit];
}

std::string share_text(double share) {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  if (share < 1 && share > 0.9995) return ">99.9 %";
  return (share == 1 ? "100" : fixed(share * 100, 1)) + " %";
}

std::string duration_text(double seconds) {
  if (!(seconds < 1e12)) return "a long time";
  if (seconds < 0.9995) return std::to_string(std::llround(seconds * 1000)) + " ms";
  if (seconds < 9.995) return fixed(seconds, 2) + " s";
  if (seconds < 59.95) return fixed(seconds, 1) + " s";
  const auto whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 3600) return std::to_string(whole / 60) + " min " + two_places(whole % 60) + " s";
  const uint64_t minutes = (whole + 30) / 60;
  return number_text(minutes / 60) + " h " + two_places(minutes % 60) + " min";
}

uint64_t a_second(uint64_t n, double seconds) {
  return seconds > 0 ? static_cast<uint64_t>(std::llround(static_cast<double>(n) / seconds)) : 0;
}

std::string time_text(int64_t unix_time) {
  const std::time_t time = unix_time;
  std::tm utc{};
  char text[64];
  if (gmtime_r(&time, &utc) == nullptr) return "";
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc);
  return text;
}

}  // namespace dehusk
