// SPDX-License-Identifier: Apache-2.0
//
// Companies that rent servers: Hetzner, Linode, Vultr, OVH, Scaleway, UpCloud, Exoscale, Equinix, Rackspace, Gandi. Where a token has
// no mark it is found by a name.
#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

Opinion of_ovh(const Candidate& candidate) { return base::lower(candidate.near).contains("ovh") ? Opinion::kLikely : Opinion::kNo; }

constexpr LeakExample kHetznerToken[] = {{"HCLOUD_TOKEN="
                                          "PWcF6d5ndg0kxqwm5VrTLVWKSCrZlstb421zbpgD3ct9d8hp9YZdUzcv6NqrPX7b\n",
                                          "PWcF6d5ndg0kxqwm5VrTLVWKSCrZlstb421zbpgD3ct9d8hp9YZdUzcv6NqrPX7b"},
                                         {"provider \"hcloud\" {\n  hcloud_token = \""
                                          "M2nDFY9LKHrQRAG43mCGSMUt3PBVxmCoxr5tcNxgL3HeeCbCXmhgIsew7dx3sP3C\"\n}",
                                          "M2nDFY9LKHrQRAG43mCGSMUt3PBVxmCoxr5tcNxgL3HeeCbCXmhgIsew7dx3sP3C"}};
constexpr LeakCounterexample kHetznerTokenNot[] = {{"HCLOUD_TOKEN="
                                                    "3a5f0b09bec03c8257ff16da9f1a05977e6d663076b42b78fe154d6f9ac30801"},
                                                   {"HCLOUD_TOKEN=$TOKEN"}};
constexpr LeakExample kLinodeToken[] = {{"LINODE_CLI_TOKEN="
                                         "9470678ee4d23ed7490af5b0a23cf50df6de17a8d9bcbc16a5749b549668d20d\n",
                                         "9470678ee4d23ed7490af5b0a23cf50df6de17a8d9bcbc16a5749b549668d20d"},
                                        {"linode_token: \""
                                         "9e9c6c8ec4f746f6cf771899641c3562c8e3919d5351bec8f3c1414f2d02387b\"",
                                         "9e9c6c8ec4f746f6cf771899641c3562c8e3919d5351bec8f3c1414f2d02387b"}};
constexpr LeakCounterexample kLinodeTokenNot[] = {{"LINODE_TOKEN="
                                                   "9a129454fc8e58de95006c962900d39f"},
                                                  {"linode_image_sha256: "
                                                   "15b8c52d747f66d79763806a64e4b246563d3a5e04fc6c681e043f96f687b434"}};
constexpr LeakExample kVultrApiKey[] = {
    {"VULTR_API_KEY="
     "CYLAX690KC99MFLSPY00EAL1H1FAPQE2D556\n",
     "CYLAX690KC99MFLSPY00EAL1H1FAPQE2D556"}};
constexpr LeakCounterexample kVultrApiKeyNot[] = {
    {"VULTR_API_KEY="
     "BXR6INVZT2BI6X39Z6Y7"}};
constexpr LeakExample kOvhApplicationSecret[] = {{"[ovh-eu]\napplication_key=x\napplication_secret="
                                                  "QsoyZ6H0s95sZNkH33likIbt1WiI667b\n",
                                                  "QsoyZ6H0s95sZNkH33likIbt1WiI667b"},
                                                 {"OVH_CONSUMER_KEY="
                                                  "Ve2auTvktpruNxk6lFIvyAXpW6AuwT7b",
                                                  "Ve2auTvktpruNxk6lFIvyAXpW6AuwT7b"}};
constexpr LeakCounterexample kOvhApplicationSecretNot[] = {{"OVH_APPLICATION_SECRET="
                                                            "712a70fe1b801d4e"},
                                                           {"consumer_key="
                                                            "cFKAyTRk7mYyS7V5M9nOfEbR4E2Gh07b"}};
constexpr LeakExample kScalewaySecretKey[] = {
    {"SCW_SECRET_KEY="
     "f1b20f41-3655-4bee-b301-447c7ef621df\n",
     "f1b20f41-3655-4bee-b301-447c7ef621df"}};
constexpr LeakCounterexample kScalewaySecretKeyNot[] = {{"SCW_SECRET_KEY=00000000-0000-0000-0000-000000000000"},
                                                        {"SCW_PROJECT_ID="
                                                         "da9ef129-6b22-4203-9e52-37582f3a2632"}};
constexpr LeakExample kScalewayKeyPair[] = {
    {"access_key: SCW"
     "679N1B0H7R5KTNBYB\nsecret_key: "
     "79826eb4-ee8e-4ac6-9b8e-62605c791b7e\n",
     "79826eb4-ee8e-4ac6-9b8e-62605c791b7e"}};
