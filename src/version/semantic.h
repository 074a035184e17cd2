// SPDX-License-Identifier: Apache-2.0
//
// Semantic Versioning 2.0 (semver.org), NUMBERS[-PRE][+BUILD], for the schemes and range syntaxes that build on it and differ in details.
// Everything is a view into the text; numbers may have any length and there may be any count of them.
#pragma once

#include <compare>
#include <string_view>

namespace batten::version {

struct Semantic {
  std::string_view numbers;  // "1.2.3": digits and single dots, perhaps empty
  std::string_view pre;      // "rc.1"; what follows the numbers without a dash counts too ("1.2.3rc1")
  std::string_view build;    // "20240101.abc"
};

// Reads any text: one that does not begin with a number has no numbers, and is a pre-release as a whole. Leading white space, '=' and 'v'
// do not count.
Semantic read_semantic(std::string_view text);

// Is it MAJOR.MINOR.PATCH[-PRE][+BUILD] by the letter of the specification?
bool strict_semantic(std::string_view text);

// Takes the part before the first separator off text; false when text is used up. "" has no parts, "a." has "a" and "".
class Parts {
 public:
  explicit constexpr Parts(std::string_view text, char separator = '.') : rest_(text), separator_(separator), done_(text.empty()) {}
  constexpr bool next(std::string_view& part) {
    if (done_) return part = {}, false;
    std::size_t end = rest_.find(separator_);
    part = rest_.substr(0, end);
    done_ = end == std::string_view::npos;
    if (!done_) rest_.remove_prefix(end + 1);
    return true;
  }

 private:
  std::string_view rest_;
  char separator_;
  bool done_;
};

// Numbers with dots between; a missing one is 0.
std::strong_ordering compare_numbers(std::string_view left, std::string_view right);

enum class Letters { kAsWritten, kAnyCase };
// Identifiers with dots between: numbers below words, numbers by value, words by their bytes, none below any.
std::strong_ordering compare_identifiers(std::string_view left, std::string_view right, Letters letters = Letters::kAsWritten);

// What comes before a release: a version without a pre-release is above those with one.
std::strong_ordering compare_pre(std::string_view left, std::string_view right, Letters letters = Letters::kAsWritten);

// Numbers, then pre-release; the build does not count.
std::strong_ordering compare_semantic(const Semantic& left, const Semantic& right);
std::strong_ordering compare_semantic(std::string_view left, std::string_view right);

}  // namespace batten::version
