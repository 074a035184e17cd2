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
    {"AIRTABLE_PAT_TOKEN=pat"
     "PR4NDNMFPzY0xS.55899c3d2aa84158b3db9c9561feb14ab7bd783edda49a3ab87a4ba3ec3701e1\n",
     "pat"
     "PR4NDNMFPzY0xS.55899c3d2aa84158b3db9c9561feb14ab7bd783edda49a3ab87a4ba3ec3701e1"}};
constexpr LeakCounterexample kAirtableTokenNot[] = {{"patxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                    {"pat"
                                                     "PR4NDNMFPzY0xS.55899c3d2aa84158b3db9c95"}};
constexpr LeakExample kAirtableKeyOlder[] = {
    {"AIRTABLE_API_KEY=key"
     "xvl9TBOifAd57x\n",
     "key"
     "xvl9TBOifAd57x"}};
constexpr LeakCounterexample kAirtableKeyOlderNot[] = {{"AIRTABLE_API_KEY=keyXXXXXXXXXXXXXX"}};
constexpr LeakExample kNotionToken[] = {{"token: 'ntn_"
                                         "47778979670wYdz2zuN6H0FIGzKJybIJQF5kjlwgaitycU'\n",
                                         "ntn_"
                                         "47778979670wYdz2zuN6H0FIGzKJybIJQF5kjlwgaitycU"},
                                        {"curl -H \"Authorization: Bearer secret_"
                                         "kBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbi\" x",
                                         "secret_"
                                         "kBm8cd863v99t4xdNPoRN5OYH0nhplIv5u7ZWRwiPbi"}};
constexpr LeakCounterexample kNotionTokenNot[] = {{"ntn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"ntn_"
                                                   "47778979670wYdz2zuN6H0F"}};
constexpr LeakExample kLinearKey[] = {
    {"ENV API_TOKEN lin_api_"
     "U0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PV\n",
     "lin_api_"
     "U0HZI8KTa8eayLTk8on7uYuhSYSpcapyGXakL3PV"}};
constexpr LeakCounterexample kLinearKeyNot[] = {{"lin_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"lin_api_"
                                                 "U0HZI8KTa8eayLTk8on7"}};
constexpr LeakExample kLinearOauthToken[] = {{"{\\\"token\\\":\\\"lin_oauth_"
                                              "a48c3394bba45a02da412fb2e16c11af048a6c90a5140f20ac20a40a2b88302a\\\"}",
                                              "lin_oauth_"
                                              "a48c3394bba45a02da412fb2e16c11af048a6c90a5140f20ac20a40a2b88302a"},
                                             {"<token>lin_wh_"
                                              "x2lClJAgPv7LTKwddDs2KtLa8NE6MqiDUy6QR5PnuOw</token>",
                                              "lin_wh_"
                                              "x2lClJAgPv7LTKwddDs2KtLa8NE6MqiDUy6QR5PnuOw"}};
constexpr LeakCounterexample kLinearOauthTokenNot[] = {{"lin_oauth_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                       {"lin_oauth_"
                                                        "a48c3394bba45a02da412fb2e16c11af"}};
constexpr LeakExample kAsanaToken[] = {
    {"<asana-access-token>1/6584151744608327:77db24db8a85b2f2f919d8b816862886</asana-access-token>",
     "1/6584151744608327:77db24db8a85b2f2f919d8b816862886"},
    {"config.set(\"asana_access_token\", \"2/9219321985414202/7757924362193906:c17793e51e1fa486d5afd7e7e3e5284a\")",
     "2/9219321985414202/7757924362193906:c17793e51e1fa486d5afd7e7e3e5284a"}};
constexpr LeakCounterexample kAsanaTokenNot[] = {{"checksum: 1/6584151744608327:77db24db8a85b2f2f919d8b816862886"},
                                                 {"ASANA_ACCESS_TOKEN=1/6584151"}};
