// SPDX-License-Identifier: Apache-2.0
//
// What a rule file needs of its engine: the version of Falco's rule engine whose language is spoken here, and plugins, some of whose
// fields Batten has itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::rules {

constexpr std::string_view kEngineVersion = "0.63.0";  // Falco 0.45

// "0.57.0", or an old plain number: 26 is 0.26.0. An error says what is wrong: no version, or a newer one.
Result<void> check_engine_version(std::string_view required);

struct PluginRequirement {
  std::string name, version;
};
// One of the alternatives has to be built in.
Result<void> check_plugins(const std::vector<PluginRequirement>& alternatives);

}  // namespace batten::rules
