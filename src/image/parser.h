// SPDX-License-Identifier: Apache-2.0
//
// What sources may ask the worker to parse for them. The implementation (image/worker.h) runs each call in the sandbox;
// tests may call the functions behind it directly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/facts.h"
#include "model/image.h"

namespace batten::image {

// A member of an archive file, found without reading contents.
struct ArchiveMember {
  std::string name;  // normalised (base::normal_path)
  std::uint64_t offset = 0;
  std::uint64_t size_bytes = 0;
  std::string link_target;  // of a symbolic or hard link inside the archive, resolved; content is that member's
  bool operator==(const ArchiveMember&) const = default;
};

struct ArchiveIndex {
  std::vector<ArchiveMember> members;
  base::Notes notes;
};

// docker-archive's manifest.json: one per image in the archive.
struct DockerArchiveEntry {
  std::string config;               // member name
  std::vector<std::string> layers;  // member names
  std::vector<std::string> repo_tags;
};

class Parser {
 public:
  virtual ~Parser() = default;
  virtual Result<model::Manifest> manifest(std::string_view json) = 0;
  virtual Result<model::ImageConfig> config(std::string_view json) = 0;
  virtual Result<std::vector<DockerArchiveEntry>> docker_manifest(std::string_view json) = 0;
  // Members of the uncompressed tar in the file.
  virtual Result<ArchiveIndex> archive_index(int fd) = 0;
  // CycloneDX or SPDX JSON.
  virtual Result<model::Inventory> sbom(std::string_view text) = 0;
};

}  // namespace batten::image
