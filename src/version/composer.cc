// SPDX-License-Identifier: Apache-2.0
#include "version/composer.h"

#include <algorithm>
#include <array>

#include "version/digits.h"

namespace batten::version {
namespace {

constexpr std::string_view kLatest = "9999999";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

bool ends_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && starts_with_word(text.substr(text.size() - word.size()), word);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n").contains(text.front())) text.remove_prefix(1);
  while (!text.empty() && std::string_view(" \t\r\n").contains(text.back())) text.remove_suffix(1);
  return text;
}

struct Stability {
  std::string_view written, canonical;
};
constexpr Stability kStabilities[] = {{"stable", "stable"}, {"beta", "beta"},   {"b", "beta"},   {"rc", "RC"},  {"alpha", "alpha"},
                                      {"a", "alpha"},       {"patch", "patch"}, {"pl", "patch"}, {"p", "patch"}};

// What follows the numbers: "[._-]?(stability numbers)?([.-]?dev)?" up to the end; its canonical form ("-beta2-dev"), or nothing.
std::optional<std::string> modifier(std::string_view text) {
  if (!text.empty() && std::string_view("._-").contains(text.front())) text.remove_prefix(1);
  std::string out;
  for (const Stability& stability : kStabilities) {
    if (!starts_with_word(text, stability.written)) continue;
    text.remove_prefix(stability.written.size());
    std::string_view numbers = text;
    while (!text.empty() &&
           (is_digit(text.front()) || (text.size() > 1 && std::string_view(".-").contains(text.front()) && is_digit(text[1]))))
      text.remove_prefix(1);
    numbers = numbers.substr(0, numbers.size() - text.size());
    if (!numbers.empty() && !is_digit(numbers.front())) numbers.remove_prefix(1);
    // A stable version has no suffix, whatever follows.
    if (stability.canonical == "stable") return text.empty() || ends_with_word(text, "dev") ? std::optional(std::string()) : std::nullopt;
    out = "-" + std::string(stability.canonical) + std::string(numbers);
    break;
  }
  if (text.empty()) return out;
  if (std::string_view(".-").contains(text.front())) text.remove_prefix(1);
  return text.size() == 3 && starts_with_word(text, "dev") ? std::optional(out + "-dev") : std::nullopt;
}

// Up to four numbers, the first of at most five digits.
std::optional<std::string> classical(std::string_view text) {
  std::string_view first = take_digits(text);
  if (first.empty() || first.size() > 5) return std::nullopt;
  std::string out(first);
  for (int i = 0; i < 3; ++i) {
    if (text.size() > 1 && text.front() == '.' && is_digit(text[1])) {
      text.remove_prefix(1);
      out += "." + std::string(take_digits(text));
    } else {
      out += ".0";
    }
  }
  std::optional<std::string> suffix = modifier(text);
  return suffix ? std::optional(out + *suffix) : std::nullopt;
}

// The lengths of digits that a date may have there: four, then one to six times two, then up to two times one to three.
bool is_date(std::string_view text, int pairs, int tails) {
  if (text.empty()) return pairs >= 1;
  if (std::string_view(".:-").contains(text.front())) text.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (tails == 0 && pairs < 6 && digits >= 2 && is_date(text.substr(2), pairs + 1, 0)) return true;
  for (std::size_t size = 1; pairs >= 1 && tails < 2 && size <= std::min<std::size_t>(digits, 3); ++size) {
    if (is_date(text.substr(size), pairs, tails + 1)) return true;
  }
  return false;
}

std::optional<std::string> date(std::string_view text) {
  constexpr std::size_t kLongest = 4 + 6 * 3 + 2 * 4;
  std::size_t size = std::min(text.find_first_not_of("0123456789.:-"), text.size());
  // A separator at the end belongs to what follows.
  if (size > 0 && size <= kLongest + 1 && !is_digit(text[size - 1])) --size;
  std::string out(text.substr(0, size));
  if (size < 6 || size > kLongest || !std::all_of(out.begin(), out.begin() + 4, is_digit) ||
      !is_date(std::string_view(out).substr(4), 0, 0))
    return std::nullopt;
  std::replace_if(out.begin(), out.end(), [](char c) { return !is_digit(c); }, '.');
  std::optional<std::string> suffix = modifier(text.substr(size));
  return suffix ? std::optional(out + *suffix) : std::nullopt;
}

// "1.2.x-dev" without its "-dev": all four numbers, the open ones as large as can be.
std::optional<std::string> branch(std::string_view text) {
  if (!text.empty() && lower(text.front()) == 'v') text.remove_prefix(1);
  std::string_view first = take_digits(text);
  if (first.empty()) return std::nullopt;
  std::string out(first);
  for (int i = 0; i < 3; ++i) {
    out += '.';
    if (text.size() > 1 && text.front() == '.' && is_digit(text[1])) {
      text.remove_prefix(1);
      out += take_digits(text);
    } else {
      if (text.size() > 1 && text.front() == '.' && std::string_view("xX*").contains(text[1])) text.remove_prefix(2);
      out += kLatest;
    }
  }
  return text.empty() ? std::optional(out + "-dev") : std::nullopt;
}

// One part of version_compare: a run of digits or of letters.
struct Part {
  int rank;
  std::string_view text;
};

// Where version_compare puts what it finds there; the words count by how they begin.
constexpr int kUnknown = 0, kEnd = 5, kNumber = 6;
struct Word {
  std::string_view begin;
  int rank;
};
constexpr Word kWords[] = {{"dev", 1}, {"a", 2}, {"b", 3}, {"rc", 4}, {"p", 7}};

Part take_part(std::string_view& text) {
  while (!text.empty() && !is_digit(text.front()) && !is_letter(text.front())) text.remove_prefix(1);
  if (text.empty()) return {kEnd, {}};
  if (is_digit(text.front())) return {kNumber, take_digits(text)};
  std::size_t size = 0;
  while (size < text.size() && is_letter(text[size])) ++size;
  std::string_view letters = text.substr(0, size);
  text.remove_prefix(size);
  for (const Word& word : kWords) {
    if (starts_with_word(letters, word.begin)) return {word.rank, {}};
  }
  return {kUnknown, letters};
}

}  // namespace

