// SPDX-License-Identifier: Apache-2.0
//
// Secrets that an engine makes when they are asked for (database/creds/ROLE): they come with a lease, at whose end the server takes them
// back; and passwords of static roles (database/static-creds/ROLE), which the server changes after a time. Name and password of one
// set belong together: a field that was not given yet is taken from the set of the last answer.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>

#include "base/result.h"
#include "base/secret_bytes.h"
#include "secrets/provider.h"
#include "secrets/vault_access.h"

namespace batten::secrets {

class VaultLeases {
 public:
  explicit VaultLeases(VaultAccess& access) : access_(access) {}

  // ?method=post where the engine makes secrets on a write.
  Result<Secret> get(const Reference& reference);
  // not_found when the lease has ended, was revoked or has been renewed as long as the server allows.
  Result<Lease> renew(const Lease& lease);
  // Nothing to do when it has ended already.
  Result<void> revoke(const Lease& lease);

 private:
  // An answer, as long as fields of it have not been given.
  struct Set {
    base::SecretBytes object;
    Lease lease;
    std::chrono::system_clock::time_point at;
    int login = 0;
    std::set<std::string> given;  // fields
  };
  bool is_usable(const Set& set, const std::string& field) const;
  Result<Set> make(const Reference& reference, const std::string& method);

  VaultAccess& access_;
  std::map<std::string, Set> sets_;  // by method and path
};

}  // namespace batten::secrets
