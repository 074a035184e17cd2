// SPDX-License-Identifier: Apache-2.0
//
// Clouds whose keys have no mark: found by a name beside them.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kCloudApiKey[] = {
    {"IBMCLOUD_API_KEY="
     "_keFImEOHUgmx0f_S9PBcX76UUQvDKWDkvwHqzSjLk7b\n",
     "_keFImEOHUgmx0f_S9PBcX76UUQvDKWDkvwHqzSjLk7b"}};
constexpr LeakCounterexample kCloudApiKeyNot[] = {
    {"IBMCLOUD_API_KEY="
     "68eb5d1e4780138ad25cbe58541b2892c6786d36fee6"}};
constexpr LeakExample kCosHmacSecret[] = {
    {"\"cos_hmac_keys\": {\"access_key_id\": \""
     "44484b4407ea5504c2364056f7d7f8a8\", \"secret_access_key\": \""
     "cf3869fe6ea388ec6b2ad6bc24b896e328a2f63dc99564ee\"}",
     "cf3869fe6ea388ec6b2ad6bc24b896e328a2f63dc99564ee"}};
constexpr LeakCounterexample kCosHmacSecretNot[] = {
    {"\"access_key_id\": \""
     "0e30af0e8b0f2d8c5947d57793b5353b\""}};
constexpr LeakExample kClassicKey[] = {
    {"SOFTLAYER_API_KEY="
     "5a91030ff267de94095de4d598d27c6edcea89e7e2790789bea585b67435521a\n",
     "5a91030ff267de94095de4d598d27c6edcea89e7e2790789bea585b67435521a"}};
constexpr LeakCounterexample kClassicKeyNot[] = {
    {"SOFTLAYER_API_KEY="
     "c22e4efa6fe003004f98c70e4c49e697"}};
constexpr LeakExample kOracleCloudCustomerSecret[] = {
    {"OCI_SECRET_KEY=\""
     "g9nMoDoyLhtG98b8okASLgLT+13YL84DxmRbo8vaWd8=\"",
     "g9nMoDoyLhtG98b8okASLgLT+13YL84DxmRbo8vaWd8="}};
constexpr LeakCounterexample kOracleCloudCustomerSecretNot[] = {
    {"OCI_SECRET_KEY="
     "594502d4fbd224fd18b012ee1273f230cf53c472e48="}};
constexpr LeakExample kOracleCloudPassPhrase[] = {
    {"[DEFAULT]\nuser=ocid1.user.oc1..a\npass_phrase="
     "$C*hQqsAmV82IA\n",
     "$C*hQqsAmV82IA", "root/.oci/config"}};
constexpr LeakCounterexample kOracleCloudPassPhraseNot[] = {{"pass_phrase=\n", "root/.oci/config"}};
constexpr std::string_view kOracleCloudPassPhraseFiles[] = {"**/.oci/config", ".oci/config"};

constexpr LeakKind kKinds[] = {
    {.id = "ibm-cloud-api-key",
     .title = "IBM Cloud API key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:ibm_?cloud|ibmcloud|bluemix|\bibm|watson|wml|iam_api)[\w.-]{0,16}(?:api_?key|apikey)[\w.-]{0,4})",
                          R"([0-9A-Za-z_-]{44})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "delete it (ibmcloud iam api-key-delete)",
     .matches = kCloudApiKey,
     .matches_not = kCloudApiKeyNot},
    {.id = "ibm-cos-hmac-secret",
     .title = "IBM Cloud Object Storage HMAC secret",
     .pattern =
         R"("access_key_id\\?"\s{0,2}:\s{0,2}\\?"[0-9a-f]{32}\\?"\s?,\s{0,40}\\?"secret_access_key\\?"\s{0,2}:\s{0,2}\\?"([0-9a-f]{48})\\?")",
     .min_entropy = 3,
     .repair = "delete the service credential and make a new one",
     .matches = kCosHmacSecret,
     .matches_not = kCosHmacSecretNot},
    {.id = "ibm-classic-key",
     .title = "IBM Cloud classic infrastructure (SoftLayer) key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:softlayer|iaas_classic|\bsl)_?(?:api_?key|apikey))", R"([0-9a-f]{64})">,
     .min_entropy = 3,
     .repair = "make a new one under Access, Users in the console",
     .matches = kClassicKey,
     .matches_not = kClassicKeyNot},
    {.id = "oracle-cloud-customer-secret",
     .title = "Oracle Cloud customer secret key",
     .severity = model::Severity::kCritical,
     .pattern =
         kAssigned<R"((?:\boci|oracle_?cloud|oraclecloud)[\w.-]{0,16}(?:secret|auth_token|password)[\w.-]{0,8})", R"([0-9A-Za-z+/]{43}=)">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "delete it (oci iam customer-secret-key delete)",
     .matches = kOracleCloudCustomerSecret,
     .matches_not = kOracleCloudCustomerSecretNot},
    {.id = "oracle-cloud-pass-phrase",
     .title = "passphrase of an Oracle Cloud API key",
     .pattern = R"(^[ \t]{0,8}pass_phrase[ \t]{0,4}=[ \t]{0,4}(\S{6,80})$)",
     .paths = kOracleCloudPassPhraseFiles,
     .repair = "make a new API key with a new passphrase (oci setup keys)",
     .matches = kOracleCloudPassPhrase,
     .matches_not = kOracleCloudPassPhraseNot},
};

}  // namespace

extern constinit const Detector ibm_oracle;
constinit const Detector ibm_oracle = {
    .name = "ibm_oracle", .summary = "keys of IBM Cloud and Oracle Cloud", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
