// SPDX-License-Identifier: Apache-2.0
//
// HashiCorp: Vault (and OpenBao) writes "hvs." (service), "hvb." (batch), "hvr." (recovery), before 1.10 "s." and 24 characters;
// Terraform Cloud ".atlasv1."; Consul and Nomad UUIDs, found by a name.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// Unseal keys are 32 bytes and the share's number, whole keys 32.
Opinion unseal_key(const Candidate& candidate) {
  const std::size_t size = is_hex(candidate.secret) ? candidate.secret.size() / 2 : base64_size(candidate.secret);
  return size == 32 || size == 33 ? Opinion::kConfirmed : Opinion::kNo;
}

// A whole number of AES blocks.
Opinion gossip_key(const Candidate& candidate) {
  const std::size_t size = base64_size(candidate.secret);
  return size == 16 || size == 24 || size == 32 ? Opinion::kLikely : Opinion::kNo;
}

constexpr std::string_view kRevoke = "revoke it (vault token revoke), look at the audit log for its accessor";
constexpr LeakExample kVaultToken[] = {{"export VAULT_TOKEN="
                                        "hvs.CAES"
                                        "9IlgUD8g415a6QZnz6KY2ujM3DR_qmBkkLnXI4QTruvEqqhTplRWGd8odH6Pxo3-cnPkldxkMb5PhrliHvDpr-1eVn\n",
                                        "hvs.CAES"
                                        "9IlgUD8g415a6QZnz6KY2ujM3DR_qmBkkLnXI4QTruvEqqhTplRWGd8odH6Pxo3-cnPkldxkMb5PhrliHvDpr-1eVn"},
                                       {"X-Vault-Token: "
                                        "hvs."
                                        "f2ghzn6B6RX-_AP3ihxWj0Mb\n",
                                        "hvs."
                                        "f2ghzn6B6RX-_AP3ihxWj0Mb"}};
constexpr LeakCounterexample kVaultTokenNot[] = {{"hvs."
                                                  "abc"},
                                                 {"hvs."
                                                  "thisisamethodofanobjectinsomeprogram"}};
constexpr LeakExample kVaultBatchToken[] = {
    {"VAULT_TOKEN="
     "hvb.AAAA"
     "Uid8NtQdC4VKbRDL9YSkMgTs5KTlaJVO9oKdRZOXVCUbCJB6nKxLZEMv24PLlQsnkjOHOUeWP43qbqynuqsZQFmwkIyQTR6pS5YlAEKjtXW9t5"
     "GFtA1KA-TA\n",
     "hvb.AAAA"
     "Uid8NtQdC4VKbRDL9YSkMgTs5KTlaJVO9oKdRZOXVCUbCJB6nKxLZEMv24PLlQsnkjOHOUeWP43qbqynuqsZQFmwkIyQTR6pS5YlAEKjtXW9t5"
     "GFtA1KA-TA"}};
constexpr LeakCounterexample kVaultBatchTokenNot[] = {
    {"hvb."
     "abc"}};
constexpr LeakExample kVaultRecoveryToken[] = {
    {"VAULT_TOKEN="
     "hvr."
     "ZH4fde4NpVPE_1DQb7O7tVshj5\n",
     "hvr."
     "ZH4fde4NpVPE_1DQb7O7tVshj5"}};
constexpr LeakCounterexample kVaultRecoveryTokenNot[] = {
    {"hvr."
     "abc"}};
constexpr LeakExample kVaultTokenOld[] = {{"VAULT_TOKEN="
                                           "s."
                                           "vSPHqM1mSI6fhKgSAUG7V8yO\n",
                                           "s."
                                           "vSPHqM1mSI6fhKgSAUG7V8yO"},
                                          {"Initial Root Token: "
                                           "s."
                                           "FbA2JPSKygWeVG1GP22B7sie\n",
                                           "s."
                                           "FbA2JPSKygWeVG1GP22B7sie"},
                                          {"{\"vault_token\": \""
                                           "s."
                                           "YgTKvj1MC7aXiTPpGaxQjbzp."
                                           "cC8we\"}",
                                           "s."
                                           "YgTKvj1MC7aXiTPpGaxQjbzp."
                                           "cC8we"}};
constexpr LeakCounterexample kVaultTokenOldNot[] = {{"VAULT_TOKEN=s.short"}};
constexpr LeakExample kVaultUnsealKey[] = {{"Unseal Key 1: "
                                            "cYxKyeByyZR7oiiAfY6VypO+1mhssb6v4hS3UhazT/no\n",
                                            "cYxKyeByyZR7oiiAfY6VypO+1mhssb6v4hS3UhazT/no"},
                                           {"Recovery Key 3: "
                                            "489d83e8b67b54691f3890195d5a77014ba8ced61f8a33fadd1ad05353f619b89b\n",
                                            "489d83e8b67b54691f3890195d5a77014ba8ced61f8a33fadd1ad05353f619b89b"}};
