// SPDX-License-Identifier: Apache-2.0
//
// A file encrypted by age, as it may lie in a repository: age:secrets/db.age. The identity that opens it is in the file that
// AGE_IDENTITY_FILE or SOPS_AGE_KEY_FILE names, or in SOPS_AGE_KEY. With a field, what is inside is JSON. A newline at the very end of a
// text goes; ?raw=true keeps it.
#include <string>
#include <vector>

#include "base/file.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "secrets/age_file.h"
#include "secrets/file_value.h"
#include "secrets/provider.h"

namespace batten::secrets::providers {
namespace {

constexpr std::size_t kMaxIdentityBytes = 1u << 20;
constexpr std::size_t kMaxFileBytes = 2 * kMaxSecretBytes;  // armor makes a third more

Result<base::SecretBytes> identity_text(const Surroundings& surroundings) {
  for (const char* name : {"AGE_IDENTITY_FILE", "SOPS_AGE_KEY_FILE"}) {
    std::string path = surroundings.environment(name);
    if (path.empty()) continue;
    std::string text = TRY_IN(name, base::read_file(path, kMaxIdentityBytes));
    return base::SecretBytes::taken_from(text);
  }
  std::string text = surroundings.environment("SOPS_AGE_KEY");
  if (text.empty()) return Error{Code::kInvalidArgument, "no identity: AGE_IDENTITY_FILE names the file that age-keygen made"};
  return base::SecretBytes::taken_from(text);
}

class AgeFiles final : public Session {
 public:
  explicit AgeFiles(std::vector<base::SecretBytes> identities) : identities_(std::move(identities)) {}

  Result<Secret> get(const Reference& reference) override {
    std::string file = TRY(base::read_file(reference.path, kMaxFileBytes));
    base::SecretBytes whole = TRY_IN(base::printable(reference.path), open_age_file(file, identities_));
    if (whole.size() > kMaxSecretBytes) return Error{Code::kLimit, "larger than 16 MiB"};
    return file_value(whole.view(), reference);
  }

 private:
  std::vector<base::SecretBytes> identities_;
};

Result<std::unique_ptr<Session>> open(const Surroundings& surroundings) {
  base::SecretBytes text = TRY(identity_text(surroundings));
  return std::make_unique<AgeFiles>(TRY_IN("age's identities", age_identities(text.view())));
}

constexpr std::string_view kVariables[] = {"AGE_IDENTITY_FILE", "SOPS_AGE_KEY_FILE", "SOPS_AGE_KEY"};
constexpr std::string_view kOptions[] = {"raw"};
constexpr ReferenceExample kExamples[] = {{"age:secrets/db.age", "secrets/db.age"},
                                          {"age:/etc/app/../app.age#password?raw=true", "/etc/app/../app.age password"},
                                          {"age:", ""},
                                          {"age:a.age?key=1", ""}};

}  // namespace

extern constinit const Provider age;
constinit const Provider age = {
    .name = "age",
    .summary = "a file encrypted by age",
    .syntax = "age:PATH[#FIELD][?raw=true]",
    .variables = kVariables,
    .options = kOptions,
    .path_is_url = false,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
