// SPDX-License-Identifier: Apache-2.0
//
// Keys of networks, and of services that know what is on the internet: Tailscale, ngrok, Defined Networking, ZeroTier, Netbird,
// Twingate, Shodan, VirusTotal, Censys, AbuseIPDB, Hunter, SecurityTrails, IPinfo, OpenWeather, GreyNoise, urlscan.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kTailscaleKey[] = {{"const t = `tskey-"
                                          "auth-kugq5Qew3CNTRL-JfsNp61VRWwqv2era5CWyyExF2YAec6W`;",
                                          "tskey-"
                                          "auth-kugq5Qew3CNTRL-JfsNp61VRWwqv2era5CWyyExF2YAec6W"},
                                         {"TOKEN=tskey-"
                                          "URUMZh425fN8-ffqsCl4RbS83xgqBzVlZb7ml\n",
                                          "tskey-"
                                          "URUMZh425fN8-ffqsCl4RbS83xgqBzVlZb7ml"}};
constexpr LeakCounterexample kTailscaleKeyNot[] = {{"tskey-xxxx-xxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"tskey-"
                                                    "auth-kugq5Qew3CNTRL-JfsNp6"}};
constexpr LeakExample kNgrokApiKey[] = {
    {"NGROK_AUTHTOKEN=2"
     "8vT034YlVKJ8IdLi7FM1XuYb01_EeaXLS5S1R8EY3XSQHaJf\n",
     "2"
     "8vT034YlVKJ8IdLi7FM1XuYb01_EeaXLS5S1R8EY3XSQHaJf"}};
constexpr LeakCounterexample kNgrokApiKeyNot[] = {{"NGROK_AUTHTOKEN=token"}};
constexpr LeakExample kDefinedNetworkingKey[] = {
    {"\"token\": \"dnkey-"
     "BYJMAQTYHIXQ49BPPP49OJ5X84-UIICMTAH8VNXFG7PBVSAME38V0A5F6KQPOHFGRT11GG31FK21UV5\"",
     "dnkey-"
     "BYJMAQTYHIXQ49BPPP49OJ5X84-UIICMTAH8VNXFG7PBVSAME38V0A5F6KQPOHFGRT11GG31FK21UV5"}};
constexpr LeakCounterexample kDefinedNetworkingKeyNot[] = {
    {"dnkey-xxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"dnkey-"
     "BYJMAQTYHIXQ49BPPP49OJ5X84-UIICMTAH8VNX"}};
constexpr LeakExample kZerotierToken[] = {
    {"zerotier:\n  api_token: 22gelpfGjdXu6kvIAxl3WWZxW7uZOU0g\n", "22gelpfGjdXu6kvIAxl3WWZxW7uZOU0g"},
    {"zerotier.api.token=22gelpfGjdXu6kvIAxl3WWZxW7uZOU0g\n", "22gelpfGjdXu6kvIAxl3WWZxW7uZOU0g"}};
constexpr LeakCounterexample kZerotierTokenNot[] = {{"checksum: 22gelpfGjdXu6kvIAxl3WWZxW7uZOU0g"}, {"ZEROTIER_API_TOKEN=22gelpfGj"}};
constexpr LeakExample kNetbirdToken[] = {
    {"ENV API_TOKEN nbp_"
     "r19yDYluzkzjACOuI2FgraK7khYgXfRzrbmF\n",
     "nbp_"
     "r19yDYluzkzjACOuI2FgraK7khYgXfRzrbmF"}};
constexpr LeakCounterexample kNetbirdTokenNot[] = {{"nbp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"nbp_"
                                                    "r19yDYluzkzjACOuI2"}};
constexpr LeakExample kNetbirdSetupKey[] = {
    {"- name: NETBIRD_SETUP_KEY\n  value: FE778143-EED0-4F20-9E71-EFE14AFB80D5\n", "FE778143-EED0-4F20-9E71-EFE14AFB80D5"},
    {"{\\\"netbirdSetupKey\\\":\\\"FE778143-EED0-4F20-9E71-EFE14AFB80D5\\\"}", "FE778143-EED0-4F20-9E71-EFE14AFB80D5"}};
constexpr LeakCounterexample kNetbirdSetupKeyNot[] = {{"checksum: FE778143-EED0-4F20-9E71-EFE14AFB80D5"}, {"NETBIRD_SETUP_KEY=FE778143-"}};
constexpr LeakExample kShodanKey[] = {
    {"<shodan-api-key>XBKVmhtJ0B79Zg5yElnSCnecYlLcJUFE</shodan-api-key>", "XBKVmhtJ0B79Zg5yElnSCnecYlLcJUFE"},
    {"config.set(\"shodan_api_key\", \"XBKVmhtJ0B79Zg5yElnSCnecYlLcJUFE\")", "XBKVmhtJ0B79Zg5yElnSCnecYlLcJUFE"}};
