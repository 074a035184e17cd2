// SPDX-License-Identifier: Apache-2.0
//
// What is remembered of a repository between runs, as a JSON file: its tags, what they pointed to, and of manifests, which never change,
// what plans ask about. A file that can't be read is as good as none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/digest.h"

namespace batten::update {

struct ManifestFacts {
  std::map<std::string, model::Digest> platforms;  // of an index: "linux/arm64": its manifest; empty: this is no index
  model::Digest config;                            // of an image
  std::string platform;                            // of an image: "linux/amd64"; empty: not said
  std::uint64_t size = 0;                          // bytes of its layers
  std::int64_t created = 0;                        // seconds since 1970; 0: not said

  bool is_index() const { return config.empty(); }
  bool operator==(const ManifestFacts&) const = default;
};

struct RememberedTag {
  model::Digest digest;
  std::string etag;
  bool operator==(const RememberedTag&) const = default;
};

struct RegistryMemory {
  std::string repository;  // "registry.example/team/app"
  std::vector<std::string> tags;
  std::string tags_etag;
  bool tags_known = false, tags_cut = false;
  std::map<std::string, RememberedTag> targets;
  std::map<model::Digest, ManifestFacts> manifests;

  bool operator==(const RegistryMemory&) const = default;
};

inline constexpr std::size_t kMostRemembered = 2000;  // targets, and manifests

std::string write_memory(const RegistryMemory& memory);
// corrupt, limit. What is no digest, no tag is left out.
Result<RegistryMemory> parse_memory(std::string_view json);

// The file of a repository below a cache directory.
std::string memory_path(const std::string& cache_directory, const std::string& repository);

}  // namespace batten::update
