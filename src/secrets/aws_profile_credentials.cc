// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_profile_credentials.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/format.h"
#include "base/process.h"
#include "base/text.h"
#include "secrets/aws_container.h"
#include "secrets/aws_environment.h"
#include "secrets/aws_metadata.h"
#include "secrets/aws_roles.h"
#include "secrets/command_words.h"

namespace batten::secrets {
namespace {

constexpr std::chrono::seconds kProcessTime{60};
constexpr std::size_t kMaxProcessBytes = 256 << 10, kMaxChain = 10;

// One resolution: the profiles on the way are remembered, so that a circle ends.
class Resolution {
 public:
  Resolution(const AwsSettings& settings, AwsClient& client) : settings_(settings), client_(client) {}

  PossibleCredentials of(const std::string& profile) {
    PossibleCredentials out = inner(profile);
    if (!out) return base::in_context("profile " + base::printable(profile), out.error());
    if (*out && (*out)->source.empty()) (*out)->source = "profile " + base::printable(profile);
    return out;
  }

 private:
  std::string get(const std::string& profile, std::string_view name) const { return std::string(settings_.profiles.value(profile, name)); }

  PossibleCredentials inner(const std::string& profile) {
    bool came_here = std::ranges::find(way_, profile) != way_.end();
    // A profile may name itself as the source: then its own keys are meant.
    if (came_here && (way_.back() != profile || get(profile, "aws_access_key_id").empty()))
      return Error{Code::kInvalidArgument, "its source_profile leads back to it"};
    if (way_.size() >= kMaxChain) return Error{Code::kLimit, format("more than {} roles, each behind another", kMaxChain)};
    way_.push_back(profile);
    if (!came_here && !get(profile, "role_arn").empty()) return TRY(role(profile));
    if (!get(profile, "aws_access_key_id").empty() || !get(profile, "aws_secret_access_key").empty()) return TRY(keys(profile));
    if (std::string command = get(profile, "credential_process"); !command.empty()) return TRY(process(command));
    if (!get(profile, "sso_session").empty() || !get(profile, "sso_start_url").empty())
      return Error{Code::kUnsupported,
                   "AWS IAM Identity Center (sso) is not supported; `aws configure export-credentials --format process` as "
                   "credential_process gives its credentials"};
    return std::nullopt;
  }

  Result<AwsCredentials> keys(const std::string& profile) const {
    AwsCredentials out;
    out.keys = {.access_key = get(profile, "aws_access_key_id"),
                .secret_key = base::SecretBytes(settings_.profiles.value(profile, "aws_secret_access_key")),
                .session_token = base::SecretBytes(settings_.profiles.value(profile, "aws_session_token"))};
    if (out.keys.access_key.empty() || out.keys.secret_key.empty())
      return Error{Code::kInvalidArgument, "it has only one of aws_access_key_id and aws_secret_access_key"};
    return out;
  }

  static Result<AwsCredentials> process(const std::string& command) {
    std::vector<std::string> argv = TRY_IN("credential_process", command_words(command));
    base::ProcessOutput output =
        TRY_IN("credential_process", base::run_process(argv, {}, kProcessTime, kMaxProcessBytes, base::Output::kSecret));
    base::SecretBytes text = base::SecretBytes::taken_from(output.out);
    if (output.exit_status != 0)
      return Error{Code::kUnavailable, format("credential_process {}: status {}: {}", base::printable(argv[0]), output.exit_status,
                                              base::printable(base::trim(std::string_view(output.err).substr(0, 300))))};
    return TRY_IN("credential_process " + base::printable(argv[0]), credentials_from_json(text.view(), true));
  }

  Result<AwsCredentials> role(const std::string& profile) {
    AwsRole role{.arn = get(profile, "role_arn"),
                 .session_name = get(profile, "role_session_name"),
                 .external_id = get(profile, "external_id"),
                 .duration_seconds = get(profile, "duration_seconds")};
    if (!get(profile, "mfa_serial").empty()) return Error{Code::kUnsupported, "mfa_serial: nobody can be asked for a code here"};
    if (std::string token = get(profile, "web_identity_token_file"); !token.empty())
      return assume_role_with_web_identity(settings_, client_, role, token);
    std::string source = get(profile, "source_profile"), place = get(profile, "credential_source");
    if (source.empty() == place.empty())
      return Error{Code::kInvalidArgument, "role_arn wants one of source_profile, credential_source and web_identity_token_file"};
    std::optional<AwsCredentials> behind = TRY(source.empty() ? from_place(place) : of(source));
    if (!behind)
      return Error{Code::kInvalidArgument, base::printable(source.empty() ? place : source) + " has no credentials for its role"};
    return assume_role(settings_, client_, role, behind->keys);
  }

  PossibleCredentials from_place(const std::string& place) {
    if (place == "Environment") return credentials_of_environment(settings_);
    if (place == "Ec2InstanceMetadata") return TRY(credentials_of_instance(settings_, client_));
    if (place == "EcsContainer") return credentials_of_container(settings_, client_);
    return Error{Code::kInvalidArgument, "credential_source is none of Environment, Ec2InstanceMetadata and EcsContainer"};
  }

  const AwsSettings& settings_;
  AwsClient& client_;
  std::vector<std::string> way_;
};

}  // namespace

PossibleCredentials credentials_of_profile(const AwsSettings& settings, AwsClient& client) {
  return Resolution(settings, client).of(settings.profile);
}

}  // namespace batten::secrets
