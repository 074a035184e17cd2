// SPDX-License-Identifier: Apache-2.0
#include "secrets/environment.h"

#include <string.h>  // NOLINT: explicit_bzero is not in <cstring>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "secrets/provider.h"

namespace batten::secrets {
namespace {

constexpr std::string_view kPrefixes[] = {"VAULT_", "BAO_", "AWS_CONTAINER_", "AWS_ROLE_", "AWS_SSO_", "AWS_WEB_IDENTITY_"};
constexpr std::string_view kNames[] = {"AWS_ACCESS_KEY",    "AWS_ACCESS_KEY_ID",          "AWS_CONFIG_FILE", "AWS_CREDENTIAL_FILE",
                                       "AWS_PROFILE",       "AWS_SECRET_ACCESS_KEY",      "AWS_SECRET_KEY",  "AWS_SECURITY_TOKEN",
                                       "AWS_SESSION_TOKEN", "AWS_SHARED_CREDENTIALS_FILE"};

std::set<std::string_view> read_by(std::span<const Request> requests) {
  std::set<std::string_view> out;
  for (const Request& request : requests) {
    if (request.reference.provider == "env") out.insert(request.reference.path);
  }
  return out;
}

std::string_view name_of(std::string_view variable) { return variable.substr(0, variable.find('=')); }

}  // namespace

bool is_provider_variable(std::string_view name) {
  if (std::ranges::any_of(kPrefixes, [&](std::string_view prefix) { return name.starts_with(prefix); })) return true;
  if (std::ranges::find(kNames, name) != std::end(kNames)) return true;
  return std::ranges::any_of(
      all_providers(), [&](const Provider* provider) { return std::ranges::find(provider->variables, name) != provider->variables.end(); });
}

std::vector<std::string> child_environment(std::span<const Request> requests, std::span<const std::string> replaced) {
  std::set<std::string_view> left_out = read_by(requests);
  left_out.insert(replaced.begin(), replaced.end());
  std::vector<std::string> out;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    std::string_view name = name_of(*variable);
    if (!is_provider_variable(name) && !left_out.contains(name)) out.emplace_back(*variable);
  }
  return out;
}

void hide_environment(std::span<const Request> requests) {
  // Both stay to the end of the process: getenv() and programs that providers start read them.
  static auto& kept = *new std::vector<std::string>();
  static auto& pointers = *new std::vector<char*>();
  if (!pointers.empty()) return;
  std::set<std::string_view> read = read_by(requests);
  std::vector<char*> old;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    old.push_back(*variable);
    kept.emplace_back(*variable);
  }
  for (std::string& variable : kept) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  environ = pointers.data();
  for (char* variable : old) {
    std::string_view name = name_of(variable);
    if (is_provider_variable(name) || read.contains(name)) explicit_bzero(variable + name.size(), std::strlen(variable + name.size()));
  }
}

}  // namespace batten::secrets
