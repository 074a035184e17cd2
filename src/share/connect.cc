// SPDX-License-Identifier: Apache-2.0
#include "share/connect.h"

#include <optional>

#include "base/format.h"

namespace batten::share {
namespace {

constexpr std::string_view kScheme = "oci://";

bool is_own(const std::string& endpoint, const model::Reference& reference) {
  std::string host = reference.registry == "docker.io" ? "registry-1.docker.io" : reference.registry;
  return endpoint.ends_with("://" + host);
}

}  // namespace

Result<Connection> connect(const std::string& text, const image::RegistryOptions& options, bool mirrors) {
  Connection out;
  out.reference = TRY(model::parse_reference(text.starts_with(kScheme) ? text.substr(kScheme.size()) : text));
  std::optional<Error> first;
  for (const std::string& endpoint : TRY(image::registry_endpoints(out.reference.registry, options))) {
    if (!mirrors && !is_own(endpoint, out.reference)) continue;
    auto client = std::make_unique<image::RegistryClient>(endpoint, out.reference, options);
    http::Request request;
    request.url = endpoint + "/v2/";
    request.max_bytes = 1u << 20;
    request.retries = 0;
    // Any answer will do: who may do what shows later.
    auto answer = client->exchange(request);
    bool silent = !answer && (answer.error().code == Code::kUnavailable || answer.error().code == Code::kTimeout);
    if (!silent) {
      out.client = std::move(client);
      return out;
    }
    if (!first) first = answer.error();
  }
  return base::in_context(out.reference.text(), first.value_or(Error{Code::kUnavailable, "no address to ask"}));
}

}  // namespace batten::share
