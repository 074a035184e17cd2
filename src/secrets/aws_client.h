// SPDX-License-Identifier: Apache-2.0
//
// Calls of AWS's services: signed, tried again after throttling, 5xx and silence with waits that grow and differ, once more with the
// server's time when our clock is wrong, and once more with new credentials when they have just ended.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "secrets/aws_sigv4.h"
#include "secrets/provider.h"
#include "secrets/wiped_answer.h"

namespace batten::secrets {

struct AwsCall {
  std::string name;      // for messages: "GetSecretValue"
  std::string endpoint;  // "https://sts.eu-central-1.amazonaws.com"
  std::string service, region;
  std::vector<std::pair<std::string, std::string>> headers;  // Content-Type, X-Amz-Target
  std::string_view body;
  bool carries_value = false;  // in its body: of what the server says against the request only the kind of error is shown
};

struct AwsSigner {
  std::function<Result<const AwsKeys*>()> keys;  // good until the next call of it
  std::function<void()> forget;                  // these are no longer good: get others
};

class AwsClient {
 public:
  explicit AwsClient(const Surroundings& surroundings) : surroundings_(surroundings) {}

  // The body of a 2xx answer. signer null: a call that is not signed. Errors as secrets/provider.h has them.
  Result<WipedText> send(const AwsCall& call, const AwsSigner* signer);
  // One plain request to a metadata service; no signature, no second try, no proxy.
  Result<WipedAnswer> ask(http::Request request);

  const Surroundings& surroundings() const { return surroundings_; }
  // Seconds since 1970 by the server's clock, as far as it is known to differ from ours.
  std::int64_t now() const;

 private:
  Result<WipedAnswer> send_once(const AwsCall& call, const AwsKeys* keys);
  // Learns the difference of the clocks from an answer's Date; false when that is no reason to ask again.
  bool learn_clock(const http::Response& answer);
  void wait(int attempt, const http::Response* answer);

  Surroundings surroundings_;
  http::Client client_;
  std::int64_t clock_offset_ = 0;
};

}  // namespace batten::secrets
