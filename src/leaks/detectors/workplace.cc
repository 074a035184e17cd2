// SPDX-License-Identifier: Apache-2.0
//
// Tokens of tools that teams plan, write and draw with: Airtable, Notion, Linear, Asana, ClickUp, monday.com, Figma, Miro, Shortcut,
// Todoist, Coda, Confluent of forms and mail, Typeform, Zapier, Make, IFTTT.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kAirtableToken[] = {
    {"x --token=pat"
     "uvk19YHX6d85EE.8512a00f4aed33c10dab9d676f3c9d75cba3046f7789be865440ca7729bd03a2 y",
     "pat"
     "uvk19YHX6d85EE.8512a00f4aed33c10dab9d676f3c9d75cba3046f7789be865440ca7729bd03a2"}};
constexpr LeakCounterexample kAirtableTokenNot[] = {{"patxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"pat"
                                                     "uvk19YHX6d85EE.8512a00f4aed33c10dab9d67"}};
constexpr LeakExample kAirtableKeyOlder[] = {
    {"AIRTABLE_API_KEY=key"
     "38dY428nIgpIX7\n",
     "key"
     "38dY428nIgpIX7"}};
constexpr LeakCounterexample kAirtableKeyOlderNot[] = {{"AIRTABLE_API_KEY=keyXXXXXXXXXXXXXX"}};
constexpr LeakExample kNotionToken[] = {{"export TOKEN=\"ntn_"
                                         "27219306700fPNsUl92HgJDjdvAxnILEJ4GHkIupLsryS2\"",
                                         "ntn_"
                                         "27219306700fPNsUl92HgJDjdvAxnILEJ4GHkIupLsryS2"},
                                        {"const t = `secret_"
                                         "IogJECWI6beKYBp9putzGkzHRe3tU1Yh1r7EQNeP2xw`;",
                                         "secret_"
                                         "IogJECWI6beKYBp9putzGkzHRe3tU1Yh1r7EQNeP2xw"}};
constexpr LeakCounterexample kNotionTokenNot[] = {{"ntn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"ntn_"
                                                   "27219306700fPNsUl92HgJD"}};
constexpr LeakExample kLinearKey[] = {
    {"TOKEN=lin_api_"
     "M1LFX1m2ajpbCrnZiyYXXrLWlu5Emp8epY8ZbKmL\n",
     "lin_api_"
     "M1LFX1m2ajpbCrnZiyYXXrLWlu5Emp8epY8ZbKmL"}};
constexpr LeakCounterexample kLinearKeyNot[] = {{"lin_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"lin_api_"
                                                 "M1LFX1m2ajpbCrnZiyYX"}};
constexpr LeakExample kLinearOauthToken[] = {{"\"token\": \"lin_oauth_"
                                              "db4263aab5a7248ddba36beb7e8ea8d1f0204b6bdaa5ca00ae6c0f3714744d5f\"",
                                              "lin_oauth_"
                                              "db4263aab5a7248ddba36beb7e8ea8d1f0204b6bdaa5ca00ae6c0f3714744d5f"},
                                             {"token: 'lin_wh_"
                                              "59J2ri0BiaTSSrPoYuFvKtd8IJwGpkjzUKkS6eQfgXB'\n",
                                              "lin_wh_"
                                              "59J2ri0BiaTSSrPoYuFvKtd8IJwGpkjzUKkS6eQfgXB"}};
constexpr LeakCounterexample kLinearOauthTokenNot[] = {{"lin_oauth_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"lin_oauth_"
                                                        "db4263aab5a7248ddba36beb7e8ea8d1"}};
constexpr LeakExample kAsanaToken[] = {
    {"\"asana_access_token\" => \"1/5500791422179144:27c98ca71e2e680a572d8f4cf3d7265c\"",
     "1/5500791422179144:27c98ca71e2e680a572d8f4cf3d7265c"},
    {"- name: ASANA_ACCESS_TOKEN\n  value: 2/4030164405491821/2522344147373734:916c1d6fa67c44ae809cc2d217d09755\n",
     "2/4030164405491821/2522344147373734:916c1d6fa67c44ae809cc2d217d09755"}};
constexpr LeakCounterexample kAsanaTokenNot[] = {{"checksum: 1/5500791422179144:27c98ca71e2e680a572d8f4cf3d7265c"},
                                                 {"ASANA_ACCESS_TOKEN=1/5500791"}};
