// SPDX-License-Identifier: Apache-2.0
//
// Google. API keys, OAuth and their clients have marks of their own ("AIza", "GOCSPX-", "ya29.", "1//0"); the key of a service account
// is a file of JSON with a private key inside.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/key_shape.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

// Firebase puts such keys into every app that uses it; they name a project and are restricted by rules, or should be.
Opinion api_key(const Candidate& candidate) {
  if (candidate.secret.find_first_of("-_0123456789", 4) == std::string_view::npos) return Opinion::kNo;
  for (std::string_view of_app : {"firebaseapp.com", "authDomain", "mobilesdk_app_id", "GOOGLE_APP_ID", "google_app_id"}) {
    if (candidate.near.contains(of_app)) return Opinion::kPossible;
  }
  return Opinion::kLikely;
}

Opinion service_account(const Candidate& candidate) {
  switch (key_shape(candidate.secret)) {
    case KeyShape::kPlain:
    case KeyShape::kEncrypted: return Opinion::kConfirmed;
    case KeyShape::kCut: return Opinion::kLikely;
    case KeyShape::kDense: return Opinion::kPossible;
    case KeyShape::kNone: break;
  }
  return Opinion::kNo;
}

Opinion old_client_secret(const Candidate& candidate) {
  return is_mixed(candidate.secret) && candidate.near.contains("apps.googleusercontent.com") ? Opinion::kLikely : Opinion::kNo;
}

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

constexpr std::string_view kRestrict =
    "delete it under APIs and services, Credentials of its project; restrict the new one to the APIs and addresses that need it";
constexpr LeakExample kApiKey[] = {{"GOOGLE_MAPS_KEY="
                                    "AIza"
                                    "KJFOpwOnly3qUgOhDwlTaM3Qd3UAwxnR49c\n",
                                    "AIza"
                                    "KJFOpwOnly3qUgOhDwlTaM3Qd3UAwxnR49c"},
                                   {"https://maps.googleapis.com/maps/api/js?key="
                                    "AIza"
                                    "O_wF19nGbIOgcKUNXH9W7qpTQsk4UvJCv4D&callback=x",
                                    "AIza"
                                    "O_wF19nGbIOgcKUNXH9W7qpTQsk4UvJCv4D"},
                                   {"google_maps_key: \"AIza"
                                    "O_wF19nGbIOgcKUNXH9W7qpTQsk4UvJCv4-\",",
                                    "AIza"
                                    "O_wF19nGbIOgcKUNXH9W7qpTQsk4UvJCv4-"}};
constexpr LeakCounterexample kApiKeyNot[] = {{"AIza"
                                              "SyAbc"},
                                             {"AIza"
                                              "qwhcyxjjjgdivhmmfnuqatjdbqprynjyeve"}};
constexpr LeakExample kVertexKey[] = {
    {"GEMINI_API_KEY="
     "AQ.Ab8RN6"
     "PdNGLQAeqcrpcA7c00DzGZHPw_r2gHExVqkY35yVghH7\n",
     "AQ.Ab8RN6"
     "PdNGLQAeqcrpcA7c00DzGZHPw_r2gHExVqkY35yVghH7"}};
constexpr LeakCounterexample kVertexKeyNot[] = {
    {"AQ.Ab8RN6"
     "x"}};
constexpr LeakExample kServiceAccount[] = {
    {"{\"type\": \"service_account\", \"project_id\": \"p\",\n  \"private_key_id\": \""
     "5b6861338cde8ea34d578747dfbec99dcdec26d9\",\n  \"private_key\": \""
     "-----BEGIN "
     "PRIVATE KEY-----\\n"
     "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvAV3esA3iS7YIAjz\\n/upVbPzYl1q1ufMaCoDyfP2aEtihRANCAARWlE5D6J/M"
     "AfPqL88pJjtyD9wTDfb5\\nexIk83d46JbIyxx0B2cCiwJVlP6Sgcy6gEwdMceQPiuTP7cWm7FbVm2L\\n-----END PRIVATE KEY-----\\n\",\n"
     "  \"client_email\": \"a@p.iam.gserviceaccount.com\"}",
     "-----BEGIN "
     "PRIVATE KEY-----\\n"
     "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvAV3esA3iS7YIAjz\\n/upVbPzYl1q1ufMaCoDyfP2aEtihRANCAARWlE5D6J/M"
     "AfPqL88pJjtyD9wTDfb5\\nexIk83d46JbIyxx0B2cCiwJVlP6Sgcy6gEwdMceQPiuTP7cWm7FbVm2L\\n-----END PRIVATE KEY-----"}};
constexpr LeakCounterexample kServiceAccountNot[] = {
    {"\"private_key_id\": \""
     "070ea23608cc322453f5898667e4851ce44cb8fc\", \"private_key\": \"-----BEGIN "
     "PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\\n\""}};
