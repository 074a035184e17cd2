// SPDX-License-Identifier: Apache-2.0
//
// Versions of R packages (package_version): numbers with '.' or '-' between, and what has more of them is newer ("1.0" < "1.0.0").
#include "version/number_list.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) { return compare_number_lists(left, right, ".-"); }
bool valid(std::string_view version) { return is_number_list(version, ".-", 2); }

constexpr SchemeExample kExamples[] = {
    {"1.0", '<', "1.0.0"},    {"0.9", '<', "0.75"},    {"1.0-1", '<', "1.0-2"},
    {"0.1.4", '<', "0.1.18"}, {"1.0-1", '=', "1.0.1"}, {"0.01.0", '=', "0.1-0"},
};

}  // namespace

extern constinit const Scheme cran;
constinit const Scheme cran{
    .name = "cran",
    .summary = "R packages: package_version",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