constexpr LeakCounterexample kScalewayKeyPairNot[] = {
    {"access_key: SCW"
     "12XKE1Y9ROOTJHWNK\nproject: x"}};
constexpr LeakExample kUpcloudToken[] = {
    {"UPCLOUD_TOKEN="
     "ucat_01"
     "SWKTPQY9LJS4X4RPKIW4S9J2\n",
     "ucat_01"
     "SWKTPQY9LJS4X4RPKIW4S9J2"}};
constexpr LeakCounterexample kUpcloudTokenNot[] = {
    {"ucat_"
     "01A"}};
constexpr LeakExample kExoscaleKeyPair[] = {
    {"EXOSCALE_API_KEY=EXO"
     "d0a2f24fd399cc1925304e24\nEXOSCALE_API_SECRET="
     "J9pG1SvdTsiZU5imT9W_zI47Ra1jY_XFQCxi-KccM7b\n",
     "J9pG1SvdTsiZU5imT9W_zI47Ra1jY_XFQCxi-KccM7b"}};
constexpr LeakCounterexample kExoscaleKeyPairNot[] = {
    {"EXO"
     "b597527ae11b25f3bbd28d92 "
     "15e72233c061f94d93141e4be550dfc3a5bc387303a"}};
constexpr LeakExample kEquinixMetalToken[] = {
    {"METAL_AUTH_TOKEN="
     "grnmeWbszXETXNsj5jpHBWx8hyUgOh7b\n",
     "grnmeWbszXETXNsj5jpHBWx8hyUgOh7b"}};
constexpr LeakCounterexample kEquinixMetalTokenNot[] = {
    {"METAL_AUTH_TOKEN="
     "YkQSQWN3je"}};
constexpr LeakExample kRackspaceApiKey[] = {
    {"RACKSPACE_API_KEY="
     "093bea2457514c737ed00169b16be500\n",
     "093bea2457514c737ed00169b16be500"}};
constexpr LeakCounterexample kRackspaceApiKeyNot[] = {
    {"RACKSPACE_API_KEY="
     "df9a1df46cdec939"}};
constexpr LeakExample kGandiApiKey[] = {
    {"GANDI_API_KEY="
     "dj5NMiy4eynJiwCC7YCIgr7b\n",
     "dj5NMiy4eynJiwCC7YCIgr7b"}};
constexpr LeakCounterexample kGandiApiKeyNot[] = {
    {"GANDI_API_KEY="
     "WBvu55BqKP"}};
constexpr LeakExample kOpenstackPassword[] = {
    {"export OS_PASSWORD=\""
     "RWGc2NsHmOiRGoDg\"\n",
     "RWGc2NsHmOiRGoDg"}};
constexpr LeakCounterexample kOpenstackPasswordNot[] = {{"export OS_PASSWORD=$OS_PASSWORD_INPUT"}, {"OS_PASSWORD=<password>"}};
constexpr LeakExample kOpenstackApplicationSecret[] = {
    {"    application_credential_secret: \""
     "CnYAK6cbXiVc_3j-JZx6FVR0EP0llI_8uUCxQkdeu2zpjfSH-uUCs3e7Zxerz0EyV3KUkU1phOYGekyneskffB\"\n",
     "CnYAK6cbXiVc_3j-JZx6FVR0EP0llI_8uUCxQkdeu2zpjfSH-uUCs3e7Zxerz0EyV3KUkU1phOYGekyneskffB"}};
constexpr LeakCounterexample kOpenstackApplicationSecretNot[] = {{"application_credential_secret: x"}};

