// SPDX-License-Identifier: Apache-2.0
//
// A file: secrets that Docker, Compose or Kubernetes mounted (/run/secrets/NAME), or that another program wrote. The bytes as they are;
// with a field, the file is JSON and the field one of its strings. A newline at the very end of a text goes, as editors add it: ?raw=true
// keeps it.
#include <string>

#include "base/file.h"
#include "base/secret_bytes.h"
#include "secrets/file_value.h"
#include "secrets/provider.h"

namespace batten::secrets::providers {
namespace {

class Files final : public Session {
 public:
  Result<Secret> get(const Reference& reference) override {
    std::string bytes = TRY(base::read_file(reference.path, kMaxSecretBytes));
    base::SecretBytes whole = base::SecretBytes::taken_from(bytes);
    return file_value(whole.view(), reference);
  }
};

Result<std::unique_ptr<Session>> open(const Surroundings&) { return std::make_unique<Files>(); }

constexpr std::string_view kOptions[] = {"raw"};
constexpr ReferenceExample kExamples[] = {{"file:/run/secrets/db", "/run/secrets/db"},
                                          {"file:/run/secrets/app.json#password", "/run/secrets/app.json password"},
                                          {"file:", ""},
                                          {"file:/a#", ""}};

}  // namespace

extern constinit const Provider file;
constinit const Provider file = {
    .name = "file",
    .summary = "a file: of Docker, Compose or Kubernetes secrets, or any other",
    .syntax = "file:/PATH[#FIELD][?raw=true]",
    .variables = {},
    .options = kOptions,
    .path_is_url = false,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
