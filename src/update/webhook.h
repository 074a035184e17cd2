// SPDX-License-Identifier: Apache-2.0
//
// Where registries tell of pushes: POST /hooks/TOKEN. Most of them can send nothing secret but the address, so the token is in it; who has
// it can make Batten look for updates earlier, and nothing else.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "update/registry_event.h"

namespace batten::update {

struct WebhookOptions {
  std::string address = "127.0.0.1:9377";
  std::string token;  // at least 16 characters
};

// What is answered to a request; told: is called with the pushes, if there are any.
http::ServerResponse answer_webhook(const http::ServerRequest& request, const std::string& token,
                                    const std::function<void(std::vector<PushedImage>)>& told);

// invalid_argument: a token that is too short; what Server::start says.
Result<http::Server> serve_webhook(const WebhookOptions& options, std::function<void(std::vector<PushedImage>)> told);

}  // namespace batten::update
