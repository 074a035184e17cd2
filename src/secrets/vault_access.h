// SPDX-License-Identifier: Apache-2.0
//
// A server and the right to ask it: a token, kept alive and replaced by a new login when it is no longer good. Times are counted from when
// an answer came, by our clock; the server's clock is never asked.
#pragma once

#include <chrono>
#include <optional>

#include "base/result.h"
#include "secrets/vault_client.h"
#include "secrets/vault_login.h"

namespace batten::secrets {

class VaultAccess {
 public:
  // Logs in.
  static Result<std::unique_ptr<VaultAccess>> open(VaultServer server, VaultLogin login, const Surroundings& surroundings);

  // The answer of any status up to 499, as VaultClient has it. When the token is refused because it is no longer good, logs in once more.
  Result<VaultAnswer> ask(VaultCall& call);
  // The same; what is not 2xx is an error.
  Result<VaultAnswer> asked(VaultCall call, Code of_others = Code::kUnsupported);

  // How long the token lasts from now on.
  std::optional<std::chrono::seconds> ttl() const;
  // Renews the token, or logs in anew where it can't be renewed, or only for less time than is wanted.
  Result<void> renew();
  // Counts the logins: what an earlier one was given (leases) ends with its token.
  int logins() const { return logins_; }
  const VaultServer& server() const { return client_.server(); }
  const Surroundings& surroundings() const { return client_.surroundings(); }

 private:
  VaultAccess(VaultServer server, VaultLogin login, const Surroundings& surroundings)
      : client_(std::move(server), surroundings), login_(std::move(login)) {}
  Result<void> log_in();
  void take(VaultToken token);
  // Whether the token itself is what the server refuses.
  Result<bool> is_token_dead();
  bool can_log_in_again() const;

  VaultClient client_;
  VaultLogin login_;
  VaultToken token_;
  std::chrono::seconds first_ttl_{0};
  std::chrono::system_clock::time_point given_;
  int logins_ = 0;
};

}  // namespace batten::secrets
