// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that reach blockchains: Infura, Alchemy, QuickNode, Moralis, Etherscan, Ankr, Tatum, Pinata. Their addresses often
// carry the key.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kInfuraUrl[] = {
    {"https://mainnet.infura.io/v3/45d67acace0841be2b4937f1d495583e", "45d67acace0841be2b4937f1d495583e"}};
constexpr LeakCounterexample kInfuraUrlNot[] = {{"https://mainnet.infura.io/v3/YOUR-PROJECT-ID"}};
constexpr LeakExample kInfuraKey[] = {
    {"- name: INFURA_API_KEY\n  value: 3f48ba6e841e584e657e3fdefa0fc0d2\n", "3f48ba6e841e584e657e3fdefa0fc0d2"},
    {"{\\\"infuraApiKey\\\":\\\"3f48ba6e841e584e657e3fdefa0fc0d2\\\"}", "3f48ba6e841e584e657e3fdefa0fc0d2"}};
constexpr LeakCounterexample kInfuraKeyNot[] = {{"checksum: 3f48ba6e841e584e657e3fdefa0fc0d2"}, {"INFURA_API_KEY=3f48ba6e8"}};
constexpr LeakExample kAlchemyUrl[] = {
    {"https://eth-mainnet.g.alchemy.com/v2/SL375DL9wGOVknYFj9VEP-WfXtNC_0Ud", "SL375DL9wGOVknYFj9VEP-WfXtNC_0Ud"}};
constexpr LeakCounterexample kAlchemyUrlNot[] = {{"https://eth-mainnet.g.alchemy.com/v2/your-alchemy-api-key-goes-here-"}};
constexpr LeakExample kAlchemyKey[] = {
    {"<alchemy-api-key>nkIeZqGwZOtpNzRhEu5lvQF4d7OjZIUH</alchemy-api-key>", "nkIeZqGwZOtpNzRhEu5lvQF4d7OjZIUH"},
    {"config.set(\"alchemy_api_key\", \"nkIeZqGwZOtpNzRhEu5lvQF4d7OjZIUH\")", "nkIeZqGwZOtpNzRhEu5lvQF4d7OjZIUH"}};
constexpr LeakCounterexample kAlchemyKeyNot[] = {{"checksum: nkIeZqGwZOtpNzRhEu5lvQF4d7OjZIUH"}, {"ALCHEMY_API_KEY=nkIeZqGwZ"}};
constexpr LeakExample kQuicknodeUrl[] = {
    {"https://red-old-sun.quiknode.pro/b7a715091d35086b31bef37cdcd47656ef2db7c8/", "b7a715091d35086b31bef37cdcd47656ef2db7c8"}};
constexpr LeakCounterexample kQuicknodeUrlNot[] = {{"https://red-old-sun.quiknode.pro/TOKEN/"}};
constexpr LeakExample kBlockExplorerKey[] = {
    {"etherscan.api.key=2PS31GNVRV07N8H4ZSCPB96Y6I0NLR7QFB\n", "2PS31GNVRV07N8H4ZSCPB96Y6I0NLR7QFB"},
    {"\"etherscanApiKey\": \"2PS31GNVRV07N8H4ZSCPB96Y6I0NLR7QFB\",", "2PS31GNVRV07N8H4ZSCPB96Y6I0NLR7QFB"}};
constexpr LeakCounterexample kBlockExplorerKeyNot[] = {{"checksum: 2PS31GNVRV07N8H4ZSCPB96Y6I0NLR7QFB"}, {"ETHERSCAN_API_KEY=2PS31GNVR"}};
constexpr LeakExample kMoralisKey[] = {{"ENV MORALIS_API_KEY YorZtORO9YWMvs2ADomfzoOtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6Ca\n",
                                        "YorZtORO9YWMvs2ADomfzoOtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6Ca"},
                                       {"moralis_api_key = \"YorZtORO9YWMvs2ADomfzoOtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6Ca\"\n",
                                        "YorZtORO9YWMvs2ADomfzoOtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6Ca"}};
constexpr LeakCounterexample kMoralisKeyNot[] = {{"checksum: YorZtORO9YWMvs2ADomfzoOtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6Ca"},
                                                 {"MORALIS_API_KEY=YorZtORO9"}};
constexpr LeakExample kAnkrKey[] = {{"\"ankr_api_key\" => \"3e8db7719f44a06c812232d33fbf3e1ac05fc2461e1cc679467fb27c48c59d2a\"",
                                     "3e8db7719f44a06c812232d33fbf3e1ac05fc2461e1cc679467fb27c48c59d2a"},
                                    {"- name: ANKR_API_KEY\n  value: 3e8db7719f44a06c812232d33fbf3e1ac05fc2461e1cc679467fb27c48c59d2a\n",
                                     "3e8db7719f44a06c812232d33fbf3e1ac05fc2461e1cc679467fb27c48c59d2a"}};
constexpr LeakCounterexample kAnkrKeyNot[] = {{"checksum: 3e8db7719f44a06c812232d33fbf3e1ac05fc2461e1cc679467fb27c48c59d2a"},
                                              {"ANKR_API_KEY=3e8db7719"}};
