// SPDX-License-Identifier: Apache-2.0
//
// Keys of networks, and of services that know what is on the internet: Tailscale, ngrok, Defined Networking, ZeroTier, Netbird,
// Twingate, Shodan, VirusTotal, Censys, AbuseIPDB, Hunter, SecurityTrails, IPinfo, OpenWeather, GreyNoise, urlscan.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kTailscaleKey[] = {{"token: 'tskey-"
                                          "auth-knxF3rFrZCNTRL-S61KAy5tbkDbG2K7rcZ9FsoV9YRrkNeI'\n",
                                          "tskey-"
                                          "auth-knxF3rFrZCNTRL-S61KAy5tbkDbG2K7rcZ9FsoV9YRrkNeI"},
                                         {"curl -H \"Authorization: Bearer tskey-"
                                          "zPlQpDYLUtAP-u1ZXwDO4bISSNTkrHjfmR2AF\" x",
                                          "tskey-"
                                          "zPlQpDYLUtAP-u1ZXwDO4bISSNTkrHjfmR2AF"}};
constexpr LeakCounterexample kTailscaleKeyNot[] = {{"tskey-xxxx-xxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"tskey-"
                                                    "auth-knxF3rFrZCNTRL-S61KAy"}};
constexpr LeakExample kNgrokApiKey[] = {
    {"NGROK_AUTHTOKEN=2"
     "uhldAPH0FKWkIItLI8kSb2YiZd_9O8V08JeUmFpmk530Oyrf\n",
     "2"
     "uhldAPH0FKWkIItLI8kSb2YiZd_9O8V08JeUmFpmk530Oyrf"}};
constexpr LeakCounterexample kNgrokApiKeyNot[] = {{"NGROK_AUTHTOKEN=token"}};
constexpr LeakExample kDefinedNetworkingKey[] = {
    {"ENV API_TOKEN dnkey-"
     "5SECNF2DZTDXP9ZSZ1SRP2DUVA-226A4USQ96N0INRORJ9SULPBIH9Z6421P3YIFA88OMYK775YBHU2\n",
     "dnkey-"
     "5SECNF2DZTDXP9ZSZ1SRP2DUVA-226A4USQ96N0INRORJ9SULPBIH9Z6421P3YIFA88OMYK775YBHU2"}};
constexpr LeakCounterexample kDefinedNetworkingKeyNot[] = {
    {"dnkey-xxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"dnkey-"
     "5SECNF2DZTDXP9ZSZ1SRP2DUVA-226A4USQ96N0"}};
constexpr LeakExample kZerotierToken[] = {
    {"<add key=\"zerotierApiToken\" value=\"iJzGTM1r6Aa6M7CrZq1VpkZ6TwANg4hG\"/>", "iJzGTM1r6Aa6M7CrZq1VpkZ6TwANg4hG"},
    {"zerotier:\n  api_token: iJzGTM1r6Aa6M7CrZq1VpkZ6TwANg4hG\n", "iJzGTM1r6Aa6M7CrZq1VpkZ6TwANg4hG"}};
constexpr LeakCounterexample kZerotierTokenNot[] = {{"checksum: iJzGTM1r6Aa6M7CrZq1VpkZ6TwANg4hG"}, {"ZEROTIER_API_TOKEN=iJzGTM1r6"}};
constexpr LeakExample kNetbirdToken[] = {
    {"x --token=nbp_"
     "zsBCyRvpvVplFJhlKWInhS2oRa5virDv1071 y",
     "nbp_"
     "zsBCyRvpvVplFJhlKWInhS2oRa5virDv1071"}};
constexpr LeakCounterexample kNetbirdTokenNot[] = {{"nbp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"nbp_"
                                                    "zsBCyRvpvVplFJhlKW"}};
constexpr LeakExample kNetbirdSetupKey[] = {
    {"\"netbird_setup_key\" => \"DB82A36A-9FC9-4D7A-9893-0EFAACA827C2\"", "DB82A36A-9FC9-4D7A-9893-0EFAACA827C2"},
    {"- name: NETBIRD_SETUP_KEY\n  value: DB82A36A-9FC9-4D7A-9893-0EFAACA827C2\n", "DB82A36A-9FC9-4D7A-9893-0EFAACA827C2"}};
