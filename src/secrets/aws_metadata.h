// SPDX-License-Identifier: Apache-2.0
//
// The instance metadata service of EC2, version 2: a token first, then what is asked for. Version 1, which any page that a server can be
// made to fetch reaches, is never used.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "secrets/aws_answers.h"
#include "secrets/aws_client.h"
#include "secrets/aws_settings.h"

namespace batten::secrets {

// Of the instance's role. not_found: AWS_EC2_METADATA_DISABLED, nobody answers (one second is waited), or the instance has no role.
Result<AwsCredentials> credentials_of_instance(const AwsSettings& settings, AwsClient& client);
// Errors as above.
Result<std::string> region_of_instance(const AwsSettings& settings, AwsClient& client);

}  // namespace batten::secrets
