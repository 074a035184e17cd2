// SPDX-License-Identifier: Apache-2.0
//
// Yandex Cloud: API keys "AQVN", IAM tokens "t1.", OAuth tokens "y0_", static keys "YC".
#include "leaks/detector.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kApiKey[] = {
    {"YC_API_KEY="
     "AQVN"
     "VwDtd41zQuTa4j33D1A_Njh9DX168X4t8Cmx\n",
     "AQVN"
     "VwDtd41zQuTa4j33D1A_Njh9DX168X4t8Cmx"}};
constexpr LeakCounterexample kApiKeyNot[] = {
    {"AQVN"
     "abc"}};
constexpr LeakExample kIamToken[] = {
    {"Authorization: Bearer "
     "t1.9eu"
     "OJY3lpG8sU5IVEul8_tTVGuFP58xy1V2EKFB_BUWpudeKppkLXUA-A1EXAyZdbt1H9bzhFHuaVhNf8lDDOMAnSqUH2LNIKT2bij2_2JoSVotL6"
     "f12MaLQY6t7doInIfIa1ZpNMKkoDMHQVXnqFjA_SAWx2i-JabL."
     "iuSlPY8metChqdHSWy9Qhpi-mryZ_ajDPw-g2G8g_rh4qN-2OKz78a0_K8VASOCqwYVzlY1WXPOA9aE1jL2WMi\n",
     "t1.9eu"
     "OJY3lpG8sU5IVEul8_tTVGuFP58xy1V2EKFB_BUWpudeKppkLXUA-A1EXAyZdbt1H9bzhFHuaVhNf8lDDOMAnSqUH2LNIKT2bij2_2JoSVotL6"
     "f12MaLQY6t7doInIfIa1ZpNMKkoDMHQVXnqFjA_SAWx2i-JabL."
     "iuSlPY8metChqdHSWy9Qhpi-mryZ_ajDPw-g2G8g_rh4qN-2OKz78a0_K8VASOCqwYVzlY1WXPOA9aE1jL2WMi"}};
constexpr LeakCounterexample kIamTokenNot[] = {
    {"t1.9eu"
     "abc"}};
constexpr LeakExample kOauthToken[] = {
    {"OAUTH="
     "y0_AgAAAA"
     "ajnJWyXbCwqu7mvLTQBvnwX8K0rb3qJ5fEJVgKvpKSC2SQQpad\n",
     "y0_AgAAAA"
     "ajnJWyXbCwqu7mvLTQBvnwX8K0rb3qJ5fEJVgKvpKSC2SQQpad"}};
constexpr LeakCounterexample kOauthTokenNot[] = {
    {"y0_Ag"
     "A"}};
constexpr LeakExample kStaticKey[] = {
    {"access_key = \"YCAJE"
     "Y8SeLXgw_vH-khG8D-IK\"\nsecret_key = \""
     "YCM"
     "FKIZTAcX57AWkzePSqpv6zD4OmS6HtueC__0x\"\n",
     "YCM"
     "FKIZTAcX57AWkzePSqpv6zD4OmS6HtueC__0x"}};
constexpr LeakCounterexample kStaticKeyNot[] = {
    {"YCAJE"
     "gngrCMh2arvSW6sPYmcc"}};

constexpr LeakKind kKinds[] = {
    {.id = "yandex-api-key",
     .title = "Yandex Cloud API key",
     .pattern = R"(\b(AQVN[0-9A-Za-z_-]{35,38})(?:[^\w-]|$))",
     .min_entropy = 4,
     .repair = "delete it (yc iam api-key delete)",
     .matches = kApiKey,
     .matches_not = kApiKeyNot},
    {.id = "yandex-iam-token",
     .title = "Yandex Cloud IAM token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bt1\.9eu[0-9A-Za-z_-]{20,}={0,2}\.[0-9A-Za-z_-]{86}={0,2})",
     .min_entropy = 4,
     .repair = "it ends by itself within twelve hours; yc iam revoke-token ends it now",
     .matches = kIamToken,
     .matches_not = kIamTokenNot},
    {.id = "yandex-oauth-token",
     .title = "Yandex OAuth token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\by0_(?:Ag|_x)[0-9A-Za-z_-]{50,})",
     .min_entropy = 4,
     .repair = "revoke it under id.yandex.com, data access",
     .matches = kOauthToken,
     .matches_not = kOauthTokenNot},
    {.id = "yandex-static-key",
     .title = "Yandex Cloud static key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bYCA[0-9A-Za-z_-]{22}[^\w-][ -~\r\n\t]{0,60}\b(YC[MNOP][0-9A-Za-z_-]{37})(?:[^0-9A-Za-z_-]|$))",
     .trigger = R"(\b(YCA[0-9A-Za-z_-]{22})(?:[^\w-]|$))",
     .repair = "delete it (yc iam access-key delete)",
     .matches = kStaticKey,
     .matches_not = kStaticKeyNot},
};

}  // namespace

extern constinit const Detector yandex;
constinit const Detector yandex = {.name = "yandex", .summary = "keys and tokens of Yandex Cloud", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
