// SPDX-License-Identifier: Apache-2.0
//
// Who we are for AWS: the sources of credentials in the order of AWS's own SDKs. The first one that is set up decides, also when it fails;
// only a source of which nothing is said is passed over.
//
//   environment, web identity, profile, container, instance
#pragma once

#include <optional>

#include "base/result.h"
#include "secrets/aws_answers.h"
#include "secrets/aws_client.h"
#include "secrets/aws_settings.h"

namespace batten::secrets {

class AwsCredentialChain {
 public:
  // Both must outlive it.
  AwsCredentialChain(const AwsSettings& settings, AwsClient& client) : settings_(settings), client_(client) {}

  // Good for five minutes at least, or the source gives no better ones. Those that still hold are kept when the source fails. denied: no
  // source has any; the message names all that were asked.
  Result<const AwsCredentials*> current();
  // A server said that these have ended.
  void forget() { held_.reset(); }
  // Seconds until current() asks its source again; nullopt: never.
  std::optional<std::int64_t> seconds_left() const;

 private:
  Result<AwsCredentials> load();

  const AwsSettings& settings_;
  AwsClient& client_;
  std::optional<AwsCredentials> held_;
};

}  // namespace batten::secrets
