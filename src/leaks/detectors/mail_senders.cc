// SPDX-License-Identifier: Apache-2.0
//
// Keys of services that send mail: SendGrid, Mailgun, Mailchimp and Mandrill, Postmark, Brevo, Resend, SparkPost, Mailjet, MailerSend,
// Loops, Customer.io, Klaviyo, ConvertKit. Who has one sends in the name of the domain.
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

constexpr LeakExample kSendgridKey[] = {
    {"\"token\": \"SG."
     "6JU1VHM7YX5GuBGLKREbEk.0SUfjAmYasxDVktDi1ew0kHbVHEGFS-IoDpli4iXx_x\"",
     "SG."
     "6JU1VHM7YX5GuBGLKREbEk.0SUfjAmYasxDVktDi1ew0kHbVHEGFS-IoDpli4iXx_x"}};
constexpr LeakCounterexample kSendgridKeyNot[] = {{"SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxx_x"},
                                                  {"SG."
                                                   "6JU1VHM7YX5GuBGLKREbEk.0SUfjAmYas"}};
constexpr LeakExample kMailgunKey[] = {
    {"token: 'key-"
     "d5a248d2ac2cfa442d4cfa0acdaaf6cc'\n",
     "key-"
     "d5a248d2ac2cfa442d4cfa0acdaaf6cc"}};
constexpr LeakCounterexample kMailgunKeyNot[] = {{"key-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"key-"
                                                  "d5a248d2ac2cfa44"}};
constexpr LeakExample kMailgunKeyNewer[] = {
    {"mailgun_api_key = \"bf7a8a11222c5f8ba7a2c8568d9dbeb4-47ed76f0-a75d53f8\"\n", "bf7a8a11222c5f8ba7a2c8568d9dbeb4-47ed76f0-a75d53f8"},
    {"<add key=\"mailgunApiKey\" value=\"bf7a8a11222c5f8ba7a2c8568d9dbeb4-47ed76f0-a75d53f8\"/>",
     "bf7a8a11222c5f8ba7a2c8568d9dbeb4-47ed76f0-a75d53f8"}};
constexpr LeakCounterexample kMailgunKeyNewerNot[] = {{"checksum: bf7a8a11222c5f8ba7a2c8568d9dbeb4-47ed76f0-a75d53f8"},
                                                      {"MAILGUN_API_KEY=bf7a8a112"}};
constexpr LeakExample kMailchimpKey[] = {
    {"{\\\"token\\\":\\\"1de0f3ff41cedb53c97c4075a3dee171"
     "-us12\\\"}",
     "1de0f3ff41cedb53c97c4075a3dee171"
     "-us12"}};
constexpr LeakCounterexample kMailchimpKeyNot[] = {{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                                    "-us12"},
                                                   {"8a2fe16b0be08fb50f6aa3d9ca17f2"
                                                    "-us1"}};
constexpr LeakExample kMandrillKey[] = {
    {"<token>md-"
     "D_8ghyex-jh_5XqNZ65odo</token>",
     "md-"
     "D_8ghyex-jh_5XqNZ65odo"}};
constexpr LeakCounterexample kMandrillKeyNot[] = {{"md-"
                                                   "xxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"md-"
                                                   "offset-column-container"}};
constexpr LeakExample kPostmarkToken[] = {
    {"<postmark-server-token>be382f96-dfc5-4b25-ba21-81f7dd2b1613</postmark-server-token>", "be382f96-dfc5-4b25-ba21-81f7dd2b1613"},
    {"config.set(\"postmark_server_token\", \"be382f96-dfc5-4b25-ba21-81f7dd2b1613\")", "be382f96-dfc5-4b25-ba21-81f7dd2b1613"}};
constexpr LeakCounterexample kPostmarkTokenNot[] = {{"checksum: be382f96-dfc5-4b25-ba21-81f7dd2b1613"},
                                                    {"POSTMARK_SERVER_TOKEN=be382f96-"}};
