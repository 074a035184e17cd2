// SPDX-License-Identifier: Apache-2.0
//
// Semantic Versioning 2.0 (semver.org, clause 11), for crates and whatever has no scheme of its own. Any count of numbers is ordered, a
// missing one is 0, and a leading 'v' does not count.
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) { return compare_semantic(left, right); }

constexpr SchemeExample kExamples[] = {
    {"1.0.0-alpha", '<', "1.0.0-alpha.1"},
    {"1.0.0-alpha.1", '<', "1.0.0-alpha.beta"},
    {"1.0.0-beta.2", '<', "1.0.0-beta.11"},
    {"1.0.0-rc.1", '<', "1.0.0"},
    {"1.2.3+a", '=', "1.2.3+b"},
    {"1.10.0", '>', "1.9.9"},
    {"1.2.3", '=', "v1.2.3"},
    {"99999999999999999999.0.0", '>', "99999999999999999998.9.9"},
};

}  // namespace

extern constinit const Scheme semver;
constinit const Scheme semver{
    .name = "semver",
    .summary = "Semantic Versioning 2.0: crates, Swift, GitHub releases",
    .compare = compare,
    .valid = strict_semantic,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
