// SPDX-License-Identifier: Apache-2.0
//
// What Secrets Manager answers (AWS Secrets Manager API Reference, version 2017-10-17).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret_bytes.h"

namespace batten::secrets {

struct AwsSecretValue {
  base::SecretBytes value;  // never empty
  bool is_binary = false;   // SecretBinary: stored as bytes, not as text
  std::string version;      // VersionId
  std::vector<std::string> stages;
};
// Of GetSecretValue. corrupt when it is not that; not_found when the value is empty; unsupported for a version that is only AWSPENDING:
// one that a rotation has made and not yet tried.
Result<AwsSecretValue> read_secret_value(std::string_view json);

// Of DescribeSecret: version -> its stages. The ids of versions without any are there too.
Result<std::map<std::string, std::vector<std::string>>> read_version_stages(std::string_view json);
// The version that has the stage; empty when none has.
std::string version_with_stage(const std::map<std::string, std::vector<std::string>>& versions, std::string_view stage);

// Of PutSecretValue.
Result<std::string> read_version_id(std::string_view json);

struct AwsSecretNames {
  std::vector<std::string> names;
  std::string next_token;  // empty: that was the last page
};
// Of ListSecrets.
Result<AwsSecretNames> read_secret_names(std::string_view json);

}  // namespace batten::secrets
