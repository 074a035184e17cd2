// SPDX-License-Identifier: Apache-2.0
//
// Is a setting a secret, by its name and its value? What detectors of secrets know better replaces the second half of this one day.
#pragma once

#include <string_view>

namespace batten::checks {

// "DB_PASSWORD", "apiKey", "AUTH_TOKEN": a name that says secret, and does not say file, path, URL, user, policy, length.
bool is_secret_name(std::string_view name);
// A value that hides nothing: empty, a variable, true/false, a path, a placeholder ("changeme" is a password, bad as it is: no
// placeholder).
bool is_no_secret_value(std::string_view value);
// Both, or a value that is a secret whatever its name: a password inside a URL, a private key, a token with a known beginning.
bool is_secret_setting(std::string_view name, std::string_view value);

}  // namespace batten::checks
