// SPDX-License-Identifier: Apache-2.0
//
// DigitalOcean: tokens with marks and 64 digits in hex; the keys of Spaces are like those of S3.
#include "leaks/detector.h"
#include "leaks/encodings.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kToken[] = {
    {"DIGITALOCEAN_TOKEN="
     "dop_v1_"
     "64b12b47567baea27c735e82d755574d86be6b59aa5641d393f5e08ceed1235b\n",
     "dop_v1_"
     "64b12b47567baea27c735e82d755574d86be6b59aa5641d393f5e08ceed1235b"}};
constexpr LeakCounterexample kTokenNot[] = {
    {"dop_v1_"
     "27292f2522beeb34264e"}};
constexpr LeakExample kOauthToken[] = {
    {"token: "
     "doo_v1_"
     "15a531a5b5cc3f4e56a8d4ce57d0d71584dd15f3022d1bea591e2d621e8ff7fc\n",
     "doo_v1_"
     "15a531a5b5cc3f4e56a8d4ce57d0d71584dd15f3022d1bea591e2d621e8ff7fc"}};
constexpr LeakCounterexample kOauthTokenNot[] = {
    {"doo_v1_"
     "a05e951dae0407e26d2c"}};
constexpr LeakExample kRefreshToken[] = {
    {"refresh: "
     "dor_v1_"
     "181b9357467b6c99d0f9e7153493e3499acca63b79304e24b2a33fe852567188\n",
     "dor_v1_"
     "181b9357467b6c99d0f9e7153493e3499acca63b79304e24b2a33fe852567188"}};
constexpr LeakCounterexample kRefreshTokenNot[] = {
    {"dor_v1_"
     "6948bb2aa8b6793227e3"}};
constexpr LeakExample kSpacesKey[] = {
    {"SPACES_KEY=DO00"
     "2W5J2JF8UOT1PMH4\nSPACES_SECRET="
     "qcF1lmiDm9PwizA2QxX6uqo+ChTdTau6Ln0AyAexR7b\n",
     "qcF1lmiDm9PwizA2QxX6uqo+ChTdTau6Ln0AyAexR7b"}};
constexpr LeakCounterexample kSpacesKeyNot[] = {
    {"DO00"
     "4ER92A8IPXYP0CIG "
     "cf0d471ffbfbd452d22d9b989e1ce061dbb8e3f1020"}};

constexpr LeakKind kKinds[] = {
    {.id = "digitalocean-token",
     .title = "DigitalOcean personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdop_v1_[0-9a-f]{64}\b)",
     .repair = "delete it under API, Tokens in the control panel",
     .matches = kToken,
     .matches_not = kTokenNot},
    {.id = "digitalocean-oauth-token",
     .title = "DigitalOcean OAuth token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdoo_v1_[0-9a-f]{64}\b)",
     .repair = "revoke the application under API, Authorized applications",
     .matches = kOauthToken,
     .matches_not = kOauthTokenNot},
    {.id = "digitalocean-refresh-token",
     .title = "DigitalOcean refresh token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdor_v1_[0-9a-f]{64}\b)",
     .repair = "revoke the application under API, Authorized applications",
     .matches = kRefreshToken,
     .matches_not = kRefreshTokenNot},
    {.id = "digitalocean-spaces-key",
     .title = "DigitalOcean Spaces key with its secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bDO00[0-9A-Z]{16}(?:[^0-9A-Za-z]|[^0-9A-Za-z][ -~\r\n\t]{0,60}[^0-9A-Za-z])([0-9A-Za-z+/]{43})(?:[^0-9A-Za-z+/=]|$))",
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "delete it under API, Spaces keys, and make a new one",
     .matches = kSpacesKey,
     .matches_not = kSpacesKeyNot},
};

}  // namespace

extern constinit const Detector digitalocean;
constinit const Detector digitalocean = {.name = "digitalocean", .summary = "tokens of DigitalOcean", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
