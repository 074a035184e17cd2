// SPDX-License-Identifier: Apache-2.0
//
// What the files of a Compose project say about secrets:
//
//   x-batten-secrets:
//     db-password: {ref: vault:secret/data/app#password, uid: 999}
//   services:
//     db:
//       image: postgres
//       x-batten-secrets: [db-password]
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "secrets/request.h"

namespace batten::cli {

struct ComposeUse {
  std::vector<std::string> secrets;  // names of requests
  std::string user, image;           // as written; may be empty
};

struct ComposeSecrets {
  std::vector<secrets::Request> requests;      // that a service uses
  std::map<std::string, ComposeUse> services;  // that use any
  std::string version;                         // of the first file; an old docker-compose wants the same in all
};

// Files go over each other: later entries of one name replace earlier ones, lists of services are joined. invalid_argument when a service
// names a secret that is not there, not_found when no service names any.
Result<ComposeSecrets> read_compose_secrets(const std::vector<std::string>& paths);
// compose.yaml and its override, as Compose looks for them in a directory; empty: there is none.
std::vector<std::string> default_compose_files(const std::string& directory);

}  // namespace batten::cli