constexpr LeakExample kBrevoKey[] = {
    {"const t = `xkeysib-"
     "f04cd8dd7e730fa4daf43234f7e66f7f2d68894e77a721c29b3ddd78b17db477-U2ZUSMFkSTj0xrx0`;",
     "xkeysib-"
     "f04cd8dd7e730fa4daf43234f7e66f7f2d68894e77a721c29b3ddd78b17db477-U2ZUSMFkSTj0xrx0"}};
constexpr LeakCounterexample kBrevoKeyNot[] = {
    {"xkeysib-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx"},
    {"xkeysib-"
     "f04cd8dd7e730fa4daf43234f7e66f7f2d68894e"}};
constexpr LeakExample kBrevoSmtpKey[] = {
    {"TOKEN=xsmtpsib-"
     "e71ecd402a910d2b541ca02a3fc4a0eedf5a8b6d0ee280e336ec89899c7bc2cf-PdnjoO5f2YOxDZim\n",
     "xsmtpsib-"
     "e71ecd402a910d2b541ca02a3fc4a0eedf5a8b6d0ee280e336ec89899c7bc2cf-PdnjoO5f2YOxDZim"}};
constexpr LeakCounterexample kBrevoSmtpKeyNot[] = {
    {"xsmtpsib-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx"},
    {"xsmtpsib-"
     "e71ecd402a910d2b541ca02a3fc4a0eedf5a8b6d"}};
constexpr LeakExample kResendKey[] = {
    {"\"token\": \"re_"
     "M0zocJzN_9sTMDBqWEupzA2i9vLABOcVk\"",
     "re_"
     "M0zocJzN_9sTMDBqWEupzA2i9vLABOcVk"}};
constexpr LeakCounterexample kResendKeyNot[] = {{"re_xxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"re_"
                                                 "M0zocJzN_9sTMDBq"}};
constexpr LeakExample kSparkpostKey[] = {
    {"{\\\"sparkpostApiKey\\\":\\\"c9763109cc71a3ac2640d8d9cae3e54d44f81db1\\\"}", "c9763109cc71a3ac2640d8d9cae3e54d44f81db1"},
    {"os.environ['SPARKPOST_API_KEY'] = 'c9763109cc71a3ac2640d8d9cae3e54d44f81db1'", "c9763109cc71a3ac2640d8d9cae3e54d44f81db1"}};
constexpr LeakCounterexample kSparkpostKeyNot[] = {{"checksum: c9763109cc71a3ac2640d8d9cae3e54d44f81db1"}, {"SPARKPOST_API_KEY=c9763109c"}};
constexpr LeakExample kMailjetSecret[] = {
    {"config.set(\"mailjet_secret_key\", \"8a2bd8011317abd5a999364b85565539\")", "8a2bd8011317abd5a999364b85565539"},
    {"run --mailjet-secret-key 8a2bd8011317abd5a999364b85565539 x", "8a2bd8011317abd5a999364b85565539"}};
constexpr LeakCounterexample kMailjetSecretNot[] = {{"checksum: 8a2bd8011317abd5a999364b85565539"}, {"MAILJET_SECRET_KEY=8a2bd8011"}};
constexpr LeakExample kMailersendToken[] = {
    {"<token>mlsn."
     "ef516cb179fd57f46f1a1331d6714f6327ab6e8bd192a59edf1b214ede5acde3</token>",
     "mlsn."
     "ef516cb179fd57f46f1a1331d6714f6327ab6e8bd192a59edf1b214ede5acde3"}};
constexpr LeakCounterexample kMailersendTokenNot[] = {{"mlsn.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"mlsn."
                                                       "ef516cb179fd57f46f1a1331d6714f63"}};
constexpr LeakExample kCustomerIoKey[] = {
    {"customerio:\n  api_key: c507a1d980ae5bf6235de166afa6b4c8\n", "c507a1d980ae5bf6235de166afa6b4c8"},
    {"customerio.api.key=c507a1d980ae5bf6235de166afa6b4c8\n", "c507a1d980ae5bf6235de166afa6b4c8"}};
