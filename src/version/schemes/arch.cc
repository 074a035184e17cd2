// SPDX-License-Identifier: Apache-2.0
//
// Versions of Arch Linux packages, as pacman's vercmp(8) orders them: [epoch:]version[-release], runs of digits and of letters; how many
// separators stand before a run counts too. vercmp takes a missing release for any; here it sorts before all, else the order would not be
// one. Separators at the end do not count.
#include <algorithm>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

struct Split {
  std::string_view epoch, version, release;
  bool has_release = false;
};

Split split(std::string_view text) {
  Split out;
  std::string_view rest = text;
  std::string_view digits = take_digits(rest);
  if (rest.starts_with(':')) {
    out.epoch = digits;
    text = rest.substr(1);
  }
  std::size_t dash = text.rfind('-');
  out.version = text.substr(0, dash);
  out.has_release = dash != std::string_view::npos;
  if (out.has_release) out.release = text.substr(dash + 1);
  return out;
}

struct Segment {
  // Letters right behind a number make it older than its end does; numbers are newer than letters.
  enum class Place { kLettersAtOnce, kEnd, kBehind } place = Place::kEnd;
  std::size_t separators = 0;
  bool number = false;
  std::string_view text;
};

Segment take_segment(std::string_view& rest) {
  Segment out;
  while (!rest.empty() && !is_digit(rest.front()) && !is_letter(rest.front())) rest.remove_prefix(1), ++out.separators;
  if (rest.empty()) return {};
  out.number = is_digit(rest.front());
  out.place = out.number || out.separators > 0 ? Segment::Place::kBehind : Segment::Place::kLettersAtOnce;
  std::size_t size = 0;
  while (size < rest.size() && (out.number ? is_digit(rest[size]) : is_letter(rest[size]))) ++size;
  out.text = rest.substr(0, size);
  rest.remove_prefix(size);
  return out;
}

std::strong_ordering vercmp(std::string_view left, std::string_view right) {
  while (true) {
    Segment a = take_segment(left), b = take_segment(right);
    if (a.place != b.place) return a.place <=> b.place;
    if (a.place == Segment::Place::kEnd) return std::strong_ordering::equal;
    if (a.separators != b.separators) return a.separators <=> b.separators;
    if (a.number != b.number) return a.number <=> b.number;
    if (auto order = a.number ? compare_digits(a.text, b.text) : a.text.compare(b.text) <=> 0; order != 0) return order;
  }
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Split a = split(left), b = split(right);
  if (auto order = compare_digits(a.epoch, b.epoch); order != 0) return order;
  if (auto order = vercmp(a.version, b.version); order != 0) return order;
  if (a.has_release != b.has_release) return a.has_release <=> b.has_release;
  return vercmp(a.release, b.release);
}

bool valid(std::string_view version) {
  Split parts = split(version);
  auto allowed = [](char c) { return c > ' ' && c < 0x7f && c != '/' && c != ':' && c != '-'; };
  std::string_view release = parts.release;
  if (parts.has_release && (take_digits(release).empty() || (!release.empty() && release.front() != '.'))) return false;
  return !parts.version.empty() && std::all_of(parts.version.begin(), parts.version.end(), allowed);
}

constexpr SchemeExample kExamples[] = {
    {"1.0a", '<', "1.0alpha"}, {"1.0alpha", '<', "1.0b"},   {"1.0beta", '<', "1.0rc"},   {"1.0rc", '<', "1.0"},
    {"1.0", '<', "1.0.a"},     {"1.0.a", '<', "1.0.1"},     {"1", '<', "1.0"},           {"1.1.1", '<', "1.2"},
    {"1:1.0-1", '>', "2.0-1"}, {"3.0.7-1", '<', "3.0.7-2"}, {"1.5.1-1", '<', "1.5.2-1"}, {"1.2.10-1", '>', "1.2.9-4"},
};

}  // namespace

extern constinit const Scheme arch;
constinit const Scheme arch{
    .name = "arch",
    .summary = "Arch Linux packages: vercmp(8) of pacman",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
