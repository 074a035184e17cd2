// SPDX-License-Identifier: Apache-2.0
//
// Tokens of Gitea and Forgejo, Gogs, Gitee, Sourcegraph, SourceHut. Gitea's have no form of their own; Sourcegraph's name the instance.
#include "leaks/detector.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kGiteaToken[] = {
    {"ENV GITEA_ACCESS_TOKEN 8bc9e8a1179d1013b7a096139e27407e4e8d6680\n", "8bc9e8a1179d1013b7a096139e27407e4e8d6680"},
    {"gitea_access_token = \"8bc9e8a1179d1013b7a096139e27407e4e8d6680\"\n", "8bc9e8a1179d1013b7a096139e27407e4e8d6680"}};
constexpr LeakCounterexample kGiteaTokenNot[] = {{"checksum: 8bc9e8a1179d1013b7a096139e27407e4e8d6680"}, {"GITEA_ACCESS_TOKEN=8bc9e8a11"}};
constexpr LeakExample kGogsToken[] = {
    {"\"gogs_access_token\" => \"b75c31f84485f04cac2ebbf9bcb2e18b89647cc1\"", "b75c31f84485f04cac2ebbf9bcb2e18b89647cc1"},
    {"- name: GOGS_ACCESS_TOKEN\n  value: b75c31f84485f04cac2ebbf9bcb2e18b89647cc1\n", "b75c31f84485f04cac2ebbf9bcb2e18b89647cc1"}};
constexpr LeakCounterexample kGogsTokenNot[] = {{"checksum: b75c31f84485f04cac2ebbf9bcb2e18b89647cc1"}, {"GOGS_ACCESS_TOKEN=b75c31f84"}};
constexpr LeakExample kGiteeToken[] = {
    {"GITEE_ACCESS_TOKEN=bef8610196acaf85416f245e4d8b648c\n", "bef8610196acaf85416f245e4d8b648c"},
    {"<gitee-access-token>bef8610196acaf85416f245e4d8b648c</gitee-access-token>", "bef8610196acaf85416f245e4d8b648c"}};
constexpr LeakCounterexample kGiteeTokenNot[] = {{"checksum: bef8610196acaf85416f245e4d8b648c"}, {"GITEE_ACCESS_TOKEN=bef861019"}};
constexpr LeakExample kSourcegraphToken[] = {{"x --token=sgp_"
                                              "7fab0ba8c5086d4938cfffa6c2cbb3961e3297f8 y",
                                              "sgp_"
                                              "7fab0ba8c5086d4938cfffa6c2cbb3961e3297f8"},
                                             {"export TOKEN=\"sgp_"
                                              "5790aa58618c622b_c2970988365d8e1cfb3e9820323b1860e5364dc9\"",
                                              "sgp_"
                                              "5790aa58618c622b_c2970988365d8e1cfb3e9820323b1860e5364dc9"}};
constexpr LeakCounterexample kSourcegraphTokenNot[] = {{"sgp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"sgp_"
                                                        "7fab0ba8c5086d4938cf"}};
constexpr LeakExample kSourcegraphGatewayToken[] = {
    {"const t = `sgd_"
     "96c9666bf0084fea2730407d19803402d2b63572d3f8f6fcd74ea45e6033914a`;",
     "sgd_"
     "96c9666bf0084fea2730407d19803402d2b63572d3f8f6fcd74ea45e6033914a"}};
constexpr LeakCounterexample kSourcegraphGatewayTokenNot[] = {{"sgd_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"sgd_"
                                                               "96c9666bf0084fea2730407d19803402"}};
constexpr LeakExample kSourcegraphLicenseToken[] = {
    {"TOKEN=slk_"
     "07140dd6c3624d2735ea3b87b078379dfb4a11ec9458d3512348e01bb73a4952\n",
     "slk_"
     "07140dd6c3624d2735ea3b87b078379dfb4a11ec9458d3512348e01bb73a4952"}};
