// SPDX-License-Identifier: Apache-2.0
//
// Versions of Maven artifacts, as ComparableVersion of Maven 3.9 orders them: numbers and words, with a list that opens at each dash and
// between digits and letters. Lists open at the end of a list only, so that a version is a flat row of tokens here.
//
// Maven's answers contradict each other for some triples (1 < 1.sp.1 < 1-alpha < 1). So the end of a version is looked at first: whether
// what is left is older than nothing, as good as nothing or newer. Two that differ there are ordered by it; everywhere else the answer is
// Maven's.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

// In the order in which they sort against each other.
enum class Kind : std::uint8_t { kWord, kList, kNumber };

constexpr std::array<std::string_view, 7> kQualifiers = {"alpha", "beta", "milestone", "rc", "snapshot", "", "sp"};
constexpr int kRelease = 5;

struct Token {
  Kind kind;
  std::string_view text;  // digits, or a word
  int rank = 0;           // a word's place in kQualifiers, or their number
  int rest = 0;           // this and all that follows against nothing: -1, 0, 1
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Token word(std::string_view text, bool digit_follows) {
  if (digit_follows && text == "a") text = "alpha";
  if (digit_follows && text == "b") text = "beta";
  if (digit_follows && text == "m") text = "milestone";
  if (text == "ga" || text == "final" || text == "release") text = "";
  if (text == "cr") text = "rc";
  auto found = std::find(kQualifiers.begin(), kQualifiers.end(), text);
  return {Kind::kWord, text, static_cast<int>(found - kQualifiers.begin())};
}

Token number(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return {Kind::kNumber, digits};
}

constexpr Token kList = {Kind::kList, {}};

std::vector<Token> tokens(std::string_view text) {
  std::vector<Token> out;
  bool digits = false;
  std::size_t start = 0;
  auto list_is_empty = [&] { return out.empty() || out.back().kind == Kind::kList; };
  auto item = [&](std::size_t end) {
    return digits ? number(text.substr(start, end - start)) : word(text.substr(start, end - start), false);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '.' || c == '-') {
      out.push_back(i == start ? number("0") : item(i));
      if (c == '-') out.push_back(kList);
      start = i + 1;
    } else if (is_digit(c)) {
      if (!digits && i > start) {
        if (!list_is_empty()) out.push_back(kList);
        out.push_back(word(text.substr(start, i - start), true));
        out.push_back(kList);
        start = i;
      }
      digits = true;
    } else {
      if (digits && i > start) {
        out.push_back(item(i));
        out.push_back(kList);
        start = i;
      }
      digits = false;
    }
  }
  if (start < text.size()) {
    if (!digits && !list_is_empty()) out.push_back(kList);
    out.push_back(item(text.size()));
  }
  return out;
}

bool is_null(const Token& token) { return token.kind == Kind::kNumber ? token.text.empty() : token.rank == kRelease; }
int sign(const Token& token) {
  if (token.kind == Kind::kList || is_null(token)) return 0;
  return token.kind == Kind::kNumber || token.rank > kRelease ? 1 : -1;
}

// Drops what means nothing at the end of each list, and says of each token what it and the rest are against nothing.
std::vector<Token> normalized(std::vector<Token> all) {
  std::vector<Token> out;
  bool at_end = true;  // nothing but lists yet, in this list
  for (auto token = all.rbegin(); token != all.rend(); ++token) {
    if (token->kind == Kind::kList) {
      if (!out.empty()) out.push_back(*token);
      at_end = true;
    } else if (!at_end || !is_null(*token)) {
      at_end = false;
      out.push_back(*token);
    }
  }
  int rest = 0;
  for (Token& token : out) {
    if (sign(token) != 0) rest = sign(token);
    token.rest = rest;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  std::string left_text = lower(left), right_text = lower(right);
  std::vector<Token> a = normalized(tokens(left_text)), b = normalized(tokens(right_text));
  for (std::size_t i = 0;; ++i) {
    int left_rest = i < a.size() ? a[i].rest : 0, right_rest = i < b.size() ? b[i].rest : 0;
    if (left_rest != right_rest) return left_rest <=> right_rest;
    if (left_rest == 0) return std::strong_ordering::equal;
    const Token &x = a[i], &y = b[i];
    if (x.kind != y.kind) return x.kind <=> y.kind;
    if (x.rank != y.rank) return x.rank <=> y.rank;
    auto order = x.kind == Kind::kNumber ? compare_digits(x.text, y.text) : x.text.compare(y.text) <=> 0;
    if (order != 0) return order;
  }
}

bool valid(std::string_view version) {
  return !version.empty() && version.find_first_of("\\/:\"<>|?*[](), \t\r\n") == std::string_view::npos;
}

constexpr SchemeExample kExamples[] = {
    {"1.0-alpha-1", '<', "1.0-beta-1"},
    {"1.0-beta-1", '<', "1.0-SNAPSHOT"},
    {"1.0-SNAPSHOT", '<', "1.0"},
    {"1.0", '=', "1.0.0.Final"},
    {"1.0", '<', "1.0-sp"},
    {"1.0-sp", '<', "1.0-1"},
    {"1.0-1", '<', "1.0.1"},
    {"1.0a1", '=', "1.0-alpha-1"},
    {"2.17.0", '<', "2.17.1"},
    {"1.0-cr1", '=', "1.0-RC1"},
    {"32.1.3-jre", '>', "32.1.3"},
};

}  // namespace

extern constinit const Scheme maven;
constinit const Scheme maven{
    .name = "maven",
    .summary = "Maven artifacts (Java): ComparableVersion of Maven 3.9",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