constexpr LeakExample kOauthClientSecret[] = {
    {"\"client_secret\":\""
     "GOCSPX-"
     "CzFDEfRMmdNkTD9amQZ__Ptb8YRk\"",
     "GOCSPX-"
     "CzFDEfRMmdNkTD9amQZ__Ptb8YRk"}};
constexpr LeakCounterexample kOauthClientSecretNot[] = {
    {"GOCSPX-"
     "abc"}};
constexpr LeakExample kOauthClientSecretOld[] = {
    {"{\"installed\":{\"client_id\":\"293-x.apps.googleusercontent.com\",\"client_secret\":\""
     "H7qJMW00xbiN8w5fBMKUgf6r\"}}",
     "H7qJMW00xbiN8w5fBMKUgf6r"}};
constexpr LeakCounterexample kOauthClientSecretOldNot[] = {
    {"{\"client_id\":\"a\",\"client_secret\":\""
     "9OwFOi1wz2f1qfb3rCNUPJhP\"}"}};
constexpr LeakExample kOauthRefreshToken[] = {
    {"\"refresh_token\": \""
     "1//0g"
     "JbDDoDC8K1tz5QG7Mzlitx9Am1iO5ZurrZVRCBEy2lIQHrdDrqmBZ7YacogulKzalx31BT-PU9ToD2PoJOnIw7Ve73\"",
     "1//0g"
     "JbDDoDC8K1tz5QG7Mzlitx9Am1iO5ZurrZVRCBEy2lIQHrdDrqmBZ7YacogulKzalx31BT-PU9ToD2PoJOnIw7Ve73"}};
constexpr LeakCounterexample kOauthRefreshTokenNot[] = {
    {"1//0"
     "g123"}};
constexpr LeakExample kOauthAccessToken[] = {
    {"Authorization: Bearer "
     "ya29."
     "uGj0VCQkyzjEqwV7h2WOpYb6OX0rfa4lpHBoj7HYlfaYOKbvAqR43FcglS7AxqLxi6eqA0obfoVb1UWw_alqVvVkZ-wUIBfOxppphkvyDTVauY"
     "uv3IpU5aWC\n",
     "ya29."
     "uGj0VCQkyzjEqwV7h2WOpYb6OX0rfa4lpHBoj7HYlfaYOKbvAqR43FcglS7AxqLxi6eqA0obfoVb1UWw_alqVvVkZ-wUIBfOxppphkvyDTVauY"
     "uv3IpU5aWC"}};
constexpr LeakCounterexample kOauthAccessTokenNot[] = {
    {"ya29."
     "short"}};
constexpr LeakExample kHmacKey[] = {
    {"gs_access_key_id = GOOG1E"
     "J8VFQCJE96G2NYI4633F5I6I4IO4SWHTXRDCE47ODQ702ZFBFMEI73T\ngs_secret_access_key = "
     "RzE0Y/acnTCtdXlsZBx13xGEfhbn/RKu2Z4rzU9z\n",
     "RzE0Y/acnTCtdXlsZBx13xGEfhbn/RKu2Z4rzU9z"}};
constexpr LeakCounterexample kHmacKeyNot[] = {
    {"GOOG1E"
     "KW2V5072OFQPPVOLRDBV8SF07JRMKIRPWHE8B0C15X9Z54FAXO7BLAC "
     "77559e1cecb3fa3cfa3f6ce11e9bec1da09601b6"}};
constexpr LeakExample kFcmServerKey[] = {
    {"fcm_key: "
     "AAAA"
     "yCVyAbD:APA91b"
     "ws5XyH1yJpVch1dkDWTvBz46J5aJnVt3qCbAapCQG5TNGTznqWLTu3Drdn7iJoA0_9qmNnHkbcJsl7xPaGB_WefZFKlV2xKqV1Ye6FyDJrxxWu"
     "CNu2Ws4etVsmj5gvPbKftRGx\n",
     "AAAA"
     "yCVyAbD:APA91b"
     "ws5XyH1yJpVch1dkDWTvBz46J5aJnVt3qCbAapCQG5TNGTznqWLTu3Drdn7iJoA0_9qmNnHkbcJsl7xPaGB_WefZFKlV2xKqV1Ye6FyDJrxxWu"
     "CNu2Ws4etVsmj5gvPbKftRGx"}};
constexpr LeakCounterexample kFcmServerKeyNot[] = {
    {"AAAA"
     "j7-id95:APA91b"
     "2KhFywXAf8y3q1gT0mDP"}};
constexpr LeakExample kRecaptchaSecret[] = {
    {"RECAPTCHA_SECRET_KEY="
     "6L"
     "BlBJimNJ6BebFnhuMuYdgFXtLDGYk2-HDfrVDH\n",
     "6L"
     "BlBJimNJ6BebFnhuMuYdgFXtLDGYk2-HDfrVDH"}};