constexpr LeakCounterexample kSourcegraphLicenseTokenNot[] = {{"slk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"slk_"
                                                               "07140dd6c3624d2735ea3b87b078379d"}};
constexpr LeakExample kSourcehutToken[] = {
    {"run --sourcehut-access-token VeZGOGIlfm7YEbeHBOApl9IWw4rCdySemxa3WKhQErr47RDv6sYJiyc9m3HAA2w8YjfgidOrOGO82NxZwaWpqiIVFve5gh4n x",
     "VeZGOGIlfm7YEbeHBOApl9IWw4rCdySemxa3WKhQErr47RDv6sYJiyc9m3HAA2w8YjfgidOrOGO82NxZwaWpqiIVFve5gh4n"},
    {"\"sourcehut_access_token\" => \"VeZGOGIlfm7YEbeHBOApl9IWw4rCdySemxa3WKhQErr47RDv6sYJiyc9m3HAA2w8YjfgidOrOGO82NxZwaWpqiIVFve5gh4n\"",
     "VeZGOGIlfm7YEbeHBOApl9IWw4rCdySemxa3WKhQErr47RDv6sYJiyc9m3HAA2w8YjfgidOrOGO82NxZwaWpqiIVFve5gh4n"}};
constexpr LeakCounterexample kSourcehutTokenNot[] = {
    {"checksum: VeZGOGIlfm7YEbeHBOApl9IWw4rCdySemxa3WKhQErr47RDv6sYJiyc9m3HAA2w8YjfgidOrOGO82NxZwaWpqiIVFve5gh4n"},
    {"SOURCEHUT_ACCESS_TOKEN=VeZGOGIlf"}};

constexpr LeakKind kKinds[] = {
    {.id = "gitea-token",
     .title = "Gitea or Forgejo access token",
     .pattern = kNamed<"gitea|forgejo|codeberg", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "delete it under Settings > Applications of the user",
     .matches = kGiteaToken,
     .matches_not = kGiteaTokenNot},
    {.id = "gogs-token",
     .title = "Gogs access token",
     .pattern = kNamed<"gogs", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "delete it under Settings > Applications of the user",
     .matches = kGogsToken,
     .matches_not = kGogsTokenNot},
    {.id = "gitee-token",
     .title = "Gitee access token",
     .pattern = kNamed<"gitee", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "delete it at https://gitee.com/profile/personal_access_tokens",
     .matches = kGiteeToken,
     .matches_not = kGiteeTokenNot},
    {.id = "sourcegraph-token",
     .title = "Sourcegraph access token",
     .pattern = R"(\bsgp_(?:(?:[0-9a-f]{16}|local)_)?[0-9a-f]{40}\b)",
     .repair = "revoke it under Settings > Access tokens",
     .matches = kSourcegraphToken,
     .matches_not = kSourcegraphTokenNot},
    {.id = "sourcegraph-gateway-token",
     .title = "Sourcegraph Cody Gateway or dotcom token",
     .pattern = R"(\bsg[dg]_[0-9a-f]{64}\b)",
     .repair = "ask Sourcegraph to make a new one for the subscription",
     .matches = kSourcegraphGatewayToken,
     .matches_not = kSourcegraphGatewayTokenNot},
    {.id = "sourcegraph-license-token",
     .title = "Sourcegraph licence key token",
     .pattern = R"(\bslk_[0-9a-f]{64}\b)",
     .repair = "ask Sourcegraph to make a new licence key",
     .matches = kSourcegraphLicenseToken,
     .matches_not = kSourcegraphLicenseTokenNot},
    {.id = "sourcehut-token",
     .title = "SourceHut access token",
     .pattern = kNamed<"srht|sourcehut|hut", "[0-9A-Za-z+/]{80,200}", "token">,
     .repair = "revoke it at https://meta.sr.ht/oauth2",
     .matches = kSourcehutToken,
     .matches_not = kSourcehutTokenNot},
};

}  // namespace

extern constinit const Detector forges;
constinit const Detector forges = {
    .name = "forges", .summary = "tokens of other forges and of code search", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
