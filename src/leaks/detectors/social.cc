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
    {"<token>EAA"
     "GwUsvx6cfvoCFdbYvujdoqyDcAsG4mbuHSmctLlKuubMvbOqo9qHQd3YhhYMbZBZCFyYv9RI0PPD61uS8zgWzXJ29M1KP4ThwVlHaVyLCULMLyHhqozDrxIc6nk27ZD</"
     "token>",
     "EAA"
     "GwUsvx6cfvoCFdbYvujdoqyDcAsG4mbuHSmctLlKuubMvbOqo9qHQd3YhhYMbZBZCFyYv9RI0PPD61uS8zgWzXJ29M1KP4ThwVlHaVyLCULMLyHhqozDrxIc6nk27ZD"}};
constexpr LeakCounterexample kFacebookTokenNot[] = {
    {"EAA"
     "tsaLPFQBOjdjUzFRBiICJ65Q7RiBdDwX7U9qe4hl1m0gUxmKrVLCmS8AnMOxYB4xWtCXXCQq3Orkvh36XzzdutXrI334OjX"}};
constexpr LeakExample kFacebookAppToken[] = {
    {"access_token=2046363913578817|8cG2WxJEDQfIr4KvQtMpgGcHiDx\n", "2046363913578817|8cG2WxJEDQfIr4KvQtMpgGcHiDx"}};
constexpr LeakCounterexample kFacebookAppTokenNot[] = {{"6172068266232640|aaaaaaaaaaaaaaaaaaaaaaaaaaa"}};
constexpr LeakExample kFacebookSecret[] = {
    {"<facebook-app-secret>4f0f4637ee314878095bb62187f260bb</facebook-app-secret>", "4f0f4637ee314878095bb62187f260bb"},
    {"config.set(\"facebook_app_secret\", \"4f0f4637ee314878095bb62187f260bb\")", "4f0f4637ee314878095bb62187f260bb"}};
constexpr LeakCounterexample kFacebookSecretNot[] = {{"checksum: 4f0f4637ee314878095bb62187f260bb"}, {"FACEBOOK_APP_SECRET=4f0f4637e"}};
constexpr LeakExample kInstagramToken[] = {
    {"const t = `IGQV"
     "2yWqfmbMlhRslBkLDT7MtjQFGu4X9Se24aYiZ52u5r3JtGZdOaazI180gYAYJDSc626e17B8w0KcGyJNBZWoEfpglX7IJ2RwU6lxtfS02cHqrxhrVG9csRby8KA7mereLN9j9"
     "kc0Vx471d8D2757u3`;",
     "IGQV"
     "2yWqfmbMlhRslBkLDT7MtjQFGu4X9Se24aYiZ52u5r3JtGZdOaazI180gYAYJDSc626e17B8w0KcGyJNBZWoEfpglX7IJ2RwU6lxtfS02cHqrxhrVG9csRby8KA7mereLN9j9"
     "kc0Vx471d8D2757u3"}};
constexpr LeakCounterexample kInstagramTokenNot[] = {{"IGQVxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                                      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"IGQV"
                                                      "2yWqfmbMlhRslBkLDT7MtjQFGu4X9Se24aYiZ52u5r3JtGZdOaazI180gYAYJDSc626e17B8w0K"}};
constexpr LeakExample kTwitterBearerToken[] = {
    {"TOKEN=AAAAAAAAAAAAAAAAAAAAA"
     "LJk2oUbpy%2BlOUt80yt2SeCn5tu0rI7%3DrnufQgXnEU2nnEuhQhTvbIljBDTDC1CzyPbdnAaaZOwyP8PyK4\n",
     "AAAAAAAAAAAAAAAAAAAAA"
     "LJk2oUbpy%2BlOUt80yt2SeCn5tu0rI7%3DrnufQgXnEU2nnEuhQhTvbIljBDTDC1CzyPbdnAaaZOwyP8PyK4"}};
constexpr LeakCounterexample kTwitterBearerTokenNot[] = {
    {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}};
