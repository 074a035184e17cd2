// SPDX-License-Identifier: Apache-2.0
#include "engine/container_changes.h"

#include <utility>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::engine {
namespace {

constexpr int kSlowMs = 300'000;  // a large image's first container is laid out, a full disk is written to

std::string container_path(std::string_view id, std::string_view rest) {
  return format("/containers/{}{}", http::percent_encode(id), rest);
}

std::string container_called(std::string_view id) { return format("container '{}'", base::printable(id.substr(0, 300))); }

Result<void> post(Client& client, std::string path, std::string body, std::string what) {
  // Its words end with what is the matter, behind long paths.
  TRY(client.call({.method = "POST",
                   .path = std::move(path),
                   .body = std::move(body),
                   .what = std::move(what),
                   .timeout_ms = kSlowMs,
                   .in_its_words = true}));
  return {};
}

}  // namespace

Result<std::string> create_container(Client& client, const std::string& name, const std::string& body, const std::string& platform) {
  std::string path = "/containers/create?name=" + http::percent_encode(name);
  if (!platform.empty()) path += "&platform=" + http::percent_encode(platform);
  http::Response response = TRY(client.call({.method = "POST", .path = path, .body = body, .timeout_ms = kSlowMs, .in_its_words = true}));
  json::Document answer = TRY_IN("Docker engine: create", json::Document::parse(response.body));
  std::string id(answer["Id"].string());
  if (id.empty()) return Error{Code::kCorrupt, "Docker engine: create: the answer has no Id"};
  return id;
}

Result<void> start_container(Client& client, std::string_view id) {
  return post(client, container_path(id, "/start"), {}, container_called(id));
}

Result<void> rename_container(Client& client, std::string_view id, std::string_view name) {
  return post(client, container_path(id, "/rename?name=" + http::percent_encode(name)), {}, container_called(id));
}

Result<void> remove_container(Client& client, std::string_view id, bool force, bool with_anonymous_volumes) {
  std::string path = container_path(id, format("?force={}&v={}", force ? 1 : 0, with_anonymous_volumes ? 1 : 0));
  Result<http::Response> done =
      client.call({.method = "DELETE", .path = std::move(path), .body = {}, .what = container_called(id), .timeout_ms = kSlowMs});
  if (done || done.error().code == Code::kNotFound) return {};
  if (done.error().code == Code::kConflict && done.error().message.contains("already in progress")) return {};
  return done.error();
}

Result<void> set_restart_policy(Client& client, std::string_view id, std::string_view policy) {
  return post(client, container_path(id, "/update"), format(R"({{"RestartPolicy":{}}})", policy), container_called(id));
}

Result<void> connect_network(Client& client, std::string_view network, std::string_view id, std::string_view endpoint) {
  return post(client, format("/networks/{}/connect", http::percent_encode(network)),
              format(R"({{"Container":{},"EndpointConfig":{}}})", json::quote(id), endpoint),
              format("network '{}'", base::printable(network)));
}

Result<void> disconnect_network(Client& client, std::string_view network, std::string_view id) {
  return post(client, format("/networks/{}/disconnect", http::percent_encode(network)),
              format(R"({{"Container":{},"Force":true}})", json::quote(id)), format("network '{}'", base::printable(network)));
}

Result<std::string> inspect_container(Client& client, std::string_view name) {
  return client.answer(container_path(name, "/json"), container_called(name));
}

Result<std::string> inspect_image(Client& client, std::string_view name) {
  return client.answer(format("/images/{}/json", http::percent_encode(name)), format("image '{}'", base::printable(name)));
}

}  // namespace batten::engine
