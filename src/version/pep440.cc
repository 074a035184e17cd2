// SPDX-License-Identifier: Apache-2.0
#include "version/pep440.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "version/digits.h"
#include "version/semantic.h"

namespace batten::version {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_local(char c) { return is_digit(c) || is_letter(c); }

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// Takes "[sep]word[sep][digits]" off rest, for the first of the words that fits; its index, or -1.
int take_label(std::string_view& rest, std::initializer_list<std::string_view> words, std::string_view& number) {
  std::string_view text = rest;
  if (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
  int index = 0;
  for (std::string_view word : words) {
    if (starts_with_word(text, word)) {
      text.remove_prefix(word.size());
      if (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
      number = take_digits(text);
      rest = text;
      return index;
    }
    ++index;
  }
  return -1;
}

void take_post(std::string_view& rest, Pep440& out) {
  if (rest.size() > 1 && rest.front() == '-' && is_digit(rest[1])) {
    rest.remove_prefix(1);
    out.post_number = take_digits(rest);
    out.has_post = true;
  } else {
    out.has_post = take_label(rest, {"post", "rev", "r"}, out.post_number) >= 0;
  }
}

bool take_local(std::string_view& rest, Pep440& out) {
  if (!rest.starts_with('+')) return true;
  rest.remove_prefix(1);
  std::size_t size = 0;
  while (size < rest.size() && (is_local(rest[size]) || (is_separator(rest[size]) && size > 0 && is_local(rest[size - 1])))) ++size;
  out.local = rest.substr(0, size);
  rest.remove_prefix(size);
  return size > 0 && is_local(out.local.back());
}

// Where the pre-release puts a version: a bare .dev before all of them, nothing after all.
std::pair<int, std::string_view> pre_key(const Pep440& version) {
  if (version.pre == Pep440::Pre::kNone && !version.has_post && version.has_dev) return {-1, {}};
  return {static_cast<int>(version.pre), version.pre_number};
}

std::string_view take_local_part(std::string_view& local) {
  std::size_t size = 0;
  while (size < local.size() && !is_separator(local[size])) ++size;
  std::string_view part = local.substr(0, size);
  local.remove_prefix(std::min(local.size(), size + 1));
  return part;
}

std::strong_ordering compare_local(std::string_view left, std::string_view right) {
  while (!left.empty() && !right.empty()) {
    std::string_view a = take_local_part(left), b = take_local_part(right);
    bool a_number = std::all_of(a.begin(), a.end(), is_digit), b_number = std::all_of(b.begin(), b.end(), is_digit);
    if (a_number != b_number) return a_number <=> b_number;
    auto order = a_number ? compare_digits(a, b)
                          : std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end(),
                                                                   [](char x, char y) { return lower(x) <=> lower(y); });
    if (order != 0) return order;
  }
  return right.empty() <=> left.empty();
}

}  // namespace

Pep440 read_pep440(std::string_view text) {
  Pep440 out;
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (!text.empty() && lower(text.front()) == 'v') text.remove_prefix(1);
  std::string_view rest = text;
  out.epoch = take_digits(rest);
  if (!out.epoch.empty() && rest.starts_with('!')) {
    rest.remove_prefix(1);
    text = rest;
  } else {
    out.epoch = {};
    rest = text;
  }
  if (take_digits(rest).empty()) return out;
  while (rest.size() > 1 && rest.front() == '.' && is_digit(rest[1])) {
    rest.remove_prefix(1);
    take_digits(rest);
  }
  out.release = text.substr(0, text.size() - rest.size());
  switch (take_label(rest, {"alpha", "a", "beta", "b", "preview", "pre", "c", "rc"}, out.pre_number)) {
    case -1: break;
    case 0:
    case 1: out.pre = Pep440::Pre::kAlpha; break;
    case 2:
    case 3: out.pre = Pep440::Pre::kBeta; break;
    default: out.pre = Pep440::Pre::kCandidate;
  }
  take_post(rest, out);
  out.has_dev = take_label(rest, {"dev"}, out.dev_number) >= 0;
  out.valid = take_local(rest, out) && rest.empty();
  return out;
}

bool same_release(const Pep440& left, const Pep440& right) {
  return compare_digits(left.epoch, right.epoch) == 0 && compare_numbers(left.release, right.release) == 0;
}

std::strong_ordering compare_pep440(const Pep440& left, const Pep440& right, Local local) {
  if (auto order = compare_digits(left.epoch, right.epoch); order != 0) return order;
  if (auto order = compare_numbers(left.release, right.release); order != 0) return order;
  auto [left_pre, left_number] = pre_key(left);
  auto [right_pre, right_number] = pre_key(right);
  if (left_pre != right_pre) return left_pre <=> right_pre;
  if (auto order = compare_digits(left_number, right_number); order != 0) return order;
  if (left.has_post != right.has_post) return left.has_post <=> right.has_post;
  if (auto order = compare_digits(left.post_number, right.post_number); order != 0) return order;
  if (left.has_dev != right.has_dev) return right.has_dev <=> left.has_dev;
  if (auto order = compare_digits(left.dev_number, right.dev_number); order != 0) return order;
  return local == Local::kIgnored ? std::strong_ordering::equal : compare_local(left.local, right.local);
}

}  // namespace batten::version
