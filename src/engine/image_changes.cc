// SPDX-License-Identifier: Apache-2.0
#include "engine/image_changes.h"

#include <algorithm>
#include <string_view>

#include "base/base64.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::engine {
namespace {

constexpr json::Limits kLimits{.max_bytes = 1u << 20, .max_depth = 20};

// Registries' errors come as text in a stream that began well.
Code code_of(std::string_view message) {
  const std::string text = base::lower(message);
  const auto says = [&](std::string_view part) { return text.contains(part); };
  if (says("unauthorized") || says("denied") || says("forbidden") || says("authentication required")) return Code::kDenied;
  if (says("manifest unknown") || says("not found") || says("name unknown") || says("no matching manifest")) return Code::kNotFound;
  if (says("no space left")) return Code::kLimit;
  return Code::kUnavailable;
}

std::string advice(Code code, std::string_view message) {
  if (code == Code::kDenied && !message.contains("docker login")) return "; log in to the registry (docker login)";
  if (code == Code::kLimit) return "; make room where the engine keeps its data";
  if (message.contains("toomanyrequests")) return "; the registry limits requests: try again later";
  return {};
}

Error registry_error(std::string_view said) {
  const Code code = code_of(said);
  return {code, base::printable(said.substr(0, 1000)) + advice(code, said)};
}

}  // namespace

std::string registry_auth_header(const std::string& registry, const std::string& user, const std::string& password,
                                 const std::string& identity_token) {
  json::Writer out(0);
  out.begin_object();
  if (identity_token.empty()) {
    out.member("username", user).member("password", password);
  } else {
    out.member("identitytoken", identity_token);
  }
  out.member("serveraddress", registry).end_object();
  std::string text = base::base64(out.text());
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

Result<void> read_pull_progress(std::string_view lines) {
  Result<void> out;
  base::each_line(lines, [&](std::string_view line) {
    if (!out || base::trim(line).empty()) return;
    Result<json::Document> document = json::Document::parse(line, kLimits);
    if (!document) return;  // progress that can't be read says nothing of the end: the image is looked for
    std::string_view said = document->root()["errorDetail"]["message"].string(document->root()["error"].string());
    if (said.empty()) return;
    out = registry_error(said);
  });
  return out;
}

Result<void> pull_image(Client& client, const Pull& pull) {
  const std::string name = format("{}@{}", pull.repository, pull.digest.text());
  std::string path =
      format("/images/create?fromImage={}&tag={}", http::percent_encode(pull.repository), http::percent_encode(pull.digest.text()));
  if (!pull.platform.empty()) path += "&platform=" + http::percent_encode(pull.platform);
  Call call{.method = "POST", .path = std::move(path), .body = {}, .timeout_ms = -1, .in_its_words = true};
  if (!pull.authorization.empty()) call.headers.emplace_back("X-Registry-Auth", pull.authorization);
  Result<http::Response> response = client.call(call);
  if (!response && response.error().code == Code::kTimeout)
    return Error{Code::kTimeout, format("pull {}: the engine got no further for a minute: the registry hangs, or the way to it", name)};
  if (!response) return base::in_context("pull " + name, registry_error(response.error().message));
  TRY_IN("pull " + name, read_pull_progress(response->body));
  return {};
}

Result<void> tag_image(Client& client, const std::string& image, const std::string& repository, const std::string& tag) {
  TRY(client.call({.method = "POST",
                   .path = format("/images/{}/tag?repo={}&tag={}", http::percent_encode(image), http::percent_encode(repository),
                                  http::percent_encode(tag)),
                   .body = {},
                   .what = format("image '{}'", base::printable(image))}));
  return {};
}

Result<void> remove_image(Client& client, const std::string& name) {
  Result<http::Response> response = client.call({.method = "DELETE",
                                                 .path = format("/images/{}", http::percent_encode(name)),
                                                 .body = {},
                                                 .what = format("image '{}'", base::printable(name))});
  if (!response && response.error().code != Code::kNotFound) return response.error();
  return {};
}

}  // namespace batten::engine
