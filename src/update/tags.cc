// SPDX-License-Identifier: Apache-2.0
#include "update/tags.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "version/semantic.h"

namespace batten::update {
namespace {

constexpr std::size_t kMaxTag = 128, kMaxDigits = 18;

constexpr std::string_view kPreWords[] = {"alpha",    "beta",    "rc",           "pre",     "preview",  "prerelease", "dev",
                                          "snapshot", "nightly", "canary",       "ea",      "cr",       "milestone",  "test",
                                          "unstable", "edge",    "experimental", "testing", "insiders", "next"};
// Before a number that counts builds of one version.
constexpr std::string_view kRevisionWords[] = {"", "r", "ls", "p", "b", "build", "rev", "cu", "u"};
// They hold digits that are no version.
constexpr std::string_view kArchitectures[] = {"amd64-", "arm64v8-", "arm32v7-", "arm32v6-", "arm64-", "armv7-",
                                               "armhf-", "i386-",    "x86_64-",  "ppc64le-", "s390x-", "riscv64-"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

template <std::size_t Size>
bool is_one_of(std::string_view word, const std::string_view (&list)[Size]) {
  return std::ranges::find(list, word) != std::end(list);
}

// The digits at the beginning; none when there are more than a number holds.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  if (length == 0 || length > kMaxDigits) return std::nullopt;
  std::optional<std::uint64_t> number = base::parse_unsigned(text.substr(0, length));
  text.remove_prefix(length);
  return number;
}

std::string_view take_letters(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_letter(text[length])) ++length;
  std::string_view out = text.substr(0, length);
  text.remove_prefix(length);
  return out;
}

bool is_day(std::uint64_t year, std::uint64_t month, std::uint64_t day) {
  return year >= 1990 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// 20240115, 2024-01-15, 2024.01.15, 2024-01-15T10-20-30Z; behind it nothing of a longer number.
bool take_date(std::string_view& text, TagVersion& out) {
  std::string_view rest = text;
  std::optional<std::uint64_t> first = take_number(rest);
  std::size_t digits = text.size() - rest.size();
  if (!first) return false;
  if (digits == 8 && is_day(*first / 10000, *first / 100 % 100, *first % 100)) {
    out.numbers = {*first};
  } else if (digits == 4 && rest.size() >= 6 && (rest[0] == '-' || rest[0] == '.') && is_digit(rest[1]) && is_digit(rest[2]) &&
             rest[3] == rest[0] && is_digit(rest[4]) && is_digit(rest[5]) && (rest.size() == 6 || !is_digit(rest[6]))) {
    std::uint64_t month = *base::parse_unsigned(rest.substr(1, 2)), day = *base::parse_unsigned(rest.substr(4, 2));
    if (!is_day(*first, month, day)) return false;
    out.numbers = {*first * 10000 + month * 100 + day};
    rest.remove_prefix(6);
  } else {
    return false;
  }
  if (rest.starts_with('.') && rest.size() > 1 && is_digit(rest[1])) {  // 20240115.1
    rest.remove_prefix(1);
    out.revision.push_back(take_number(rest).value_or(0));
  } else if (rest.starts_with('t') && rest.size() > 1 && is_digit(rest[1])) {  // t16-07-38z
    rest.remove_prefix(1);
    while (auto part = take_number(rest)) {
      out.revision.push_back(*part);
      if (rest.size() < 2 || rest[0] != '-' || !is_digit(rest[1])) break;
      rest.remove_prefix(1);
    }
    if (rest.starts_with('z')) rest.remove_prefix(1);
  }
  out.date = true;
  text = rest;
  return true;
}

// 1.2.3, 17.0.2_8, 8u292.
void take_numbers(std::string_view& text, TagVersion& out) {
  while (auto number = take_number(text)) {
    out.numbers.push_back(*number);
    if (text.size() < 2 || !is_digit(text[1])) break;
    if (text[0] != '.' && text[0] != '_' && !(text[0] == 'u' && out.numbers.size() == 1)) break;
    text.remove_prefix(1);
  }
}

// "3.13.0a1", "17beta2", "1.2.3.rc1": right behind the numbers.
void take_attached_pre(std::string_view& text, TagVersion& out) {
  std::string_view rest = text;
  if (rest.starts_with('.')) rest.remove_prefix(1);
  std::string_view begin = rest, word = take_letters(rest);
  bool counted = !rest.empty() && is_digit(rest[0]);
  bool is_pre = is_one_of(word, kPreWords) || (counted && (word == "a" || word == "b" || word == "m" || word == "c"));
  if (!is_pre) return;
  while (!rest.empty() && rest[0] != '-') rest.remove_prefix(1);
  out.pre = begin.substr(0, begin.size() - rest.size());
  text = rest;
}

bool take_pre(std::string_view token, TagVersion& out) {
  std::string_view rest = token, word = take_letters(rest);
  if (!is_one_of(word, kPreWords) && (word != "m" || rest.empty())) return false;
  bool counted = std::ranges::all_of(rest, [](char c) { return is_digit(c) || c == '.'; });
  if (!counted) return false;
  out.pre += (out.pre.empty() ? "" : ".") + std::string(token);
  return true;
}

// "r5", "ls45", "20240115", "20240115.2"; behind a word a short number belongs to that ("debian-12").
bool take_revision(std::string_view token, bool behind_word, TagVersion& out) {
  std::string_view rest = token, word = take_letters(rest);
  if (!is_one_of(word, kRevisionWords)) return false;
  std::string_view digits = rest;
  std::optional<std::uint64_t> number = take_number(rest);
  if (!number) return false;
  std::vector<std::uint64_t> numbers{*number};
  bool is_long = digits.size() - rest.size() >= 6;
  if (word.empty() && behind_word && !is_long) return false;
  if (is_long) {
    while (rest.starts_with('.')) {
      rest.remove_prefix(1);
      std::optional<std::uint64_t> more = take_number(rest);
      if (!more) return false;
      numbers.push_back(*more);
    }
  }
  if (!rest.empty()) return false;
  out.revision.insert(out.revision.end(), numbers.begin(), numbers.end());
  return true;
}

void add_variant(std::string_view token, TagVersion& out) {
  if (!out.variant.empty()) out.variant += '-';
  while (!token.empty()) {
    if (!is_digit(token[0])) {
      out.variant += token[0];
      token.remove_prefix(1);
      continue;
    }
    std::vector<std::uint64_t>& numbers = out.variants.emplace_back();
    out.variant += '#';
    std::string_view before = token;
    while (auto number = take_number(token)) {
      numbers.push_back(*number);
      if (token.size() < 2 || token[0] != '.' || !is_digit(token[1])) break;
      token.remove_prefix(1);
    }
    if (token.size() == before.size()) {  // more digits than a number holds
      out.variant += token;
      return;
    }
  }
}

std::strong_ordering compare_lists(const std::vector<std::uint64_t>& left, const std::vector<std::uint64_t>& right) {
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
}

// "rc1" as "rc.1".
std::string dotted(std::string_view pre) {
  std::string out;
  for (char c : pre) {
    bool turns = !out.empty() && out.back() != '.' && c != '.' && is_digit(c) != is_digit(out.back());
    if (turns) out += '.';
    out += c;
  }
  return out;
}

}  // namespace

TagVersion read_tag(std::string_view tag) {
  TagVersion out;
  const std::string lower = base::lower(tag.substr(0, kMaxTag));
  std::string_view text = lower;
  for (std::string_view architecture : kArchitectures) {
    if (!text.starts_with(architecture)) continue;
    out.prefix = architecture;
    text.remove_prefix(architecture.size());
    break;
  }
  std::size_t letters = 0;
  while (letters < text.size() && !is_digit(text[letters])) ++letters;
  if (letters == text.size()) {
    out.variant = text;
    return out;
  }
  out.prefix += text.substr(0, letters);
  text.remove_prefix(letters);
  if (!take_date(text, out)) take_numbers(text, out);
  if (out.numbers.empty()) {
    out.variant = text;
    return out;
  }
  take_attached_pre(text, out);
  // What is left and does not begin a token of its own belongs to the number: "3f9a2c" is no version.
  if (!text.empty() && text[0] != '-' && text[0] != '.' && text[0] != '_') {
    out.numbers.clear();
    out.prefix.clear();
    out.variant = lower;
    return out;
  }
  if (!text.empty()) text.remove_prefix(1);
  std::vector<std::string_view> tokens = text.empty() ? std::vector<std::string_view>() : base::split(text, '-');
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    bool at_end = i == 0 || i + 1 == tokens.size();
    if (out.variant.empty() && take_pre(tokens[i], out)) continue;
    if (at_end && !tokens[i].empty() && take_revision(tokens[i], !out.variant.empty(), out)) continue;
    add_variant(tokens[i], out);
  }
  return out;
}

