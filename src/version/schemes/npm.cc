// SPDX-License-Identifier: Apache-2.0
//
// Versions of npm packages, as node-semver orders them: Semantic Versioning 2.0, with "v1.2.3" and "=1.2.3" read as "1.2.3".
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) { return compare_semantic(left, right); }

bool valid(std::string_view version) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::size_t first = version.find_first_not_of(" \t\r\n=v");
  return first != std::string_view::npos && strict_semantic(version.substr(first, version.find_last_not_of(kSpace) + 1 - first));
}

constexpr SchemeExample kExamples[] = {
    {"1.2.3", '=', "v1.2.3"},        {"=1.2.3", '=', "1.2.3"},    {"1.2.3-beta.2", '<', "1.2.3-beta.10"},
    {"1.2.3-beta.10", '<', "1.2.3"}, {"4.17.20", '<', "4.17.21"}, {"1.2.3+a", '=', "1.2.3+b"},
};

}  // namespace

extern constinit const Scheme npm;
constinit const Scheme npm{
    .name = "npm",
    .summary = "npm packages: node-semver",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
