// SPDX-License-Identifier: Apache-2.0
//
// Credentials in variables: keys (AWS_ACCESS_KEY_ID ..), or the role and the token file that Kubernetes gives a pod.
#pragma once

#include "base/result.h"
#include "secrets/aws_answers.h"
#include "secrets/aws_client.h"
#include "secrets/aws_settings.h"

namespace batten::secrets {

// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION.
PossibleCredentials credentials_of_environment(const AwsSettings& settings);
// AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_SESSION_NAME.
PossibleCredentials credentials_of_web_identity(const AwsSettings& settings, AwsClient& client);

}  // namespace batten::secrets
