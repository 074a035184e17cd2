// SPDX-License-Identifier: Apache-2.0
//
// Versions of Python packages: PEP 440. What is no such version sorts below all that are, in the order that setuptools gave such versions
// before ("legacy").
#include "version/pep440.h"

#include <algorithm>
#include <string>
#include <vector>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

constexpr std::size_t kLegacyDigits = 8;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Numbers, words, dashes and what stands between, each as a string that sorts right.
std::vector<std::string> legacy_parts(std::string_view version) {
  std::string text(version);
  std::transform(text.begin(), text.end(), text.begin(), lower);
  std::vector<std::string> out;
  auto add = [&](std::string part) {
    if (part.front() == '*') {
      if (part < "*final") {
        while (!out.empty() && out.back() == "*final-") out.pop_back();
      }
      while (!out.empty() && out.back() == std::string(kLegacyDigits, '0')) out.pop_back();
    }
    out.push_back(std::move(part));
  };
  auto kind = [](char c) { return is_digit(c) ? 0 : is_lower(c) ? 1 : c == '.' ? 2 : c == '-' ? 3 : 4; };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    int one = kind(text[i]);
    while (one != 2 && one != 3 && end < text.size() && kind(text[end]) == one) ++end;
    std::string part = text.substr(i, end - i);
    i = end;
    if (one == 2) continue;
    if (one == 0) {
      add(std::string(kLegacyDigits - std::min(kLegacyDigits, part.size()), '0') + part);
    } else if (one == 3) {
      add("*final-");
    } else {
      add("*" + (part == "pre" || part == "preview" || part == "rc" ? "c" : part == "dev" ? "@" : part));
    }
  }
  add("*final");
  return out;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Pep440 a = read_pep440(left), b = read_pep440(right);
  if (a.valid != b.valid) return a.valid <=> b.valid;
  return a.valid ? compare_pep440(a, b) : legacy_parts(left) <=> legacy_parts(right);
}

bool valid(std::string_view version) { return read_pep440(version).valid; }

constexpr SchemeExample kExamples[] = {
    {"1.0.dev456", '<', "1.0a1"}, {"1.0a12.dev456", '<', "1.0a12"}, {"1.0rc1", '<', "1.0"},   {"1.0", '<', "1.0.post456.dev34"},
    {"1.0", '<', "1.0+ubuntu.1"}, {"1.0+abc", '<', "1.0+5"},        {"1!0.1", '>', "2024.1"}, {"1.0-alpha.1", '=', "1.0a1"},
    {"1.0", '=', "1.0.0"},        {"1.0-1", '=', "1.0.post1"},      {"v1.0", '=', "1.0"},     {"1.1", '<', "1.10"},
};

}  // namespace

extern constinit const Scheme pep440;
constinit const Scheme pep440{
    .name = "pep440",
    .summary = "Python packages: PEP 440",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
