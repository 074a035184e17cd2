// SPDX-License-Identifier: Apache-2.0
//
// Who asks: a token that is there already, or one for which a login is exchanged (AppRole, Kubernetes, JWT, a TLS certificate). AUTH_METHOD
// names the method; without it, the first that has its variables:
//   token       TOKEN, else the file TOKEN_FILE, else (last of all methods) ~/.vault-token; WRAPPED_TOKEN
//   approle     ROLE_ID and SECRET_ID, SECRET_ID_FILE, WRAPPED_SECRET_ID or none of them
//   kubernetes  K8S_ROLE; the service account's token, or the file JWT_FILE
//   jwt         JWT_FILE, JWT_ROLE (without: the mount's default role)
//   cert        CLIENT_CERT and CLIENT_KEY; CERT_ROLE
//   none        nothing is sent: an agent on this machine adds its own token
// AUTH_MOUNT is where the method is mounted, when that is not its own name. Each name with VAULT_ before it (BAO_ for openbao).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret_bytes.h"
#include "secrets/vault_answer.h"
#include "secrets/vault_client.h"
#include "secrets/vault_variables.h"

namespace batten::secrets {

class VaultLogin {
 public:
  enum class Method : unsigned char { kToken, kAppRole, kKubernetes, kJwt, kCertificate, kNone };

  // invalid_argument for variables that contradict each other, denied when there are none.
  static Result<VaultLogin> chosen(const VaultVariables& variables);

  Method method() const { return method_; }
  // Reads files anew, logs in. Errors: denied (with which variable, never its value), not_found of a file, those of VaultClient.
  Result<VaultToken> token(VaultClient& client);

 private:
  Result<VaultToken> found_token(VaultClient& client);
  Result<VaultToken> logged_in(VaultClient& client);
  Result<std::string> login_body(VaultClient& client);
  Result<base::SecretBytes> secret_id(VaultClient& client);

  Method method_ = Method::kToken;
  std::string mount_, role_;
  std::string file_;         // of the token, secret ID or JWT; read at every login
  std::string variable_;     // that names it or holds it: for messages
  base::SecretBytes given_;  // the token or secret ID itself
  bool is_wrapped_ = false;  // given_ is a wrapping token, not opened yet
};

// auth/token/lookup-self: how long the token lasts. A token whose policy does not allow that is one without end, for all we know.
Result<VaultToken> looked_up(VaultClient& client, base::SecretBytes token);

}  // namespace batten::secrets
