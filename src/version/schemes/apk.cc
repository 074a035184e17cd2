// SPDX-License-Identifier: Apache-2.0
//
// Alpine versions, as apk-tools orders them (apk-package(5), "pkgver"):
// digits{.digits}[letter]{_suffix[digits]}[~hash][-rdigits].
#include <algorithm>
#include <array>
#include <cstdint>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

// Kinds of tokens, in the order in which a missing one sorts against them.
enum class Token : std::uint8_t { kInitialDigit, kDigit, kLetter, kSuffix, kSuffixNumber, kHash, kRevision, kEnd, kInvalid };

// Suffixes before and after "no suffix" (at 4).
constexpr std::array<std::string_view, 9> kSuffixes = {"alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg"};
constexpr int kNoSuffix = 4;

int suffix_rank(std::string_view name) {
  if (name == "p") return static_cast<int>(kSuffixes.size());
  for (std::size_t i = 0; i < kSuffixes.size(); ++i) {
    if (!name.empty() && kSuffixes[i] == name) return static_cast<int>(i);
  }
  return -1;
}

struct Reader {
  std::string_view rest;
  Token token = Token::kInitialDigit;
  std::string_view value;
  int suffix = 0;
  bool well_formed = true;  // apk itself orders some strings that it would not accept as a package's version

  explicit Reader(std::string_view text) : rest(text) {
    value = take_digits(rest);
    if (value.empty()) well_formed = false;
  }

  void next() {
    if (token == Token::kInvalid || token == Token::kEnd) return;
    Token before = token;
    if (rest.empty()) {
      token = Token::kEnd;
      value = {};
      return;
    }
    char c = rest.front();
    if (is_digit(c) && before == Token::kSuffix) {
      token = Token::kSuffixNumber;
      value = take_digits(rest);
    } else if (c == '.' && before <= Token::kDigit) {
      rest.remove_prefix(1);
      value = take_digits(rest);
      token = Token::kDigit;
      if (value.empty()) well_formed = false;
    } else if (is_digit(c) && before == Token::kLetter) {
      value = take_digits(rest);
      token = Token::kDigit;
      well_formed = false;
    } else if (c >= 'a' && c <= 'z' && before <= Token::kDigit) {
      value = rest.substr(0, 1);
      rest.remove_prefix(1);
      token = Token::kLetter;
    } else if (c == '_' && before <= Token::kSuffixNumber) {
      rest.remove_prefix(1);
      std::size_t size = 0;
      while (size < rest.size() && rest[size] >= 'a' && rest[size] <= 'z') ++size;
      value = rest.substr(0, size);
      rest.remove_prefix(size);
      suffix = suffix_rank(value);
      token = suffix < 0 ? Token::kInvalid : Token::kSuffix;
    } else if (c == '~' && before < Token::kHash) {
      rest.remove_prefix(1);
      std::size_t size = 0;
      while (size < rest.size() && (is_digit(rest[size]) || (rest[size] >= 'a' && rest[size] <= 'f'))) ++size;
      value = rest.substr(0, size);
      rest.remove_prefix(size);
      token = value.empty() ? Token::kInvalid : Token::kHash;
    } else if (rest.starts_with("-r") && before < Token::kRevision) {
      rest.remove_prefix(2);
      value = take_digits(rest);
      token = value.empty() && !rest.empty() && is_letter(rest.front()) ? Token::kInvalid : Token::kRevision;
      if (value.empty()) well_formed = false;
    } else {
      token = Token::kInvalid;
    }
  }
};

std::strong_ordering compare_values(const Reader& left, const Reader& right) {
  switch (left.token) {
    case Token::kDigit:
      // As a fraction when one has a leading zero: 1.05 < 1.5.
      if (left.value.starts_with('0') || right.value.starts_with('0')) return left.value.compare(right.value) <=> 0;
      return compare_digits(left.value, right.value);
    case Token::kInitialDigit:
    case Token::kSuffixNumber:
    case Token::kRevision: return compare_digits(left.value, right.value);
    case Token::kSuffix: return left.suffix <=> right.suffix;
    default: return left.value.compare(right.value) <=> 0;
  }
}

// prefix: a right side that ends is equal to all that goes on behind it ("3.6.9" and "3.6").
std::strong_ordering order(std::string_view left_text, std::string_view right_text, bool prefix) {
  Reader left(left_text), right(right_text);
  while (left.token == right.token && left.token < Token::kEnd) {
    if (auto order = compare_values(left, right); order != 0) return order;
    left.next();
    right.next();
  }
  if (left.token == right.token || (prefix && right.token == Token::kEnd)) return std::strong_ordering::equal;
  // A suffix like _rc makes a version older than one without.
  if (left.token == Token::kSuffix && left.suffix < kNoSuffix) return std::strong_ordering::less;
  if (right.token == Token::kSuffix && right.suffix < kNoSuffix) return std::strong_ordering::greater;
  // "1.r1", which apk would not accept, is older than "1r1".
  auto empty_digits = [](const Reader& reader) { return reader.token == Token::kDigit && reader.value.empty(); };
  if (empty_digits(left) && right.token == Token::kLetter) return std::strong_ordering::less;
  if (empty_digits(right) && left.token == Token::kLetter) return std::strong_ordering::greater;
  // The one that goes on with what sorts earlier in the grammar is newer.
  return right.token <=> left.token;
}

std::strong_ordering compare(std::string_view left, std::string_view right) { return order(left, right, false); }
std::strong_ordering compare_prefix(std::string_view left, std::string_view right) { return order(left, right, true); }

bool valid(std::string_view version) {
  Reader reader(version);
  while (reader.token < Token::kEnd) reader.next();
  return reader.token == Token::kEnd && reader.well_formed;
}

constexpr SchemeExample kExamples[] = {
    {"1.2.5-r0", '<', "1.2.5-r1"}, {"1.0_rc1", '<', "1.0"},        {"1.0_p1", '>', "1.0"}, {"1.36.1-r2", '<', "1.36.1-r10"},
    {"1.1.1a", '<', "1.1.1b"},     {"1.0_alpha", '<', "1.0_beta"}, {"1.0", '<', "1.0.1"},  {"3.0.8-r0", '=', "3.0.8-r0"},
};

}  // namespace

extern constinit const Scheme apk;
constinit const Scheme apk{
    .name = "apk",
    .summary = "Alpine packages: apk-package(5), apk-tools 3",
    .compare = compare,
    .valid = valid,
    .compare_prefix = compare_prefix,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
