// SPDX-License-Identifier: Apache-2.0
//
// What sources may ask the worker to parse for them. The implementation (image/worker.h) runs each call in the sandbox;
// tests may call the functions behind it directly.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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

// A whole archive read as a stream, because it is compressed or comes through a pipe: its JSON documents as they are, its layers already
// read.
struct SmallMember {
  std::string name;
  std::string bytes;
};

struct LayerMember {
  std::string name;
  model::LayerFacts facts;
};

struct ArchiveContents {
  std::vector<SmallMember> documents;
  std::vector<LayerMember> layers;
  base::Notes notes;
};

// Which part of a file or pipe holds the bytes of a layer.
struct LayerBytes {
  int fd = -1;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> size_bytes;  // absent: a pipe, read to its end
};

// A path that is to be read as if it had another name: the file behind a link that leads to a claimed path.
struct Alias {
  std::string path;
  std::string claimed_path;
};

class Parser {
 public:
  using Tick = std::function<void(std::uint64_t bytes_done)>;

  virtual ~Parser() = default;
  virtual Result<model::Manifest> manifest(std::string_view json) = 0;
  virtual Result<model::ImageConfig> config(std::string_view json) = 0;
  virtual Result<std::vector<DockerArchiveEntry>> docker_manifest(std::string_view json) = 0;
  // Members of the uncompressed tar in the file.
  virtual Result<ArchiveIndex> archive_index(int fd) = 0;
  // All of a possibly compressed archive, docker-archive or OCI, in one pass.
  virtual Result<ArchiveContents> archive_contents(const LayerBytes& bytes, const Tick& tick) = 0;
  // One pass over a layer, whatever its compression.
  virtual Result<model::LayerFacts> layer(const LayerBytes& bytes, const std::vector<Alias>& aliases, const Tick& tick) = 0;
  // Shall the facts of layers hold the names of the files that packages own? Part of the layer cache's key.
  virtual bool with_files() const { return false; }
  // Names what is looked for in files beside packages, when anything is: part of the layer cache's key too.
  virtual std::string extra_search() const { return {}; }
  // CycloneDX or SPDX JSON.
  virtual Result<model::Inventory> sbom(std::string_view text) = 0;
};

}  // namespace batten::image
