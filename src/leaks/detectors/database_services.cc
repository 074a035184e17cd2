// SPDX-License-Identifier: Apache-2.0
//
// Hosted databases: Supabase, PlanetScale, Neon, MongoDB Atlas. All but the old keys of Atlas and Supabase have marks; a Supabase key
// of before 2025 is a JWT that names its role.
#include <optional>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/jwt.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

// The key of the role that row-level security does not bind; that of "anon" is made to be public.
Opinion service_role(const Candidate& candidate) {
  std::optional<Jwt> token = read_jwt(candidate.secret);
  return token && token->issuer == "supabase" && token->role == "service_role" ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kSupabaseToken[] = {
    {"SUPABASE_ACCESS_TOKEN="
     "sbp_"
     "9b24e5a9ac4d6c0777f95e1d6412443b628d6ef1\n",
     "sbp_"
     "9b24e5a9ac4d6c0777f95e1d6412443b628d6ef1"}};
constexpr LeakCounterexample kSupabaseTokenNot[] = {
    {"sbp_"
     "b60400dea37b8bbfa2d5"}};
constexpr LeakExample kSupabaseSecretKey[] = {
    {"SUPABASE_SECRET_KEY="
     "sb_secret_"
     "g81-jXu9RQrHeeTgkf-roU_"
     "3Ct0iLi1\n",
     "sb_secret_"
     "g81-jXu9RQrHeeTgkf-roU_"
     "3Ct0iLi1"}};
constexpr LeakCounterexample kSupabaseSecretKeyNot[] = {{"sb_secret_"
                                                         "key"},
                                                        {"sb_publishable_"
                                                         "t3IyEcjf94Djf3KB1J5_omrYQPJN5m"}};
constexpr LeakExample kSupabaseServiceRoleKey[] = {
    {"SUPABASE_SERVICE_ROLE_KEY="
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InFrdmp6d2RodHhvcGxtcmEiLCJyb2xlIjoic2Vyd"
     "mljZV9yb2xlIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjIwMTU1NzYwMDB9.PpLnM-uGQ3476f5pE_IURASYxap9qr_BUV02PAN1CpY\n",
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InFrdmp6d2RodHhvcGxtcmEiLCJyb2xlIjoic2Vyd"
     "mljZV9yb2xlIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjIwMTU1NzYwMDB9.PpLnM-uGQ3476f5pE_IURASYxap9qr_BUV02PAN1CpY"}};
constexpr LeakCounterexample kSupabaseServiceRoleKeyNot[] = {
    {"SUPABASE_ANON_KEY="
     "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6InFrdmp6d2RodHhvcGxtcmEiLCJyb2xlIjoiYW5vb"
     "iIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoyMDE1NTc2MDAwfQ.JbL3pYyoM3sjUFTNwVXdsEKmCpVn2dnYCCYhtTnZhUI"}};
constexpr LeakExample kPlanetscaleToken[] = {
    {"PLANETSCALE_SERVICE_TOKEN="
     "pscale_tkn_"
     "dFHpbT5higWbuRCN3MgLC8-FQnvzhLTSvk0_fW9tw0h\n",
     "pscale_tkn_"
     "dFHpbT5higWbuRCN3MgLC8-FQnvzhLTSvk0_fW9tw0h"}};
constexpr LeakCounterexample kPlanetscaleTokenNot[] = {
    {"pscale_tkn_"
     "x"}};
constexpr LeakExample kPlanetscaleOauthToken[] = {
    {"token="
     "pscale_oauth_"
     "eD84pg7yW91vkDp6gEx0e_v1Cw5M4evltOWDjDu_fZf\n",
     "pscale_oauth_"
     "eD84pg7yW91vkDp6gEx0e_v1Cw5M4evltOWDjDu_fZf"}};
constexpr LeakCounterexample kPlanetscaleOauthTokenNot[] = {
    {"pscale_oauth_"
     "x"}};
constexpr LeakExample kPlanetscalePassword[] = {
    {"DATABASE_URL=mysql://u:"
     "pscale_pw_"
     "7cXgTtPJP5Z3nT4au3eUDc4bQMfWC3Xgu5RyEBzZnn3@aws.connect.psdb.cloud/db\n",
     "pscale_pw_"
     "7cXgTtPJP5Z3nT4au3eUDc4bQMfWC3Xgu5RyEBzZnn3"}};
constexpr LeakCounterexample kPlanetscalePasswordNot[] = {
    {"pscale_pw_"
     "x"}};
constexpr LeakExample kNeonApiKey[] = {
    {"NEON_API_KEY="
     "napi_"
     "z82fvxdponm4aueczmk0amuz3apotpxc9cyc8illfjq7oixuwjkglswo5qkjnn2s\n",
     "napi_"
     "z82fvxdponm4aueczmk0amuz3apotpxc9cyc8illfjq7oixuwjkglswo5qkjnn2s"}};
constexpr LeakCounterexample kNeonApiKeyNot[] = {
    {"napi_"
     "poll"}};
constexpr LeakExample kNeonPassword[] = {
    {"PGPASSWORD="
     "npg_"
     "hfiaiIzZu2o7\n",
     "npg_"
     "hfiaiIzZu2o7"}};
constexpr LeakCounterexample kNeonPasswordNot[] = {
    {"npg_"
     "x"}};
constexpr LeakExample kMongodbAtlasClientSecret[] = {
    {"client_secret = \""
     "mdb_sa_sk_"
     "sji3Ly5cXu0b6ZNAzKkm-olxGeWXjCrSzf58UWfx\"",
     "mdb_sa_sk_"
     "sji3Ly5cXu0b6ZNAzKkm-olxGeWXjCrSzf58UWfx"}};
constexpr LeakCounterexample kMongodbAtlasClientSecretNot[] = {
    {"mdb_sa_sk_"
     "x"}};
constexpr LeakExample kMongodbAtlasPrivateKey[] = {
    {"MONGODB_ATLAS_PRIVATE_KEY="
     "5a6ee4f3-e8d4-40f2-91fb-9e89acf5e95c\n",
     "5a6ee4f3-e8d4-40f2-91fb-9e89acf5e95c"}};
constexpr LeakCounterexample kMongodbAtlasPrivateKeyNot[] = {
    {"MONGODB_ATLAS_PROJECT="
     "6d2fe916-97f0-4966-862a-177d6c8a1755"}};

constexpr LeakKind kKinds[] = {
    {.id = "supabase-token",
     .title = "Supabase access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bsbp_(?:oauth_|v0_)?[0-9a-f]{40}\b)",
     .repair = "revoke it at https://supabase.com/dashboard/account/tokens",
     .matches = kSupabaseToken,
     .matches_not = kSupabaseTokenNot},
    {.id = "supabase-secret-key",
     .title = "Supabase secret key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(sb_secret_[0-9A-Za-z_-]{20,50})(?:[^\w-]|$))",
     .min_entropy = 3.5,
     .repair = "delete it under Project settings, API keys: it goes around row-level security",
     .matches = kSupabaseSecretKey,
     .matches_not = kSupabaseSecretKeyNot},
    {.id = "supabase-service-role-key",
     .title = "Supabase service_role key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\beyJ[0-9A-Za-z_-]{10,200}\.eyJ[0-9A-Za-z_-]{10,600}\.[0-9A-Za-z_-]{20,})",
     .trigger = R"(\.eyJ[0-9A-Za-z_-]{10})",
     .confirm = service_role,
     .repair = "move to the new API keys, or change the JWT secret of the project: it goes around row-level security",
     .matches = kSupabaseServiceRoleKey,
     .matches_not = kSupabaseServiceRoleKeyNot},
    {.id = "planetscale-token",
     .title = "PlanetScale service token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpscale_tkn_[0-9A-Za-z_.=-]{32,64})",
     .repair = "delete it (pscale service-token delete)",
     .matches = kPlanetscaleToken,
     .matches_not = kPlanetscaleTokenNot},
    {.id = "planetscale-oauth-token",
     .title = "PlanetScale OAuth token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpscale_oauth_[0-9A-Za-z_.=-]{32,64})",
     .repair = "revoke the application under Account settings",
     .matches = kPlanetscaleOauthToken,
     .matches_not = kPlanetscaleOauthTokenNot},
    {.id = "planetscale-password",
     .title = "PlanetScale database password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpscale_pw_[0-9A-Za-z_.=-]{32,64})",
     .repair = "delete it (pscale password delete) and make a new one",
     .matches = kPlanetscalePassword,
     .matches_not = kPlanetscalePasswordNot},
    {.id = "neon-api-key",
     .title = "Neon API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bnapi_[0-9a-z]{64}\b)",
     .min_entropy = 3.8,
     .repair = "revoke it under Account settings, API keys",
     .matches = kNeonApiKey,
     .matches_not = kNeonApiKeyNot},
    {.id = "neon-password",
     .title = "Neon database password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bnpg_[0-9A-Za-z]{12,20}\b)",
     .min_entropy = 2.8,
     .confirm = mixed,
     .repair = "reset the password of the role",
     .matches = kNeonPassword,
     .matches_not = kNeonPasswordNot},
    {.id = "mongodb-atlas-client-secret",
     .title = "MongoDB Atlas service account secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(mdb_sa_sk_[0-9A-Za-z_-]{40})(?:[^\w-]|$))",
     .repair = "delete the secret of the service account",
     .matches = kMongodbAtlasClientSecret,
     .matches_not = kMongodbAtlasClientSecretNot},
    {.id = "mongodb-atlas-private-key",
     .title = "MongoDB Atlas private API key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:mongodb_?atlas|\batlas|\bmcli|mongocli)[\w.-]{0,16}private_?(?:api_?)?key[\w.-]{0,4})",
                          R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "delete the API key of the organisation",
     .matches = kMongodbAtlasPrivateKey,
     .matches_not = kMongodbAtlasPrivateKeyNot},
};

}  // namespace

extern constinit const Detector database_services;
constinit const Detector database_services = {
    .name = "database_services", .summary = "keys of Supabase, PlanetScale, Neon and MongoDB Atlas", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
