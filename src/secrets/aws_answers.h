// SPDX-License-Identifier: Apache-2.0
//
// What AWS and its helpers answer: credentials as JSON (metadata services, containers, credential_process) and as STS writes them, failures
// as both write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "secrets/aws_sigv4.h"

namespace batten::secrets {

struct AwsCredentials {
  AwsKeys keys;
  std::optional<std::int64_t> expires;  // seconds since 1970; none: they stay good
  std::string source;                   // for messages: "profile dev"
};
// Nothing: that source is not set up here. An error: it is, but gives none.
using PossibleCredentials = Result<std::optional<AwsCredentials>>;

// {"AccessKeyId": .., "SecretAccessKey": .., "Token" or "SessionToken": .., "Expiration": ..}; corrupt when it is not that. A "Code" other
// than Success and its message are the error. Of credential_process "Version" must be 1.
Result<AwsCredentials> credentials_from_json(std::string_view text, bool from_process = false);

// <AssumeRoleResponse>..<Credentials><AccessKeyId>..; copies of the text are made of nothing but the credentials.
Result<AwsCredentials> credentials_from_sts(std::string_view xml);

struct AwsFailure {
  std::string type;     // "ResourceNotFoundException", without what stands before # and behind :
  std::string message;  // as the server says it, short, printable
};
// JSON's {"__type": .., "message" or "Message": ..}, or <Error><Code>..<Message>..; what is there. header is x-amzn-errortype.
AwsFailure failure_from(std::string_view body, std::string_view header);

// The error that a failure stands for.
Error aws_error(std::string_view where, int status, const AwsFailure& failure);
bool is_throttling(std::string_view type);
// The time of our clock, or a wrong secret key: the server's word for both can be the same.
bool may_be_clock_skew(std::string_view type);
bool is_expired_token(std::string_view type);

}  // namespace batten::secrets
