// SPDX-License-Identifier: Apache-2.0
//
// Versions of Composer packages (PHP): made into four numbers and a stability, as composer/semver does, then ordered by PHP's
// version_compare. What Composer would refuse is compared as it is written.
#include "version/composer.h"
#include "version/scheme.h"

namespace batten::version::schemes {
namespace {

std::strong_ordering compare(std::string_view left, std::string_view right) {
  std::optional<std::string> a = normalize_composer(left), b = normalize_composer(right);
  auto without_v = [](std::string_view text) {
    return text.size() > 1 && (text[0] == 'v' || text[0] == 'V') && text[1] >= '0' && text[1] <= '9' ? text.substr(1) : text;
  };
  return compare_composer(a ? *a : without_v(left), b ? *b : without_v(right));
}

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
