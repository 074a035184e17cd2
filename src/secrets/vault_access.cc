// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_access.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/format.h"

namespace batten::secrets {

using std::chrono::seconds;

Result<std::unique_ptr<VaultAccess>> VaultAccess::open(VaultServer server, VaultLogin login, const Surroundings& surroundings) {
  std::unique_ptr<VaultAccess> out(new VaultAccess(std::move(server), std::move(login), surroundings));
  TRY(out->log_in());
  return out;
}

void VaultAccess::take(VaultToken token) {
  token_ = std::move(token);
  given_ = surroundings().now();
}

Result<void> VaultAccess::log_in() {
  take(TRY(login_.token(client_)));
  first_ttl_ = token_.ttl;
  ++logins_;
  return {};
}

bool VaultAccess::can_log_in_again() const { return login_.method() != VaultLogin::Method::kNone; }

Result<bool> VaultAccess::is_token_dead() {
  VaultAnswer answer = TRY(client_.send({.path = "auth/token/lookup-self", .token = &token_.value}));
  if (answer.is_ok()) return false;
  // A good token that may not ask about itself looks the same; a login more does it no harm.
  return answer.status() == 401 || answer.status() == 403;
}

Result<VaultAnswer> VaultAccess::ask(VaultCall& call) {
  call.token = &token_.value;
  VaultAnswer answer = TRY(client_.send(call));
  bool is_refused = answer.status() == 401 || answer.status() == 403;
  if (!is_refused || !can_log_in_again() || !TRY(is_token_dead())) return answer;
  base::SecretBytes before = token_.value.copy();
  if (Result<void> again = log_in(); !again) {
    Error error = base::in_context("the token is no longer good", again.error());
    if (error.code == Code::kNotFound || error.code == Code::kInvalidArgument) error.code = Code::kDenied;  // a file, not the secret
    return error;
  }
  if (token_.value.equals(before.view())) return answer;  // the same token from the same place
  return client_.send(call);
}

Result<VaultAnswer> VaultAccess::asked(VaultCall call, Code of_others) {
  VaultAnswer answer = TRY(ask(call));
  if (!answer.is_ok()) return answer.error(of_others);
  return answer;
}

std::optional<seconds> VaultAccess::ttl() const {
  if (token_.ttl == seconds(0)) return std::nullopt;
  auto spent = std::chrono::duration_cast<seconds>(surroundings().now() - given_);
  return std::clamp(token_.ttl - spent, seconds(0), token_.ttl);
}

Result<void> VaultAccess::renew() {
  if (token_.ttl == seconds(0)) return {};
  const bool is_found = login_.method() == VaultLogin::Method::kToken;
  if (token_.renewable) {
    VaultCall call{.method = "POST",
                   .path = "auth/token/renew-self",
                   .body = format("{{\"increment\":{}}}", first_ttl_.count()),
                   .token = &token_.value};
    VaultAnswer answer = TRY(client_.send(call));
    if (answer.is_ok()) {
      VaultToken renewed = TRY(vault_token(answer));
      renewed.ttl = std::max(renewed.ttl, seconds(1));  // 0: less than one is left
      // Near its longest time the server gives less and less; a new login gives all of it.
      if (is_found || renewed.ttl * 3 >= first_ttl_) {
        take(std::move(renewed));
        return {};
      }
    } else if (is_found) {
      base::SecretBytes before = token_.value.copy();
      if (Result<void> again = log_in(); again && !token_.value.equals(before.view())) return {};  // another one in the file
      return answer.error(Code::kDenied);
    }
    return log_in();
  }
  base::SecretBytes before = token_.value.copy();
  TRY(log_in());
  if (!token_.value.equals(before.view())) return {};
  return Error{Code::kDenied, format("the token can't be renewed; it ends in {} s", ttl().value_or(seconds(0)).count())};
}

}  // namespace batten::secrets
