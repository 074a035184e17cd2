// SPDX-License-Identifier: Apache-2.0
//
// HashiCorp Vault: vault:secret/app#password as the command line writes a path, vault:secret/data/app#password as the API does.
// Variables as in Vault's own client (secrets/vault_login.h, docs/SECRETS.md).
#include "secrets/provider.h"
#include "secrets/vault_session.h"

namespace batten::secrets::providers {
namespace {

Result<std::unique_ptr<Session>> open(const Surroundings& surroundings) { return open_vault(surroundings, "vault"); }

constexpr std::string_view kVariables[] = {
    "VAULT_ADDR",       "VAULT_TOKEN",       "VAULT_TOKEN_FILE", "VAULT_WRAPPED_TOKEN",  "VAULT_NAMESPACE",         "VAULT_CACERT",
    "VAULT_CAPATH",     "VAULT_CLIENT_CERT", "VAULT_CLIENT_KEY", "VAULT_SKIP_VERIFY",    "VAULT_PLAIN_HTTP",        "VAULT_AUTH_METHOD",
    "VAULT_AUTH_MOUNT", "VAULT_ROLE_ID",     "VAULT_SECRET_ID",  "VAULT_SECRET_ID_FILE", "VAULT_WRAPPED_SECRET_ID", "VAULT_K8S_ROLE",
    "VAULT_JWT_FILE",   "VAULT_JWT_ROLE",    "VAULT_CERT_ROLE"};
constexpr ReferenceExample kExamples[] = {
    {"vault:secret/data/app#password", "secret/data/app password"},
    {"vault:secret/app#password?version=3", "secret/app password"},
    {"vault:database/creds/app#username", "database/creds/app username"},
    {"vault:pki/issue/app#private_key?method=post", "pki/issue/app private_key"},
    {"vault:secret/app", "secret/app"},
    {"vault:secret/../sys/seal#a", ""},
    {"vault:secret//app#a", ""},
    {"vault:/secret/app#a", ""},
    {"vault:secret/app#a?stage=x", ""},
};

}  // namespace

extern constinit const Provider vault;
constinit const Provider vault = {
    .name = "vault",
    .summary = "a HashiCorp Vault server: keys and values, and secrets made on demand",
    .syntax = "vault:PATH[#FIELD][?version=N|method=post|encoding=base64]",
    .variables = kVariables,
    .options = kVaultOptions,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
