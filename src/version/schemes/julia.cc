// SPDX-License-Identifier: Apache-2.0
//
// Julia's VersionNumber: Semantic Versioning 2.0 with one to three numbers, but a build comes after none, and builds are ordered as
// pre-releases are. A lone dash ("1.0-") stands for the smallest pre-release, a lone plus ("1.0+") for the greatest build.
#include <algorithm>

#include "version/digits.h"
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

struct Number {
  Semantic parts;
  bool least = false;     // "1.0-"
  bool greatest = false;  // "1.0+"
};

Number read(std::string_view text) {
  Number out{.parts = read_semantic(text)};
  out.least = out.parts.pre.empty() && (text.ends_with('-') || text.contains("-+"));
  out.greatest = out.parts.build.empty() && text.ends_with('+');
  return out;
}

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Number a = read(left), b = read(right);
  if (auto order = compare_numbers(a.parts.numbers, b.parts.numbers); order != 0) return order;
  if (a.least != b.least) return b.least <=> a.least;
  if (auto order = compare_pre(a.parts.pre, b.parts.pre); order != 0) return order;
  if (a.greatest != b.greatest) return a.greatest <=> b.greatest;
  return compare_identifiers(a.parts.build, b.parts.build);
}

bool valid(std::string_view version) {
  Semantic parts = read_semantic(version);
  auto allowed = [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.'; };
  return !parts.numbers.empty() && std::count(parts.numbers.begin(), parts.numbers.end(), '.') <= 2 &&
         std::all_of(parts.pre.begin(), parts.pre.end(), allowed) && std::all_of(parts.build.begin(), parts.build.end(), allowed);
}

constexpr SchemeExample kExamples[] = {
    {"1.2.3", '<', "1.2.3+1"},   {"1.2.3+1", '<', "1.2.3+"}, {"1.2.3-", '<', "1.2.3-alpha"},
    {"1.2.3-rc1", '<', "1.2.3"}, {"1.2", '=', "1.2.0"},      {"1.6.7+0", '<', "1.6.7+1"},
};

}  // namespace

extern constinit const Scheme julia;
constinit const Scheme julia{
    .name = "julia",
    .summary = "Julia packages: VersionNumber",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
