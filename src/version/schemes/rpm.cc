// SPDX-License-Identifier: Apache-2.0
//
// RPM versions: [epoch:]version[-release], each part ordered as rpmvercmp does (rpm-version(7)).
#include <algorithm>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

struct Parts {
  std::string_view epoch, version, release;
  bool has_release = false;
};

Parts split(std::string_view text) {
  Parts parts;
  std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_digit)) {
    parts.epoch = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  std::size_t dash = text.rfind('-');
  parts.version = text.substr(0, dash);
  parts.has_release = dash != std::string_view::npos;
  if (parts.has_release) parts.release = text.substr(dash + 1);
  return parts;
}

std::string_view take_letters(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_letter(text[size])) ++size;
  std::string_view out = text.substr(0, size);
  text.remove_prefix(size);
  return out;
}

void skip_separators(std::string_view& text) {
  while (!text.empty() && !is_digit(text.front()) && !is_letter(text.front()) && text.front() != '~' && text.front() != '^')
    text.remove_prefix(1);
}

std::strong_ordering vercmp(std::string_view left, std::string_view right) {
  if (left == right) return std::strong_ordering::equal;
  while (!left.empty() || !right.empty()) {
    skip_separators(left);
    skip_separators(right);
    // A tilde sorts before everything, the end too.
    bool left_tilde = left.starts_with('~'), right_tilde = right.starts_with('~');
    if (left_tilde || right_tilde) {
      if (!left_tilde) return std::strong_ordering::greater;
      if (!right_tilde) return std::strong_ordering::less;
      left.remove_prefix(1), right.remove_prefix(1);
      continue;
    }
    // A caret sorts after the end, but before anything else.
    bool left_caret = left.starts_with('^'), right_caret = right.starts_with('^');
    if (left_caret || right_caret) {
      if (left.empty()) return std::strong_ordering::less;
      if (right.empty()) return std::strong_ordering::greater;
      if (!left_caret) return std::strong_ordering::greater;
      if (!right_caret) return std::strong_ordering::less;
      left.remove_prefix(1), right.remove_prefix(1);
      continue;
    }
    if (left.empty() || right.empty()) break;
    if (is_digit(left.front())) {
      std::string_view a = take_digits(left), b = take_digits(right);
      if (b.empty()) return std::strong_ordering::greater;  // numbers are newer than letters
      if (auto order = compare_digits(a, b); order != 0) return order;
    } else {
      std::string_view a = take_letters(left), b = take_letters(right);
      if (b.empty()) return std::strong_ordering::less;
      if (int order = a.compare(b); order != 0) return order <=> 0;
    }
  }
  return (left.empty() ? 0 : 1) <=> (right.empty() ? 0 : 1);
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Parts a = split(left), b = split(right);
  if (auto epochs = compare_digits(a.epoch, b.epoch); epochs != 0) return epochs;
  if (auto versions = vercmp(a.version, b.version); versions != 0) return versions;
  if (a.has_release != b.has_release) return a.has_release <=> b.has_release;  // as rpmverCmp does: none sorts before any
  return vercmp(a.release, b.release);
}

bool valid(std::string_view version) {
  Parts parts = split(version);
  auto allowed = [](char c) { return is_digit(c) || is_letter(c) || std::string_view("._+~^").find(c) != std::string_view::npos; };
  return !parts.version.empty() && std::all_of(parts.version.begin(), parts.version.end(), allowed) &&
         std::all_of(parts.release.begin(), parts.release.end(), allowed) && (!parts.has_release || !parts.release.empty());
}

constexpr SchemeExample kExamples[] = {
    {"1.0~rc1", '<', "1.0"},
    {"1.0^git1", '>', "1.0"},
    {"1.0^git1", '<', "1.0.1"},
    {"1:1.0-1", '>', "2.0-1"},
    {"3.0.7-24.el9", '<', "3.0.7-25.el9_3"},
    {"1.0010", '>', "1.9"},
    {"1.05", '=', "1.5"},
    {"2.0.1a", '>', "2.0.1"},
    {"1.0", '<', "1.0-1"},
    {"0:1.0-1", '=', "1.0-1"},
};

}  // namespace

extern constinit const Scheme rpm;
constinit const Scheme rpm{
    .name = "rpm",
    .summary = "RPM packages: rpm-version(7), rpmvercmp",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
