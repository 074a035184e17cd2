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
    {"https://mainnet.infura.io/v3/e33797f93a84146941b31f7310c4ec23", "e33797f93a84146941b31f7310c4ec23"}};
constexpr LeakCounterexample kInfuraUrlNot[] = {{"https://mainnet.infura.io/v3/YOUR-PROJECT-ID"}};
constexpr LeakExample kInfuraKey[] = {{"infura.api.key=72c3aa366b754b37b8b91e91cec6041e\n", "72c3aa366b754b37b8b91e91cec6041e"},
                                      {"\"infuraApiKey\": \"72c3aa366b754b37b8b91e91cec6041e\",", "72c3aa366b754b37b8b91e91cec6041e"}};
constexpr LeakCounterexample kInfuraKeyNot[] = {{"checksum: 72c3aa366b754b37b8b91e91cec6041e"}, {"INFURA_API_KEY=72c3aa366"}};
constexpr LeakExample kAlchemyUrl[] = {
    {"https://eth-mainnet.g.alchemy.com/v2/QjAdZJ_fSjfPduHtBJb-h7udUgGyuN6F", "QjAdZJ_fSjfPduHtBJb-h7udUgGyuN6F"}};
constexpr LeakCounterexample kAlchemyUrlNot[] = {{"https://eth-mainnet.g.alchemy.com/v2/your-alchemy-api-key-goes-here-"}};
constexpr LeakExample kAlchemyKey[] = {{"ENV ALCHEMY_API_KEY AD9ozVkImv02y1mI4srs6vk4jdJnuL9s\n", "AD9ozVkImv02y1mI4srs6vk4jdJnuL9s"},
                                       {"alchemy_api_key = \"AD9ozVkImv02y1mI4srs6vk4jdJnuL9s\"\n", "AD9ozVkImv02y1mI4srs6vk4jdJnuL9s"}};
constexpr LeakCounterexample kAlchemyKeyNot[] = {{"checksum: AD9ozVkImv02y1mI4srs6vk4jdJnuL9s"}, {"ALCHEMY_API_KEY=AD9ozVkIm"}};
constexpr LeakExample kQuicknodeUrl[] = {
    {"https://red-old-sun.quiknode.pro/0fb0405a3cda217172662bc592f608917f34ae89/", "0fb0405a3cda217172662bc592f608917f34ae89"}};
constexpr LeakCounterexample kQuicknodeUrlNot[] = {{"https://red-old-sun.quiknode.pro/TOKEN/"}};
constexpr LeakExample kBlockExplorerKey[] = {
    {"\"etherscan_api_key\" => \"MFX5YQIY6B2SKM39HE3KVV41YCJKJ8484B\"", "MFX5YQIY6B2SKM39HE3KVV41YCJKJ8484B"},
    {"- name: ETHERSCAN_API_KEY\n  value: MFX5YQIY6B2SKM39HE3KVV41YCJKJ8484B\n", "MFX5YQIY6B2SKM39HE3KVV41YCJKJ8484B"}};
constexpr LeakCounterexample kBlockExplorerKeyNot[] = {{"checksum: MFX5YQIY6B2SKM39HE3KVV41YCJKJ8484B"}, {"ETHERSCAN_API_KEY=MFX5YQIY6"}};
constexpr LeakExample kMoralisKey[] = {
    {"MORALIS_API_KEY=S8Nko1unI9AgLNYVelaJVxpHhbaLHVy5CZn8adYbz8I2EgPCfBP1s7l3t92OmG1z\n",
     "S8Nko1unI9AgLNYVelaJVxpHhbaLHVy5CZn8adYbz8I2EgPCfBP1s7l3t92OmG1z"},
    {"<moralis-api-key>S8Nko1unI9AgLNYVelaJVxpHhbaLHVy5CZn8adYbz8I2EgPCfBP1s7l3t92OmG1z</moralis-api-key>",
     "S8Nko1unI9AgLNYVelaJVxpHhbaLHVy5CZn8adYbz8I2EgPCfBP1s7l3t92OmG1z"}};
constexpr LeakCounterexample kMoralisKeyNot[] = {{"checksum: S8Nko1unI9AgLNYVelaJVxpHhbaLHVy5CZn8adYbz8I2EgPCfBP1s7l3t92OmG1z"},
                                                 {"MORALIS_API_KEY=S8Nko1unI"}};
constexpr LeakExample kAnkrKey[] = {{"ankr:\n  api_key: 3057604435d62218a2ca7f8ec334704cd4b68d19465dc25e43ea077bed22d3fe\n",
                                     "3057604435d62218a2ca7f8ec334704cd4b68d19465dc25e43ea077bed22d3fe"},
                                    {"ankr.api.key=3057604435d62218a2ca7f8ec334704cd4b68d19465dc25e43ea077bed22d3fe\n",
                                     "3057604435d62218a2ca7f8ec334704cd4b68d19465dc25e43ea077bed22d3fe"}};
constexpr LeakCounterexample kAnkrKeyNot[] = {{"checksum: 3057604435d62218a2ca7f8ec334704cd4b68d19465dc25e43ea077bed22d3fe"},
                                              {"ANKR_API_KEY=305760443"}};
constexpr LeakExample kPinataSecret[] = {
    {"os.environ['PINATA_API_SECRET'] = '3f76b1da8f85eb0c6196141a259eb178b3e1cb6aa534a48ba81d923477e368fa'",
     "3f76b1da8f85eb0c6196141a259eb178b3e1cb6aa534a48ba81d923477e368fa"},
    {"ENV PINATA_API_SECRET 3f76b1da8f85eb0c6196141a259eb178b3e1cb6aa534a48ba81d923477e368fa\n",
     "3f76b1da8f85eb0c6196141a259eb178b3e1cb6aa534a48ba81d923477e368fa"}};
constexpr LeakCounterexample kPinataSecretNot[] = {{"checksum: 3f76b1da8f85eb0c6196141a259eb178b3e1cb6aa534a48ba81d923477e368fa"},
                                                   {"PINATA_API_SECRET=3f76b1da8"}};
constexpr LeakExample kTatumKey[] = {
    {"<token>t-"
     "e69507a0c18cb31c712cf69b-195afe9b96e0d327451d1f8c</token>",
     "t-"
     "e69507a0c18cb31c712cf69b-195afe9b96e0d327451d1f8c"}};
constexpr LeakCounterexample kTatumKeyNot[] = {{"t-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"t-"
                                                "e69507a0c18cb31c712cf69b"}};

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
     .pattern = R"(\.(?:alchemy\.com|alchemyapi\.io)/(?:nft/)?v[23]/([\w-]{32})\b)",
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
     .pattern = R"(\bt-[0-9a-f]{24}-[0-9a-f]{24}\b)",
     .repair = "delete it at https://dashboard.tatum.io",
     .matches = kTatumKey,
     .matches_not = kTatumKeyNot},
};

}  // namespace

extern constinit const Detector blockchain_services;
constinit const Detector blockchain_services = {
    .name = "blockchain_services", .summary = "keys of blockchain services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
