// SPDX-License-Identifier: Apache-2.0
//
// Clouds of China whose key ids have marks (Tencent "AKID", Volcengine "AKLT", Baidu "ALTAK"), their secrets none: those are found
// behind their id or by a name.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kTencentSecretKey[] = {
    {"TENCENTCLOUD_SECRET_KEY="
     "LbJxI2ENU5HTZJqVJo31Ghzd8sBzb67b\n",
     "LbJxI2ENU5HTZJqVJo31Ghzd8sBzb67b"}};
constexpr LeakCounterexample kTencentSecretKeyNot[] = {
    {"TENCENTCLOUD_SECRET_KEY="
     "06ce04dea8dff811e51b4a7e6d8dc5f6"}};
constexpr LeakExample kTencentKeyPair[] = {
    {"secretId: AKID"
     "nga7EpkY2xaXFhMt8CgOJaLiBCoDvcIp\nsecretKey: "
     "ssyDQLtUWharfyPtvvXAKVsy2N2Xzx7b\n",
     "ssyDQLtUWharfyPtvvXAKVsy2N2Xzx7b"}};
constexpr LeakCounterexample kTencentKeyPairNot[] = {
    {"AKID"
     "p9WlTPCR9UxPqrT1yVbgZ25INfMzM8Ko "
     "d779a8b9dd7d7129c3bf608dfbca6774"}};
constexpr LeakExample kVolcengineKeyPair[] = {
    {"ak = \"AKLT"
     "ZDqTxpGZfivvWkJwPeG7PlfswRe9WFRyMh2bnG4ukVuv\"\nsk = \""
     "IRpnv+xj/+VQd3mceFwyMjtVWonDpUvqpex4ciEtSkB/TJnuRGzbPOq7wsQ=\"\n",
     "IRpnv+xj/+VQd3mceFwyMjtVWonDpUvqpex4ciEtSkB/TJnuRGzbPOq7wsQ="}};
constexpr LeakCounterexample kVolcengineKeyPairNot[] = {
    {"AKLT"
     "PX78Rk4zYx0jSAnoPqKh4D4fDtHOSBYiABpPiEHCmTCw "
     "0a789096bfadf89acbf80736c2fd08a7216ea6daf8223e1c135de549"}};
constexpr LeakExample kBaiduKeyPair[] = {
    {"ak: ALTAK"
     "vwTfGd8MiGN4ZVBQuToUH\nsk: "
     "845dcec7ea44d22de142958526adac13\n",
     "845dcec7ea44d22de142958526adac13"}};
constexpr LeakCounterexample kBaiduKeyPairNot[] = {
    {"ALTAK"
     "27u68SkmHS59LWA5haw4v\nsk: x"}};
constexpr LeakExample kHuaweiSecretKey[] = {
    {"HUAWEICLOUD_SDK_SK="
     "WOtQ9v70UjdZoAs5SKtuGxFigkWl9eA7RwFwvb7b\n",
     "WOtQ9v70UjdZoAs5SKtuGxFigkWl9eA7RwFwvb7b"}};
constexpr LeakCounterexample kHuaweiSecretKeyNot[] = {
    {"HUAWEICLOUD_SDK_SK="
     "1de8d35cec04614e84ae402132eed100f08fe49b"}};

constexpr LeakKind kKinds[] = {
    {.id = "tencent-secret-key",
     .title = "Tencent Cloud secret key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:tencent|qcloud|\bcos)[\w.-]{0,16}secret_?key[\w.-]{0,6})", R"([0-9A-Za-z]{32})">,
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "make a new key in Cloud Access Management, disable and delete this one",
     .matches = kTencentSecretKey,
     .matches_not = kTencentSecretKeyNot},
    {.id = "tencent-key-pair",
     .title = "Tencent Cloud secret id with its key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bAKID[0-9A-Za-z]{32}(?:[^0-9A-Za-z]|[^0-9A-Za-z][ -~\r\n\t]{0,60}[^0-9A-Za-z])([0-9A-Za-z]{32})(?:[^0-9A-Za-z]|$))",
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "make a new key in Cloud Access Management, disable and delete this one",
     .matches = kTencentKeyPair,
     .matches_not = kTencentKeyPairNot},
    {.id = "volcengine-key-pair",
     .title = "Volcengine access key with its secret",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(\bAKLT[0-9A-Za-z]{40,48}(?:[^0-9A-Za-z]|[^0-9A-Za-z][ -~\r\n\t]{0,60}[^0-9A-Za-z])([0-9A-Za-z+/]{56,80}={0,2})(?:[^0-9A-Za-z+/=]|$))",
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "make a new access key in the console, disable and delete this one",
     .matches = kVolcengineKeyPair,
     .matches_not = kVolcengineKeyPairNot},
    {.id = "baidu-key-pair",
     .title = "Baidu Cloud access key with its secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bALTAK[0-9A-Za-z]{21}(?:[^0-9A-Za-z]|[^0-9A-Za-z][ -~\r\n\t]{0,60}[^0-9A-Za-z])([0-9a-f]{32})(?:[^0-9A-Za-z]|$))",
     .min_entropy = 3,
     .repair = "make a new access key in the console, disable and delete this one",
     .matches = kBaiduKeyPair,
     .matches_not = kBaiduKeyPairNot},
    {.id = "huawei-secret-key",
     .title = "Huawei Cloud secret access key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:huawei(?:cloud)?|\bhw(?:cloud)?|\bobs)[\w.-]{0,12}(?:secret|sk)[\w.-]{0,10})", R"([0-9A-Za-z]{40})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "make a new access key in IAM, disable and delete this one",
     .matches = kHuaweiSecretKey,
     .matches_not = kHuaweiSecretKeyNot},
};

}  // namespace

extern constinit const Detector china_clouds;
constinit const Detector china_clouds = {
    .name = "china_clouds", .summary = "keys of Tencent Cloud, Huawei Cloud, Volcengine and Baidu Cloud", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
