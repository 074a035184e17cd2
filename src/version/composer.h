// SPDX-License-Identifier: Apache-2.0
//
// Versions of Composer packages (PHP) in the form in which Composer compares them (composer/semver, VersionParser): four numbers and a
// stability, "1.0.0.0-beta2", in the order of PHP's version_compare. Shared by the scheme and by the constraints.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace batten::version {

// "v1.2-b1" -> "1.2.0.0-beta1", "1.x-dev" -> "1.9999999.9999999.9999999-dev", "main" -> nothing, "dev-main" -> "dev-main"; nothing for what
// Composer would refuse.
std::optional<std::string> normalize_composer(std::string_view version);

// Does text end in a stability or "dev", as "1.2-beta3" and "1.2@dev" do?
bool has_stability(std::string_view version);

// Of normalised versions: dev, alpha, beta, RC, none, numbers, patch. Other words sort before all these, by their bytes.
std::strong_ordering compare_composer(std::string_view left, std::string_view right);

}  // namespace batten::version
