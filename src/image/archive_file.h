// SPDX-License-Identifier: Apache-2.0
//
// An archive file as a set of named members, whether it can be sought in (members are read where they lie) or not (a compressed archive
// was read once from end to end). docker-archive and OCI tar stand on it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/note.h"
#include "base/result.h"
#include "image/parser.h"
#include "image/source.h"

namespace batten::image {

class ArchiveFile {
 public:
  // Owns the file. A pipe or a compressed file is read to its end here.
  static Result<std::shared_ptr<ArchiveFile>> open(base::Fd fd, const SourceOptions& options, Parser& parser);

  bool has(const std::string& name) const;
  // A small document; not_found, limit.
  Result<std::string> document(const std::string& name) const;
  // A member that is a layer, links followed. diff_id and blob_digest are the caller's to add.
  static Result<LayerHandle> layer(const std::shared_ptr<ArchiveFile>& archive, const std::string& name);
  const base::Notes& notes() const { return notes_; }

 private:
  Result<const ArchiveMember*> member(std::string name) const;

  base::Fd fd_;
  std::uint64_t size_bytes_ = 0;
  std::map<std::string, ArchiveMember> members_;
  std::map<std::string, std::string> documents_;
  std::map<std::string, model::LayerFacts> facts_;
  bool streamed_ = false;
  base::Notes notes_;
};

// Is it a tar, or a compressed one? By its first bytes; the path may be "-".
bool looks_like_archive(const std::string& path);

}  // namespace batten::image
