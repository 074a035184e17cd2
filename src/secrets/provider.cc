// SPDX-License-Identifier: Apache-2.0
#include "secrets/provider.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "base/file.h"

namespace batten::secrets {

Surroundings this_process() {
  return {.environment = [](const char* name) { return base::environment(name); },
          .now = [] { return std::chrono::system_clock::now(); },
          .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }};
}

Result<std::string> Session::put(const Reference& reference, std::string_view) {
  return Error{Code::kUnsupported, reference.provider + " can't store secrets"};
}
Result<void> Session::retire_previous(const Reference& reference) {
  return Error{Code::kUnsupported, reference.provider + " keeps no versions"};
}
Result<Lease> Session::renew(const Lease&) { return Error{Code::kUnsupported, "no leases here"}; }
Result<void> Session::revoke(const Lease&) { return Error{Code::kUnsupported, "no leases here"}; }
Result<std::vector<Reference>> Session::list(const std::string&, base::Notes&) {
  return Error{Code::kUnsupported, "its secrets can't be listed"};
}

const Provider* find_provider(std::string_view name) {
  auto at = std::ranges::find(all_providers(), name, [](const Provider* one) { return one->name; });
  return at == all_providers().end() ? nullptr : *at;
}

}  // namespace batten::secrets