constexpr LeakKind kKinds[] = {
    {.id = "hetzner-token",
     .title = "Hetzner Cloud token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:hcloud|hetzner)[\w.-]{0,16}(?:token|key|secret)[\w.-]{0,4})", R"([0-9A-Za-z]{64})">,
     .min_entropy = 4.5,
     .confirm = mixed,
     .repair = "delete it under Security, API tokens of the project",
     .matches = kHetznerToken,
     .matches_not = kHetznerTokenNot},
    {.id = "linode-token",
     .title = "Linode token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:linode)[\w.-]{0,16}(?:token|key)[\w.-]{0,4})", R"([0-9a-f]{64})">,
     .min_entropy = 3.2,
     .repair = "revoke it under My profile, API tokens",
     .matches = kLinodeToken,
     .matches_not = kLinodeTokenNot},
    {.id = "vultr-api-key",
     .title = "Vultr API key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:vultr)[\w.-]{0,16}(?:token|key)[\w.-]{0,4})", R"([0-9A-Z]{36})">,
     .min_entropy = 3.8,
     .repair = "make a new one under Account, API",
     .matches = kVultrApiKey,
     .matches_not = kVultrApiKeyNot},
    {.id = "ovh-application-secret",
     .title = "OVH application secret or consumer key",
     .severity = model::Severity::kCritical,
     .pattern =
         kAssigned<R"((?:ovh[\w.-]{0,16}(?:secret|consumer_?key)|\bapplication_secret|\bconsumer_key)[\w.-]{0,4})", R"([0-9A-Za-z]{32})">,
     .min_entropy = 3.8,
     .confirm = of_ovh,
     .repair = "delete the application (DELETE /me/api/application) and make a new one",
     .matches = kOvhApplicationSecret,
     .matches_not = kOvhApplicationSecretNot},
    {.id = "scaleway-secret-key",
     .title = "Scaleway secret key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:scw|scaleway)[\w.-]{0,16}(?:secret|token)[\w.-]{0,6})",
                          R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .min_entropy = 2.8,
     .repair = "delete the API key (scw iam api-key delete)",
     .matches = kScalewaySecretKey,
     .matches_not = kScalewaySecretKeyNot},
    {.id = "scaleway-key-pair",
     .title = "Scaleway access key with its secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bSCW[0-9A-Z]{17}\b[ -~\r\n\t]{1,60}\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b)",
     .trigger = R"(\bSCW[0-9A-Z]{17}\b)",
     .min_entropy = 2.8,
     .repair = "delete the API key (scw iam api-key delete)",
     .matches = kScalewayKeyPair,
     .matches_not = kScalewayKeyPairNot},
    {.id = "upcloud-token",
     .title = "UpCloud token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bucat_[0-9A-Z]{26}\b)",
     .repair = "revoke it in the control panel under API tokens",
     .matches = kUpcloudToken,
     .matches_not = kUpcloudTokenNot},
    {.id = "exoscale-key-pair",
     .title = "Exoscale key with its secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bEXO[0-9a-f]{24}\b[ -~\r\n\t]{1,60}[^0-9A-Za-z_-]([0-9A-Za-z_-]{43})(?:[^0-9A-Za-z_-]|$))",
     .trigger = R"(\bEXO[0-9a-f]{24}\b)",
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "revoke the key (exo iam api-key revoke)",
     .matches = kExoscaleKeyPair,
     .matches_not = kExoscaleKeyPairNot},
    {.id = "equinix-metal-token",
     .title = "Equinix Metal token",
     .pattern = kAssigned<R"((?:metal_auth|packet_(?:auth|api)|equinix[\w.-]{0,8})_?(?:token|key))", R"([0-9A-Za-z]{32})">,
     .min_entropy = 3.8,
     .confirm = mixed,
     .repair = "delete it in the console under Personal API keys",
     .matches = kEquinixMetalToken,
     .matches_not = kEquinixMetalTokenNot},
    {.id = "rackspace-api-key",
     .title = "Rackspace API key",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:rackspace|\brax)[\w.-]{0,12}(?:api_?key|apikey)[\w.-]{0,4})", R"([0-9a-f]{32})">,
     .min_entropy = 3,
     .repair = "reset it under My profile, Rackspace API key",
     .matches = kRackspaceApiKey,
     .matches_not = kRackspaceApiKeyNot},
    {.id = "gandi-api-key",
     .title = "Gandi personal access token or API key",
     .pattern = kAssigned<R"(gandi[\w.-]{0,16}(?:token|key)[\w.-]{0,4})", R"([0-9A-Za-z]{24})">,
     .min_entropy = 3.2,
     .repair = "delete it in the organisation under Sharing, Personal access tokens",
     .matches = kGandiApiKey,
     .matches_not = kGandiApiKeyNot},
    {.id = "openstack-password",
     .title = "OpenStack password",
     .pattern = R"(\bOS_PASSWORD[\\"\']{0,2}\s?[=:]\s?[\\"\']{0,2}([^\s"\'$<{\\]{6,64}))",
     .min_entropy = 2.5,
     .repair = "set a new one (openstack user password set)",
     .matches = kOpenstackPassword,
     .matches_not = kOpenstackPasswordNot},
    {.id = "openstack-application-secret",
     .title = "OpenStack application credential secret",
     .pattern = R"((?i:application_credential_secret)[\\"\']{0,2}\s{0,2}[=:]\s{0,2}[\\"\']{0,2}([0-9A-Za-z_-]{40,100})(?:[^\w-]|$))",
     .min_entropy = 4,
     .repair = "delete it (openstack application credential delete)",
     .matches = kOpenstackApplicationSecret,
     .matches_not = kOpenstackApplicationSecretNot},
};

}  // namespace

extern constinit const Detector hosting;
constinit const Detector hosting = {.name = "hosting", .summary = "tokens of hosting companies", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