constexpr LeakCounterexample kShodanKeyNot[] = {{"checksum: XBKVmhtJ0B79Zg5yElnSCnecYlLcJUFE"}, {"SHODAN_API_KEY=XBKVmhtJ0"}};
constexpr LeakExample kVirustotalKey[] = {{"virustotal.api.key=b15dfaf6e8a405f47ef4555a7eea885dca9cc9bf128e7cdb42d2520109d5068e\n",
                                           "b15dfaf6e8a405f47ef4555a7eea885dca9cc9bf128e7cdb42d2520109d5068e"},
                                          {"\"virustotalApiKey\": \"b15dfaf6e8a405f47ef4555a7eea885dca9cc9bf128e7cdb42d2520109d5068e\",",
                                           "b15dfaf6e8a405f47ef4555a7eea885dca9cc9bf128e7cdb42d2520109d5068e"}};
constexpr LeakCounterexample kVirustotalKeyNot[] = {{"checksum: b15dfaf6e8a405f47ef4555a7eea885dca9cc9bf128e7cdb42d2520109d5068e"},
                                                    {"VIRUSTOTAL_API_KEY=b15dfaf6e"}};
constexpr LeakExample kCensysSecret[] = {
    {"ENV CENSYS_API_SECRET NF9IZN8D93KzMOQaUKGYydWP8g8zEraN\n", "NF9IZN8D93KzMOQaUKGYydWP8g8zEraN"},
    {"censys_api_secret = \"NF9IZN8D93KzMOQaUKGYydWP8g8zEraN\"\n", "NF9IZN8D93KzMOQaUKGYydWP8g8zEraN"}};
constexpr LeakCounterexample kCensysSecretNot[] = {{"checksum: NF9IZN8D93KzMOQaUKGYydWP8g8zEraN"}, {"CENSYS_API_SECRET=NF9IZN8D9"}};
constexpr LeakExample kAbuseipdbKey[] = {
    {"\"abuseipdb_api_key\" => \"4923809fd22abf3c0416ed6dc7ee00d92479b40fef1b154e4a952ccbe35149651a65f0d5404cd7d3\"",
     "4923809fd22abf3c0416ed6dc7ee00d92479b40fef1b154e4a952ccbe35149651a65f0d5404cd7d3"},
    {"- name: ABUSEIPDB_API_KEY\n  value: 4923809fd22abf3c0416ed6dc7ee00d92479b40fef1b154e4a952ccbe35149651a65f0d5404cd7d3\n",
     "4923809fd22abf3c0416ed6dc7ee00d92479b40fef1b154e4a952ccbe35149651a65f0d5404cd7d3"}};
constexpr LeakCounterexample kAbuseipdbKeyNot[] = {
    {"checksum: 4923809fd22abf3c0416ed6dc7ee00d92479b40fef1b154e4a952ccbe35149651a65f0d5404cd7d3"}, {"ABUSEIPDB_API_KEY=4923809fd"}};
constexpr LeakExample kHunterKey[] = {
    {"HUNTERIO_API_KEY=c6c18c9d2fe89035cdffd4e9e8d7eeefe1b47fdf\n", "c6c18c9d2fe89035cdffd4e9e8d7eeefe1b47fdf"},
    {"<hunterio-api-key>c6c18c9d2fe89035cdffd4e9e8d7eeefe1b47fdf</hunterio-api-key>", "c6c18c9d2fe89035cdffd4e9e8d7eeefe1b47fdf"}};
constexpr LeakCounterexample kHunterKeyNot[] = {{"checksum: c6c18c9d2fe89035cdffd4e9e8d7eeefe1b47fdf"}, {"HUNTERIO_API_KEY=c6c18c9d2"}};
constexpr LeakExample kSecurityTrailsKey[] = {
    {"securitytrails:\n  api_key: opdZnQ2YIz32YAuaS56zmgX6WIIngJ4G\n", "opdZnQ2YIz32YAuaS56zmgX6WIIngJ4G"},
    {"securitytrails.api.key=opdZnQ2YIz32YAuaS56zmgX6WIIngJ4G\n", "opdZnQ2YIz32YAuaS56zmgX6WIIngJ4G"}};
constexpr LeakCounterexample kSecurityTrailsKeyNot[] = {{"checksum: opdZnQ2YIz32YAuaS56zmgX6WIIngJ4G"},
                                                        {"SECURITYTRAILS_API_KEY=opdZnQ2YI"}};