constexpr LeakCounterexample kCustomerIoKeyNot[] = {{"checksum: c507a1d980ae5bf6235de166afa6b4c8"}, {"CUSTOMERIO_API_KEY=c507a1d98"}};
constexpr LeakExample kKlaviyoKey[] = {
    {"const t = `pk_"
     "f612f2c0804018fcf83d9035fbd565e705`;",
     "pk_"
     "f612f2c0804018fcf83d9035fbd565e705"}};
constexpr LeakCounterexample kKlaviyoKeyNot[] = {{"pk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"pk_"
                                                  "f612f2c0804018fcf"}};
constexpr LeakExample kConvertkitSecret[] = {
    {"- name: CONVERTKIT_API_SECRET\n  value: 1MgTOkcZUMDeEPcly03v86mzbWg44UhlHodoGgU5ySP\n",
     "1MgTOkcZUMDeEPcly03v86mzbWg44UhlHodoGgU5ySP"},
    {"{\\\"convertkitApiSecret\\\":\\\"1MgTOkcZUMDeEPcly03v86mzbWg44UhlHodoGgU5ySP\\\"}", "1MgTOkcZUMDeEPcly03v86mzbWg44UhlHodoGgU5ySP"}};
constexpr LeakCounterexample kConvertkitSecretNot[] = {{"checksum: 1MgTOkcZUMDeEPcly03v86mzbWg44UhlHodoGgU5ySP"},
                                                       {"CONVERTKIT_API_SECRET=1MgTOkcZU"}};
constexpr LeakExample kBeamerKey[] = {{"<beamer-api-key>b_"
                                       "SpALfyynjHMXxG4li1K4QDwjq5l2UxZQk0nqKUajbuEs</beamer-api-key>",
                                       "b_"
                                       "SpALfyynjHMXxG4li1K4QDwjq5l2UxZQk0nqKUajbuEs"},
                                      {"config.set(\"beamer_api_key\", \"b_"
                                       "SpALfyynjHMXxG4li1K4QDwjq5l2UxZQk0nqKUajbuEs\")",
                                       "b_"
                                       "SpALfyynjHMXxG4li1K4QDwjq5l2UxZQk0nqKUajbuEs"}};
constexpr LeakCounterexample kBeamerKeyNot[] = {{"checksum: b_SpALfyynjHMXxG4li1K4QDwjq5l2UxZQk0nqKUajbuEs"}, {"BEAMER_API_KEY=b_SpALfyy"}};