constexpr LeakCounterexample kNetbirdSetupKeyNot[] = {{"checksum: DB82A36A-9FC9-4D7A-9893-0EFAACA827C2"}, {"NETBIRD_SETUP_KEY=DB82A36A-"}};
constexpr LeakExample kShodanKey[] = {
    {"SHODAN_API_KEY=oi9O17jg8m3m1xLhoK5ohTORkWGu3cG9\n", "oi9O17jg8m3m1xLhoK5ohTORkWGu3cG9"},
    {"<shodan-api-key>oi9O17jg8m3m1xLhoK5ohTORkWGu3cG9</shodan-api-key>", "oi9O17jg8m3m1xLhoK5ohTORkWGu3cG9"}};
constexpr LeakCounterexample kShodanKeyNot[] = {{"checksum: oi9O17jg8m3m1xLhoK5ohTORkWGu3cG9"}, {"SHODAN_API_KEY=oi9O17jg8"}};
constexpr LeakExample kVirustotalKey[] = {{"virustotal:\n  api_key: 1b8e4f1de185f151b7af7bf8dae6c80bbca832199a51bdf1fa2e5068384cd534\n",
                                           "1b8e4f1de185f151b7af7bf8dae6c80bbca832199a51bdf1fa2e5068384cd534"},
                                          {"virustotal.api.key=1b8e4f1de185f151b7af7bf8dae6c80bbca832199a51bdf1fa2e5068384cd534\n",
                                           "1b8e4f1de185f151b7af7bf8dae6c80bbca832199a51bdf1fa2e5068384cd534"}};
constexpr LeakCounterexample kVirustotalKeyNot[] = {{"checksum: 1b8e4f1de185f151b7af7bf8dae6c80bbca832199a51bdf1fa2e5068384cd534"},
                                                    {"VIRUSTOTAL_API_KEY=1b8e4f1de"}};
constexpr LeakExample kCensysSecret[] = {
    {"os.environ['CENSYS_API_SECRET'] = 'qju4P4dVBOHzLiWYZQ9m9N5hQy1GZroy'", "qju4P4dVBOHzLiWYZQ9m9N5hQy1GZroy"},
    {"ENV CENSYS_API_SECRET qju4P4dVBOHzLiWYZQ9m9N5hQy1GZroy\n", "qju4P4dVBOHzLiWYZQ9m9N5hQy1GZroy"}};
constexpr LeakCounterexample kCensysSecretNot[] = {{"checksum: qju4P4dVBOHzLiWYZQ9m9N5hQy1GZroy"}, {"CENSYS_API_SECRET=qju4P4dVB"}};
constexpr LeakExample kAbuseipdbKey[] = {
    {"run --abuseipdb-api-key d2d54d3790f0c7cb5d9f4e6c63d2db57cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be x",
     "d2d54d3790f0c7cb5d9f4e6c63d2db57cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be"},
    {"\"abuseipdb_api_key\" => \"d2d54d3790f0c7cb5d9f4e6c63d2db57cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be\"",
     "d2d54d3790f0c7cb5d9f4e6c63d2db57cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be"}};
constexpr LeakCounterexample kAbuseipdbKeyNot[] = {
    {"checksum: d2d54d3790f0c7cb5d9f4e6c63d2db57cecb2e4985ce5e1dd2d21c48b77737532e65e326d432c1be"}, {"ABUSEIPDB_API_KEY=d2d54d379"}};
constexpr LeakExample kHunterKey[] = {
    {"const hunterioApiKey string = \"37c463e89aa071bfc1a64e99606222d223b9b751\"\n", "37c463e89aa071bfc1a64e99606222d223b9b751"},
    {"HUNTERIO_API_KEY=37c463e89aa071bfc1a64e99606222d223b9b751\n", "37c463e89aa071bfc1a64e99606222d223b9b751"}};
