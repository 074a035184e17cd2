// SPDX-License-Identifier: Apache-2.0
//
// What the environment and the shared files say about whom to ask: profile, region, addresses. Names and order of precedence are those of
// the AWS SDKs and Tools Reference Guide.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "secrets/aws_profiles.h"
#include "secrets/provider.h"

namespace batten::secrets {

struct AwsSettings {
  Surroundings surroundings;
  AwsProfiles profiles;
  std::string profile = "default";
  bool profile_is_named = false;  // by AWS_PROFILE: then it must be there
  std::string region;             // AWS_REGION, AWS_DEFAULT_REGION, the profile's; empty: none says it

  std::string environment(const char* name) const { return surroundings.environment(name); }
  bool is_true(const char* name) const;
  std::string_view of_profile(std::string_view name) const { return profiles.value(profile, name); }
};

Result<AwsSettings> read_aws_settings(const Surroundings& surroundings);

// "eu-central-1": it becomes a part of host names, so that nothing else may pass.
Result<void> check_aws_region(std::string_view region);

struct AwsService {
  std::string_view host;      // "secretsmanager", also what is signed
  std::string_view variable;  // "AWS_ENDPOINT_URL_SECRETS_MANAGER"
  std::string_view setting;   // "secrets_manager", in a [services ..] section
};
inline constexpr AwsService kSecretsManager = {"secretsmanager", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "secrets_manager"};
inline constexpr AwsService kSts = {"sts", "AWS_ENDPOINT_URL_STS", "sts"};

// "https://secretsmanager.eu-central-1.amazonaws.com", without a slash at its end: the variable of the service, AWS_ENDPOINT_URL, the
// profile's services, its endpoint_url, else what AWS calls it there (with AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT).
Result<std::string> aws_endpoint(const AwsSettings& settings, const AwsService& service, std::string_view region);

// The region in "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf"; empty when it is no such name.
std::string region_of_arn(std::string_view text);

}  // namespace batten::secrets