constexpr LeakKind kKinds[] = {
    {.id = "sendgrid-key",
     .title = "SendGrid API key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(SG\.[\w-]{22}\.[\w-]{43})(?:[^\w-]|$))",
     .repair = "delete it at https://app.sendgrid.com/settings/api_keys",
     .matches = kSendgridKey,
     .matches_not = kSendgridKeyNot},
    {.id = "mailgun-key",
     .title = "Mailgun API key",
     .pattern = R"(\bkey-[0-9a-f]{32}\b)",
     .min_entropy = 3.0,
     .repair = "delete it at https://app.mailgun.com/settings/api_security",
     .matches = kMailgunKey,
     .matches_not = kMailgunKeyNot},
    {.id = "mailgun-key-newer",
     .title = "Mailgun private or signing key",
     .pattern = kNamed<"mailgun|mg_", "[0-9a-f]{32}(?:-[0-9a-f]{8}-[0-9a-f]{8})?">,
     .min_entropy = 3.0,
     .repair = "delete it at https://app.mailgun.com/settings/api_security",
     .matches = kMailgunKeyNewer,
     .matches_not = kMailgunKeyNewerNot},
    {.id = "mailchimp-key",
     .title = "Mailchimp API key",
     .pattern = R"(\b[0-9a-f]{32}-us[0-9]{1,2}\b)",
     .min_entropy = 3.0,
     .repair = "revoke it under Account > Extras > API keys",
     .matches = kMailchimpKey,
     .matches_not = kMailchimpKeyNot},
    {.id = "mandrill-key",
     .title = "Mandrill (Mailchimp Transactional) API key",
     .pattern = R"(\b(md-[\w-]{22})(?:[^\w-]|$))",
     .confirm = likely_if_random,
     .repair = "disable it at https://mandrillapp.com/settings",
     .matches = kMandrillKey,
     .matches_not = kMandrillKeyNot},
    {.id = "postmark-token",
     .title = "Postmark server or account token",
     .pattern = kNamed<"postmark", "(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})">,
     .repair = "regenerate it on the API Tokens page of the server",
     .matches = kPostmarkToken,
     .matches_not = kPostmarkTokenNot},
    {.id = "brevo-key",
     .title = "Brevo (Sendinblue) API key",
     .pattern = R"(\bxkeysib-[0-9a-f]{64}-[0-9A-Za-z]{16}\b)",
     .repair = "delete it at https://app.brevo.com/settings/keys/api",
     .matches = kBrevoKey,
     .matches_not = kBrevoKeyNot},
    {.id = "brevo-smtp-key",
     .title = "Brevo (Sendinblue) SMTP key",
     .pattern = R"(\bxsmtpsib-[0-9a-f]{64}-[0-9A-Za-z]{16}\b)",
     .repair = "delete it at https://app.brevo.com/settings/keys/smtp",
     .matches = kBrevoSmtpKey,
     .matches_not = kBrevoSmtpKeyNot},
    {.id = "resend-key",
     .title = "Resend API key",
     .pattern = R"(\bre_[0-9A-Za-z]{8}_[0-9A-Za-z]{24}\b)",
     .confirm = likely_if_random,
     .repair = "delete it at https://resend.com/api-keys",
     .matches = kResendKey,
     .matches_not = kResendKeyNot},
    {.id = "sparkpost-key",
     .title = "SparkPost API key",
     .pattern = kNamed<"sparkpost", "[0-9a-f]{40}">,
     .min_entropy = 3.0,
     .repair = "delete it at https://app.sparkpost.com/account/api-keys",
     .matches = kSparkpostKey,
     .matches_not = kSparkpostKeyNot},
    {.id = "mailjet-secret",
     .title = "Mailjet API or secret key",
     .pattern = kNamed<"mailjet|mj_api|mj_secret", "[0-9a-f]{32}">,
     .min_entropy = 3.0,
     .repair = "generate a new secret key at https://app.mailjet.com/account/apikeys",
     .matches = kMailjetSecret,
     .matches_not = kMailjetSecretNot},
    {.id = "mailersend-token",
     .title = "MailerSend API token",
     .pattern = R"(\bmlsn\.[0-9a-f]{64}\b)",
     .repair = "delete it at https://app.mailersend.com/api-tokens",
     .matches = kMailersendToken,
     .matches_not = kMailersendTokenNot},
    {.id = "customer-io-key",
     .title = "Customer.io API key",
     .pattern = kNamed<"customer_?io", "[0-9a-f]{20}|[0-9a-f]{32}">,
     .min_entropy = 2.8,
     .repair = "delete it at https://fly.customer.io/settings/api_credentials",
     .matches = kCustomerIoKey,
     .matches_not = kCustomerIoKeyNot},
    {.id = "klaviyo-key",
     .title = "Klaviyo private API key",
     .pattern = R"(\bpk_(?:[0-9A-Za-z]{6}_)?[0-9a-f]{34}\b)",
     .min_entropy = 3.0,
     .repair = "delete it at https://www.klaviyo.com/settings/account/api-keys",
     .matches = kKlaviyoKey,
     .matches_not = kKlaviyoKeyNot},
    {.id = "convertkit-secret",
     .title = "Kit (ConvertKit) API secret",
     .pattern = kNamed<"convertkit", "[0-9A-Za-z_-]{43}", "secret">,
     .confirm = likely_if_random,
     .repair = "regenerate it under Settings > Advanced",
     .matches = kConvertkitSecret,
     .matches_not = kConvertkitSecretNot},
    {.id = "beamer-key",
     .title = "Beamer API key",
     .pattern = kNamed<"beamer", "b_[0-9A-Za-z=_/-]{44}">,
     .repair = "make a new one at https://app.getbeamer.com/settings#api",
     .matches = kBeamerKey,
     .matches_not = kBeamerKeyNot},
};

}  // namespace

extern constinit const Detector mail_senders;
constinit const Detector mail_senders = {.name = "mail_senders", .summary = "keys of mail services", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
