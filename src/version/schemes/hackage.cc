// SPDX-License-Identifier: Apache-2.0
//
// Versions of Haskell packages (Package Versioning Policy, Data.Version): numbers with dots between, and what has more of them is newer
// ("1.0" < "1.0.0").
#include "version/number_list.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) { return compare_number_lists(left, right, "."); }
bool valid(std::string_view version) { return is_number_list(version, ".", 1); }

constexpr SchemeExample kExamples[] = {
    {"1.0", '<', "1.0.0"}, {"0.11.3.0", '<', "1.0.0.0"}, {"1.9", '<', "1.10"}, {"2.0.0.1", '>', "2.0.0"}, {"1.2.3", '=', "1.2.3"},
};

}  // namespace

extern constinit const Scheme hackage;
constinit const Scheme hackage{
    .name = "hackage",
    .summary = "Haskell packages: Package Versioning Policy",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