constexpr LeakExample kPinataSecret[] = {
    {"PINATA_API_SECRET=5e7c50c23d6db992a6714e066fbaf6eb6834b7d0c00eed98624ba958e10972ae\n",
     "5e7c50c23d6db992a6714e066fbaf6eb6834b7d0c00eed98624ba958e10972ae"},
    {"<pinata-api-secret>5e7c50c23d6db992a6714e066fbaf6eb6834b7d0c00eed98624ba958e10972ae</pinata-api-secret>",
     "5e7c50c23d6db992a6714e066fbaf6eb6834b7d0c00eed98624ba958e10972ae"}};
constexpr LeakCounterexample kPinataSecretNot[] = {{"checksum: 5e7c50c23d6db992a6714e066fbaf6eb6834b7d0c00eed98624ba958e10972ae"},
                                                   {"PINATA_API_SECRET=5e7c50c23"}};
constexpr LeakExample kTatumKey[] = {
    {"x-api-key: t-"
     "fe515f76ec39f214e39eeedc-a2720d707300bde8b6e02e41\n",
     "t-"
     "fe515f76ec39f214e39eeedc-a2720d707300bde8b6e02e41"}};
constexpr LeakCounterexample kTatumKeyNot[] = {{"t-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"t-"
                                                "fe515f76ec39f214e39eeedc"}};

constexpr LeakKind kKinds[] = {
    {.id = "infura-url",
     .title = "Infura address with its key",
     .severity = model::Severity::kMedium,
     .pattern = R"(infura\.io/(?:ws/)?v3/([0-9a-f]{32})\b)",
     .min_entropy = 3.0,
     .repair = "make a new key at https://app.infura.io and delete this one",
     .matches = kInfuraUrl,
     .matches_not = kInfuraUrlNot},
    {.id = "infura-key",
     .title = "Infura API key or secret",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"infura", "[0-9a-f]{32}|[0-9A-Za-z+/]{43,64}", "key|secret|id|token">,
     .min_entropy = 3.0,
     .repair = "make a new key at https://app.infura.io and delete this one",
     .matches = kInfuraKey,
     .matches_not = kInfuraKeyNot},
    {.id = "alchemy-url",
     .title = "Alchemy address with its key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\.(?:alchemy\.com|alchemyapi\.io)/(?:nft/)?v[23]/([\w-]{32})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "make a new key at https://dashboard.alchemy.com and delete this one",
     .matches = kAlchemyUrl,
     .matches_not = kAlchemyUrlNot},
    {.id = "alchemy-key",
     .title = "Alchemy API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"alchemy", "[0-9A-Za-z_-]{32}">,
     .confirm = likely_if_random,
     .repair = "make a new key at https://dashboard.alchemy.com and delete this one",
     .matches = kAlchemyKey,
     .matches_not = kAlchemyKeyNot},
    {.id = "quicknode-url",
     .title = "QuickNode address with its token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\.quiknode\.pro/([0-9a-f]{40})\b)",
     .min_entropy = 3.0,
     .repair = "make a new endpoint and archive this one",
     .matches = kQuicknodeUrl,
     .matches_not = kQuicknodeUrlNot},
    {.id = "block-explorer-key",
     .title = "API key of a block explorer",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"etherscan|bscscan|polygonscan|arbiscan|basescan|snowtrace|ftmscan", "[0-9A-Z]{34}">,
     .confirm = likely_if_random,
     .repair = "delete it at https://etherscan.io/myapikey",
     .matches = kBlockExplorerKey,
     .matches_not = kBlockExplorerKeyNot},
    {.id = "moralis-key",
     .title = "Moralis API key",
     .pattern = kNamed<"moralis", R"((?:[0-9A-Za-z]{64}|eyJ[0-9A-Za-z_-]{20,60}\.eyJ[0-9A-Za-z_-]{40,300}\.[0-9A-Za-z_-]{43}))">,
     .confirm = likely_if_random,
     .repair = "make a new one at https://admin.moralis.com/api-keys",
     .matches = kMoralisKey,
     .matches_not = kMoralisKeyNot},
    {.id = "ankr-key",
     .title = "Ankr API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"ankr", "[0-9a-f]{64}">,
     .min_entropy = 3.2,
     .repair = "make a new one at https://www.ankr.com/rpc",
     .matches = kAnkrKey,
     .matches_not = kAnkrKeyNot},
    {.id = "pinata-secret",
     .title = "Pinata API secret",
     .pattern = kNamed<"pinata", "[0-9a-f]{64}", "secret">,
     .min_entropy = 3.2,
     .repair = "revoke it at https://app.pinata.cloud/developers/api-keys",
     .matches = kPinataSecret,
     .matches_not = kPinataSecretNot},
    {.id = "tatum-key",
     .title = "Tatum API key",
     .severity = model::Severity::kMedium,
     .pattern = R"((?i:tatum|x-api-key)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](t-[0-9a-f]{24}-[0-9a-f]{24})\b)",
     .repair = "delete it at https://dashboard.tatum.io",
     .matches = kTatumKey,
     .matches_not = kTatumKeyNot},
};

}  // namespace

extern constinit const Detector blockchain_services;
constinit const Detector blockchain_services = {
    .name = "blockchain_services", .summary = "keys of blockchain services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
