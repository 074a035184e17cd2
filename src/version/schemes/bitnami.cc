// SPDX-License-Identifier: Apache-2.0
//
// Versions of Bitnami's packages: MAJOR.MINOR.PATCH[-REVISION][+BUILD]. Written as in Semantic Versioning 2.0, but what would be a
// pre-release there is a revision of the packaging, and newer than the version without one.
#include "version/scheme.h"
#include "version/semantic.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) {
  Semantic a = read_semantic(left), b = read_semantic(right);
  if (auto order = compare_numbers(a.numbers, b.numbers); order != 0) return order;
  return compare_identifiers(a.pre, b.pre);
}

constexpr SchemeExample kExamples[] = {
    {"1.2.3", '<', "1.2.3-1"},   {"1.2.3-2", '<', "1.2.3-10"},  {"1.2.3-10", '<', "1.2.4"},
    {"1.2.3+a", '=', "1.2.3+b"}, {"1.2.3-r2", '<', "1.2.3-r3"},
};

}  // namespace

extern constinit const Scheme bitnami;
constinit const Scheme bitnami{
    .name = "bitnami",
    .summary = "Bitnami packages: Semantic Versioning with revisions",
    .compare = compare,
    .valid = strict_semantic,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
