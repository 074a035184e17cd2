// SPDX-License-Identifier: Apache-2.0
//
// Who we are to a registry: Docker's and Podman's credential files and helpers, and the token dance of the distribution project
// (WWW-Authenticate: Bearer realm=..., service=..., scope=...). Secrets are held, sent, never shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/client.h"

namespace batten::image {

struct Credentials {
  std::string user, password;
  std::string identity_token;  // OAuth2 refresh token; then user and password are empty
  bool empty() const { return user.empty() && password.empty() && identity_token.empty(); }
};

// Of $REGISTRY_AUTH_FILE, $XDG_RUNTIME_DIR/containers/auth.json, $DOCKER_CONFIG/config.json or ~/.docker/config.json, the first that knows
// the registry; credHelpers and credsStore are asked (docker-credential-NAME get). Empty when nobody knows it. A helper that fails is an
// error.
Result<Credentials> find_credentials(const std::string& registry);

// Reads one such file's "auths" for a registry: base64 "user:password". nullopt when it is not there.
Result<std::optional<Credentials>> credentials_of_file(std::string_view json, const std::string& registry);

struct Challenge {
  bool bearer = false;  // else basic
  std::string realm, service, scope;
};
// The first challenge of a WWW-Authenticate header that we can answer, bearer before basic.
std::optional<Challenge> parse_challenge(std::string_view header);

// The value of the Authorization header that answers the challenge. Credentials go to the realm only by https or on this machine.
Result<std::string> answer_challenge(http::Client& client, const Challenge& challenge, const std::string& fallback_scope,
                                     const Credentials& credentials, bool verify_tls);

}  // namespace batten::image
