// SPDX-License-Identifier: Apache-2.0
//
// Roles, which the Security Token Service gives credentials for (AWS STS API Reference, version 2011-06-15): to who shows a token of an
// identity provider, as Kubernetes mounts one, or who already has other credentials.
#pragma once

#include <string>

#include "base/result.h"
#include "secrets/aws_answers.h"
#include "secrets/aws_client.h"
#include "secrets/aws_settings.h"

namespace batten::secrets {

struct AwsRole {
  std::string arn;
  std::string session_name;      // empty: "batten-" and the time
  std::string external_id;       // may be empty
  std::string duration_seconds;  // may be empty: an hour
};

// AssumeRole, signed with those keys.
Result<AwsCredentials> assume_role(const AwsSettings& settings, AwsClient& client, const AwsRole& role, const AwsKeys& keys);
// AssumeRoleWithWebIdentity with the token in that file; the file is read each time.
Result<AwsCredentials> assume_role_with_web_identity(const AwsSettings& settings, AwsClient& client, const AwsRole& role,
                                                     const std::string& token_file);

}  // namespace batten::secrets
