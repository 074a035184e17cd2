// SPDX-License-Identifier: Apache-2.0
//
// Alibaba Cloud: an access key id begins with "LTAI"; its secret is 30 letters and digits without a mark, found by a name or behind
// its id.
#include <string>

#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// With the name of a secret between them the kind above finds it.
Opinion mixed2(const Candidate& candidate) {
  std::string between = base::lower(candidate.match.substr(0, candidate.match.size() - candidate.secret.size()));
  return between.contains("secret") && between.contains("key") ? Opinion::kNo : mixed(candidate);
}

constexpr std::string_view kRotate =
    "make a new access key in RAM, switch over, disable and delete this one; look for its use in ActionTrail";
constexpr LeakExample kSecretKey[] = {{"ALIBABA_CLOUD_ACCESS_KEY_SECRET="
                                       "Be7vfw3gsAbNmJdnxXULR3D3EouA7b\n",
                                       "Be7vfw3gsAbNmJdnxXULR3D3EouA7b"},
                                      {"accessKeySecret: \""
                                       "aIQv0d2Y6ZzpCo0H3gQbAtoy7yIm3K\"",
                                       "aIQv0d2Y6ZzpCo0H3gQbAtoy7yIm3K"}};
constexpr LeakCounterexample kSecretKeyNot[] = {{"accessKeySecret: \""
                                                 "30e28e6e4eaadd8bbff0c2fdf583fc\""},
                                                {"ALIYUN_SECRET="
                                                 "pXZG0oigWgk4"}};
constexpr LeakExample kKeyPair[] = {
    {"new OSS(\"LTAI5t"
     "7JiS1GyJZG1p9o0I0P\", \""
     "9NPzJ5gmlUfzcJ3GDnjZMWBX6cNh7b\")",
     "9NPzJ5gmlUfzcJ3GDnjZMWBX6cNh7b"}};
constexpr LeakCounterexample kKeyPairNot[] = {
    {"LTAI5t"
     "6eiv6nQy1bRoGI69wU "
     "abede75575c1ff63bfc29e56f8751d"}};
constexpr LeakExample kAccessKeyId[] = {
    {"ALIBABA_CLOUD_ACCESS_KEY_ID="
     "LTAI5t"
     "jJcFibyfShDLxYSsM5\n",
     "LTAI5t"
     "jJcFibyfShDLxYSsM5"}};
constexpr LeakCounterexample kAccessKeyIdNot[] = {
    {"LTAI5t"
     "abc"}};

constexpr LeakKind kKinds[] = {
    {.id = "alibaba-secret-key",
     .title = "Alibaba Cloud access key secret",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:ali(?:yun|baba|cloud)?|oss|access_?key|accesskey)[\w.-]{0,16}secret[\w.-]{0,8})", R"([0-9A-Za-z]{30})">,
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = kRotate,
     .matches = kSecretKey,
     .matches_not = kSecretKeyNot},
    {.id = "alibaba-key-pair",
     .title = "Alibaba Cloud access key id with its secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bLTAI[0-9A-Za-z]{12,20}(?:[^0-9A-Za-z]|[^0-9A-Za-z][ -~\r\n\t]{0,60}[^0-9A-Za-z])([0-9A-Za-z]{30})(?:[^0-9A-Za-z]|$))",
     .min_entropy = 3.8,
     .confirm = mixed2,
     .repair = kRotate,
     .matches = kKeyPair,
     .matches_not = kKeyPairNot},
    {.id = "alibaba-access-key-id",
     .title = "Alibaba Cloud access key id",
     .severity = model::Severity::kLow,
     .pattern = R"(\bLTAI(?:4[FG]|5t)[0-9A-Za-z]{18}\b)",
     .min_entropy = 3,
     .repair = kRotate,
     .matches = kAccessKeyId,
     .matches_not = kAccessKeyIdNot},
};

}  // namespace

extern constinit const Detector alibaba;
constinit const Detector alibaba = {.name = "alibaba", .summary = "access keys of Alibaba Cloud", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
