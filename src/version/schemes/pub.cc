// SPDX-License-Identifier: Apache-2.0
//
// Versions of Dart packages, as pub_semver orders them: Semantic Versioning 2.0, but a build comes after none, and builds are ordered as
// pre-releases are.
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Semantic a = read_semantic(left), b = read_semantic(right);
  if (auto order = compare_semantic(a, b); order != 0) return order;
  return compare_identifiers(a.build, b.build);
}

constexpr SchemeExample kExamples[] = {
    {"1.2.3", '<', "1.2.3+1"},         {"1.2.3+2", '<', "1.2.3+10"},          {"1.2.3+9", '<', "1.2.3+a"},
    {"1.0.0-pre+build", '<', "1.0.0"}, {"1.0.0-pre", '<', "1.0.0-pre+build"}, {"0.13.5", '<', "0.13.6"},
};

}  // namespace

extern constinit const Scheme pub;
constinit const Scheme pub{
    .name = "pub",
    .summary = "Dart and Flutter packages: pub_semver",
    .compare = compare,
    .valid = strict_semantic,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