constexpr LeakCounterexample kVaultUnsealKeyNot[] = {{"Unseal Key 1: (hidden)"}};
constexpr LeakExample kVaultUnsealKeysJson[] = {{"{\"unseal_keys_b64\": [\n    \""
                                                 "j2wWmedtmD2PWBbslhRX41eLxV1UpEUM5Klg6PITlolh\",\n    \""
                                                 "T41b319aBumWS4h+oI3dpU9bhrjcbOqxksb59PA7FB6u\"]}",
                                                 "j2wWmedtmD2PWBbslhRX41eLxV1UpEUM5Klg6PITlolh"},
                                                {"{\"keys_base64\":[\""
                                                 "AG+wxLDObXMqA6NSW8j+ixIL3s2vRnUQIX9pYGyqlElP\"]}",
                                                 "AG+wxLDObXMqA6NSW8j+ixIL3s2vRnUQIX9pYGyqlElP"}};
constexpr LeakCounterexample kVaultUnsealKeysJsonNot[] = {{"\"unseal_keys_b64\": []"}};
constexpr LeakExample kVaultApproleSecretId[] = {{"VAULT_SECRET_ID="
                                                  "6b1cc675-aace-4a10-8360-8c9d087e9bcb\n",
                                                  "6b1cc675-aace-4a10-8360-8c9d087e9bcb"},
                                                 {"{\"role_id\": \""
                                                  "be30ac5d-d658-40ce-8d8f-283c6989a838\", \"secret_id\": \""
                                                  "65e016bf-3a53-498c-b477-1e4eb895e1ee\"}",
                                                  "65e016bf-3a53-498c-b477-1e4eb895e1ee"}};
constexpr LeakCounterexample kVaultApproleSecretIdNot[] = {{"VAULT_ROLE_ID="
                                                            "b9de0908-4440-4f22-9382-50df88de3559"},
                                                           {"VAULT_SECRET_ID=${ID}"}};
constexpr LeakExample kTerraformCloudToken[] = {
    {"credentials \"app.terraform.io\" {\n  token = \""
     "SfmAFNJv6boQ40.atlasv1."
     "6F903b9nZnfUnXTtAGlllpVwIrp0uGBedbMTdjMhYiXJr112rdG0-zF1brz8DnYdeVw\"\n}",
     "SfmAFNJv6boQ40.atlasv1."
     "6F903b9nZnfUnXTtAGlllpVwIrp0uGBedbMTdjMhYiXJr112rdG0-zF1brz8DnYdeVw"}};
constexpr LeakCounterexample kTerraformCloudTokenNot[] = {
    {"COBMTZ7dpRG6Gj.atlasv1."
     "abc"}};
constexpr LeakExample kConsulToken[] = {{"CONSUL_HTTP_TOKEN="
                                         "dfa3bc53-98b6-4bbe-8d99-2075ed62f43c\n",
                                         "dfa3bc53-98b6-4bbe-8d99-2075ed62f43c"},
                                        {"X-Consul-Token: "
                                         "c02bf346-aa37-412e-8e7e-bc51c9d6207a\n",
                                         "c02bf346-aa37-412e-8e7e-bc51c9d6207a"}};
constexpr LeakCounterexample kConsulTokenNot[] = {{"CONSUL_HTTP_TOKEN=00000000-0000-0000-0000-000000000002"},
                                                  {"consul_node_id: "
                                                   "f52205f6-2813-404f-8dcd-1234b9d21504"}};
constexpr LeakExample kNomadToken[] = {
    {"NOMAD_TOKEN="
     "993b0723-7410-49a7-b9eb-0b2d3f505e41\n",
     "993b0723-7410-49a7-b9eb-0b2d3f505e41"}};
constexpr LeakCounterexample kNomadTokenNot[] = {
    {"NOMAD_JOB="
     "df51010c-14c0-4e3f-b356-53c26036df11"}};
constexpr LeakExample kGossipKey[] = {{"data_dir = \"/opt/consul\"\nencrypt = \""
                                       "/OVHj3RUi9/DG2JgmSXfG3mEXJ4dUBdrG6BsF2o1QE8=\"\n",
                                       "/OVHj3RUi9/DG2JgmSXfG3mEXJ4dUBdrG6BsF2o1QE8="},
                                      {"{\"encrypt\": \""
                                       "CHhEFDF5FQvX4L8gYksmxw==\"}",
                                       "CHhEFDF5FQvX4L8gYksmxw=="}};
constexpr LeakCounterexample kGossipKeyNot[] = {{"encrypt = \"true\""},
                                                {"encrypt = \""
                                                 "cCR7NSDHgB1vR7xZZ5zHV4tXLpg=\""}};
constexpr LeakExample kHcpClientSecret[] = {
    {"HCP_CLIENT_SECRET="
     "ltcC_bl_5-qM79TFWCteYKuBAQ3Qd2y9pZCZ7m48P0yznZHKYFqWZjl24K0aCv7b\n",
     "ltcC_bl_5-qM79TFWCteYKuBAQ3Qd2y9pZCZ7m48P0yznZHKYFqWZjl24K0aCv7b"}};