bool same_family(const TagVersion& left, const TagVersion& right) {
  return left.has_version() && right.has_version() && left.prefix == right.prefix && left.variant == right.variant &&
         left.date == right.date && left.numbers.size() == right.numbers.size() && left.variants.size() == right.variants.size();
}

std::strong_ordering compare_tags(const TagVersion& left, const TagVersion& right) {
  if (auto order = compare_lists(left.numbers, right.numbers); order != 0) return order;
  if (auto order = version::compare_pre(dotted(left.pre), dotted(right.pre)); order != 0) return order;
  for (std::size_t i = 0; i < std::min(left.variants.size(), right.variants.size()); ++i) {
    if (auto order = compare_lists(left.variants[i], right.variants[i]); order != 0) return order;
  }
  return compare_lists(left.revision, right.revision);
}

TagStep step_between(const TagVersion& from, const TagVersion& to) {
  TagStep step = TagStep::kRebuild;
  if (from.pre != to.pre) step = TagStep::kPatch;
  auto [old_number, new_number] = std::ranges::mismatch(from.numbers, to.numbers);
  if (old_number != from.numbers.end() || new_number != to.numbers.end()) {
    std::size_t at = static_cast<std::size_t>(old_number - from.numbers.begin());
    step = from.date || at >= 2 ? TagStep::kPatch : at == 1 ? TagStep::kMinor : TagStep::kMajor;
  }
  if (from.variant == to.variant && from.variants != to.variants) step = std::max(step, TagStep::kMinor);
  return step;
}

std::optional<std::string> semantic_of(const TagVersion& tag) {
  if (tag.numbers.empty() || tag.numbers.size() > 3) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < 3; ++i) out += (i == 0 ? "" : ".") + std::to_string(i < tag.numbers.size() ? tag.numbers[i] : 0);
  return tag.pre.empty() ? out : out + "-" + dotted(tag.pre);
}

}  // namespace batten::update
