// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_environment.h"

#include "base/time.h"
#include "secrets/aws_roles.h"

namespace batten::secrets {

PossibleCredentials credentials_of_environment(const AwsSettings& settings) {
  AwsCredentials out{.keys = {}, .expires = {}, .source = "the environment"};
  std::string secret = settings.environment("AWS_SECRET_ACCESS_KEY"), token = settings.environment("AWS_SESSION_TOKEN");
  out.keys = {.access_key = settings.environment("AWS_ACCESS_KEY_ID"),
              .secret_key = base::SecretBytes::taken_from(secret),
              .session_token = base::SecretBytes::taken_from(token)};
  if (out.keys.access_key.empty() && out.keys.secret_key.empty()) return std::nullopt;
  if (out.keys.access_key.empty() || out.keys.secret_key.empty())
    return Error{Code::kInvalidArgument, "only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set"};
  if (std::string end = settings.environment("AWS_CREDENTIAL_EXPIRATION"); !end.empty()) {
    out.expires = base::parse_time(end);
    if (!out.expires) return Error{Code::kInvalidArgument, "AWS_CREDENTIAL_EXPIRATION is no time"};
  }
  return out;
}

PossibleCredentials credentials_of_web_identity(const AwsSettings& settings, AwsClient& client) {
  std::string file = settings.environment("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (file.empty()) return std::nullopt;
  AwsRole role{.arn = settings.environment("AWS_ROLE_ARN"),
               .session_name = settings.environment("AWS_ROLE_SESSION_NAME"),
               .external_id = {},
               .duration_seconds = {}};
  if (role.arn.empty()) return Error{Code::kInvalidArgument, "AWS_WEB_IDENTITY_TOKEN_FILE is set, but not AWS_ROLE_ARN"};
  return TRY(assume_role_with_web_identity(settings, client, role, file));
}

}  // namespace batten::secrets
