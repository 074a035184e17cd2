// SPDX-License-Identifier: Apache-2.0
//
// Signature Version 4 of AWS, in the Authorization header ("Signing AWS API requests", IAM User Guide): the request is written in one
// canonical way, its hash with time, region and service is signed with a key derived from the secret key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret_bytes.h"

namespace batten::secrets {

struct AwsKeys {
  std::string access_key;
  base::SecretBytes secret_key;
  base::SecretBytes session_token;  // empty: long-lived keys
};

struct AwsRequest {
  std::string method = "POST";
  std::string path = "/";                                    // as in the URL; of what is escaped there the escapes are escaped again
  std::vector<std::pair<std::string, std::string>> query;    // without escapes
  std::vector<std::pair<std::string, std::string>> headers;  // all of them are signed; "host" must be one
  std::string_view body;
};

struct AwsScope {
  std::string region;   // "eu-central-1"
  std::string service;  // "secretsmanager"
  std::int64_t time = 0;
};

// The three texts of the published test vectors, each made from the one before.
std::string canonical_request(const AwsRequest& request);
std::string string_to_sign(std::string_view canonical, const AwsScope& scope);
std::string signature(std::string_view to_sign, const base::SecretBytes& secret_key, const AwsScope& scope);

// Adds X-Amz-Date, X-Amz-Security-Token where there is one, and Authorization.
void sign(AwsRequest& request, const AwsKeys& keys, const AwsScope& scope);

}  // namespace batten::secrets
