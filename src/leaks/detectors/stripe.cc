// SPDX-License-Identifier: Apache-2.0
//
// Stripe's keys (docs.stripe.com/keys): sk_ or rk_, live or test, then 24 characters in the older form, about 100 that begin with the
// account's version and id in the newer. Paystack (40 hex digits) and Clerk (42 to 50 characters) use the same prefix.
#include <optional>
#include <string>

#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"

namespace batten::leaks::detectors {
namespace {

// Stripe's own are 32 letters and digits, and those of the Standard Webhooks the base64 of 24 to 64 bytes.
Opinion svix(const Candidate& candidate) {
  std::string_view text = candidate.secret.substr(6);
  std::optional<std::string> bytes = text.size() % 4 == 0 ? read_base64(text) : std::nullopt;
  return bytes && bytes->size() >= 24 && bytes->size() <= 64 && looks_random(text) ? Opinion::kLikely : Opinion::kNo;
}

Opinion clerk(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(8);
  return body.find_first_not_of("0123456789abcdef") != body.npos && looks_random(body) ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kStripeSecretKey[] = {
    {"TOKEN=sk_live_"
     "518jLSRLf90Tr7KUZL3kEHnJtEtgp1naCYSRuIf47Ixgu5dF4BSlf6qACk6WKb7WL40uHK5UZ3ECfVmGyeTKgee0aqN3Vr3J7Xm\n",
     "sk_live_"
     "518jLSRLf90Tr7KUZL3kEHnJtEtgp1naCYSRuIf47Ixgu5dF4BSlf6qACk6WKb7WL40uHK5UZ3ECfVmGyeTKgee0aqN3Vr3J7Xm"},
    {"\"token\": \"sk_live_"
     "wxlv3Q9LTcPXZA1v0mXG50aL\"",
     "sk_live_"
     "wxlv3Q9LTcPXZA1v0mXG50aL"}};
constexpr LeakCounterexample kStripeSecretKeyNot[] = {
    {"sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk_live_"
     "518jLSRLf90Tr7KUZL3kEHnJtEtgp1naCYSRuIf47Ixgu5dF4"}};
constexpr LeakExample kStripeRestrictedKey[] = {
    {"token: 'rk_live_"
     "51VXxgfriZInOrqufqENI8Ile9WtqTb2caXHvYkZ6SO9Gg0lvTBAqZUS5S71HeYg9w7JiX2ShMJvb0vMVFI8vQJoJ7Yl71S7Qlx'\n",
     "rk_live_"
     "51VXxgfriZInOrqufqENI8Ile9WtqTb2caXHvYkZ6SO9Gg0lvTBAqZUS5S71HeYg9w7JiX2ShMJvb0vMVFI8vQJoJ7Yl71S7Qlx"}};
constexpr LeakCounterexample kStripeRestrictedKeyNot[] = {
    {"rk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"rk_live_"
     "51VXxgfriZInOrqufqENI8Ile9WtqTb2caXHvYkZ6SO9Gg0lv"}};
constexpr LeakExample kStripeTestKey[] = {
    {"curl -H \"Authorization: Bearer sk_test_"
     "51zWxLNyBYFQFIZenY1JsbMTifWFl1dU4Zv5JjXCeuYyp6r2t6nl6mSO2ft4k5oQaRZSqy1HBaElnAVBOiFh1yvwlzSZnxepvl5\" x",
     "sk_test_"
     "51zWxLNyBYFQFIZenY1JsbMTifWFl1dU4Zv5JjXCeuYyp6r2t6nl6mSO2ft4k5oQaRZSqy1HBaElnAVBOiFh1yvwlzSZnxepvl5"},
    {"ENV API_TOKEN rk_test_"
     "z0uu1OD2r7PvU7ZjBgLfqNZj\n",
     "rk_test_"
     "z0uu1OD2r7PvU7ZjBgLfqNZj"}};
constexpr LeakCounterexample kStripeTestKeyNot[] = {
    {"sk_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk_test_"
     "51zWxLNyBYFQFIZenY1JsbMTifWFl1dU4Zv5JjXCeuYyp6r2t"}};
constexpr LeakExample kStripeWebhookSecret[] = {
    {"{\\\"token\\\":\\\"whsec_"
     "pohdXVMxuiZjuUHXUmbhUoIqaDFov0I2\\\"}",
     "whsec_"
     "pohdXVMxuiZjuUHXUmbhUoIqaDFov0I2"}};
constexpr LeakCounterexample kStripeWebhookSecretNot[] = {{"whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"whsec_"
                                                           "pohdXVMxuiZjuUHX"}};
constexpr LeakExample kStandardWebhookSecret[] = {
    {"<token>whsec_"
     "bDGHfNpa8Vb8D8hMYeAj7mXt2wKdkgULiDr3jNoNMuVh</token>",
     "whsec_"
     "bDGHfNpa8Vb8D8hMYeAj7mXt2wKdkgULiDr3jNoNMuVh"}};
constexpr LeakCounterexample kStandardWebhookSecretNot[] = {{"whsec_"
                                                             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                            {"whsec_"
                                                             "kFW5zU3HWQrb5FrGv19j"}};
constexpr LeakExample kPaystackKey[] = {
    {"x --token=sk_live_"
     "8ce990fd6677cded2f8ed66371dce9a75c80576e y",
     "sk_live_"
     "8ce990fd6677cded2f8ed66371dce9a75c80576e"}};
constexpr LeakCounterexample kPaystackKeyNot[] = {{"sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"sk_live_"
                                                   "8ce990fd6677cded2f8e"}};
constexpr LeakExample kClerkKey[] = {{"export TOKEN=\"sk_live_"
                                      "EXy0UKsyKZoydKjlQHCc4HkoyQLvNcdWg1odp8pSHx\"",
                                      "sk_live_"
                                      "EXy0UKsyKZoydKjlQHCc4HkoyQLvNcdWg1odp8pSHx"},
                                     {"const t = `sk_test_"
                                      "1yBamIsXqYqETyoxMw29O6ihxTmGNy40TjOgKh8lSO0`;",
                                      "sk_test_"
                                      "1yBamIsXqYqETyoxMw29O6ihxTmGNy40TjOgKh8lSO0"}};
constexpr LeakCounterexample kClerkKeyNot[] = {{"sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"sk_live_"
                                                "EXy0UKsyKZoydKjlQHCc4"}};

constexpr LeakKind kKinds[] = {
    {.id = "stripe-secret-key",
     .title = "Stripe secret key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bsk_live_(?:51[0-9A-Za-z]{80,240}|[0-9A-Za-z]{24})\b)",
     .trigger = R"(\bsk_live_[0-9A-Za-z]{24})",
     .confirm = likely_if_random,
     .repair = "roll it at https://dashboard.stripe.com/apikeys and look at the request log",
     .matches = kStripeSecretKey,
     .matches_not = kStripeSecretKeyNot},
    {.id = "stripe-restricted-key",
     .title = "Stripe restricted key",
     .pattern = R"(\brk_live_(?:51[0-9A-Za-z]{80,240}|[0-9A-Za-z]{24})\b)",
     .trigger = R"(\brk_live_[0-9A-Za-z]{24})",
     .confirm = likely_if_random,
     .repair = "roll it at https://dashboard.stripe.com/apikeys",
     .matches = kStripeRestrictedKey,
     .matches_not = kStripeRestrictedKeyNot},
    {.id = "stripe-test-key",
     .title = "Stripe test key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\b[sr]k_test_(?:51[0-9A-Za-z]{80,240}|[0-9A-Za-z]{24})\b)",
     .trigger = R"(\b[sr]k_test_[0-9A-Za-z]{24})",
     .confirm = likely_if_random,
     .repair = "roll it at https://dashboard.stripe.com/test/apikeys",
     .matches = kStripeTestKey,
     .matches_not = kStripeTestKeyNot},
    {.id = "stripe-webhook-secret",
     .title = "Stripe webhook signing secret",
     .pattern = R"(\bwhsec_[0-9A-Za-z]{32}\b)",
     .confirm = likely_if_random,
     .repair = "roll it on the page of the webhook at https://dashboard.stripe.com/webhooks",
     .matches = kStripeWebhookSecret,
     .matches_not = kStripeWebhookSecretNot},
    {.id = "standard-webhook-secret",
     .title = "Webhook signing secret (Svix, Clerk, Resend, OpenAI)",
     .pattern = R"(\b(whsec_[0-9A-Za-z+/]{32,86}={0,2})(?:[^\w+/=]|$))",
     .confirm = svix,
     .repair = "rotate the secret of the webhook",
     .matches = kStandardWebhookSecret,
     .matches_not = kStandardWebhookSecretNot},
    {.id = "paystack-key",
     .title = "Paystack secret key",
     .pattern = R"(\bsk_(?:live|test)_[0-9a-f]{40}\b)",
     .min_entropy = 3.0,
     .repair = "make a new one at https://dashboard.paystack.com/#/settings/developers",
     .matches = kPaystackKey,
     .matches_not = kPaystackKeyNot},
    {.id = "clerk-key",
     .title = "Clerk secret key",
     .pattern = R"(\bsk_(?:live|test)_[0-9A-Za-z]{42,50}\b)",
     .confirm = clerk,
     .repair = "roll it on the API keys page of the instance",
     .matches = kClerkKey,
     .matches_not = kClerkKeyNot},
};

}  // namespace

extern constinit const Detector stripe;
constinit const Detector stripe = {
    .name = "stripe", .summary = "keys of Stripe and of those that write theirs alike", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
