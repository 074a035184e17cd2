// SPDX-License-Identifier: Apache-2.0
//
// Pages that hold everything they need: filled from a page of assets/, with a content security policy that lets only their own style and
// scripts run.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace batten::report {

// "'sha256-...'" of a script or style, for a content security policy.
std::string policy_hash(std::string_view text);
// The page with each "@NAME@" replaced; what stands in a value is not looked at again.
std::string filled_page(std::string_view page, const std::map<std::string_view, std::string>& values);

}  // namespace batten::report
