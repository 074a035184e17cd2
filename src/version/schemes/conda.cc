// SPDX-License-Identifier: Apache-2.0
//
// Versions of Conda packages, as conda's VersionOrder orders them: [epoch!]version[+local], parts between '.' and '_', each a row of
// numbers and words that begins with a number (0 where none is written). "dev" sorts before other words, words before numbers, "post" after
// all numbers, and a missing part is 0. What conda would refuse sorts before all else, by its bytes.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "version/digits.h"
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

struct Atom {
  enum class Kind : std::uint8_t { kDev, kWord, kNumber, kPost } kind = Kind::kNumber;
  std::string_view text;  // digits or letters; none is 0
};
using Component = std::vector<Atom>;

struct Order {
  bool valid = false;
  std::string text;  // what the views look into
  std::string_view epoch;
  std::vector<Component> version, local;
};

// Runs of digits, of stars and of everything else; false when there is nothing.
bool read_component(std::string_view part, std::vector<Component>& out) {
  auto kind = [](char c) { return is_digit(c) ? 0 : c == '*' ? 1 : 2; };
  Component component;
  if (part.empty()) return false;
  if (!is_digit(part.front())) component.push_back({});
  while (!part.empty()) {
    std::size_t size = 1;
    while (size < part.size() && kind(part[size]) == kind(part.front())) ++size;
    std::string_view text = part.substr(0, size);
    part.remove_prefix(size);
    if (is_digit(text.front())) {
      component.push_back({Atom::Kind::kNumber, text});
    } else if (text == "post") {
      component.push_back({Atom::Kind::kPost, {}});
    } else {
      component.push_back({text == "dev" ? Atom::Kind::kDev : Atom::Kind::kWord, text});
    }
  }
  out.push_back(std::move(component));
  return true;
}

bool read_components(std::string_view text, std::vector<Component>& out) {
  Parts parts(text);
  for (std::string_view part; parts.next(part);) {
    if (!read_component(part, out)) return false;
  }
  return !out.empty();
}

bool normalize(std::string& text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  while (!text.empty() && std::string_view(" \t\r\n").contains(text.back())) text.pop_back();
  text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (!text.contains('_')) std::replace(text.begin(), text.end(), '-', '_');
  return !text.empty() && text.find_first_not_of("*.+!_0123456789abcdefghijklmnopqrstuvwxyz") == std::string::npos;
}

void read(std::string_view version, Order& out) {
  out.text = version;
  if (!normalize(out.text)) return;
  // An underscore at the end belongs to the last part ("1.0.1_" sorts before "1.0.1a"); the others separate.
  std::size_t end = std::min(out.text.find('+'), out.text.size());
  std::size_t last = end > 0 && out.text[end - 1] == '_' ? end - 1 : end;
  for (std::size_t i = 0; i < out.text.size(); ++i) {
    if (out.text[i] == '_' && i != last) out.text[i] = '.';
  }
  std::string_view text = out.text;
  std::string_view local = text.substr(std::min(end + 1, text.size()));
  bool has_local = end < text.size();
  text = text.substr(0, end);
  std::size_t mark = text.find('!');
  if (mark != std::string_view::npos) {
    out.epoch = text.substr(0, mark);
    text.remove_prefix(mark + 1);
    if (out.epoch.empty() || !std::all_of(out.epoch.begin(), out.epoch.end(), is_digit)) return;
  }
  if (text.contains('!') || local.find_first_of("+!") != std::string_view::npos) return;
  out.valid = read_components(text, out.version) && (!has_local || read_components(local, out.local));
}

std::strong_ordering compare_components(const std::vector<Component>& left, const std::vector<Component>& right) {
  static const Component kMissing = {Atom{}};
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const Component &a = i < left.size() ? left[i] : kMissing, &b = i < right.size() ? right[i] : kMissing;
    for (std::size_t j = 0; j < std::max(a.size(), b.size()); ++j) {
      Atom x = j < a.size() ? a[j] : Atom{}, y = j < b.size() ? b[j] : Atom{};
      if (x.kind != y.kind) return x.kind <=> y.kind;
      auto order = x.kind == Atom::Kind::kNumber ? compare_digits(x.text, y.text) : x.text.compare(y.text) <=> 0;
      if (order != 0) return order;
    }
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Order a, b;
  read(left, a);
  read(right, b);
  if (!a.valid || !b.valid) return a.valid != b.valid ? a.valid <=> b.valid : left.compare(right) <=> 0;
  if (auto order = compare_digits(a.epoch, b.epoch); order != 0) return order;
  if (auto order = compare_components(a.version, b.version); order != 0) return order;
  return compare_components(a.local, b.local);
}

bool valid(std::string_view version) {
  Order order;
  read(version, order);
  return order.valid;
}

constexpr SchemeExample kExamples[] = {
    {"0.4", '=', "0.4.0"},          {"0.4.1.rc", '=', "0.4.1.RC"}, {"0.4.1.rc", '<', "0.4.1"}, {"0.5a1", '<', "0.5b3"},
    {"0.5b3", '<', "0.5"},          {"1.1dev1", '<', "1.1a1"},     {"1.1", '<', "1.1post1"},   {"1.0.1_", '<', "1.0.1a"},
    {"1996.07.12", '<', "1!0.4.1"}, {"1!3.1.1.6", '<', "2!0.4.1"}, {"1.0+1", '>', "1.0"},      {"1.0-1", '=', "1.0_1"},
};

}  // namespace

extern constinit const Scheme conda;
constinit const Scheme conda{
    .name = "conda",
    .summary = "Conda packages: conda's VersionOrder",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