constexpr LeakExample kTwitterSecret[] = {
    {"ENV TWITTER_API_SECRET lcpyDq04VQDp9G7FrFvh6IlYL4Aa2rookwHW3rTAsUPqeBjgVW\n", "lcpyDq04VQDp9G7FrFvh6IlYL4Aa2rookwHW3rTAsUPqeBjgVW"},
    {"twitter_api_secret = \"4948791539-qEAVweqeheWxXkqGfhnuM8nZmnHBIdG9zNYHbc1f\"\n",
     "4948791539-qEAVweqeheWxXkqGfhnuM8nZmnHBIdG9zNYHbc1f"}};
constexpr LeakCounterexample kTwitterSecretNot[] = {{"checksum: lcpyDq04VQDp9G7FrFvh6IlYL4Aa2rookwHW3rTAsUPqeBjgVW"},
                                                    {"TWITTER_API_SECRET=lcpyDq04V"}};
constexpr LeakExample kLinkedinSecret[] = {
    {"curl -H \"Authorization: Bearer WPL_AP1."
     "pOID5lQQ2jGuGUiZ.lsEbEmXB\" x",
     "WPL_AP1."
     "pOID5lQQ2jGuGUiZ.lsEbEmXB"}};
constexpr LeakCounterexample kLinkedinSecretNot[] = {{"WPL_AP1.xxxxxxxxxxxxxxxx.xxxxxxxx"},
                                                     {"WPL_AP1."
                                                      "pOID5lQQ2jGu"}};
constexpr LeakExample kLinkedinSecretOlder[] = {
    {"config.set(\"linkedin_client_secret\", \"NGlq9q0q5jmwpcYX\")", "NGlq9q0q5jmwpcYX"},
    {"run --linkedin-client-secret AQ"
     "Dt6UmJwqMudfNbA29yQHrwWDK3TATBw2r3vgkWfcKIu0UdJdQ5NDYcMurDw6HSryejBTDJCjF4RPaIdwuOwZB4AeSLrZOtiUCVrAXgvZmOLOq0t4lCwLfwuU6bNq1cay2O8Ly"
     "RYACUXV6o5DZBArbF8g55OCAqFW9TySjvdzDuHNcCykCn7lFoasxTrNaDQTBkZE26GN x",
     "AQ"
     "Dt6UmJwqMudfNbA29yQHrwWDK3TATBw2r3vgkWfcKIu0UdJdQ5NDYcMurDw6HSryejBTDJCjF4RPaIdwuOwZB4AeSLrZOtiUCVrAXgvZmOLOq0t4lCwLfwuU6bNq1cay2O8Ly"
     "RYACUXV6o5DZBArbF8g55OCAqFW9TySjvdzDuHNcCykCn7lFoasxTrNaDQTBkZE26GN"}};
constexpr LeakCounterexample kLinkedinSecretOlderNot[] = {{"checksum: NGlq9q0q5jmwpcYX"}, {"LINKEDIN_CLIENT_SECRET=NGlq9q0q5"}};
constexpr LeakExample kRedditSecret[] = {
    {"\"redditClientSecret\": \"HEMzsddN97QrTtPYdGLcR6EcgzU5nm\",", "HEMzsddN97QrTtPYdGLcR6EcgzU5nm"},
    {"const redditClientSecret string = \"HEMzsddN97QrTtPYdGLcR6EcgzU5nm\"\n", "HEMzsddN97QrTtPYdGLcR6EcgzU5nm"}};
constexpr LeakCounterexample kRedditSecretNot[] = {{"checksum: HEMzsddN97QrTtPYdGLcR6EcgzU5nm"}, {"REDDIT_CLIENT_SECRET=HEMzsddN9"}};
constexpr LeakExample kTiktokSecret[] = {
    {"tiktok_client_secret = \"sV83l4TfQ0s3LN1oN3FqfYTquirj6RJJ\"\n", "sV83l4TfQ0s3LN1oN3FqfYTquirj6RJJ"},
    {"<add key=\"tiktokClientSecret\" value=\"sV83l4TfQ0s3LN1oN3FqfYTquirj6RJJ\"/>", "sV83l4TfQ0s3LN1oN3FqfYTquirj6RJJ"}};
