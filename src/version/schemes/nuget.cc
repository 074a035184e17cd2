// SPDX-License-Identifier: Apache-2.0
//
// Versions of .NET packages (NuGetVersion): up to four numbers, a missing one is 0, then Semantic Versioning 2.0's pre-release and build;
// letters in any case are the same.
#include <algorithm>

#include "version/digits.h"
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Semantic a = read_semantic(left), b = read_semantic(right);
  if (auto order = compare_numbers(a.numbers, b.numbers); order != 0) return order;
  return compare_pre(a.pre, b.pre, Letters::kAnyCase);
}

bool valid(std::string_view version) {
  Semantic parts = read_semantic(version);
  auto allowed = [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.'; };
  return !parts.numbers.empty() && std::count(parts.numbers.begin(), parts.numbers.end(), '.') <= 3 && version.find(parts.numbers) == 0 &&
         std::all_of(parts.pre.begin(), parts.pre.end(), allowed) && std::all_of(parts.build.begin(), parts.build.end(), allowed);
}

constexpr SchemeExample kExamples[] = {
    {"1.0", '=', "1.0.0.0"},    {"1.0.0.1", '>', "1.0.0"},   {"1.0.0-BETA", '=', "1.0.0-beta"}, {"1.0.0-beta.2", '<', "1.0.0-beta.10"},
    {"1.0.0-rc", '<', "1.0.0"}, {"1.0.0+a", '=', "1.0.0+b"},
};

}  // namespace

extern constinit const Scheme nuget;
constinit const Scheme nuget{
    .name = "nuget",
    .summary = "NuGet packages (.NET): NuGetVersion",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
