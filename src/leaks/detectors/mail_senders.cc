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
     "IoDpli4iXx_xUvkoFkm0Qv.odbG7GG5LJVV4bUDahvIx93vOkqH2kPXiY9Oqsk0qW8\"",
     "SG."
     "IoDpli4iXx_xUvkoFkm0Qv.odbG7GG5LJVV4bUDahvIx93vOkqH2kPXiY9Oqsk0qW8"}};
constexpr LeakCounterexample kSendgridKeyNot[] = {{"SG.xxxxxxxxxx_xxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"SG."
                                                   "IoDpli4iXx_xUvkoFkm0Qv.odbG7GG5LJ"}};
constexpr LeakExample kMailgunKey[] = {
    {"token: 'key-"
     "8568d9dbeb447ed76f0a75d53f81de0f'\n",
     "key-"
     "8568d9dbeb447ed76f0a75d53f81de0f"}};
constexpr LeakCounterexample kMailgunKeyNot[] = {{"key-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"key-"
                                                  "8568d9dbeb447ed7"}};
constexpr LeakExample kMailgunKeyNewer[] = {
    {"mailgun_api_key = \"3ff41cedb53c97c4075a3dee1718a2fe-16b0be08-fb50f6aa\"\n", "3ff41cedb53c97c4075a3dee1718a2fe-16b0be08-fb50f6aa"},
    {"<add key=\"mailgunApiKey\" value=\"3ff41cedb53c97c4075a3dee1718a2fe-16b0be08-fb50f6aa\"/>",
     "3ff41cedb53c97c4075a3dee1718a2fe-16b0be08-fb50f6aa"}};
constexpr LeakCounterexample kMailgunKeyNewerNot[] = {{"checksum: 3ff41cedb53c97c4075a3dee1718a2fe-16b0be08-fb50f6aa"},
                                                      {"MAILGUN_API_KEY=3ff41cedb"}};
constexpr LeakExample kMailchimpKey[] = {
    {"{\\\"token\\\":\\\"3d9ca17f27ff11615f21fec49cee303b"
     "-us12\\\"}",
     "3d9ca17f27ff11615f21fec49cee303b"
     "-us12"}};