bool has_stability(std::string_view version) {
  if (version.contains('@')) return true;
  std::size_t letters = version.size();
  while (letters > 0 && (is_digit(version[letters - 1]) || version[letters - 1] == '.' || version[letters - 1] == '-')) --letters;
  std::size_t start = letters;
  while (start > 0 && is_letter(version[start - 1])) --start;
  std::string_view last = version.substr(start, letters - start);
  if (last.empty() || start == 0) return false;
  if (starts_with_word(last, "dev") && last.size() == 3) return true;
  return std::any_of(std::begin(kStabilities), std::end(kStabilities), [&](const Stability& stability) {
    return last.size() == stability.written.size() && starts_with_word(last, stability.written);
  });
}

std::optional<std::string> normalize_composer(std::string_view version) {
  version = trim(version);
  if (std::size_t alias = version.find(" as "); alias != std::string_view::npos) version = trim(version.substr(0, alias));
  if (std::size_t at = version.rfind('@'); at != std::string_view::npos) {
    for (std::string_view stability : {"stable", "rc", "beta", "alpha", "dev"}) {
      if (version.size() - at - 1 == stability.size() && starts_with_word(version.substr(at + 1), stability)) {
        version = version.substr(0, at);
        break;
      }
    }
  }
  if (version == "master" || version == "trunk" || version == "default") return "dev-" + std::string(version);
  if (starts_with_word(version, "dev-")) return "dev-" + std::string(version.substr(4));
  if (std::size_t plus = version.find('+'); plus != std::string_view::npos && plus > 0 && plus + 1 < version.size())
    version = version.substr(0, plus);
  std::string_view number = version;
  if (!number.empty() && lower(number.front()) == 'v') number.remove_prefix(1);
  if (auto found = classical(number)) return found;
  if (auto found = date(number)) return found;
  if (!ends_with_word(version, "dev")) return std::nullopt;
  version.remove_suffix(3);
  if (version.ends_with('.') || version.ends_with('-')) version.remove_suffix(1);
  return branch(version);
}

std::strong_ordering compare_composer(std::string_view left, std::string_view right) {
  while (true) {
    Part a = take_part(left), b = take_part(right);
    if (a.rank != b.rank) return a.rank <=> b.rank;
    if (a.rank == kEnd) return std::strong_ordering::equal;
    auto order = a.rank == kNumber ? compare_digits(a.text, b.text) : a.text.compare(b.text) <=> 0;
    if (order != 0) return order;
  }
}

}  // namespace batten::version
