// SPDX-License-Identifier: Apache-2.0
//
// Versions of Ruby gems (Gem::Version): runs of digits and of letters, whatever stands between; a dash means ".pre.". A version with
// letters is a pre-release. Zeros at the end, and before the first letters, do not count.
#include <algorithm>
#include <vector>

#include "version/digits.h"
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

bool is_zero(std::string_view segment) { return segment.find_first_not_of('0') == std::string_view::npos; }

std::vector<std::string_view> canonical_segments(std::string_view text) {
  std::vector<std::string_view> out;
  bool letters = false;
  auto add = [&](std::string_view segment) {
    if (is_letter(segment.front()) && !letters) {
      while (!out.empty() && is_zero(out.back())) out.pop_back();
      letters = true;
    }
    out.push_back(segment);
  };
  while (!text.empty()) {
    std::size_t size = 0;
    bool digits = is_digit(text.front());
    while (size < text.size() && (digits ? is_digit(text[size]) : is_letter(text[size]))) ++size;
    if (size > 0) add(text.substr(0, size));
    if (size == 0 && text.front() == '-') add("pre");
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  while (!out.empty() && is_zero(out.back())) out.pop_back();
  return out;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  std::vector<std::string_view> a = canonical_segments(left), b = canonical_segments(right);
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    std::string_view x = i < a.size() ? a[i] : "0", y = i < b.size() ? b[i] : "0";
    bool x_number = is_digit(x.front()), y_number = is_digit(y.front());
    if (x_number != y_number) return x_number <=> y_number;
    if (auto order = x_number ? compare_digits(x, y) : x.compare(y) <=> 0; order != 0) return order;
  }
  return std::strong_ordering::equal;
}

// One or more parts with dots between, none of them empty.
template <typename Allowed>
bool all_parts(std::string_view text, Allowed allowed) {
  Parts parts(text);
  if (text.empty()) return false;
  for (std::string_view part; parts.next(part);) {
    if (part.empty() || !std::all_of(part.begin(), part.end(), allowed)) return false;
  }
  return true;
}

bool valid(std::string_view version) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  std::size_t first = version.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return true;  // read as "0"
  version = version.substr(first, version.find_last_not_of(kSpace) + 1 - first);
  std::size_t dash = version.find('-');
  std::string_view number = version.substr(0, dash), head = number.substr(0, number.find('.'));
  if (!std::all_of(head.begin(), head.end(), is_digit) || !all_parts(number, [](char c) { return is_digit(c) || is_letter(c); }))
    return false;
  return dash == std::string_view::npos ||
         all_parts(version.substr(dash + 1), [](char c) { return is_digit(c) || is_letter(c) || c == '-'; });
}

constexpr SchemeExample kExamples[] = {
    {"1.0", '=', "1"},         {"1.0.0.rc1", '<', "1.0.0"}, {"1.0.a10", '>', "1.0.a9"}, {"1.2.b1", '=', "1.2.b.1"},
    {"1.0.0-1", '<', "1.0.0"}, {"3.2", '<', "3.10"},        {"5.a", '<', "5.0.0.rc2"},  {"1.0.b1", '>', "1.0.a.2"},
};

}  // namespace

extern constinit const Scheme gem;
constinit const Scheme gem{
    .name = "gem",
    .summary = "Ruby gems: Gem::Version",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
