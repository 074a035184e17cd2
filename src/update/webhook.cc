// SPDX-License-Identifier: Apache-2.0
#include "update/webhook.h"

#include "base/format.h"

namespace batten::update {
namespace {

constexpr std::string_view kPrefix = "/hooks/";
constexpr std::size_t kShortestToken = 16;

// As long for a wrong token as for the right one.
bool same(std::string_view given, std::string_view token) {
  unsigned char difference = given.size() == token.size() ? 0 : 1;
  for (std::size_t i = 0; i < token.size(); ++i)
    difference = static_cast<unsigned char>(difference | (token[i] ^ (i < given.size() ? given[i] : '\0')));
  return difference == 0;
}

http::ServerResponse say(int status, std::string text) {
  http::ServerResponse out;
  out.status = status;
  out.body = std::move(text) + "\n";
  return out;
}

}  // namespace

http::ServerResponse answer_webhook(const http::ServerRequest& request, const std::string& token,
                                    const std::function<void(std::vector<PushedImage>)>& told) {
  const std::string_view path = request.path();
  if (path == "/healthz" && request.method == "GET") return say(200, "ok");
  if (!path.starts_with(kPrefix) || !same(path.substr(kPrefix.size()), token)) return say(404, "not here");
  if (request.method != "POST") return say(405, "POST what the registry tells");
  Result<std::vector<PushedImage>> pushed = parse_registry_event(request.body);
  if (!pushed) return say(pushed.error().code == Code::kUnsupported ? 422 : 400, pushed.error().message);
  const std::size_t count = pushed->size();
  if (count != 0) told(std::move(*pushed));
  return say(202, format("{} pushed", count));
}

Result<http::Server> serve_webhook(const WebhookOptions& options, std::function<void(std::vector<PushedImage>)> told) {
  if (options.token.size() < kShortestToken)
    return Error{Code::kInvalidArgument,
                 format("the token of the webhook has {} characters: at least {} are wanted", options.token.size(), kShortestToken)};
  http::ServerOptions server;
  server.address = options.address;
  return http::Server::start(server, [token = options.token, told = std::move(told)](const http::ServerRequest& request) {
    return answer_webhook(request, token, told);
  });
}

}  // namespace batten::update