constexpr LeakExample kIpinfoToken[] = {
    {"os.environ['IPSTACK_ACCESS_KEY'] = 'd48c98da726c6f7e55ad8689c93b3a60'", "d48c98da726c6f7e55ad8689c93b3a60"},
    {"ENV IPSTACK_ACCESS_KEY d48c98da726c6f7e55ad8689c93b3a60\n", "d48c98da726c6f7e55ad8689c93b3a60"}};
constexpr LeakCounterexample kIpinfoTokenNot[] = {{"checksum: d48c98da726c6f7e55ad8689c93b3a60"}, {"IPSTACK_ACCESS_KEY=d48c98da7"}};
constexpr LeakExample kWeatherKey[] = {
    {"run --openweather-api-key 81f6ec3b37fef8d552b152929dd0ece5 x", "81f6ec3b37fef8d552b152929dd0ece5"},
    {"\"openweather_api_key\" => \"81f6ec3b37fef8d552b152929dd0ece5\"", "81f6ec3b37fef8d552b152929dd0ece5"}};
constexpr LeakCounterexample kWeatherKeyNot[] = {{"checksum: 81f6ec3b37fef8d552b152929dd0ece5"}, {"OPENWEATHER_API_KEY=81f6ec3b3"}};
constexpr LeakExample kUrlscanKey[] = {
    {"const urlscanApiKey string = \"20d4fa37-d99b-4348-9f88-6c35ca3da284\"\n", "20d4fa37-d99b-4348-9f88-6c35ca3da284"},
    {"URLSCAN_API_KEY=ppZCyaixgtzb69yDGb0rAj3U8KvdExCetQBSro9WZM8MjAsZHHx7cXs2WuvHUNvX\n",
     "ppZCyaixgtzb69yDGb0rAj3U8KvdExCetQBSro9WZM8MjAsZHHx7cXs2WuvHUNvX"}};
constexpr LeakCounterexample kUrlscanKeyNot[] = {{"checksum: 20d4fa37-d99b-4348-9f88-6c35ca3da284"}, {"URLSCAN_API_KEY=20d4fa37-"}};
constexpr LeakExample kMaxmindKeyOlder[] = {{"<add key=\"maxmindLicenseKey\" value=\"kjBYVZ1x3zepKR4d\"/>", "kjBYVZ1x3zepKR4d"},
                                            {"maxmind:\n  license_key: kjBYVZ1x3zepKR4d\n", "kjBYVZ1x3zepKR4d"}};
constexpr LeakCounterexample kMaxmindKeyOlderNot[] = {{"checksum: kjBYVZ1x3zepKR4d"}, {"MAXMIND_LICENSE_KEY=kjBYVZ1x3"}};
constexpr LeakExample kMaxmindKey[] = {
    {"x --token=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 y", "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"}};
constexpr LeakCounterexample kMaxmindKeyNot[] = {{"xxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxx"}, {"pLGzG5_sOr740NtLv87r"}};

