// SPDX-License-Identifier: Apache-2.0
//
// The files ~/.aws/config and ~/.aws/credentials ("Shared config and credentials files", AWS SDKs and Tools Reference Guide): sections in
// brackets, "name = value", indented lines below a name without value are names within it.
//
//   [default]                       in both
//   [profile dev]                   config; [dev] in credentials
//   [services local]
//   secrets_manager =
//     endpoint_url = http://127.0.0.1:4566
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "secrets/provider.h"

namespace batten::secrets {

class AwsProfiles {
 public:
  enum class File : unsigned char { kConfig, kCredentials };

  AwsProfiles() = default;
  ~AwsProfiles();
  AwsProfiles(AwsProfiles&&) noexcept = default;
  AwsProfiles& operator=(AwsProfiles&&) noexcept = default;
  AwsProfiles(const AwsProfiles&) = delete;
  AwsProfiles& operator=(const AwsProfiles&) = delete;

  // Both files, where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE or HOME say; one that is not there is empty.
  static Result<AwsProfiles> read(const Surroundings& surroundings);
  // Adds a file; what the credentials file says of a profile goes before what config says. corrupt: with the line; limit: too large.
  Result<void> add(std::string_view text, File file);

  bool has(std::string_view profile) const;
  // Empty when there is none. Names are lower-case; "secrets_manager.endpoint_url" is one below another.
  std::string_view value(std::string_view profile, std::string_view name) const;
  std::string_view service_value(std::string_view services, std::string_view name) const;

 private:
  using Section = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, Section, std::less<>> profiles_, services_;
  std::map<std::string, Section, std::less<>> from_credentials_;
};

}  // namespace batten::secrets