constexpr LeakCounterexample kTiktokSecretNot[] = {{"checksum: sV83l4TfQ0s3LN1oN3FqfYTquirj6RJJ"}, {"TIKTOK_CLIENT_SECRET=sV83l4TfQ"}};
constexpr LeakExample kSpotifySecret[] = {
    {"- name: SPOTIFY_CLIENT_SECRET\n  value: 20ac37d253785c9aa0d5263ac648b559\n", "20ac37d253785c9aa0d5263ac648b559"},
    {"{\\\"spotifyClientSecret\\\":\\\"20ac37d253785c9aa0d5263ac648b559\\\"}", "20ac37d253785c9aa0d5263ac648b559"}};
constexpr LeakCounterexample kSpotifySecretNot[] = {{"checksum: 20ac37d253785c9aa0d5263ac648b559"}, {"SPOTIFY_CLIENT_SECRET=20ac37d25"}};
constexpr LeakExample kStravaSecret[] = {
    {"<strava-client-secret>a5e41342b34f2fc99ceec9d3961dc32804c161e9</strava-client-secret>", "a5e41342b34f2fc99ceec9d3961dc32804c161e9"},
    {"config.set(\"strava_client_secret\", \"a5e41342b34f2fc99ceec9d3961dc32804c161e9\")", "a5e41342b34f2fc99ceec9d3961dc32804c161e9"}};
constexpr LeakCounterexample kStravaSecretNot[] = {{"checksum: a5e41342b34f2fc99ceec9d3961dc32804c161e9"},
                                                   {"STRAVA_CLIENT_SECRET=a5e41342b"}};
constexpr LeakExample kPinterestToken[] = {
    {"ENV API_TOKEN pina_"
     "VMOMUX4JLOO0ENLYAHU0N36BCQ99GKCALM2KU00YK7XJ541EFPXT8S96TPG4SBV2\n",
     "pina_"
     "VMOMUX4JLOO0ENLYAHU0N36BCQ99GKCALM2KU00YK7XJ541EFPXT8S96TPG4SBV2"}};
constexpr LeakCounterexample kPinterestTokenNot[] = {{"pina_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                     {"pina_"
                                                      "VMOMUX4JLOO0ENLYAHU0N36BCQ99GKCA"}};
constexpr LeakExample kMastodonToken[] = {
    {"<add key=\"mastodonAccessToken\" value=\"WuSo5GfM3HhSIYAk2IfOlSZDISQ4ifiOTF1QwJYX0jh\"/>",
     "WuSo5GfM3HhSIYAk2IfOlSZDISQ4ifiOTF1QwJYX0jh"},
    {"mastodon:\n  access_token: WuSo5GfM3HhSIYAk2IfOlSZDISQ4ifiOTF1QwJYX0jh\n", "WuSo5GfM3HhSIYAk2IfOlSZDISQ4ifiOTF1QwJYX0jh"}};
constexpr LeakCounterexample kMastodonTokenNot[] = {{"checksum: WuSo5GfM3HhSIYAk2IfOlSZDISQ4ifiOTF1QwJYX0jh"},
                                                    {"MASTODON_ACCESS_TOKEN=WuSo5GfM3"}};
constexpr LeakExample kLastfmSecret[] = {
    {"{\\\"lastfmSharedSecret\\\":\\\"6b21fe4ded91de99853e81590a73845c\\\"}", "6b21fe4ded91de99853e81590a73845c"},
    {"os.environ['LASTFM_SHARED_SECRET'] = '6b21fe4ded91de99853e81590a73845c'", "6b21fe4ded91de99853e81590a73845c"}};
constexpr LeakCounterexample kLastfmSecretNot[] = {{"checksum: 6b21fe4ded91de99853e81590a73845c"}, {"LASTFM_SHARED_SECRET=6b21fe4de"}};

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
     .pattern = R"(\b[0-9]{14,17}\|[0-9A-Za-z_-]{27}\b)",
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
     .pattern = R"(\bIG(?:QV|QW|AA)[0-9A-Za-z_-]{100,250}\b)",
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
