// SPDX-License-Identifier: Apache-2.0
//
// Tokens of Gitea and Forgejo, Gogs, Gitee, Sourcegraph, SourceHut. Gitea's have no form of their own; Sourcegraph's name the instance.
#include "leaks/detector.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kGiteaToken[] = {
    {"ENV GITEA_ACCESS_TOKEN 0b75c31f84485f04cac2ebbf9bcb2e18b89647cc\n", "0b75c31f84485f04cac2ebbf9bcb2e18b89647cc"},
    {"gitea_access_token = \"0b75c31f84485f04cac2ebbf9bcb2e18b89647cc\"\n", "0b75c31f84485f04cac2ebbf9bcb2e18b89647cc"}};
constexpr LeakCounterexample kGiteaTokenNot[] = {{"checksum: 0b75c31f84485f04cac2ebbf9bcb2e18b89647cc"}, {"GITEA_ACCESS_TOKEN=0b75c31f8"}};
constexpr LeakExample kGogsToken[] = {
    {"\"gogs_access_token\" => \"1bef8610196acaf85416f245e4d8b648c7fab0ba\"", "1bef8610196acaf85416f245e4d8b648c7fab0ba"},
    {"- name: GOGS_ACCESS_TOKEN\n  value: 1bef8610196acaf85416f245e4d8b648c7fab0ba\n", "1bef8610196acaf85416f245e4d8b648c7fab0ba"}};
constexpr LeakCounterexample kGogsTokenNot[] = {{"checksum: 1bef8610196acaf85416f245e4d8b648c7fab0ba"}, {"GOGS_ACCESS_TOKEN=1bef86101"}};
constexpr LeakExample kGiteeToken[] = {
    {"GITEE_ACCESS_TOKEN=8c5086d4938cfffa6c2cbb3961e3297f\n", "8c5086d4938cfffa6c2cbb3961e3297f"},
    {"<gitee-access-token>8c5086d4938cfffa6c2cbb3961e3297f</gitee-access-token>", "8c5086d4938cfffa6c2cbb3961e3297f"}};
constexpr LeakCounterexample kGiteeTokenNot[] = {{"checksum: 8c5086d4938cfffa6c2cbb3961e3297f"}, {"GITEE_ACCESS_TOKEN=8c5086d49"}};
constexpr LeakExample kSourcegraphToken[] = {{"x --token=sgp_"
                                              "85790aa58618c622bc2970988365d8e1cfb3e982 y",
                                              "sgp_"
                                              "85790aa58618c622bc2970988365d8e1cfb3e982"},
                                             {"export TOKEN=\"sgp_"
                                              "0323b1860e5364dc_996c9666bf0084fea2730407d19803402d2b6357\"",
                                              "sgp_"
                                              "0323b1860e5364dc_996c9666bf0084fea2730407d19803402d2b6357"}};
constexpr LeakCounterexample kSourcegraphTokenNot[] = {{"sgp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"sgp_"
                                                        "85790aa58618c622bc29"}};
constexpr LeakExample kSourcegraphGatewayToken[] = {
    {"const t = `sgd_"
     "2d3f8f6fcd74ea45e6033914a07140dd6c3624d2735ea3b87b078379dfb4a11e`;",
     "sgd_"
     "2d3f8f6fcd74ea45e6033914a07140dd6c3624d2735ea3b87b078379dfb4a11e"}};
constexpr LeakCounterexample kSourcegraphGatewayTokenNot[] = {{"sgd_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"sgd_"
                                                               "2d3f8f6fcd74ea45e6033914a07140dd"}};
constexpr LeakExample kSourcegraphLicenseToken[] = {
    {"TOKEN=slk_"
     "c9458d3512348e01bb73a49522526f02dd75b8e1c26b03f88ea94c16ddb42341\n",
     "slk_"
     "c9458d3512348e01bb73a49522526f02dd75b8e1c26b03f88ea94c16ddb42341"}};
constexpr LeakCounterexample kSourcegraphLicenseTokenNot[] = {{"slk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                              {"slk_"
                                                               "c9458d3512348e01bb73a49522526f02"}};
constexpr LeakExample kSourcehutToken[] = {
    {"run --sourcehut-access-token OrOGO82NxZwaWpqiIVFve5gh4nc7IqgwU7PCQBFsh2iKP21lQAKoosFvaxqxRW1tB7Oma0uu766JQyxIq4G6ps9KcIaAJe57 x",
     "OrOGO82NxZwaWpqiIVFve5gh4nc7IqgwU7PCQBFsh2iKP21lQAKoosFvaxqxRW1tB7Oma0uu766JQyxIq4G6ps9KcIaAJe57"},
    {"\"sourcehut_access_token\" => \"OrOGO82NxZwaWpqiIVFve5gh4nc7IqgwU7PCQBFsh2iKP21lQAKoosFvaxqxRW1tB7Oma0uu766JQyxIq4G6ps9KcIaAJe57\"",
     "OrOGO82NxZwaWpqiIVFve5gh4nc7IqgwU7PCQBFsh2iKP21lQAKoosFvaxqxRW1tB7Oma0uu766JQyxIq4G6ps9KcIaAJe57"}};
constexpr LeakCounterexample kSourcehutTokenNot[] = {
    {"checksum: OrOGO82NxZwaWpqiIVFve5gh4nc7IqgwU7PCQBFsh2iKP21lQAKoosFvaxqxRW1tB7Oma0uu766JQyxIq4G6ps9KcIaAJe57"},
    {"SOURCEHUT_ACCESS_TOKEN=OrOGO82Nx"}};

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