constexpr LeakCounterexample kHunterKeyNot[] = {{"checksum: 37c463e89aa071bfc1a64e99606222d223b9b751"}, {"HUNTERIO_API_KEY=37c463e89"}};
constexpr LeakExample kSecurityTrailsKey[] = {
    {"<add key=\"securitytrailsApiKey\" value=\"HqBlQ9Y1vS0zQEmCBSYhUhaC0ZfuaA4n\"/>", "HqBlQ9Y1vS0zQEmCBSYhUhaC0ZfuaA4n"},
    {"securitytrails:\n  api_key: HqBlQ9Y1vS0zQEmCBSYhUhaC0ZfuaA4n\n", "HqBlQ9Y1vS0zQEmCBSYhUhaC0ZfuaA4n"}};
constexpr LeakCounterexample kSecurityTrailsKeyNot[] = {{"checksum: HqBlQ9Y1vS0zQEmCBSYhUhaC0ZfuaA4n"},
                                                        {"SECURITYTRAILS_API_KEY=HqBlQ9Y1v"}};
constexpr LeakExample kIpinfoToken[] = {
    {"{\\\"ipstackAccessKey\\\":\\\"9612cbf967adaece6237873e4f6e89ec\\\"}", "9612cbf967adaece6237873e4f6e89ec"},
    {"os.environ['IPSTACK_ACCESS_KEY'] = '9612cbf967adaece6237873e4f6e89ec'", "9612cbf967adaece6237873e4f6e89ec"}};
constexpr LeakCounterexample kIpinfoTokenNot[] = {{"checksum: 9612cbf967adaece6237873e4f6e89ec"}, {"IPSTACK_ACCESS_KEY=9612cbf96"}};
constexpr LeakExample kWeatherKey[] = {
    {"config.set(\"openweather_api_key\", \"135f19b21d3070282286436b7b1b7bad\")", "135f19b21d3070282286436b7b1b7bad"},
    {"run --openweather-api-key 135f19b21d3070282286436b7b1b7bad x", "135f19b21d3070282286436b7b1b7bad"}};
constexpr LeakCounterexample kWeatherKeyNot[] = {{"checksum: 135f19b21d3070282286436b7b1b7bad"}, {"OPENWEATHER_API_KEY=135f19b21"}};
constexpr LeakExample kUrlscanKey[] = {
    {"\"urlscanApiKey\": \"7ba1a264-1b20-4e6c-851b-d08fbf2ece5d\",", "7ba1a264-1b20-4e6c-851b-d08fbf2ece5d"},
    {"const urlscanApiKey string = \"DN6y0U3YKsjKlO9rCZqJGrZIFKPIkUiHLToUjZUY1XBPq2n7JArJg9lClFaIva66\"\n",
     "DN6y0U3YKsjKlO9rCZqJGrZIFKPIkUiHLToUjZUY1XBPq2n7JArJg9lClFaIva66"}};
constexpr LeakCounterexample kUrlscanKeyNot[] = {{"checksum: 7ba1a264-1b20-4e6c-851b-d08fbf2ece5d"}, {"URLSCAN_API_KEY=7ba1a264-"}};
constexpr LeakExample kMaxmindKeyOlder[] = {{"maxmind_license_key = \"nlso5uAL6geLhGEv\"\n", "nlso5uAL6geLhGEv"},
                                            {"<add key=\"maxmindLicenseKey\" value=\"nlso5uAL6geLhGEv\"/>", "nlso5uAL6geLhGEv"}};
constexpr LeakCounterexample kMaxmindKeyOlderNot[] = {{"checksum: nlso5uAL6geLhGEv"}, {"MAXMIND_LICENSE_KEY=nlso5uAL6"}};
constexpr LeakExample kMaxmindKey[] = {{"TOKEN=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\n", "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"}};
constexpr LeakCounterexample kMaxmindKeyNot[] = {{"xxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxx"}, {"abRfDO_KbwSBFvxo4epd"}};

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
