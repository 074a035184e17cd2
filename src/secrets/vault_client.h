// SPDX-License-Identifier: Apache-2.0
//
// Calls of Vault's HTTP API (prefix /v1): the token and the namespace in headers, one try after another with growing, uneven waits. Never
// follows a redirect: what is sent holds the token.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret_bytes.h"
#include "http/client.h"
#include "secrets/provider.h"
#include "secrets/vault_answer.h"
#include "secrets/vault_variables.h"

namespace batten::secrets {

struct VaultCall {
  std::string method = "GET";
  std::string path = {};                     // "secret/data/app", without /v1/; its parts are percent-encoded on the way
  std::string query = {};                    // "version=3"; as it is sent
  std::string body = {};                     // JSON; wiped with the call
  const base::SecretBytes* token = nullptr;  // null: none is sent
  // Whether it may be sent again when nobody knows whether it arrived: not what uses a token up, nor what writes.
  bool may_repeat = true;
  std::vector<std::string_view> hidden = {};  // never shown, should the server say it back; the token neither

  ~VaultCall() { base::wipe(body); }
};

class VaultClient {
 public:
  VaultClient(VaultServer server, Surroundings surroundings) : server_(std::move(server)), surroundings_(std::move(surroundings)) {}

  // The answer of any status up to 499 but 429 (its caller knows what 400, 403 and 404 mean here), and of 500 where that stands for a
  // refusal. Errors: unavailable and timeout after
  // all tries, with what sys/health says of it (sealed, not initialised, a standby); denied for a redirect; corrupt; limit.
  Result<VaultAnswer> send(const VaultCall& call);

  const VaultServer& server() const { return server_; }
  const Surroundings& surroundings() const { return surroundings_; }

 private:
  Result<VaultAnswer> send_once(const VaultCall& call, std::chrono::seconds& wanted_wait);
  void wait(int attempt, std::chrono::seconds wanted);
  // "the server is sealed", or empty when it says nothing.
  std::string health();

  VaultServer server_;
  Surroundings surroundings_;
  http::Client client_;
};

}  // namespace batten::secrets
