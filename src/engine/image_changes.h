// SPDX-License-Identifier: Apache-2.0
//
// What brings images into an engine and names them.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/client.h"
#include "model/digest.h"

namespace batten::engine {

struct Pull {
  std::string repository;     // "registry.example/app"
  model::Digest digest;       // exactly this
  std::string platform = {};  // "linux/arm64", or empty: the engine's own
  // The value of X-Registry-Auth (see registry_auth_header), or empty: nobody.
  std::string authorization = {};
};

// The engine fetches it from its registry and checks the digest itself. The error says what the registry said: denied, not_found,
// unavailable, limit (no space left).
Result<void> pull_image(Client& client, const Pull& pull);
// image: id or name. tag: "1.2"; a tag that points elsewhere moves.
Result<void> tag_image(Client& client, const std::string& image, const std::string& repository, const std::string& tag);
// The name goes, and with the last name the image, unless a container uses it (conflict); images without a name that it was built on go
// with it. None of that name: that is as good.
Result<void> remove_image(Client& client, const std::string& name);

// For Pull::authorization: base64url of what `docker login` keeps. identity_token stands for user and password where it is not empty.
std::string registry_auth_header(const std::string& registry, const std::string& user, const std::string& password,
                                 const std::string& identity_token);

// The error in the lines that a pull answers, as JSON objects; for tests and fuzzing.
Result<void> read_pull_progress(std::string_view lines);

}  // namespace batten::engine
