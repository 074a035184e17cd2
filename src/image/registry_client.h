// SPDX-License-Identifier: Apache-2.0
//
// The distribution API (OCI distribution-spec 1.1): manifests and blobs to read, with login, mirrors and TLS. Writing: registry_upload.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/client.h"
#include "image/registry_auth.h"
#include "model/reference.h"

namespace batten::image {

struct RegistryOptions {
  bool allow_plain_http = false;
  bool skip_tls_verify = false;
  int idle_timeout_ms = 30'000;  // no byte for so long: timeout
};

struct RegistryManifest {
  std::string bytes;
  model::Digest digest;  // computed from the bytes
};

// One endpoint (the registry itself or a mirror of it) and one repository.
class RegistryClient {
 public:
  RegistryClient(std::string base_url, model::Reference reference, RegistryOptions options);

  // By tag or digest; bytes are checked against the digest that was asked for, or that the registry names.
  Result<RegistryManifest> manifest(const std::string& target);
  // Indexes of what refers to the manifest, one for each page of the answer, at most 10; not_found where there is no such API.
  Result<std::vector<std::string>> referrers(const model::Digest& subject);
  // A small blob, checked.
  Result<std::string> blob(const model::Digest& digest, std::uint64_t max_bytes);
  // A large one, as it comes; goes on after a broken connection. Checking is the reader's.
  Result<void> stream_blob(const model::Digest& digest, const std::function<Result<void>(std::string_view)>& sink);
  const std::string& base_url() const { return base_url_; }
  // "https://r.example/v2/REPOSITORY" + path.
  std::string address(std::string_view path) const;
  // One request, with login; the answer may have any status. Who we are is told to this registry alone, whatever the URL is. The error
  // that a status stands for says what to do about it.
  Result<http::Response> exchange(http::Request request, const std::function<Result<void>(std::string_view)>* sink = nullptr);
  static Error error_of(const http::Request& request, const http::Response& response);
  // What the Retry-After header of the last answer said when that was a 429 (it may be empty); nothing after any other answer.
  const std::optional<std::string>& asked_to_wait() const { return asked_to_wait_; }

 private:
  Result<http::Response> get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers, std::uint64_t max_bytes,
                             const std::function<Result<void>(std::string_view)>* sink);
  std::string next_page(std::string_view link) const;
  Result<void> log_in(const std::string& challenge_header, bool writes);

  std::string base_url_;
  model::Reference reference_;
  RegistryOptions options_;
  http::Client http_;
  std::string authorization_;
  std::optional<std::string> asked_to_wait_;
};

// URLs to try for a registry, mirrors first: $BATTEN_REGISTRY_MIRRORS ("docker.io=https://mirror.example,..."), for docker.io also
// registry-mirrors of /etc/docker/daemon.json; then the registry itself. Plain http where it is on this machine or allowed.
Result<std::vector<std::string>> registry_endpoints(const std::string& registry, const RegistryOptions& options);

}  // namespace batten::image
