// SPDX-License-Identifier: Apache-2.0
//
// Variables of this process, for what a CI system hands over: env:DB_PASSWORD.
#include <string>

#include "base/secret_bytes.h"
#include "secrets/provider.h"

namespace batten::secrets::providers {
namespace {

class Environment final : public Session {
 public:
  explicit Environment(Surroundings surroundings) : surroundings_(std::move(surroundings)) {}

  Result<Secret> get(const Reference& reference) override {
    if (!reference.field.empty()) return Error{Code::kInvalidArgument, "a variable has no fields"};
    std::string value = surroundings_.environment(reference.path.c_str());
    if (value.empty()) return Error{Code::kNotFound, "the variable is not set, or empty"};
    if (value.size() > kMaxSecretBytes) return Error{Code::kLimit, "larger than 16 MiB"};
    return Secret{.value = base::SecretBytes::taken_from(value), .version = {}, .lease = {}};
  }

 private:
  Surroundings surroundings_;
};

Result<std::unique_ptr<Session>> open(const Surroundings& surroundings) { return std::make_unique<Environment>(surroundings); }

constexpr ReferenceExample kExamples[] = {
    {"env:DB_PASSWORD", "DB_PASSWORD"}, {"env:", ""}, {"env:A?version=1", ""}, {"env:A/../B", ""}, {"evn:DB_PASSWORD", ""}};

}  // namespace

extern constinit const Provider env;
constinit const Provider env = {
    .name = "env",
    .summary = "a variable of this process",
    .syntax = "env:NAME",
    .variables = {},
    .options = {},
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