constexpr LeakExample kClickupToken[] = {
    {"{\\\"token\\\":\\\"pk_"
     "23608761_GNEMMOS3IC8QJOAML48X5RGFW9KRM8IF\\\"}",
     "pk_"
     "23608761_GNEMMOS3IC8QJOAML48X5RGFW9KRM8IF"}};
constexpr LeakCounterexample kClickupTokenNot[] = {{"pk_xxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"pk_"
                                                    "23608761_GNEMMOS3IC8"}};
constexpr LeakExample kMondayToken[] = {
    {"\"mondayApiToken\": \"eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjcxODkwODA3MSwiYWFpIjoxMSwidWlkIjo0NjgxMTg4OCwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "ODU1MDc5NiwicmduIjoiZXVjMSJ9.XbWuGeiv53aRmtZGiKqrdEBTtNJP5G2w68wtCPuCbuO\",",
     "eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjcxODkwODA3MSwiYWFpIjoxMSwidWlkIjo0NjgxMTg4OCwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "ODU1MDc5NiwicmduIjoiZXVjMSJ9.XbWuGeiv53aRmtZGiKqrdEBTtNJP5G2w68wtCPuCbuO"},
    {"const mondayApiToken string = \"eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjcxODkwODA3MSwiYWFpIjoxMSwidWlkIjo0NjgxMTg4OCwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "ODU1MDc5NiwicmduIjoiZXVjMSJ9.XbWuGeiv53aRmtZGiKqrdEBTtNJP5G2w68wtCPuCbuO\"\n",
     "eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjcxODkwODA3MSwiYWFpIjoxMSwidWlkIjo0NjgxMTg4OCwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "ODU1MDc5NiwicmduIjoiZXVjMSJ9.XbWuGeiv53aRmtZGiKqrdEBTtNJP5G2w68wtCPuCbuO"}};
constexpr LeakCounterexample kMondayTokenNot[] = {
    {"checksum: "
     "eyJhbGciOiJIUzI1NiJ9."
     "eyJ0aWQiOjcxODkwODA3MSwiYWFpIjoxMSwidWlkIjo0NjgxMTg4OCwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6O"
     "DU1MDc5NiwicmduIjoiZXVjMSJ9.XbWuGeiv53aRmtZGiKqrdEBTtNJP5G2w68wtCPuCbuO"},
    {"MONDAY_API_TOKEN=eyJhbGciO"}};
constexpr LeakExample kFigmaToken[] = {
    {"export TOKEN=\"figd_"
     "tJUQz7Hre5uJt5BwF4n_249Rd-Yb3iSL375DL9wG\"",
     "figd_"
     "tJUQz7Hre5uJt5BwF4n_249Rd-Yb3iSL375DL9wG"}};
constexpr LeakCounterexample kFigmaTokenNot[] = {{"figd_xxxxxxxxxxxxxxxxxxx_xxxxx-xxxxxxxxxxxxxx"},
                                                 {"figd_"
                                                  "tJUQz7Hre5uJt5BwF4n_"}};
constexpr LeakExample kMiroToken[] = {{"os.environ['MIRO_ACCESS_TOKEN'] = 'eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_uNxGfgzZpeEPKQxp7uPQFycy4jU'",
                                       "eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_uNxGfgzZpeEPKQxp7uPQFycy4jU"},
                                      {"ENV MIRO_ACCESS_TOKEN eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_uNxGfgzZpeEPKQxp7uPQFycy4jU\n",
                                       "eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_uNxGfgzZpeEPKQxp7uPQFycy4jU"}};
constexpr LeakCounterexample kMiroTokenNot[] = {{"checksum: eyJtaXJvLm9yaWdpbiI6ImV1MDEifQ_uNxGfgzZpeEPKQxp7uPQFycy4jU"},
                                                {"MIRO_ACCESS_TOKEN=eyJtaXJvL"}};
constexpr LeakExample kShortcutToken[] = {
    {"run --shortcut-api-token 97fdb065-28b9-47c3-ba5a-f14b7a715091 x", "97fdb065-28b9-47c3-ba5a-f14b7a715091"},
    {"\"shortcut_api_token\" => \"97fdb065-28b9-47c3-ba5a-f14b7a715091\"", "97fdb065-28b9-47c3-ba5a-f14b7a715091"}};
constexpr LeakCounterexample kShortcutTokenNot[] = {{"checksum: 97fdb065-28b9-47c3-ba5a-f14b7a715091"}, {"SHORTCUT_API_TOKEN=97fdb065-"}};
constexpr LeakExample kTodoistToken[] = {
    {"const todoistApiToken string = \"d35086b31bef37cdcd47656ef2db7c8e79ed36a8\"\n", "d35086b31bef37cdcd47656ef2db7c8e79ed36a8"},
    {"TODOIST_API_TOKEN=d35086b31bef37cdcd47656ef2db7c8e79ed36a8\n", "d35086b31bef37cdcd47656ef2db7c8e79ed36a8"}};
constexpr LeakCounterexample kTodoistTokenNot[] = {{"checksum: d35086b31bef37cdcd47656ef2db7c8e79ed36a8"}, {"TODOIST_API_TOKEN=d35086b31"}};
constexpr LeakExample kCodaToken[] = {
    {"<add key=\"codaApiToken\" value=\"ad63fc91-70c4-4d65-a820-789a9de762c7\"/>", "ad63fc91-70c4-4d65-a820-789a9de762c7"},
    {"coda:\n  api_token: ad63fc91-70c4-4d65-a820-789a9de762c7\n", "ad63fc91-70c4-4d65-a820-789a9de762c7"}};
constexpr LeakCounterexample kCodaTokenNot[] = {{"checksum: ad63fc91-70c4-4d65-a820-789a9de762c7"}, {"CODA_API_TOKEN=ad63fc91-"}};
constexpr LeakExample kTypeformToken[] = {
    {"x --token=tfp_"
     "OtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6CagP_Cr1AUHxo8odSt7 y",
     "tfp_"
     "OtsfPksXHgZPCNhDLOUTUpEWfTTfqkxQm6vMIpu6CagP_Cr1AUHxo8odSt7"}};
constexpr LeakCounterexample kTypeformTokenNot[] = {{"tfp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxx"},
                                                    {"tfp_"
                                                     "OtsfPksXHgZPCNhDLOUTUpEWfTTfq"}};
constexpr LeakExample kJotformKey[] = {
    {"\"jotform_api_key\" => \"f44a06c812232d33fbf3e1ac05fc2461\"", "f44a06c812232d33fbf3e1ac05fc2461"},
    {"- name: JOTFORM_API_KEY\n  value: f44a06c812232d33fbf3e1ac05fc2461\n", "f44a06c812232d33fbf3e1ac05fc2461"}};
constexpr LeakCounterexample kJotformKeyNot[] = {{"checksum: f44a06c812232d33fbf3e1ac05fc2461"}, {"JOTFORM_API_KEY=f44a06c81"}};
constexpr LeakExample kZapierWebhook[] = {{"https://hooks.zapier.com/hooks/catch/42337513/2dyzno8/", "2dyzno8"}};
constexpr LeakCounterexample kZapierWebhookNot[] = {{"https://hooks.zapier.com/hooks/catch/ID/HOOK/"}};
constexpr LeakExample kMakeWebhook[] = {{"https://hook.eu1.make.com/yiqzks91evk2oylayfh0m188xttevmpc", "yiqzks91evk2oylayfh0m188xttevmpc"}};
constexpr LeakCounterexample kMakeWebhookNot[] = {{"https://hook.eu1.make.com/yourwebhook"}};
constexpr LeakExample kIftttWebhook[] = {
    {"https://maker.ifttt.com/trigger/door/with/key/s5dyB-UQ9B6SBGorVD3cWb", "s5dyB-UQ9B6SBGorVD3cWb"}};
constexpr LeakCounterexample kIftttWebhookNot[] = {{"https://maker.ifttt.com/trigger/door/with/key/your-webhooks-service-key"}};
constexpr LeakExample kCalendlyToken[] = {
    {"CALENDLY_API_TOKEN=eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJb4RDCRAUtqnfiIUwvWskQRrDcbtoJfuCNO3WWEUClclRYIPE7LpYM3HOnCyGhtETf6djDg85X1s7D17DCAZ6zvKUep1LRfUPbLBLoNaoKGMUShKLbaTOUZxB."
     "CqJXXx7nDaeCj9cPR4NDNMFPzY0xSk35lXr05SsRszgBeTvvQqXLPidPl1J36qw7hAxtR8WztO2kUncFDxdPUV\n",
     "eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJb4RDCRAUtqnfiIUwvWskQRrDcbtoJfuCNO3WWEUClclRYIPE7LpYM3HOnCyGhtETf6djDg85X1s7D17DCAZ6zvKUep1LRfUPbLBLoNaoKGMUShKLbaTOUZxB."
     "CqJXXx7nDaeCj9cPR4NDNMFPzY0xSk35lXr05SsRszgBeTvvQqXLPidPl1J36qw7hAxtR8WztO2kUncFDxdPUV"},
    {"<calendly-api-token>eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJb4RDCRAUtqnfiIUwvWskQRrDcbtoJfuCNO3WWEUClclRYIPE7LpYM3HOnCyGhtETf6djDg85X1s7D17DCAZ6zvKUep1LRfUPbLBLoNaoKGMUShKLbaTOUZxB."
     "CqJXXx7nDaeCj9cPR4NDNMFPzY0xSk35lXr05SsRszgBeTvvQqXLPidPl1J36qw7hAxtR8WztO2kUncFDxdPUV</calendly-api-token>",
     "eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJb4RDCRAUtqnfiIUwvWskQRrDcbtoJfuCNO3WWEUClclRYIPE7LpYM3HOnCyGhtETf6djDg85X1s7D17DCAZ6zvKUep1LRfUPbLBLoNaoKGMUShKLbaTOUZxB."
     "CqJXXx7nDaeCj9cPR4NDNMFPzY0xSk35lXr05SsRszgBeTvvQqXLPidPl1J36qw7hAxtR8WztO2kUncFDxdPUV"}};
constexpr LeakCounterexample kCalendlyTokenNot[] = {
    {"checksum: "
     "eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2."
     "eyJb4RDCRAUtqnfiIUwvWskQRrDcbtoJfuCNO3WWEUClclRYIPE7LpYM3HOnCyGhtETf6djDg85X1s7D17DCAZ6zvKUep1LRfUPbLBLoNaoKGMUShKLbaTOUZxB."
     "CqJXXx7nDaeCj9cPR4NDNMFPzY0xSk35lXr05SsRszgBeTvvQqXLPidPl1J36qw7hAxtR8WztO2kUncFDxdPUV"},
    {"CALENDLY_API_TOKEN=eyJraWQiO"}};

constexpr LeakKind kKinds[] = {
    {.id = "airtable-token",
     .title = "Airtable personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bpat[0-9A-Za-z]{14}\.[0-9a-f]{64}\b)",
     .repair = "delete it at https://airtable.com/create/tokens",
     .matches = kAirtableToken,
     .matches_not = kAirtableTokenNot},
    {.id = "airtable-key-older",
     .title = "Airtable API key",
     .severity = model::Severity::kLow,
     .pattern = R"((?i:airtable)[\w.\s:"\'-]{0,24}["\'`\s=:,(]{1,4}(key[0-9A-Za-z]{14})\b)",
     .confirm = likely_if_random,
     .repair = "Airtable has switched these off; take it out",
     .matches = kAirtableKeyOlder,
     .matches_not = kAirtableKeyOlderNot},
    {.id = "notion-token",
     .title = "Notion integration token",
     .pattern = R"(\b(?:ntn_[0-9]{11}[0-9A-Za-z]{35}|secret_[0-9A-Za-z]{43})\b)",
     .confirm = likely_if_random,
     .repair = "refresh the secret at https://www.notion.so/profile/integrations",
     .matches = kNotionToken,
     .matches_not = kNotionTokenNot},
    {.id = "linear-key",
     .title = "Linear API key",
     .pattern = R"(\blin_api_[0-9A-Za-z]{40}\b)",
     .repair = "delete it at https://linear.app/settings/account/security",
     .matches = kLinearKey,
     .matches_not = kLinearKeyNot},
    {.id = "linear-oauth-token",
     .title = "Linear OAuth token or webhook secret",
     .pattern = R"(\blin_(?:oauth|wh)_[0-9A-Za-z]{40,64}\b)",
     .repair = "revoke it at https://linear.app/settings, rotate the secret of the webhook",
     .matches = kLinearOauthToken,
     .matches_not = kLinearOauthTokenNot},
    {.id = "asana-token",
     .title = "Asana personal access token or client secret",
     .pattern = kNamed<"asana", "(?:[0-9]/[0-9]{12,17}(?:/[0-9]{12,17})?:[0-9a-f]{32}|[0-9a-f]{32})", "token|secret|pat|key">,
     .min_entropy = 3.0,
     .repair = "deauthorise it at https://app.asana.com/0/my-apps",
     .matches = kAsanaToken,
     .matches_not = kAsanaTokenNot},
    {.id = "clickup-token",
     .title = "ClickUp personal token",
     .pattern = R"(\bpk_[0-9]{5,10}_[0-9A-Z]{32}\b)",
     .repair = "regenerate it at https://app.clickup.com/settings/apps",
     .matches = kClickupToken,
     .matches_not = kClickupTokenNot},
    {.id = "monday-token",
     .title = "monday.com API token",
     .pattern = kNamed<"monday", R"(eyJhbGciOiJIUzI1NiJ9\.eyJ0aWQi[0-9A-Za-z_-]{60,400}\.[0-9A-Za-z_-]{43})", "token|key">,
     .repair = "regenerate it in the developer section of the account",
     .matches = kMondayToken,
     .matches_not = kMondayTokenNot},
    {.id = "figma-token",
     .title = "Figma personal access token",
     .pattern = R"(\b(fig[dou][rh]?_[\w-]{40,50})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "revoke it at https://www.figma.com/settings, Security",
     .matches = kFigmaToken,
     .matches_not = kFigmaTokenNot},
    {.id = "miro-token",
     .title = "Miro access token or client secret",
     .pattern = kNamed<"miro[_.:-]|miroaccess|miroclient", "(?:eyJtaXJvLm9yaWdpbiI6[0-9A-Za-z_-]{10,40}_[0-9A-Za-z_-]{27}|[0-9A-Za-z]{32})",
                       "token|secret">,
     .repair = "reset it in the settings of the app",
     .matches = kMiroToken,
     .matches_not = kMiroTokenNot},
    {.id = "shortcut-token",
     .title = "Shortcut API token",
     .pattern = kNamed<"shortcut|clubhouse", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "token">,
     .repair = "delete it at https://app.shortcut.com/settings/account/api-tokens",
     .matches = kShortcutToken,
     .matches_not = kShortcutTokenNot},
    {.id = "todoist-token",
     .title = "Todoist API token or client secret",
     .pattern = kNamed<"todoist", "[0-9a-f]{40}|[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "issue a new one at https://app.todoist.com/app/settings/integrations/developer",
     .matches = kTodoistToken,
     .matches_not = kTodoistTokenNot},
    {.id = "coda-token",
     .title = "Coda API token",
     .pattern = kNamed<"coda[_.:-]|codaapi", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}">,
     .repair = "delete it at https://coda.io/account",
     .matches = kCodaToken,
     .matches_not = kCodaTokenNot},
    {.id = "typeform-token",
     .title = "Typeform personal access token",
     .pattern = R"(\b(tfp_[0-9A-Za-z]{40,48}_[0-9A-Za-z=.-]{12,18}|tfp_[\w.=-]{59})(?:[^\w.=-]|$))",
     .repair = "delete it at https://admin.typeform.com/user/tokens",
     .matches = kTypeformToken,
     .matches_not = kTypeformTokenNot},
    {.id = "jotform-key",
     .title = "Jotform API key",
     .pattern = kNamed<"jotform", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "delete it at https://www.jotform.com/myaccount/api",
     .matches = kJotformKey,
     .matches_not = kJotformKeyNot},
    {.id = "zapier-webhook",
     .title = "Zapier webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(hooks\.zapier\.com/hooks/(?:catch|standard)/[0-9]{4,10}/([0-9a-z]{5,32})\b)",
     .repair = "make a new trigger in the Zap",
     .matches = kZapierWebhook,
     .matches_not = kZapierWebhookNot},
    {.id = "make-webhook",
     .title = "Make (Integromat) webhook",
     .severity = model::Severity::kMedium,
     .pattern = R"(hook\.(?:(?:eu|us)[12]\.make|integromat)\.com/([0-9a-z]{32})\b)",
     .confirm = likely_if_random,
     .repair = "delete the webhook and make a new one",
     .matches = kMakeWebhook,
     .matches_not = kMakeWebhookNot},
    {.id = "ifttt-webhook",
     .title = "IFTTT webhook key",
     .severity = model::Severity::kMedium,
     .pattern = R"(maker\.ifttt\.com/trigger/[\w{}-]{1,60}/(?:json/)?with/key/([\w-]{20,50})\b)",
     .confirm = likely_if_random,
     .repair = "edit the connection at https://ifttt.com/maker_webhooks: that makes a new key",
     .matches = kIftttWebhook,
     .matches_not = kIftttWebhookNot},
    {.id = "calendly-token",
     .title = "Calendly personal access token",
     .pattern = kNamed<"calendly", R"(eyJ[0-9A-Za-z_-]{20,60}\.eyJ[0-9A-Za-z_-]{60,400}\.[0-9A-Za-z_-]{40,120})", "token|key">,
     .repair = "revoke it at https://calendly.com/integrations/api_webhooks",
     .matches = kCalendlyToken,
     .matches_not = kCalendlyTokenNot},
};

}  // namespace

extern constinit const Detector workplace;
constinit const Detector workplace = {.name = "workplace", .summary = "tokens of workplace tools", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
