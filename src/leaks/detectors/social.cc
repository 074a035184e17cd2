// SPDX-License-Identifier: Apache-2.0
//
// Tokens of social networks and music: Facebook and Instagram, X (Twitter), LinkedIn, Reddit, TikTok, Spotify, Strava, Pinterest,
// Snapchat, Mastodon. X's bearer tokens begin with a run of A.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

// 'Z' begins an escape of two letters in the tokens of today.
Opinion facebook(const Candidate& candidate) {
  std::size_t escapes = 0;
  for (std::size_t at = 0; (at = candidate.secret.find('Z', at)) != candidate.secret.npos && ++at < candidate.secret.size();) {
    if (candidate.secret[at] >= 'A' && candidate.secret[at] <= 'D') ++escapes;
  }
  return escapes >= 2 && looks_random(candidate.secret) ? Opinion::kLikely : Opinion::kNo;
}

Opinion bearer(const Candidate& candidate) {
  return looks_random(candidate.secret.substr(candidate.secret.find_first_not_of('A'))) ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kFacebookToken[] = {
    {"const t = `EAA"
     "GLm4e0DIVKvAaFRfS5GkqpohfgYUrSPtBRWBgg8DBfk4CRBuvF22gelpfGjdXZBZCu6kvIAxl3WWYxW7uYOU0gr19yDYluzkzjACOuI2FgraK7khYgXfRzrbmFEDIZD`;",
     "EAA"
     "GLm4e0DIVKvAaFRfS5GkqpohfgYUrSPtBRWBgg8DBfk4CRBuvF22gelpfGjdXZBZCu6kvIAxl3WWYxW7uYOU0gr19yDYluzkzjACOuI2FgraK7khYgXfRzrbmFEDIZD"}};
constexpr LeakCounterexample kFacebookTokenNot[] = {
    {"EAA"
     "porcjgCDB5aEfPbTmD8pWcDEDdju17ERL7xqaAIYYkXBKVmhtJ0B79Yg5yElnSCnecYlLcJUFEN212wdlIBFH7uYE8M8RnN"}};
constexpr LeakExample kFacebookAppToken[] = {{"https://graph.facebook.com/me?access_token=7452092723779822|kSkvpSHHC43Duq6rk0AyRLXvszy\n",
                                              "7452092723779822|kSkvpSHHC43Duq6rk0AyRLXvszy"}};
constexpr LeakCounterexample kFacebookAppTokenNot[] = {{"access_token=4957014736896521|aaaaaaaaaaaaaaaaaaaaaaaaaaa"}};
constexpr LeakExample kFacebookSecret[] = {
    {"FACEBOOK_APP_SECRET=d2520109d5068efec0c13cf804923809\n", "d2520109d5068efec0c13cf804923809"},
    {"<facebook-app-secret>d2520109d5068efec0c13cf804923809</facebook-app-secret>", "d2520109d5068efec0c13cf804923809"}};
constexpr LeakCounterexample kFacebookSecretNot[] = {{"checksum: d2520109d5068efec0c13cf804923809"}, {"FACEBOOK_APP_SECRET=d2520109d"}};
constexpr LeakExample kInstagramToken[] = {
    {"token: 'IGQV"
     "TE5MAfVeuxUP5EgyUa2jd4mSH4DB1nQMZ2BGzpCCTb73bBKtfjps21RHwiUJbYMYGI5EYK5CFdV5xdkL8LIiCjv4slfy4zZwD1glSZdiQtmkdunSLkQEbAlRZVia6jUKz9BpB"
     "2Zg0y6ny9dr3UzsAf'\n",
     "IGQV"
     "TE5MAfVeuxUP5EgyUa2jd4mSH4DB1nQMZ2BGzpCCTb73bBKtfjps21RHwiUJbYMYGI5EYK5CFdV5xdkL8LIiCjv4slfy4zZwD1glSZdiQtmkdunSLkQEbAlRZVia6jUKz9BpB"
     "2Zg0y6ny9dr3UzsAf"}};
constexpr LeakCounterexample kInstagramTokenNot[] = {{"IGQVxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                                      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"IGQV"
                                                      "TE5MAfVeuxUP5EgyUa2jd4mSH4DB1nQMZ2BGzpCCTb73bBKtfjps21RHwiUJbYMYGI5EYK5CFdV"}};
constexpr LeakExample kTwitterBearerToken[] = {
    {"curl -H \"Authorization: Bearer AAAAAAAAAAAAAAAAAAAAA"
     "LF7CM0TrT%2B6YtahYkI4RQzBFEAIjCt%3D3CQqAoD0CLCFCXR1ZdwI3jKMHoW1EAEopdZnQ2YIz32YAuaS56\" x",
     "AAAAAAAAAAAAAAAAAAAAA"
     "LF7CM0TrT%2B6YtahYkI4RQzBFEAIjCt%3D3CQqAoD0CLCFCXR1ZdwI3jKMHoW1EAEopdZnQ2YIz32YAuaS56"}};
constexpr LeakCounterexample kTwitterBearerTokenNot[] = {
    {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}};
constexpr LeakExample kTwitterSecret[] = {{"os.environ['TWITTER_API_SECRET'] = 'zmgX6WIIngJ4GBKNOPJTirJysVrBvW45penymFoDlluBZ4qImT'",
                                           "zmgX6WIIngJ4GBKNOPJTirJysVrBvW45penymFoDlluBZ4qImT"},
                                          {"ENV TWITTER_API_SECRET 4464151530-7WZ9qdQ6XNPFnLD36UTGz6hXwgRoEDELrYAIKRK7\n",
                                           "4464151530-7WZ9qdQ6XNPFnLD36UTGz6hXwgRoEDELrYAIKRK7"}};
constexpr LeakCounterexample kTwitterSecretNot[] = {{"checksum: zmgX6WIIngJ4GBKNOPJTirJysVrBvW45penymFoDlluBZ4qImT"},
                                                    {"TWITTER_API_SECRET=zmgX6WIIn"}};
constexpr LeakExample kLinkedinSecret[] = {
    {"<token>WPL_AP1."
     "lHTLkeLTZxck0e8t.JJzT2gXu</token>",
     "WPL_AP1."
     "lHTLkeLTZxck0e8t.JJzT2gXu"}};
constexpr LeakCounterexample kLinkedinSecretNot[] = {{"WPL_AP1.xxxxxxxxxxxxxxxx.xxxxxxxx"},
                                                     {"WPL_AP1."
                                                      "lHTLkeLTZxck"}};
constexpr LeakExample kLinkedinSecretOlder[] = {
    {"<linkedin-client-secret>P44PyClUNf83b3BI</linkedin-client-secret>", "P44PyClUNf83b3BI"},
    {"config.set(\"linkedin_client_secret\", \"AQ"
     "1GjE0v18goRAR2TstZwhjqZkFq9qmzOh6lZy3Uu2h5BTYvZfJqippZCyaixgtzb69yDGb0rAj3U8KvdExCetQBSro9WZM8MjAsZHHx7cXs2WuvHUNvXkjBYVZ1x3zepKR4dpL"
     "GzG5sOr740NtLv87r1OUjSn79uoIzh7vik78RF64Qm83kgxezvEQkYnnHpsONrKYH1Z\")",
     "AQ"
     "1GjE0v18goRAR2TstZwhjqZkFq9qmzOh6lZy3Uu2h5BTYvZfJqippZCyaixgtzb69yDGb0rAj3U8KvdExCetQBSro9WZM8MjAsZHHx7cXs2WuvHUNvXkjBYVZ1x3zepKR4dpL"
     "GzG5sOr740NtLv87r1OUjSn79uoIzh7vik78RF64Qm83kgxezvEQkYnnHpsONrKYH1Z"}};
constexpr LeakCounterexample kLinkedinSecretOlderNot[] = {{"checksum: P44PyClUNf83b3BI"}, {"LINKEDIN_CLIENT_SECRET=P44PyClUN"}};
constexpr LeakExample kRedditSecret[] = {{"reddit.client.secret=Tlr7tdianKWM4nYyuGsJKSCnnxfHkK\n", "Tlr7tdianKWM4nYyuGsJKSCnnxfHkK"},
                                         {"\"redditClientSecret\": \"Tlr7tdianKWM4nYyuGsJKSCnnxfHkK\",", "Tlr7tdianKWM4nYyuGsJKSCnnxfHkK"}};
constexpr LeakCounterexample kRedditSecretNot[] = {{"checksum: Tlr7tdianKWM4nYyuGsJKSCnnxfHkK"}, {"REDDIT_CLIENT_SECRET=Tlr7tdian"}};
constexpr LeakExample kTiktokSecret[] = {
    {"ENV TIKTOK_CLIENT_SECRET 4MZneHEUPKCuCXkMba7QrXyNHlRpXtLQ\n", "4MZneHEUPKCuCXkMba7QrXyNHlRpXtLQ"},
    {"tiktok_client_secret = \"4MZneHEUPKCuCXkMba7QrXyNHlRpXtLQ\"\n", "4MZneHEUPKCuCXkMba7QrXyNHlRpXtLQ"}};
constexpr LeakCounterexample kTiktokSecretNot[] = {{"checksum: 4MZneHEUPKCuCXkMba7QrXyNHlRpXtLQ"}, {"TIKTOK_CLIENT_SECRET=4MZneHEUP"}};
constexpr LeakExample kSpotifySecret[] = {
    {"\"spotify_client_secret\" => \"beab05f26398db1e3e9cfed0531139e9\"", "beab05f26398db1e3e9cfed0531139e9"},
    {"- name: SPOTIFY_CLIENT_SECRET\n  value: beab05f26398db1e3e9cfed0531139e9\n", "beab05f26398db1e3e9cfed0531139e9"}};
constexpr LeakCounterexample kSpotifySecretNot[] = {{"checksum: beab05f26398db1e3e9cfed0531139e9"}, {"SPOTIFY_CLIENT_SECRET=beab05f26"}};
constexpr LeakExample kStravaSecret[] = {
    {"STRAVA_CLIENT_SECRET=463403f2e03edc9d9fccf74739164ff374030e1a\n", "463403f2e03edc9d9fccf74739164ff374030e1a"},
    {"<strava-client-secret>463403f2e03edc9d9fccf74739164ff374030e1a</strava-client-secret>", "463403f2e03edc9d9fccf74739164ff374030e1a"}};
constexpr LeakCounterexample kStravaSecretNot[] = {{"checksum: 463403f2e03edc9d9fccf74739164ff374030e1a"},
                                                   {"STRAVA_CLIENT_SECRET=463403f2e"}};
constexpr LeakExample kPinterestToken[] = {
    {"x --token=pina_"
     "N4M6TE2RHWXRMBVOCLE77OKFJB3PLJ603ZF8YP6NX86KSDP6YYDPZRYDNFOEEH3G y",
     "pina_"
     "N4M6TE2RHWXRMBVOCLE77OKFJB3PLJ603ZF8YP6NX86KSDP6YYDPZRYDNFOEEH3G"}};
constexpr LeakCounterexample kPinterestTokenNot[] = {{"pina_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"pina_"
                                                      "N4M6TE2RHWXRMBVOCLE77OKFJB3PLJ60"}};
constexpr LeakExample kMastodonToken[] = {
    {"mastodon_access_token = \"EOG6siUxrYqf37VcXMo8Au9cnqMBNqo7bKRAqC72i1P\"\n", "EOG6siUxrYqf37VcXMo8Au9cnqMBNqo7bKRAqC72i1P"},
    {"<add key=\"mastodonAccessToken\" value=\"EOG6siUxrYqf37VcXMo8Au9cnqMBNqo7bKRAqC72i1P\"/>",
     "EOG6siUxrYqf37VcXMo8Au9cnqMBNqo7bKRAqC72i1P"}};
constexpr LeakCounterexample kMastodonTokenNot[] = {{"checksum: EOG6siUxrYqf37VcXMo8Au9cnqMBNqo7bKRAqC72i1P"},
                                                    {"MASTODON_ACCESS_TOKEN=EOG6siUxr"}};
constexpr LeakExample kLastfmSecret[] = {
    {"- name: LASTFM_SHARED_SECRET\n  value: 38659225d71399ade447b210f5bc238d\n", "38659225d71399ade447b210f5bc238d"},
    {"{\\\"lastfmSharedSecret\\\":\\\"38659225d71399ade447b210f5bc238d\\\"}", "38659225d71399ade447b210f5bc238d"}};
constexpr LeakCounterexample kLastfmSecretNot[] = {{"checksum: 38659225d71399ade447b210f5bc238d"}, {"LASTFM_SHARED_SECRET=38659225d"}};

constexpr LeakKind kKinds[] = {
    {.id = "facebook-token",
     .title = "Facebook access token",
     .pattern = R"(\bEAA[0-9A-Za-z]{90,300}\b)",
     .trigger = R"(\bEAA[0-9A-Za-z]{90})",
     .confirm = facebook,
     .repair = "invalidate it at https://developers.facebook.com/tools/debug/accesstoken/, or change the password of the account",
     .matches = kFacebookToken,
     .matches_not = kFacebookTokenNot},
    {.id = "facebook-app-token",
     .title = "Facebook app access token",
     .pattern = R"((?i:access_?token|facebook|app_?token)["\'`]?\s{0,3}[=:,]\s{0,3}["\'`]?([0-9]{14,17}\|[0-9A-Za-z_-]{27})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "reset the app secret",
     .matches = kFacebookAppToken,
     .matches_not = kFacebookAppTokenNot},
    {.id = "facebook-secret",
     .title = "Facebook app secret",
     .pattern = kNamed<"facebook|fb_app|fb_client", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "reset it at https://developers.facebook.com/apps, Settings > Basic",
     .matches = kFacebookSecret,
     .matches_not = kFacebookSecretNot},
    {.id = "instagram-token",
     .title = "Instagram access token",
     .pattern = R"(\b(IG(?:QV|QW|AA)[0-9A-Za-z_-]{100,250})(?:[^\w-]|$))",
     .trigger = R"(\bIG(?:QV|QW|AA)[0-9A-Za-z_-]{100})",
     .confirm = likely_if_random,
     .repair = "remove the app under Settings > Website permissions of the account",
     .matches = kInstagramToken,
     .matches_not = kInstagramTokenNot},
    {.id = "twitter-bearer-token",
     .title = "X (Twitter) bearer token",
     .pattern = R"(\bAAAAAAAAAAAAAAAAAAAAA[0-9A-Za-z%]{60,120})",
     .trigger = R"(\bAAAAAAAAAAAAAAAAAAAAA[B-Zb-z0-9][0-9A-Za-z%]{59})",
     .confirm = bearer,
     .repair = "regenerate it at https://developer.x.com/en/portal/dashboard",
     .matches = kTwitterBearerToken,
     .matches_not = kTwitterBearerTokenNot},
    {.id = "twitter-secret",
     .title = "X (Twitter) API or access token secret",
     .pattern =
         kNamed<"twitter|tweepy", "(?:[0-9]{6,20}-[0-9A-Za-z]{40}|[0-9A-Za-z]{50}|[0-9A-Za-z]{45}|[0-9A-Za-z]{25})", "secret|token|key">,
     .confirm = likely_if_random,
     .repair = "regenerate it at https://developer.x.com/en/portal/dashboard",
     .matches = kTwitterSecret,
     .matches_not = kTwitterSecretNot},
    {.id = "linkedin-secret",
     .title = "LinkedIn client secret",
     .pattern = R"(\bWPL_AP[01]\.[0-9A-Za-z]{16}\.[0-9A-Za-z+/=]{6,10})",
     .repair = "generate a new one on the Auth page of the app",
     .matches = kLinkedinSecret,
     .matches_not = kLinkedinSecretNot},
    {.id = "linkedin-secret-older",
     .title = "LinkedIn client secret or access token",
     .pattern = kNamed<"linkedin", "(?:AQ[0-9A-Za-z_-]{100,400}|[0-9A-Za-z]{16})", "secret|access_?token">,
     .confirm = likely_if_random,
     .repair = "generate a new one on the Auth page of the app",
     .matches = kLinkedinSecretOlder,
     .matches_not = kLinkedinSecretOlderNot},
    {.id = "reddit-secret",
     .title = "Reddit client secret",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"reddit|praw", "[0-9A-Za-z_-]{27}|[0-9A-Za-z_-]{30}", "secret">,
     .confirm = likely_if_random,
     .repair = "make a new app at https://www.reddit.com/prefs/apps",
     .matches = kRedditSecret,
     .matches_not = kRedditSecretNot},
    {.id = "tiktok-secret",
     .title = "TikTok client secret",
     .pattern = kNamed<"tiktok", "[0-9A-Za-z]{32}|[0-9a-f]{40}", "secret">,
     .confirm = likely_if_random,
     .repair = "reset it at https://developers.tiktok.com/apps",
     .matches = kTiktokSecret,
     .matches_not = kTiktokSecretNot},
    {.id = "spotify-secret",
     .title = "Spotify client secret",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"spotify|spotipy", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "rotate it at https://developer.spotify.com/dashboard",
     .matches = kSpotifySecret,
     .matches_not = kSpotifySecretNot},
    {.id = "strava-secret",
     .title = "Strava client secret or token",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"strava", "[0-9a-f]{40}", "secret|token">,
     .min_entropy = 3.0,
     .repair = "refresh it at https://www.strava.com/settings/api",
     .matches = kStravaSecret,
     .matches_not = kStravaSecretNot},
    {.id = "pinterest-token",
     .title = "Pinterest access token",
     .pattern = R"(\bpin[ar]_[0-9A-Za-z]{40,100}\b)",
     .confirm = likely_if_random,
     .repair = "remove the app in the settings of the account",
     .matches = kPinterestToken,
     .matches_not = kPinterestTokenNot},
    {.id = "mastodon-token",
     .title = "Mastodon access token or client secret",
     .pattern = kNamed<"mastodon", "[0-9A-Za-z_-]{43}", "token|secret">,
     .confirm = likely_if_random,
     .repair = "revoke it under Preferences > Development",
     .matches = kMastodonToken,
     .matches_not = kMastodonTokenNot},
    {.id = "lastfm-secret",
     .title = "Last.fm shared secret",
     .severity = model::Severity::kMedium,
     .pattern = kNamed<"last_?fm", "[0-9a-f]{32}", "secret">,
     .min_entropy = 3.0,
     .repair = "make a new API account at https://www.last.fm/api/accounts",
     .matches = kLastfmSecret,
     .matches_not = kLastfmSecretNot},
};

}  // namespace

extern constinit const Detector social;
constinit const Detector social = {.name = "social", .summary = "tokens of social networks", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