constexpr LeakCounterexample kMailchimpKeyNot[] = {{"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                                                    "-us12"},
                                                   {"e382f96dfc5b25ea2181f7dd2b1613"
                                                    "-us1"}};
constexpr LeakExample kMandrillKey[] = {
    {"<token>md-"
     "nq9D7zB9E_k0zJGKs5CFRF</token>",
     "md-"
     "nq9D7zB9E_k0zJGKs5CFRF"}};
constexpr LeakCounterexample kMandrillKeyNot[] = {{"md-"
                                                   "xxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"md-"
                                                   "offset-column-container"}};
constexpr LeakExample kPostmarkToken[] = {
    {"<postmark-server-token>21c29b3d-dd78-4b17-bb47-7f54b8be71ec</postmark-server-token>", "21c29b3d-dd78-4b17-bb47-7f54b8be71ec"},
    {"config.set(\"postmark_server_token\", \"21c29b3d-dd78-4b17-bb47-7f54b8be71ec\")", "21c29b3d-dd78-4b17-bb47-7f54b8be71ec"}};
constexpr LeakCounterexample kPostmarkTokenNot[] = {{"checksum: 21c29b3d-dd78-4b17-bb47-7f54b8be71ec"},
                                                    {"POSTMARK_SERVER_TOKEN=21c29b3d-"}};
constexpr LeakExample kBrevoKey[] = {
    {"const t = `xkeysib-"
     "d402a910d2b541ca02a3fc4a0eedf5a8b6d0ee280e336ec89899c7bc2cf16472-2YOxDZimM0zocJzN`;",
     "xkeysib-"
     "d402a910d2b541ca02a3fc4a0eedf5a8b6d0ee280e336ec89899c7bc2cf16472-2YOxDZimM0zocJzN"}};
constexpr LeakCounterexample kBrevoKeyNot[] = {
    {"xkeysib-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx"},
    {"xkeysib-"
     "d402a910d2b541ca02a3fc4a0eedf5a8b6d0ee28"}};
constexpr LeakExample kBrevoSmtpKey[] = {
    {"TOKEN=xsmtpsib-"
     "9ed8fa7cd4add15c9763109cc71a3ac2640d8d9cae3e54d44f81db18a2bd8011-1OgdQoLuxA287lvs\n",
     "xsmtpsib-"
     "9ed8fa7cd4add15c9763109cc71a3ac2640d8d9cae3e54d44f81db18a2bd8011-1OgdQoLuxA287lvs"}};
constexpr LeakCounterexample kBrevoSmtpKeyNot[] = {
    {"xsmtpsib-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx"},
    {"xsmtpsib-"
     "9ed8fa7cd4add15c9763109cc71a3ac2640d8d9c"}};
constexpr LeakExample kResendKey[] = {
    {"\"token\": \"re_"
     "NTsLYtH7_5gV0OKmixqllm6klYgsCFl9d\"",
     "re_"
     "NTsLYtH7_5gV0OKmixqllm6klYgsCFl9d"}};
constexpr LeakCounterexample kResendKeyNot[] = {{"re_xxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxx"},
                                                {"re_"
                                                 "NTsLYtH7_5gV0OKm"}};
constexpr LeakExample kSparkpostKey[] = {
    {"{\\\"sparkpostApiKey\\\":\\\"6cb179fd57f46f1a1331d6714f6327ab6e8bd192\\\"}", "6cb179fd57f46f1a1331d6714f6327ab6e8bd192"},
    {"os.environ['SPARKPOST_API_KEY'] = '6cb179fd57f46f1a1331d6714f6327ab6e8bd192'", "6cb179fd57f46f1a1331d6714f6327ab6e8bd192"}};
constexpr LeakCounterexample kSparkpostKeyNot[] = {{"checksum: 6cb179fd57f46f1a1331d6714f6327ab6e8bd192"}, {"SPARKPOST_API_KEY=6cb179fd5"}};
constexpr LeakExample kMailjetSecret[] = {
    {"config.set(\"mailjet_secret_key\", \"a59edf1b214ede5acde3c507a1d980ae\")", "a59edf1b214ede5acde3c507a1d980ae"},
    {"run --mailjet-secret-key a59edf1b214ede5acde3c507a1d980ae x", "a59edf1b214ede5acde3c507a1d980ae"}};
constexpr LeakCounterexample kMailjetSecretNot[] = {{"checksum: a59edf1b214ede5acde3c507a1d980ae"}, {"MAILJET_SECRET_KEY=a59edf1b2"}};
constexpr LeakExample kMailersendToken[] = {
    {"<token>mlsn."
     "5bf6235de166afa6b4c8f612f2c0804018fcf83d9035fbd565e705351e2f15ca</token>",
     "mlsn."
     "5bf6235de166afa6b4c8f612f2c0804018fcf83d9035fbd565e705351e2f15ca"}};
constexpr LeakCounterexample kMailersendTokenNot[] = {{"mlsn.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                      {"mlsn."
                                                       "5bf6235de166afa6b4c8f612f2c08040"}};
constexpr LeakExample kCustomerIoKey[] = {
    {"customerio:\n  api_key: 6c03357173c7d2cc64b54eb485b56804\n", "6c03357173c7d2cc64b54eb485b56804"},
    {"customerio.api.key=6c03357173c7d2cc64b54eb485b56804\n", "6c03357173c7d2cc64b54eb485b56804"}};
constexpr LeakCounterexample kCustomerIoKeyNot[] = {{"checksum: 6c03357173c7d2cc64b54eb485b56804"}, {"CUSTOMERIO_API_KEY=6c0335717"}};
constexpr LeakExample kKlaviyoKey[] = {
    {"const t = `pk_"
     "0af995767104a43bcf2ce9de4e36021b4b`;",
     "pk_"
     "0af995767104a43bcf2ce9de4e36021b4b"}};
constexpr LeakCounterexample kKlaviyoKeyNot[] = {{"pk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                 {"pk_"
                                                  "0af995767104a43bc"}};
constexpr LeakExample kConvertkitSecret[] = {
    {"- name: CONVERTKIT_API_SECRET\n  value: uUJfK37FrXytmBAa041EYYawv0upsGVqadGFvxikOFX\n",
     "uUJfK37FrXytmBAa041EYYawv0upsGVqadGFvxikOFX"},
    {"{\\\"convertkitApiSecret\\\":\\\"uUJfK37FrXytmBAa041EYYawv0upsGVqadGFvxikOFX\\\"}", "uUJfK37FrXytmBAa041EYYawv0upsGVqadGFvxikOFX"}};
constexpr LeakCounterexample kConvertkitSecretNot[] = {{"checksum: uUJfK37FrXytmBAa041EYYawv0upsGVqadGFvxikOFX"},
                                                       {"CONVERTKIT_API_SECRET=uUJfK37Fr"}};
constexpr LeakExample kBeamerKey[] = {{"<beamer-api-key>b_"
                                       "AqGMM9CVofKjt2EhRvNzgZ7Zlfi5N6rnYYtJjqgIXbrV</beamer-api-key>",
                                       "b_"
                                       "AqGMM9CVofKjt2EhRvNzgZ7Zlfi5N6rnYYtJjqgIXbrV"},
                                      {"config.set(\"beamer_api_key\", \"b_"
                                       "AqGMM9CVofKjt2EhRvNzgZ7Zlfi5N6rnYYtJjqgIXbrV\")",
                                       "b_"
                                       "AqGMM9CVofKjt2EhRvNzgZ7Zlfi5N6rnYYtJjqgIXbrV"}};
constexpr LeakCounterexample kBeamerKeyNot[] = {{"checksum: b_AqGMM9CVofKjt2EhRvNzgZ7Zlfi5N6rnYYtJjqgIXbrV"}, {"BEAMER_API_KEY=b_AqGMM9C"}};

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
