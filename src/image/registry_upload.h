// SPDX-License-Identifier: Apache-2.0
//
// Writing to a registry (OCI distribution-spec 1.1): blobs that it lacks, at once or in pieces, and manifests.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "image/registry_client.h"
#include "model/digest.h"

namespace batten::image {

// A blob's bytes [offset, offset + size).
using BlobReader = std::function<Result<std::string>(std::uint64_t offset, std::size_t size)>;

class RegistryUpload {
 public:
  // Blobs longer than a piece are sent piece by piece.
  explicit RegistryUpload(RegistryClient& client, std::size_t piece_bytes = 16u << 20) : client_(client), piece_bytes_(piece_bytes) {}

  Result<bool> has_blob(const model::Digest& digest);
  // False: the registry had it, nothing was sent.
  Result<bool> put_blob(const model::Digest& digest, std::uint64_t size_bytes, const BlobReader& read);
  Result<bool> put_blob(const model::Digest& digest, std::string_view bytes);
  // Under a tag or a digest. corrupt: the registry names another digest than the bytes have.
  Result<void> put_manifest(const std::string& target, std::string_view media_type, const std::string& bytes);

 private:
  Result<std::string> begin();
  Result<std::string> send_piece(const std::string& location, std::uint64_t offset, std::string bytes);
  Result<void> end(const std::string& location, const model::Digest& digest, std::string bytes);
  Result<std::string> location_of(const http::Request& request, const http::Response& response) const;

  RegistryClient& client_;
  std::size_t piece_bytes_;
};

}  // namespace batten::image
