// SPDX-License-Identifier: Apache-2.0
#include "image/registry_upload.h"

#include <algorithm>

#include "base/format.h"
#include "base/hash.h"

namespace batten::image {
namespace {

constexpr int kOk = 200, kCreated = 201, kAccepted = 202, kNoContent = 204, kNotFound = 404;

http::Request request_of(std::string method, std::string url, std::string body) {
  http::Request out;
  out.method = std::move(method);
  out.url = std::move(url);
  out.body = std::move(body);
  out.max_redirects = 0;
  out.max_bytes = 1u << 20;
  out.headers.emplace_back("Content-Type", "application/octet-stream");
  return out;
}

}  // namespace

Result<bool> RegistryUpload::has_blob(const model::Digest& digest) {
  http::Request request;
  request.method = "HEAD";
  request.url = client_.address("/blobs/" + digest.text());
  http::Response response = TRY(client_.exchange(request));
  if (response.status == kOk) return true;
  if (response.status == kNotFound) return false;
  return RegistryClient::error_of(request, response);
}

// Where the upload goes on: an address, or a path at this registry.
Result<std::string> RegistryUpload::location_of(const http::Request& request, const http::Response& response) const {
  std::string location = response.header("location");
  http::Url own = TRY(http::parse_url(client_.base_url()));
  if (location.starts_with("/")) {
    const std::string& base = client_.base_url();
    return base.substr(0, base.find('/', own.scheme.size() + 3)) + location;
  }
  http::Url url = TRY_IN(format("{} {}: location", request.method, http::shown_url(request.url)), http::parse_url(location));
  if (own.scheme == "https" && url.scheme != "https") {
    return Error{Code::kDenied, format("the registry wants the upload to go to {} in the clear; refused", http::shown_url(location))};
  }
  return location;
}

Result<std::string> RegistryUpload::begin() {
  http::Request request = request_of("POST", client_.address("/blobs/uploads/"), "");
  http::Response response = TRY(client_.exchange(request));
  if (response.status != kAccepted) return RegistryClient::error_of(request, response);
  return location_of(request, response);
}

Result<std::string> RegistryUpload::send_piece(const std::string& location, std::uint64_t offset, std::string bytes) {
  std::string range = format("{}-{}", offset, offset + bytes.size() - 1);
  http::Request request = request_of("PATCH", location, std::move(bytes));
  request.headers.emplace_back("Content-Range", range);
  http::Response response = TRY(client_.exchange(request));
  if (response.status != kAccepted && response.status != kNoContent) return RegistryClient::error_of(request, response);
  return location_of(request, response);
}

Result<void> RegistryUpload::end(const std::string& location, const model::Digest& digest, std::string bytes) {
  std::string url = location + (location.contains('?') ? "&" : "?") + "digest=" + http::percent_encode(digest.text());
  http::Request request = request_of("PUT", url, std::move(bytes));
  http::Response response = TRY(client_.exchange(request));
  if (response.status != kCreated && response.status != kNoContent) return RegistryClient::error_of(request, response);
  return {};
}

Result<bool> RegistryUpload::put_blob(const model::Digest& digest, std::uint64_t size_bytes, const BlobReader& read) {
  auto where = [&] { return "blob " + digest.short_text(); };
  if (TRY_IN(where(), has_blob(digest))) return false;
  std::string location = TRY_IN(where(), begin());
  std::uint64_t offset = 0;
  while (size_bytes - offset > piece_bytes_) {
    std::string piece = TRY(read(offset, piece_bytes_));
    location = TRY_IN(where(), send_piece(location, offset, std::move(piece)));
    offset += piece_bytes_;
  }
  std::string last = TRY(read(offset, static_cast<std::size_t>(size_bytes - offset)));
  if (offset > 0) {
    // Some registries take nothing with the closing request of an upload in pieces.
    location = TRY_IN(where(), send_piece(location, offset, std::move(last)));
    last.clear();
  }
  TRY_IN(where(), end(location, digest, std::move(last)));
  return true;
}

Result<bool> RegistryUpload::put_blob(const model::Digest& digest, std::string_view bytes) {
  return put_blob(digest, bytes.size(), [&](std::uint64_t offset, std::size_t size) -> Result<std::string> {
    return std::string(bytes.substr(static_cast<std::size_t>(offset), size));
  });
}

Result<void> RegistryUpload::put_manifest(const std::string& target, std::string_view media_type, const std::string& bytes) {
  http::Request request = request_of("PUT", client_.address("/manifests/" + target), bytes);
  request.headers = {{"Content-Type", std::string(media_type)}};
  http::Response response = TRY_IN("manifest " + target, client_.exchange(request));
  if (response.status != kCreated && response.status != kOk)
    return base::in_context("manifest " + target, RegistryClient::error_of(request, response));
  std::string theirs = response.header("docker-content-digest"), ours = "sha256:" + base::sha256_hex(bytes);
  if (!theirs.empty() && theirs != ours) {
    return Error{Code::kCorrupt, format("manifest {}: the registry has {}, sent was {}", target, theirs.substr(0, 80), ours)};
  }
  return {};
}

}  // namespace batten::image
