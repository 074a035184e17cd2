// SPDX-License-Identifier: Apache-2.0
//
// The variables of a command that gets secrets: none that tells how to ask a provider for more.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "secrets/request.h"

namespace batten::secrets {

// A variable of a provider (Provider::variables), or one that holds or leads to credentials of Vault, OpenBao or AWS (VAULT_*, BAO_*,
// AWS_ACCESS_KEY_ID, ...), whether or not this program reads it.
bool is_provider_variable(std::string_view name);

// "NAME=value" of this process without provider variables, without those that env: references of the requests read, and without what the
// names in replaced stand for.
std::vector<std::string> child_environment(std::span<const Request> requests, std::span<const std::string> replaced);

// The variables move to memory that only this process sees: /proc/PID/environ shows zeros where values of provider variables and of env:
// references were. Call it before there are threads.
void hide_environment(std::span<const Request> requests);

}  // namespace batten::secrets
