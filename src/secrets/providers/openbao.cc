// SPDX-License-Identifier: Apache-2.0
//
// OpenBao, whose API is Vault's. Its variables begin with BAO_; where one is not set, that of Vault counts, as in OpenBao's own client.
#include "secrets/provider.h"
#include "secrets/vault_session.h"

namespace batten::secrets::providers {
namespace {

Result<std::unique_ptr<Session>> open(const Surroundings& surroundings) { return open_vault(surroundings, "openbao"); }

constexpr std::string_view kVariables[] = {"BAO_ADDR",
                                           "BAO_TOKEN",
                                           "BAO_TOKEN_FILE",
                                           "BAO_WRAPPED_TOKEN",
                                           "BAO_NAMESPACE",
                                           "BAO_CACERT",
                                           "BAO_CAPATH",
                                           "BAO_CLIENT_CERT",
                                           "BAO_CLIENT_KEY",
                                           "BAO_SKIP_VERIFY",
                                           "BAO_PLAIN_HTTP",
                                           "BAO_AUTH_METHOD",
                                           "BAO_AUTH_MOUNT",
                                           "BAO_ROLE_ID",
                                           "BAO_SECRET_ID",
                                           "BAO_SECRET_ID_FILE",
                                           "BAO_WRAPPED_SECRET_ID",
                                           "BAO_K8S_ROLE",
                                           "BAO_JWT_FILE",
                                           "BAO_JWT_ROLE",
                                           "BAO_CERT_ROLE",
                                           "VAULT_ADDR",
                                           "VAULT_TOKEN",
                                           "VAULT_TOKEN_FILE",
                                           "VAULT_WRAPPED_TOKEN",
                                           "VAULT_NAMESPACE",
                                           "VAULT_CACERT",
                                           "VAULT_CAPATH",
                                           "VAULT_CLIENT_CERT",
                                           "VAULT_CLIENT_KEY",
                                           "VAULT_SKIP_VERIFY",
                                           "VAULT_PLAIN_HTTP",
                                           "VAULT_AUTH_METHOD",
                                           "VAULT_AUTH_MOUNT",
                                           "VAULT_ROLE_ID",
                                           "VAULT_SECRET_ID",
                                           "VAULT_SECRET_ID_FILE",
                                           "VAULT_WRAPPED_SECRET_ID",
                                           "VAULT_K8S_ROLE",
                                           "VAULT_JWT_FILE",
                                           "VAULT_JWT_ROLE",
                                           "VAULT_CERT_ROLE"};
constexpr ReferenceExample kExamples[] = {
    {"openbao:secret/data/app#password", "secret/data/app password"},
    {"openbao:secret/app#password?version=3", "secret/app password"},
    {"openbao:database/creds/app#username", "database/creds/app username"},
    {"openbao:pki/issue/app#private_key?method=post", "pki/issue/app private_key"},
    {"openbao:secret/app", "secret/app"},
    {"openbao:secret/../sys/seal#a", ""},
    {"openbao:secret//app#a", ""},
    {"openbao:/secret/app#a", ""},
    {"openbao:secret/app#a?stage=x", ""},
};

}  // namespace

extern constinit const Provider openbao;
constinit const Provider openbao = {
    .name = "openbao",
    .summary = "an OpenBao server: keys and values, and secrets made on demand",
    .syntax = "openbao:PATH[#FIELD][?version=N|method=post|encoding=base64]",
    .variables = kVariables,
    .options = kVaultOptions,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::secrets::providers
