// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_credentials.h"

#include <algorithm>
#include <string>

#include "base/format.h"
#include "base/text.h"
#include "secrets/aws_container.h"
#include "secrets/aws_environment.h"
#include "secrets/aws_metadata.h"
#include "secrets/aws_profile_credentials.h"

namespace batten::secrets {
namespace {

constexpr std::int64_t kBeforeTheEnd = 300;

}  // namespace

Result<AwsCredentials> AwsCredentialChain::load() {
  using Source = PossibleCredentials (*)(const AwsSettings&, AwsClient&);
  constexpr Source kSources[] = {
      [](const AwsSettings& settings, AwsClient&) { return credentials_of_environment(settings); },
      credentials_of_web_identity,
      credentials_of_profile,
      credentials_of_container,
  };
  for (Source source : kSources) {
    if (std::optional<AwsCredentials> out = TRY(source(settings_, client_))) return std::move(*out);
  }
  Result<AwsCredentials> out = credentials_of_instance(settings_, client_);
  if (out || out.error().code != Code::kNotFound) return out;
  return Error{Code::kDenied, format("no credentials for AWS: none in the environment (AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE, "
                                     "AWS_CONTAINER_CREDENTIALS_FULL_URI), none in profile {}, {}",
                                     base::printable(settings_.profile), out.error().message)};
}

Result<const AwsCredentials*> AwsCredentialChain::current() {
  if (held_ && (!held_->expires || *held_->expires - client_.now() > kBeforeTheEnd)) return &*held_;
  Result<AwsCredentials> fresh = load();
  if (fresh) {
    held_ = std::move(*fresh);
  } else if (!held_ || *held_->expires <= client_.now()) {
    return fresh.error();
  }
  return &*held_;
}

std::optional<std::int64_t> AwsCredentialChain::seconds_left() const {
  if (!held_ || !held_->expires) return std::nullopt;
  return std::max<std::int64_t>(0, *held_->expires - client_.now() - kBeforeTheEnd);
}

}  // namespace batten::secrets
