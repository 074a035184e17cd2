// SPDX-License-Identifier: Apache-2.0
#include "version/semantic.h"

#include <algorithm>

#include "version/digits.h"

namespace batten::version {
namespace {

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::strong_ordering compare_words(std::string_view left, std::string_view right, Letters letters) {
  if (letters == Letters::kAsWritten) return left.compare(right) <=> 0;
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    return static_cast<unsigned char>(lower(a)) <=> static_cast<unsigned char>(lower(b));
  });
}

std::strong_ordering compare_identifier(std::string_view left, std::string_view right, Letters letters) {
  bool left_number = all_digits(left), right_number = all_digits(right);
  if (left_number != right_number) return right_number <=> left_number;
  return left_number ? compare_digits(left, right) : compare_words(left, right, letters);
}

enum class Zeros { kAllowed, kNotLeading };

bool strict_identifiers(std::string_view text, Zeros zeros) {
  Parts parts(text);
  if (text.empty()) return false;
  for (std::string_view part; parts.next(part);) {
    if (part.empty() || !std::all_of(part.begin(), part.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '-'; }))
      return false;
    if (zeros == Zeros::kNotLeading && part.size() > 1 && part.front() == '0' && all_digits(part)) return false;
  }
  return true;
}

}  // namespace

Semantic read_semantic(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n=").contains(text.front())) text.remove_prefix(1);
  if (text.size() > 1 && (text.front() == 'v' || text.front() == 'V') && is_digit(text[1])) text.remove_prefix(1);
  Semantic out;
  std::size_t size = 0;
  while (size < text.size() &&
         (is_digit(text[size]) || (text[size] == '.' && size > 0 && size + 1 < text.size() && is_digit(text[size + 1]))))
    ++size;
  out.numbers = text.substr(0, size);
  text.remove_prefix(size);
  std::size_t plus = text.find('+');
  if (plus != std::string_view::npos) out.build = text.substr(plus + 1);
  out.pre = text.substr(0, plus);
  if (!out.pre.empty() && (out.pre.front() == '-' || out.pre.front() == '.')) out.pre.remove_prefix(1);
  return out;
}

bool strict_semantic(std::string_view text) {
  std::size_t plus = text.find('+');
  if (plus != std::string_view::npos && !strict_identifiers(text.substr(plus + 1), Zeros::kAllowed)) return false;
  text = text.substr(0, plus);
  std::size_t dash = text.find('-');
  if (dash != std::string_view::npos && !strict_identifiers(text.substr(dash + 1), Zeros::kNotLeading)) return false;
  Parts parts(text.substr(0, dash));
  int count = 0;
  for (std::string_view part; parts.next(part); ++count) {
    if (!all_digits(part) || (part.size() > 1 && part.front() == '0')) return false;
  }
  return count == 3;
}

std::strong_ordering compare_numbers(std::string_view left, std::string_view right) {
  Parts left_parts(left), right_parts(right);
  for (std::string_view a, b;;) {
    bool more = left_parts.next(a);
    more = right_parts.next(b) || more;
    if (!more) return std::strong_ordering::equal;
    if (auto order = compare_digits(a, b); order != 0) return order;
  }
}

std::strong_ordering compare_identifiers(std::string_view left, std::string_view right, Letters letters) {
  Parts left_parts(left), right_parts(right);
  for (std::string_view a, b;;) {
    bool left_more = left_parts.next(a), right_more = right_parts.next(b);
    if (!left_more || !right_more) return left_more <=> right_more;
    if (auto order = compare_identifier(a, b, letters); order != 0) return order;
  }
}

std::strong_ordering compare_pre(std::string_view left, std::string_view right, Letters letters) {
  if (left.empty() || right.empty()) return left.empty() <=> right.empty();
  return compare_identifiers(left, right, letters);
}

std::strong_ordering compare_semantic(const Semantic& left, const Semantic& right) {
  if (auto numbers = compare_numbers(left.numbers, right.numbers); numbers != 0) return numbers;
  return compare_pre(left.pre, right.pre);
}

std::strong_ordering compare_semantic(std::string_view left, std::string_view right) {
  return compare_semantic(read_semantic(left), read_semantic(right));
}

}  // namespace batten::version
