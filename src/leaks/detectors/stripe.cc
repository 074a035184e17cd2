// SPDX-License-Identifier: Apache-2.0
//
// Stripe's keys (docs.stripe.com/keys): sk_ or rk_, live or test, then 24 characters in the older form, about 100 that begin with the
// account's version and id in the newer. Paystack (40 hex digits) and Clerk (42 to 50 characters) use the same prefix.
#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"

namespace batten::leaks::detectors {
namespace {

// Somebody else than Stripe who writes "whsec_" is named beside it.
bool is_of_another(const Candidate& candidate) {
  const std::string near = base::lower(candidate.near);
  constexpr std::string_view kOthers[] = {"svix", "clerk", "resend", "openai", "standardwebhooks", "webhook-id"};
  return !near.contains("stripe") && std::ranges::any_of(kOthers, [&](std::string_view word) { return near.contains(word); });
}

Opinion webhook(const Candidate& candidate) { return is_of_another(candidate) ? Opinion::kNo : likely_if_random(candidate); }

// Stripe's own are 32 letters and digits, and those of the Standard Webhooks the base64 of 24 to 64 bytes: 24 may look like Stripe's.
Opinion svix(const Candidate& candidate) {
  std::string_view text = candidate.secret.substr(6);
  if (text.size() == 32 && text.find_first_of("+/=") == text.npos && !is_of_another(candidate)) return Opinion::kNo;
  std::optional<std::string> bytes = text.size() % 4 == 0 ? decode_base64(text) : std::nullopt;
  return bytes && bytes->size() >= 24 && bytes->size() <= 64 && looks_random(text) ? Opinion::kLikely : Opinion::kNo;
}

Opinion clerk(const Candidate& candidate) {
  std::string_view body = candidate.secret.substr(8);
  return body.find_first_not_of("0123456789abcdef") != body.npos && looks_random(body) ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kStripeSecretKey[] = {
    {"const t = `sk_live_"
     "51qTb2caXHvYkZ6SO9Gg0lvTBAqZUS5S71HeYg9w7JiX2ShMJvb0vMVFI8vQJoJ7Yl71S7QlxzWxLNyBYFQFIZenY1JsbMTifWF`;",
     "sk_live_"
     "51qTb2caXHvYkZ6SO9Gg0lvTBAqZUS5S71HeYg9w7JiX2ShMJvb0vMVFI8vQJoJ7Yl71S7QlxzWxLNyBYFQFIZenY1JsbMTifWF"},
    {"TOKEN=sk_live_"
     "l1dU4Zv5JjXCeuYyp6r2t6nl\n",
     "sk_live_"
     "l1dU4Zv5JjXCeuYyp6r2t6nl"}};
constexpr LeakCounterexample kStripeSecretKeyNot[] = {
    {"sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk_live_"
     "51qTb2caXHvYkZ6SO9Gg0lvTBAqZUS5S71HeYg9w7JiX2ShMJ"}};
constexpr LeakExample kStripeRestrictedKey[] = {
    {"\"token\": \"rk_live_"
     "516mSO2ft4k5oQaRZSqy1HBaElnAVBOiFh1yvwlzSZnxepvl5z0uu1OD2r7PvU7ZjBgLfqNZjpohdXVMxuiZjuUHXUmbhUoIqaD\"",
     "rk_live_"
     "516mSO2ft4k5oQaRZSqy1HBaElnAVBOiFh1yvwlzSZnxepvl5z0uu1OD2r7PvU7ZjBgLfqNZjpohdXVMxuiZjuUHXUmbhUoIqaD"}};
constexpr LeakCounterexample kStripeRestrictedKeyNot[] = {
    {"rk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"rk_live_"
     "516mSO2ft4k5oQaRZSqy1HBaElnAVBOiFh1yvwlzSZnxepvl5"}};
constexpr LeakExample kStripeTestKey[] = {
    {"token: 'sk_test_"
     "51Fov0I2ngqpM59BOlENkFbZ7zjGmCeDMm69KDBKat6GVHsabPr5hQESrJBGb5gCJYmkFW5zU3HWQrb5FrGv19jqPSJzCMtsaPK'\n",
     "sk_test_"
     "51Fov0I2ngqpM59BOlENkFbZ7zjGmCeDMm69KDBKat6GVHsabPr5hQESrJBGb5gCJYmkFW5zU3HWQrb5FrGv19jqPSJzCMtsaPK"},
    {"curl -H \"Authorization: Bearer rk_test_"
     "EJAnm9ZpR46Ro1WKQOzACA3f\" x",
     "rk_test_"
     "EJAnm9ZpR46Ro1WKQOzACA3f"}};
constexpr LeakCounterexample kStripeTestKeyNot[] = {
    {"sk_test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"sk_test_"
     "51Fov0I2ngqpM59BOlENkFbZ7zjGmCeDMm69KDBKat6GVHsab"}};
constexpr LeakExample kStripeWebhookSecret[] = {
    {"ENV API_TOKEN whsec_"
     "EqCHB90m0Hn2hWocBO9Mz3DM0tvol3Sz\n",
     "whsec_"
     "EqCHB90m0Hn2hWocBO9Mz3DM0tvol3Sz"}};
constexpr LeakCounterexample kStripeWebhookSecretNot[] = {{"CLERK_WEBHOOK_SECRET=whsec_"
                                                           "EqCHB90m0Hn2hWocBO9Mz3DM0tvol3Sz"},
                                                          {"whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                          {"whsec_"
                                                           "EqCHB90m0Hn2hWoc"}};
constexpr LeakExample kStandardWebhookSecret[] = {{"{\\\"token\\\":\\\"whsec_"
                                                   "gAFccWLq9cSRw3fFHktc5xJXcMWoFh40cRl5fL7A2wBi\\\"}",
                                                   "whsec_"
                                                   "gAFccWLq9cSRw3fFHktc5xJXcMWoFh40cRl5fL7A2wBi"},
                                                  {"SVIX_SECRET=whsec_"
                                                   "EqCHB90m0Hn2hWocBO9Mz3DM0tvol3Sz\n",
                                                   "whsec_"
                                                   "EqCHB90m0Hn2hWocBO9Mz3DM0tvol3Sz"}};
constexpr LeakCounterexample kStandardWebhookSecretNot[] = {{"STRIPE_SIGNING_SECRET=whsec_"
                                                             "EqCHB90m0Hn2hWocBO9Mz3DM0tvol3Sz"},
                                                            {"whsec_"
                                                             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                            {"whsec_"
                                                             "IsXqYqETyoxMw29O6ihx"}};
constexpr LeakExample kPaystackKey[] = {
    {"<token>sk_live_"
     "6c4335da6def6ff76cef9127f3ffd79da2815da8</token>",
     "sk_live_"
     "6c4335da6def6ff76cef9127f3ffd79da2815da8"}};
constexpr LeakCounterexample kPaystackKeyNot[] = {{"sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                                  {"sk_live_"
                                                   "6c4335da6def6ff76cef"}};
constexpr LeakExample kClerkKey[] = {{"x --token=sk_live_"
                                      "e7nkV2c1kF2tnrVynNvFL13k9JoNpd1IMIAIT5hnmE y",
                                      "sk_live_"
                                      "e7nkV2c1kF2tnrVynNvFL13k9JoNpd1IMIAIT5hnmE"},
                                     {"export TOKEN=\"sk_test_"
                                      "uy31VNWE1JrlMe0nGBWFloSbSSAkueGagHOiLem5HCx\"",
                                      "sk_test_"
                                      "uy31VNWE1JrlMe0nGBWFloSbSSAkueGagHOiLem5HCx"}};
constexpr LeakCounterexample kClerkKeyNot[] = {{"sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
                                               {"sk_live_"
                                                "e7nkV2c1kF2tnrVynNvFL"}};

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
     .confirm = webhook,
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
    .name = "stripe", .summary = "keys of Stripe and of those that write theirs alike", .revision = 2, .kinds = kKinds};

}  // namespace batten::leaks::detectors
