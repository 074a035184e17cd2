// SPDX-License-Identifier: Apache-2.0
#include "image/cached_parser.h"

#include <type_traits>

#include "base/format.h"
#include "base/hash.h"
#include "image/fields.h"
#include "image/manifest_parse.h"

namespace batten::image {

template <typename T>
Result<T> CachedParser::known_or_read(std::string_view kind, std::string_view json, Result<T> (Parser::*read)(std::string_view)) {
  std::string name = format("{}-{}-{}", kind, kDocumentsRevision, base::sha256_hex(json));
  if (auto body = cache_.read(name)) {
    if (auto known = decode<T>("cache", *body)) return known;
  }
  T value = TRY((parser_.*read)(json));
  bool secret = false;
  if constexpr (std::is_same_v<T, model::ImageConfig>) secret = holds_secret_ && holds_secret_(value);
  if (!secret) cache_.write(name, encode(value));
  return value;
}

Result<model::Manifest> CachedParser::manifest(std::string_view json) { return known_or_read("manifest", json, &Parser::manifest); }

Result<model::ImageConfig> CachedParser::config(std::string_view json) { return known_or_read("config", json, &Parser::config); }

Result<std::vector<DockerArchiveEntry>> CachedParser::docker_manifest(std::string_view json) {
  return known_or_read("docker-manifest", json, &Parser::docker_manifest);
}

}  // namespace batten::image