constexpr LeakCounterexample kHcpClientSecretNot[] = {
    {"HCP_CLIENT_SECRET="
     "a51e9433a8addad9f6c30f43e09ee48d8ca39fd859f36df0d826598e52a37f8e"}};

constexpr LeakKind kKinds[] = {
    {.id = "vault-token",
     .title = "Vault service token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bhvs\.(?:CAES)?[0-9A-Za-z_-]{24,300})",
     .min_entropy = 3.5,
     .confirm = mixed,
     .repair = kRevoke,
     .matches = kVaultToken,
     .matches_not = kVaultTokenNot},
    {.id = "vault-batch-token",
     .title = "Vault batch token",
     .pattern = R"(\bhvb\.[0-9A-Za-z_-]{80,400})",
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "it ends by itself; disable what it was made with",
     .matches = kVaultBatchToken,
     .matches_not = kVaultBatchTokenNot},
    {.id = "vault-recovery-token",
     .title = "Vault recovery token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bhvr\.[0-9A-Za-z_-]{24,120})",
     .min_entropy = 3.5,
     .confirm = mixed,
     .repair = "stop recovery mode; the token ends with it",
     .matches = kVaultRecoveryToken,
     .matches_not = kVaultRecoveryTokenNot},
    {.id = "vault-token-old",
     .title = "Vault token of before 1.10",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:vault|\bbao)[\w.-]{0,16}token[\w.-]{0,4}|initial root token|x-vault-token)",
                          R"([sbr]\.[0-9A-Za-z]{24}(?:\.[0-9A-Za-z]{5})?)">,
     .min_entropy = 3.5,
     .repair = kRevoke,
     .matches = kVaultTokenOld,
     .matches_not = kVaultTokenOldNot},
    {.id = "vault-unseal-key",
     .title = "Vault unseal or recovery key",
     .severity = model::Severity::kCritical,
     .pattern = R"((?:Unseal|Recovery) Key \d{1,2}: ([0-9A-Za-z+/]{43,44}={0,2}|[0-9a-f]{64,66})(?:[^0-9A-Za-z+/=]|$))",
     .confirm = unseal_key,
     .repair = "rekey (vault operator rekey): with enough of them anybody opens the vault",
     .matches = kVaultUnsealKey,
     .matches_not = kVaultUnsealKeyNot},
    {.id = "vault-unseal-keys-json",
     .title = "Vault unseal keys in JSON",
     .severity = model::Severity::kCritical,
     .pattern = R"("(?:unseal_keys|keys|recovery_keys)_(?:b64|base64)\\?"\s{0,2}:\s{0,2}\[\s{0,20}\\?"([0-9A-Za-z+/]{43,44}={0,2})\\?")",
     .confirm = unseal_key,
     .repair = "rekey (vault operator rekey): with enough of them anybody opens the vault",
     .matches = kVaultUnsealKeysJson,
     .matches_not = kVaultUnsealKeysJsonNot},
    {.id = "vault-approle-secret-id",
     .title = "Vault AppRole secret id",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:vault|approle|\brole|\bbao)[\w.-]{0,16}secret_?id[\w.-]{0,4}|\bsecret_id)",
                          R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "destroy it (vault write auth/approle/role/NAME/secret-id/destroy)",
     .matches = kVaultApproleSecretId,
     .matches_not = kVaultApproleSecretIdNot},
    {.id = "terraform-cloud-token",
     .title = "Terraform Cloud token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{60,70})",
     .repair = "delete it under User settings, Tokens, or of the team or organisation; look at the variables of its workspaces",
     .matches = kTerraformCloudToken,
     .matches_not = kTerraformCloudTokenNot},
    {.id = "consul-token",
     .title = "Consul token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:consul)[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "delete it (consul acl token delete)",
     .matches = kConsulToken,
     .matches_not = kConsulTokenNot},
    {.id = "nomad-token",
     .title = "Nomad token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:nomad)[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "delete it (nomad acl token delete)",
     .matches = kNomadToken,
     .matches_not = kNomadTokenNot},
    {.id = "gossip-key",
     .title = "Consul, Nomad or Serf gossip key",
     .pattern = R"re("?\bencrypt"?\s{0,8}[=:]\s{0,3}"([0-9A-Za-z+/]{22,43}={1,2})")re",
     .min_entropy = 3.5,
     .confirm = gossip_key,
     .repair = "install a new key (consul keyring, nomad operator gossip keyring), make it primary, remove this one",
     .matches = kGossipKey,
     .matches_not = kGossipKeyNot},
    {.id = "hcp-client-secret",
     .title = "HCP client secret",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(hcp[\w.-]{0,12}(?:client_?)?secret[\w.-]{0,4})", R"([0-9A-Za-z_-]{60,70})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "delete the key of the service principal",
     .matches = kHcpClientSecret,
     .matches_not = kHcpClientSecretNot},
};

}  // namespace

extern constinit const Detector hashicorp;
constinit const Detector hashicorp = {.name = "hashicorp", .summary = "tokens of HashiCorp's programs", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
