// SPDX-License-Identifier: Apache-2.0
//
// The credentials that a profile stands for: a role (with another profile, a web identity token or this machine behind it), keys, or a
// program that prints them.
#pragma once

#include <string>

#include "base/result.h"
#include "secrets/aws_answers.h"
#include "secrets/aws_client.h"
#include "secrets/aws_settings.h"

namespace batten::secrets {

// Of the chosen profile. unsupported for what we do not speak: sso, mfa_serial.
PossibleCredentials credentials_of_profile(const AwsSettings& settings, AwsClient& client);

}  // namespace batten::secrets
