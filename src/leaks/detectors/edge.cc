// SPDX-License-Identifier: Apache-2.0
//
// Networks that deliver content.
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

Opinion of_akamai(const Candidate& candidate) {
  return candidate.near.contains("akab-") || candidate.near.contains("akamaiapis") ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kFastlyToken[] = {{"FASTLY_API_TOKEN="
                                         "gq_6PoMzv-5XllNXdbbmrHYp72QKnr7b\n",
                                         "gq_6PoMzv-5XllNXdbbmrHYp72QKnr7b"},
                                        {"Fastly-Key: "
                                         "jvaAnbN_wuT-uQcaVZ5B74HcJ0NoBV7b\n",
                                         "jvaAnbN_wuT-uQcaVZ5B74HcJ0NoBV7b"}};
constexpr LeakCounterexample kFastlyTokenNot[] = {{"FASTLY_API_TOKEN="
                                                   "c260f2cd3c38ca4054aaf1ffb6bfe68a"},
                                                  {"FASTLY_SERVICE_ID="
                                                   "8ZFGggQUuUgY2Cx8r0eUl3"}};
constexpr LeakExample kAkamaiClientSecret[] = {
    {"[default]\nclient_secret = "
     "onFUZNxn65rB94gGONKbyFgcf+tx/otl8dC006tvVa0=\nhost = akab-"
     "55mm1bzjb83d21oa.luna.akamaiapis.net\n",
     "onFUZNxn65rB94gGONKbyFgcf+tx/otl8dC006tvVa0="}};
constexpr LeakCounterexample kAkamaiClientSecretNot[] = {
    {"client_secret = "
     "ut/yXkkG/idc0Idox/yq6MZE3h9W71tjcQBINz7IMd8=\n"}};
constexpr LeakExample kBunnyKey[] = {
    {"BUNNY_API_KEY="
     "3e1fbaf8-c74b-4b73-ada0-5e2ac280a854"
     "6ad6605b-cfd7-43e5-bb24-d5ecfd70005e\n",
     "3e1fbaf8-c74b-4b73-ada0-5e2ac280a854"
     "6ad6605b-cfd7-43e5-bb24-d5ecfd70005e"}};
constexpr LeakCounterexample kBunnyKeyNot[] = {
    {"BUNNY_ZONE="
     "458483b0-d9e6-44f0-809d-9a9d2f41e056"}};

constexpr LeakKind kKinds[] = {
    {.id = "fastly-token",
     .title = "Fastly API token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(fastly[\w.-]{0,16}(?:token|key)[\w.-]{0,4})", R"([0-9A-Za-z_-]{32})">,
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "delete it under Account, API tokens",
     .matches = kFastlyToken,
     .matches_not = kFastlyTokenNot},
    {.id = "akamai-client-secret",
     .title = "Akamai EdgeGrid client secret",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:client_secret)[\\"\']{0,2}\s{0,3}[=:]\s{0,3}[\\"\']{0,2}([0-9A-Za-z+/]{43}=))",
     .confirm = of_akamai,
     .repair = "deactivate the credential of the API client in Control Center and make a new one",
     .matches = kAkamaiClientSecret,
     .matches_not = kAkamaiClientSecretNot},
    {.id = "bunny-key",
     .title = "Bunny.net API key",
     .pattern = kAssigned<
         R"(bunny(?:cdn|net)?[\w.-]{0,16}key[\w.-]{0,4})",
         R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?)">,
     .min_entropy = 3,
     .repair = "reset it under Account settings",
     .matches = kBunnyKey,
     .matches_not = kBunnyKeyNot},
};

}  // namespace

extern constinit const Detector edge;
constinit const Detector edge = {
    .name = "edge", .summary = "tokens of Fastly, Akamai, Bunny and StackPath", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
