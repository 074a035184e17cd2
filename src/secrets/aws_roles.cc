// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_roles.h"

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxTokenBytes = 64 << 10;

// Without a region STS is asked where it began.
std::string region_of(const AwsSettings& settings) { return settings.region.empty() ? "us-east-1" : settings.region; }

WipedText form(std::string_view action, const AwsRole& role, std::int64_t now, std::string_view token) {
  WipedText out;
  auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!out.view().empty()) out.append("&");
    out.append(name);
    out.append("=");
    std::string escaped = http::percent_encode(value);
    out.append(escaped);
    base::wipe(escaped);
  };
  add("Action", action);
  add("Version", "2011-06-15");
  add("RoleArn", role.arn);
  add("RoleSessionName", role.session_name.empty() ? format("batten-{}", now) : role.session_name);
  add("ExternalId", role.external_id);
  add("DurationSeconds", role.duration_seconds);
  add("WebIdentityToken", token);
  return out;
}

Result<AwsCredentials> call_sts(const AwsSettings& settings, AwsClient& client, std::string name, const AwsRole& role,
                                std::string_view token, const AwsKeys* keys) {
  if (!role.arn.starts_with("arn:")) return Error{Code::kInvalidArgument, base::printable(role.arn) + " is no ARN of a role"};
  WipedText body = form(name, role, client.now(), token);
  AwsCall call{.name = std::move(name),
               .endpoint = TRY(aws_endpoint(settings, kSts, region_of(settings))),
               .service = std::string(kSts.host),
               .region = region_of(settings),
               .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
               .body = body.view(),
               .carries_value = keys == nullptr};
  AwsSigner signer{.keys = [keys]() -> Result<const AwsKeys*> { return keys; }, .forget = [] {}};
  WipedText answer = TRY_IN("role " + base::printable(role.arn), client.send(call, keys == nullptr ? nullptr : &signer));
  AwsCredentials out = TRY_IN("role " + base::printable(role.arn), credentials_from_sts(answer.view()));
  out.source = "role " + base::printable(role.arn);
  return out;
}

}  // namespace

Result<AwsCredentials> assume_role(const AwsSettings& settings, AwsClient& client, const AwsRole& role, const AwsKeys& keys) {
  return call_sts(settings, client, "AssumeRole", role, {}, &keys);
}

Result<AwsCredentials> assume_role_with_web_identity(const AwsSettings& settings, AwsClient& client, const AwsRole& role,
                                                     const std::string& token_file) {
  std::string text = TRY_IN("web identity token", base::read_file(token_file, kMaxTokenBytes));
  base::SecretBytes token = base::SecretBytes::taken_from(text);
  std::string_view trimmed = base::trim(token.view());
  if (trimmed.empty()) return Error{Code::kInvalidArgument, base::printable(token_file) + ": no web identity token in it"};
  return call_sts(settings, client, "AssumeRoleWithWebIdentity", role, trimmed, nullptr);
}

}  // namespace batten::secrets