constexpr LeakExample kClickupToken[] = {
    {"Authorization: pk_"
     "78502266_DVVMRVDI04912WJZA4874R6ZIU3ZGR6U\n",
     "pk_"
     "78502266_DVVMRVDI04912WJZA4874R6ZIU3ZGR6U"}};
constexpr LeakCounterexample kClickupTokenNot[] = {{"pk_xxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                   {"pk_"
                                                    "78502266_DVVMRVDI049"}};
constexpr LeakExample kMondayToken[] = {
    {"monday.api.token=eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjUzNzg4OTA1NiwiYWFpIjoxMSwidWlkIjo1MTY2MTQ2NSwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "MjgwMjE2NSwicmduIjoiZXVjMSJ9.VMdAgYDxHehAlnr9EQpd7HkBBVMwgIf2EJVG6xRhCH3\n",
     "eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjUzNzg4OTA1NiwiYWFpIjoxMSwidWlkIjo1MTY2MTQ2NSwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "MjgwMjE2NSwicmduIjoiZXVjMSJ9.VMdAgYDxHehAlnr9EQpd7HkBBVMwgIf2EJVG6xRhCH3"},
    {"\"mondayApiToken\": \"eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjUzNzg4OTA1NiwiYWFpIjoxMSwidWlkIjo1MTY2MTQ2NSwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "MjgwMjE2NSwicmduIjoiZXVjMSJ9.VMdAgYDxHehAlnr9EQpd7HkBBVMwgIf2EJVG6xRhCH3\",",
     "eyJhbGciOiJIUzI1NiJ9"
     ".eyJ0aWQiOjUzNzg4OTA1NiwiYWFpIjoxMSwidWlkIjo1MTY2MTQ2NSwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6"
     "MjgwMjE2NSwicmduIjoiZXVjMSJ9.VMdAgYDxHehAlnr9EQpd7HkBBVMwgIf2EJVG6xRhCH3"}};
constexpr LeakCounterexample kMondayTokenNot[] = {
    {"checksum: "
     "eyJhbGciOiJIUzI1NiJ9."
     "eyJ0aWQiOjUzNzg4OTA1NiwiYWFpIjoxMSwidWlkIjo1MTY2MTQ2NSwiaWFkIjoiMjAyNC0wMi0wM1QxMDoxMToxMi4wMDBaIiwicGVyIjoibWU6d3JpdGUiLCJhY3RpZCI6M"
     "jgwMjE2NSwicmduIjoiZXVjMSJ9.VMdAgYDxHehAlnr9EQpd7HkBBVMwgIf2EJVG6xRhCH3"},
    {"MONDAY_API_TOKEN=eyJhbGciO"}};
constexpr LeakExample kFigmaToken[] = {
    {"\"token\": \"figd_"
     "9RnyyW2kq6kAMgZfu3KSvfPF7SNggfkuu8r3vOud\"",
     "figd_"
     "9RnyyW2kq6kAMgZfu3KSvfPF7SNggfkuu8r3vOud"}};
constexpr LeakCounterexample kFigmaTokenNot[] = {{"figd_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"figd_"
                                                  "9RnyyW2kq6kAMgZfu3KS"}};
constexpr LeakExample kMiroToken[] = {{"{\\\"miroAccessToken\\\":\\\"eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_eEm1JLannAiCIMrGEdRy55qaz2Y\\\"}",
                                       "eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_eEm1JLannAiCIMrGEdRy55qaz2Y"},
                                      {"os.environ['MIRO_ACCESS_TOKEN'] = 'eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_eEm1JLannAiCIMrGEdRy55qaz2Y'",
                                       "eyJtaXJv"
                                       "Lm9yaWdpbiI6ImV1MDEifQ_eEm1JLannAiCIMrGEdRy55qaz2Y"}};
constexpr LeakCounterexample kMiroTokenNot[] = {{"checksum: eyJtaXJvLm9yaWdpbiI6ImV1MDEifQ_eEm1JLannAiCIMrGEdRy55qaz2Y"},
                                                {"MIRO_ACCESS_TOKEN=eyJtaXJvL"}};
constexpr LeakExample kShortcutToken[] = {
    {"config.set(\"shortcut_api_token\", \"46ea89e2-2c5d-4493-a61e-feec8af38e99\")", "46ea89e2-2c5d-4493-a61e-feec8af38e99"},
    {"run --shortcut-api-token 46ea89e2-2c5d-4493-a61e-feec8af38e99 x", "46ea89e2-2c5d-4493-a61e-feec8af38e99"}};
constexpr LeakCounterexample kShortcutTokenNot[] = {{"checksum: 46ea89e2-2c5d-4493-a61e-feec8af38e99"}, {"SHORTCUT_API_TOKEN=46ea89e2-"}};
constexpr LeakExample kTodoistToken[] = {
    {"\"todoistApiToken\": \"cbb78cc61c89fdfdca42c4f77927f94d25861d62\",", "cbb78cc61c89fdfdca42c4f77927f94d25861d62"},
    {"const todoistApiToken string = \"cbb78cc61c89fdfdca42c4f77927f94d25861d62\"\n", "cbb78cc61c89fdfdca42c4f77927f94d25861d62"}};
constexpr LeakCounterexample kTodoistTokenNot[] = {{"checksum: cbb78cc61c89fdfdca42c4f77927f94d25861d62"}, {"TODOIST_API_TOKEN=cbb78cc61"}};
constexpr LeakExample kCodaToken[] = {
    {"coda_api_token = \"428bda91-a4af-4dc0-8160-85d2c9a18aa4\"\n", "428bda91-a4af-4dc0-8160-85d2c9a18aa4"},
    {"<add key=\"codaApiToken\" value=\"428bda91-a4af-4dc0-8160-85d2c9a18aa4\"/>", "428bda91-a4af-4dc0-8160-85d2c9a18aa4"}};
constexpr LeakCounterexample kCodaTokenNot[] = {{"checksum: 428bda91-a4af-4dc0-8160-85d2c9a18aa4"}, {"CODA_API_TOKEN=428bda91-"}};
constexpr LeakExample kTypeformToken[] = {
    {"TOKEN=tfp_"
     "EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXEras_nSS8DKudnIRbkY\n",
     "tfp_"
     "EPGCwWuT0F65JGzwaBSGcknqQwpEZg13nhQCbMAXEras_nSS8DKudnIRbkY"}};
constexpr LeakCounterexample kTypeformTokenNot[] = {{"tfp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxx"},
                                                    {"tfp_"
                                                     "EPGCwWuT0F65JGzwaBSGcknqQwpEZ"}};
constexpr LeakExample kJotformKey[] = {{"run --jotform-api-key e14ea3f8a2af60c06c372383df53e6bd x", "e14ea3f8a2af60c06c372383df53e6bd"},
                                       {"\"jotform_api_key\" => \"e14ea3f8a2af60c06c372383df53e6bd\"", "e14ea3f8a2af60c06c372383df53e6bd"}};
constexpr LeakCounterexample kJotformKeyNot[] = {{"checksum: e14ea3f8a2af60c06c372383df53e6bd"}, {"JOTFORM_API_KEY=e14ea3f8a"}};
constexpr LeakExample kZapierWebhook[] = {{"https://hooks.zapier.com/hooks/catch/95532453/2pmguyq/", "2pmguyq"}};
constexpr LeakCounterexample kZapierWebhookNot[] = {{"https://hooks.zapier.com/hooks/catch/ID/HOOK/"}};
constexpr LeakExample kMakeWebhook[] = {{"https://hook.eu1.make.com/hh1d0ppcvtdtzull14mir47bue5jlg2q", "hh1d0ppcvtdtzull14mir47bue5jlg2q"}};
constexpr LeakCounterexample kMakeWebhookNot[] = {{"https://hook.eu1.make.com/yourwebhook"}};
constexpr LeakExample kIftttWebhook[] = {
    {"https://maker.ifttt.com/trigger/door/with/key/lTxqIiJR4vs47CNs3qXX4l", "lTxqIiJR4vs47CNs3qXX4l"}};
constexpr LeakCounterexample kIftttWebhookNot[] = {{"https://maker.ifttt.com/trigger/door/with/key/your-webhooks-service-key"}};
constexpr LeakExample kCalendlyToken[] = {
    {"const calendlyApiToken string = \"eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJ8dH5d8J9vyeTsxWqsx6VCLsluilDbKm8PqyFosAIlinVXZxo2PfRIXy55NUnNjL1JSMfo2vc5A0VtBov8aUaNjVIQXWvKfenZxNftKdG05mNqyEk3NIySfpS."
     "XcEKtDALpSsLyzulLi78q5XJwMyVSbVkN5H2fX0sFcmMdFneh9Qub51gN2iEKtAn7B77hbjjZp7yzvj6raa2NZ\"\n",
     "eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJ8dH5d8J9vyeTsxWqsx6VCLsluilDbKm8PqyFosAIlinVXZxo2PfRIXy55NUnNjL1JSMfo2vc5A0VtBov8aUaNjVIQXWvKfenZxNftKdG05mNqyEk3NIySfpS."
     "XcEKtDALpSsLyzulLi78q5XJwMyVSbVkN5H2fX0sFcmMdFneh9Qub51gN2iEKtAn7B77hbjjZp7yzvj6raa2NZ"},
    {"CALENDLY_API_TOKEN=eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJ8dH5d8J9vyeTsxWqsx6VCLsluilDbKm8PqyFosAIlinVXZxo2PfRIXy55NUnNjL1JSMfo2vc5A0VtBov8aUaNjVIQXWvKfenZxNftKdG05mNqyEk3NIySfpS."
     "XcEKtDALpSsLyzulLi78q5XJwMyVSbVkN5H2fX0sFcmMdFneh9Qub51gN2iEKtAn7B77hbjjZp7yzvj6raa2NZ\n",
     "eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2"
     ".eyJ8dH5d8J9vyeTsxWqsx6VCLsluilDbKm8PqyFosAIlinVXZxo2PfRIXy55NUnNjL1JSMfo2vc5A0VtBov8aUaNjVIQXWvKfenZxNftKdG05mNqyEk3NIySfpS."
     "XcEKtDALpSsLyzulLi78q5XJwMyVSbVkN5H2fX0sFcmMdFneh9Qub51gN2iEKtAn7B77hbjjZp7yzvj6raa2NZ"}};
constexpr LeakCounterexample kCalendlyTokenNot[] = {
    {"checksum: "
     "eyJraWQiOiIxY2UxZTEzNjE3ZGNmNzY2."
     "eyJ8dH5d8J9vyeTsxWqsx6VCLsluilDbKm8PqyFosAIlinVXZxo2PfRIXy55NUnNjL1JSMfo2vc5A0VtBov8aUaNjVIQXWvKfenZxNftKdG05mNqyEk3NIySfpS."
     "XcEKtDALpSsLyzulLi78q5XJwMyVSbVkN5H2fX0sFcmMdFneh9Qub51gN2iEKtAn7B77hbjjZp7yzvj6raa2NZ"},
    {"CALENDLY_API_TOKEN=eyJraWQiO"}};

constexpr LeakKind kKinds[] = {
    {.id = "airtable-token",
     .title = "Airtable personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:airtable|bearer|token|api_?key)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](pat[0-9A-Za-z]{14}\.[0-9a-f]{64})\b)",
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
     .pattern = R"((?i:clickup|authorization|token|api_?key)[\w\s.:"\'=(,{}-]{0,24}["\'`\s=:(,>](pk_[0-9]{5,10}_[0-9A-Z]{32})\b)",
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
     .pattern = R"(maker\.ifttt\.com/trigger/[\w{}-]{1,60}/(?:json/)?with/key/([\w-]{20,50})(?:[^\w-]|$))",
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