constexpr LeakCounterexample kRecaptchaSecretNot[] = {
    {"RECAPTCHA_SITE_KEY=6L"
     "bZ2oA8PfBlR4YVrtJ4A8bi5Vhi3qRUBcUoev4k"}};

constexpr LeakKind kKinds[] = {
    {.id = "google-api-key",
     .title = "Google API key",
     .pattern = R"(\b(AIza[0-9A-Za-z_-]{35})(?:[^\w-]|$))",
     .min_entropy = 3.5,
     .confirm = api_key,
     .repair = kRestrict,
     .matches = kApiKey,
     .matches_not = kApiKeyNot},
    {.id = "google-vertex-key",
     .title = "Google Cloud API key bound to a service account",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bAQ\.Ab8RN6[0-9A-Za-z_-]{40,})",
     .repair = kRestrict,
     .matches = kVertexKey,
     .matches_not = kVertexKeyNot},
    {.id = "google-service-account",
     .title = "Google Cloud service account key",
     .severity = model::Severity::kCritical,
     .pattern =
         R"("private_key_id\\?"\s{0,3}:\s{0,3}\\?"[0-9a-f]{40}\\?"\s{0,3},\s{0,40}\\?"private_key\\?"\s{0,3}:\s{0,3}\\?"(-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]{100,8000}-----END (?:RSA )?PRIVATE KEY-----))",
     .trigger = R"("private_key_id)",
     .confirm = service_account,
     .repair = "delete the key (gcloud iam service-accounts keys delete), look for its use in the audit log; better give the workload an "
               "identity than a key",
     .matches = kServiceAccount,
     .matches_not = kServiceAccountNot},
    {.id = "google-oauth-client-secret",
     .title = "Google OAuth client secret",
     .pattern = R"(\b(GOCSPX-[0-9A-Za-z_-]{28})(?:[^\w-]|$))",
     .repair = "add a new secret to the client under Google Auth Platform, Clients, then disable and delete this one",
     .matches = kOauthClientSecret,
     .matches_not = kOauthClientSecretNot},
    {.id = "google-oauth-client-secret-old",
     .title = "Google OAuth client secret of before 2021",
     .pattern = R"("client_secret\\?"\s{0,3}:\s{0,3}\\?"([0-9A-Za-z_-]{24})\\?")",
     .min_entropy = 3.5,
     .confirm = old_client_secret,
     .repair = "add a new secret to the client under Google Auth Platform, Clients, then disable and delete this one",
     .matches = kOauthClientSecretOld,
     .matches_not = kOauthClientSecretOldNot},
    {.id = "google-oauth-refresh-token",
     .title = "Google OAuth refresh token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b1//0[0-9A-Za-z][0-9A-Za-z_-]{40,})",
     .min_entropy = 4,
     .repair = "revoke it (https://oauth2.googleapis.com/revoke?token=..) or under https://myaccount.google.com/permissions; for gcloud: "
               "gcloud auth revoke",
     .matches = kOauthRefreshToken,
     .matches_not = kOauthRefreshTokenNot},
    {.id = "google-oauth-access-token",
     .title = "Google OAuth access token",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bya29\.[0-9A-Za-z_-]{40,})",
     .min_entropy = 4,
     .repair = "it ends by itself within an hour; revoke the grant that made it",
     .matches = kOauthAccessToken,
     .matches_not = kOauthAccessTokenNot},
    {.id = "google-hmac-key",
     .title = "Google Cloud Storage HMAC key with its id",
     .pattern = R"(\bGOOG[0-9A-Z]{20,57}\b[ -~\r\n\t]{1,40}[^0-9A-Za-z/+]([0-9A-Za-z/+]{40})(?:[^0-9A-Za-z/+=]|$))",
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "deactivate it (gcloud storage hmac update --deactivate), make a new one, delete it",
     .matches = kHmacKey,
     .matches_not = kHmacKeyNot},
    {.id = "google-fcm-server-key",
     .title = "Firebase Cloud Messaging server key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b(AAAA[0-9A-Za-z_-]{7}:APA91b[0-9A-Za-z_-]{134})(?:[^\w-]|$))",
     .repair = "the API that took it is shut down; delete it in the Firebase console",
     .matches = kFcmServerKey,
     .matches_not = kFcmServerKeyNot},
    {.id = "google-recaptcha-secret",
     .title = "Google reCAPTCHA secret key",
     .severity = model::Severity::kMedium,
     .pattern = kAssigned<R"(recaptcha[\w.-]{0,12}(?:secret|private)[\w.-]{0,6})", R"(6L[0-9A-Za-z_-]{38})">,
     .min_entropy = 4,
     .repair = "make a new key for the site in the reCAPTCHA console",
     .matches = kRecaptchaSecret,
     .matches_not = kRecaptchaSecretNot},
};

}  // namespace

extern constinit const Detector google;
constinit const Detector google = {
    .name = "google", .summary = "keys and tokens of Google and Google Cloud", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
