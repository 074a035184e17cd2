// SPDX-License-Identifier: Apache-2.0
#include "leaks/value_shape.h"

#include <array>
#include <cmath>

#include "leaks/trigrams.h"

namespace batten::leaks {
namespace {

// What the parts of a description cost, in bits; found by trying over words of source text and random values of 12 to 64 characters.
constexpr double kWordBegins = 1.0, kHump = 2.5, kBehindDigit = 3.0, kCapital = 0.5, kNumberBegins = 2.5, kDigit = 3.32, kJoiner = 2.5,
                 kMark = 6.0, kByte = 5.0;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
bool is_joiner(char c) { return c == '_' || c == '-' || c == '.' || c == '/' || c == ' ' || c == ':'; }

std::size_t number_of(char c) { return static_cast<std::size_t>((c | 0x20) - 'a' + 1); }

double word_cost(std::string_view word) {
  std::size_t before = 0, last = 0;
  double half_bits = 0;
  auto add = [&](std::size_t letter) {
    half_bits += kTrigrams[(before * 27 + last) * 27 + letter] - 'A';
    before = last;
    last = letter;
  };
  for (char c : word) add(number_of(c));
  add(0);
  return half_bits / 2;
}

// The word that begins at from: "password" of "passwordField", "HTTP" of "HTTPServer".
std::size_t word_end(std::string_view value, std::size_t from) {
  std::size_t end = from + 1;
  if (is_upper(value[from]) && end < value.size() && is_upper(value[end])) {
    while (end < value.size() && is_upper(value[end])) ++end;
    if (end < value.size() && is_lower(value[end])) --end;
    return end;
  }
  while (end < value.size() && is_lower(value[end])) ++end;
  return end;
}

double cost_as_words(std::string_view value) {
  double bits = 0;
  for (std::size_t i = 0; i < value.size();) {
    const char c = value[i];
    if (is_letter(c)) {
      const std::size_t end = word_end(value, i);
      bits += word_cost(value.substr(i, end - i)) + (is_upper(c) ? kCapital : 0);
      bits += i == 0 ? kWordBegins : is_letter(value[i - 1]) ? kHump : is_digit(value[i - 1]) ? kBehindDigit : kWordBegins;
      i = end;
    } else if (is_digit(c)) {
      std::size_t end = i + 1;
      while (end < value.size() && is_digit(value[end])) ++end;
      bits += kNumberBegins + kDigit * static_cast<double>(end - i);
      i = end;
    } else {
      bits += is_joiner(c) ? kJoiner : static_cast<unsigned char>(c) < 0x80 ? kMark : kByte;
      ++i;
    }
  }
  return bits;
}

double cost_by_lot(const ValueShape& shape, std::size_t length) {
  const double alphabet = shape.hex ? 16
                                    : (shape.lower > 0 ? 26 : 0) + (shape.upper > 0 ? 26 : 0) + (shape.digits > 0 ? 10 : 0) +
                                          (shape.marks > 2   ? 20
                                           : shape.marks > 0 ? 2
                                                             : 0);
  return std::log2(std::max(alphabet, 2.0)) * static_cast<double>(length - shape.others) + 8.0 * static_cast<double>(shape.others);
}

}  // namespace

int ValueShape::classes() const { return (lower > 0) + (upper > 0) + (digits > 0) + (marks > 0); }

ValueShape shape_of(std::string_view value) {
  value = value.substr(0, 256);
  ValueShape out;
  std::array<bool, 256> seen{};
  std::size_t hex_lower = 0, hex_upper = 0, hyphens = 0;
  for (char c : value) {
    if (!seen[static_cast<unsigned char>(c)]) seen[static_cast<unsigned char>(c)] = true, ++out.different;
    if (is_lower(c)) {
      ++out.lower, hex_lower += c <= 'f';
    } else if (is_upper(c)) {
      ++out.upper, hex_upper += c <= 'F';
    } else if (is_digit(c)) {
      ++out.digits;
    } else if (c > ' ' && c < 0x7f) {
      ++out.marks, hyphens += c == '-';
    } else {
      ++out.others;
    }
  }
  const std::size_t hex = out.digits + hyphens + (out.upper == 0 ? hex_lower : out.lower == 0 ? hex_upper : 0);
  out.hex = !value.empty() && hex == value.size() && out.digits > 0;
  out.word_bits = cost_as_words(value);
  out.random_bits = value.empty() ? 0 : cost_by_lot(out, value.size());
  return out;
}

}  // namespace batten::leaks
