// SPDX-License-Identifier: Apache-2.0
//
// Versions of Composer packages (PHP): made into four numbers and a stability, as composer/semver does, then ordered by PHP's
// version_compare. What Composer would refuse is compared as it is written.
#include "version/composer.h"

#include <string>

#include "version/digits.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

// The normal form, or what comes nearest to it: four numbers at least, then the rest as it is written.
std::string normal(std::string_view version) {
  if (auto found = normalize_composer(version)) return *found;
  if (version.size() > 1 && (version.front() == 'v' || version.front() == 'V') && is_digit(version[1])) version.remove_prefix(1);
  std::string out(take_digits(version));
  for (int i = 0; i < 3 && !out.empty(); ++i) {
    bool more = version.size() > 1 && version.front() == '.' && is_digit(version[1]);
    if (more) version.remove_prefix(1);
    out += "." + std::string(more ? take_digits(version) : "0");
  }
  return out + std::string(version);
}

std::strong_ordering compare(std::string_view left, std::string_view right) { return compare_composer(normal(left), normal(right)); }

bool valid(std::string_view version) { return normalize_composer(version).has_value(); }

constexpr SchemeExample kExamples[] = {
    {"1.0-dev", '<', "1.0a1"},  {"1.0-alpha2", '<', "1.0-beta1"}, {"1.0b3", '<', "1.0RC1"},          {"1.0-RC1", '<', "1.0"},
    {"1.0", '<', "1.0pl1"},     {"1.0", '=', "v1.0.0"},           {"1.0.0-beta.2", '=', "1.0b2"},    {"dev-main", '<', "0.1"},
    {"v6.4.10", '>', "v6.4.9"}, {"1.x-dev", '>', "1.99.0"},       {"20230101.1", '<', "20230102.1"}, {"1.0+build", '=', "1.0"},
};

}  // namespace

extern constinit const Scheme packagist;
constinit const Scheme packagist{
    .name = "packagist",
    .summary = "Composer packages (PHP): composer/semver, version_compare",
    .compare = compare,
    .valid = valid,
    .compare_prefix = nullptr,
    .examples = kExamples,
};

}  // namespace batten::version::schemes
