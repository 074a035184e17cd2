// SPDX-License-Identifier: Apache-2.0
//
// A file: secrets that Docker, Compose or Kubernetes mounted (/run/secrets/NAME), or that another program wrote. The bytes as they are;
// with a field, the file is JSON and the field one of its strings. A newline at the very end of a text goes, as editors add it: ?raw=true
// keeps it.
#include <string>

#include "base/file.h"
#include "base/secret_bytes.h"
#include "secrets/json_field.h"
#include "secrets/provider.h"

namespace batten::secrets::providers {
namespace {

class Files final : public Session {
 public:
  Result<Secret> get(const Reference& reference) override {
    std::string bytes = TRY(base::read_file(reference.path, kMaxSecretBytes));
    base::SecretBytes whole = base::SecretBytes::taken_from(bytes);
    if (whole.empty()) return Error{Code::kNotFound, "the file is empty"};
    Secret out;
    if (!reference.field.empty()) {
      out.value = TRY(json_field(whole.view(), reference.field));
      return out;
    }
    std::string_view text = whole.view();
    if (!reference.options.contains("raw")) {
      if (text.ends_with('\n')) text.remove_suffix(1);
      if (text.ends_with('\r')) text.remove_suffix(1);
    }
    if (text.empty()) return Error{Code::kNotFound, "the file holds only a newline"};
    out.value = base::SecretBytes(text);
    return out;
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
