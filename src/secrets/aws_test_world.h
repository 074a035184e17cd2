// SPDX-License-Identifier: Apache-2.0
//
// For tests: surroundings made of a map of variables and a clock that stands still, and a server that answers as AWS does.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "http/loopback_server.h"
#include "secrets/provider.h"

namespace batten::secrets {

struct AwsTestWorld {
  std::map<std::string, std::string> variables = {
      {"AWS_EC2_METADATA_DISABLED", "true"}, {"AWS_CONFIG_FILE", "/nonexistent/config"},
      {"AWS_REGION", "eu-central-1"},        {"AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials"},
      {"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},  {"AWS_SECRET_ACCESS_KEY", "a-secret-key"},
  };
  std::int64_t time = 1'795'000'000;
  std::vector<std::chrono::milliseconds> sleeps;
  int timeout_ms = 2000;

  // Looks into this object, which must stay.
  Surroundings surroundings() {
    return {.environment = [this](const char* name) { return variables.contains(name) ? variables[name] : std::string(); },
            .now = [this] { return std::chrono::system_clock::time_point(std::chrono::seconds(time)); },
            .sleep = [this](std::chrono::milliseconds ms) { sleeps.push_back(ms); },
            .timeout_ms = timeout_ms,
            .tries = 4};
  }
};

inline std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

// The value of a header of a request; empty when it has none.
inline std::string header_of(const std::string& request, std::string_view name) {
  std::string out;
  base::each_line(std::string_view(request).substr(0, request.find("\r\n\r\n")), [&](std::string_view line) {
    std::size_t colon = line.find(':');
    if (colon != line.npos && base::lower(line.substr(0, colon)) == base::lower(name)) out = base::trim(line.substr(colon + 1));
  });
  return out;
}

inline std::string failure_answer(int status, std::string_view type, std::string_view message,
                                  const std::vector<std::string>& headers = {}) {
  return http::LoopbackServer::answer(status, format(R"({{"__type":"{}","Message":"{}"}})", type, message), headers);
}

inline std::string credentials_answer(std::string_view key, std::string_view expires) {
  return http::LoopbackServer::answer(
      200,
      format(R"({{"AccessKeyId":"{}","SecretAccessKey":"secret-of-{}","Token":"token-of-{}","Expiration":"{}"}})", key, key, key, expires));
}

}  // namespace batten::secrets