constexpr LeakKind kKinds[] = {
    {.id = "tailscale-key",
     .title = "Tailscale key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\btskey-(?:(?:auth|api|client|scim|webhook)-)?[0-9A-Za-z]{6,20}-[0-9A-Za-z]{20,40}\b)",
     .confirm = likely_if_random,
     .repair = "revoke it at https://login.tailscale.com/admin/settings/keys",
     .matches = kTailscaleKey,
     .matches_not = kTailscaleKeyNot},
    {.id = "ngrok-api-key",
     .title = "ngrok API key",
     .pattern = R"((?i:ngrok)[\w.\s:"\'-]{0,24}["\'`\s=:,(]{1,4}([12][0-9A-Za-z]{26}_[0-9A-Za-z]{20,24})\b)",
     .repair = "delete it at https://dashboard.ngrok.com",
     .matches = kNgrokApiKey,
     .matches_not = kNgrokApiKeyNot},
    {.id = "defined-networking-key",
     .title = "Defined Networking API token",
     .pattern = R"(\b(dnkey-[0-9A-Za-z=_-]{26}-[0-9A-Za-z=_-]{52})(?:[^\w=-]|$))",
     .repair = "delete it at https://admin.defined.net/settings/api-keys",
     .matches = kDefinedNetworkingKey,
     .matches_not = kDefinedNetworkingKeyNot},
    {.id = "zerotier-token",
     .title = "ZeroTier API token",
     .pattern = kNamed<"zerotier|zt_", "[0-9A-Za-z]{32}", "token">,
     .confirm = likely_if_random,
     .repair = "delete it at https://my.zerotier.com/account",
     .matches = kZerotierToken,
     .matches_not = kZerotierTokenNot},
    {.id = "netbird-token",
     .title = "NetBird personal access token",
     .pattern = R"(\bnbp_[0-9A-Za-z]{36}\b)",
     .repair = "delete it in the settings of the user",
     .matches = kNetbirdToken,
     .matches_not = kNetbirdTokenNot},
    {.id = "netbird-setup-key",
     .title = "NetBird setup key",
     .pattern = kNamed<"netbird|nb_setup", "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}">,
     .repair = "revoke it at https://app.netbird.io/setup-keys",
     .matches = kNetbirdSetupKey,
     .matches_not = kNetbirdSetupKeyNot},
    {.id = "shodan-key",
     .title = "Shodan API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"shodan", "[0-9A-Za-z]{32}">,
     .confirm = likely_if_random,
     .repair = "reset it at https://account.shodan.io",
     .matches = kShodanKey,
     .matches_not = kShodanKeyNot},
    {.id = "virustotal-key",
     .title = "VirusTotal API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"virus_?total|vt_api|vt_key", "[0-9a-f]{64}">,
     .min_entropy = 3.2,
     .repair = "ask VirusTotal for a new one",
     .matches = kVirustotalKey,
     .matches_not = kVirustotalKeyNot},
    {.id = "censys-secret",
     .title = "Censys API secret or token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"censys", "(?:censys_[0-9A-Za-z]{6,10}_[0-9A-Za-z]{20,40}|[0-9A-Za-z]{32})", "secret|token|key">,
     .confirm = likely_if_random,
     .repair = "reset it at https://search.censys.io/account/api",
     .matches = kCensysSecret,
     .matches_not = kCensysSecretNot},
    {.id = "abuseipdb-key",
     .title = "AbuseIPDB API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"abuse_?ipdb", "[0-9a-f]{80}">,
     .min_entropy = 3.2,
     .repair = "revoke it at https://www.abuseipdb.com/account/api",
     .matches = kAbuseipdbKey,
     .matches_not = kAbuseipdbKeyNot},
    {.id = "hunter-key",
     .title = "Hunter API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"hunter_?io|hunter_?api", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "delete it at https://hunter.io/api-keys",
     .matches = kHunterKey,
     .matches_not = kHunterKeyNot},
    {.id = "security-trails-key",
     .title = "SecurityTrails API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"security_?trails", "[0-9A-Za-z]{32}">,
     .confirm = likely_if_random,
     .repair = "make a new one at https://securitytrails.com/app/account/credentials",
     .matches = kSecurityTrailsKey,
     .matches_not = kSecurityTrailsKeyNot},
    {.id = "ipinfo-token",
     .title = "IPinfo, ipstack or ipdata key",
     .severity = model::Severity::kLow,
     .pattern = kNamed<"ipinfo|ipstack|ipdata|ipgeolocation", "(?:[0-9a-f]{14}|[0-9a-f]{32}|[0-9a-f]{56})">,
     .min_entropy = 2.5,
     .repair = "reset it on the page of the account",
     .matches = kIpinfoToken,
     .matches_not = kIpinfoTokenNot},
    {.id = "weather-key",
     .title = "API key of a weather service",
     .severity = model::Severity::kLow,
     .pattern = kNamed<"open_?weather|owm_|weatherapi|weather_?stack|tomorrow_?io", "(?:[0-9a-f]{32}|[0-9a-f]{31}|[0-9A-Za-z]{32})">,
     .confirm = likely_if_random,
     .repair = "make a new one on the page of the account",
     .matches = kWeatherKey,
     .matches_not = kWeatherKeyNot},
    {.id = "urlscan-key",
     .title = "urlscan.io or GreyNoise API key",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"urlscan|grey_?noise", "(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9A-Za-z]{64})">,
     .repair = "delete it on the page of the account",
     .matches = kUrlscanKey,
     .matches_not = kUrlscanKeyNot},
    {.id = "maxmind-key-older",
     .title = "MaxMind licence key of the older form",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"max_?mind|geoip", "[0-9A-Za-z]{16}", "key">,
     .confirm = likely_if_random,
     .repair = "delete it at https://www.maxmind.com/en/accounts/current/license-key",
     .matches = kMaxmindKeyOlder,
     .matches_not = kMaxmindKeyOlderNot},
    {.id = "maxmind-key",
     .title = "MaxMind licence key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk\b)",
     .repair = "delete it at https://www.maxmind.com/en/accounts/current/license-key",
     .matches = kMaxmindKey,
     .matches_not = kMaxmindKeyNot},
};

}  // namespace

extern constinit const Detector networks;
constinit const Detector networks = {
    .name = "networks", .summary = "keys of networks and of those who watch them", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
