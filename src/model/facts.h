// SPDX-License-Identifier: Apache-2.0
//
// What one pass over one layer found out. This is what the sandboxed worker answers and what the layer cache keeps;
// image/facts_codec turns it into bytes and back. Merging the facts of all layers gives an Inventory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/note.h"
#include "model/digest.h"
#include "model/distro.h"
#include "model/leak.h"
#include "model/package.h"

namespace batten::model {

// What one file of the layer said. A claimed file in which nothing was found is listed all the same:
// it hides the same path of the layers below.
struct FileFacts {
  std::string path;
  std::string real_path;  // read under that name because a link leads from it to this one, by which the file shows; else empty
  std::vector<Package> packages;
  std::vector<PackageDetail> details;
  std::optional<Distro> distro;
  std::vector<Repository> repositories;

  bool operator==(const FileFacts&) const = default;
};

struct Link {
  std::string path;
  std::string target;  // symbolic: as written; hard: path relative to the root
  bool hard = false;

  bool operator==(const Link&) const = default;
};

struct LayerFacts {
  Digest diff_id;      // computed while reading; empty when the source was no tar stream
  Digest blob_digest;  // computed over the bytes as stored
  std::uint64_t entry_count = 0;
  std::vector<FileFacts> files;            // in path order
  std::vector<std::string> whiteouts;      // paths that this layer removes from the layers below
  std::vector<std::string> opaque_dirs;    // directories whose lower content this layer removes
  std::vector<Link> links;                 // all symbolic links, and hard links onto claimed paths
  std::vector<std::uint64_t> path_hashes;  // base::sha256_prefix of every path that is not a directory, sorted
  base::Notes notes;
  std::vector<Leak> leaks;  // only when secrets were looked for; in the order of the stream, without layer

  bool operator==(const LayerFacts&) const = default;
};

// All layers merged: what a process in the container would see.
struct Inventory {
  Distro distro;
  std::vector<Package> packages;  // sorted by type, name, version, arch
  std::vector<Repository> repositories;
  std::vector<Digest> layers;  // of an SBOM: those that it names, by which packages count theirs; else empty
  base::Notes notes;

  bool operator==(const Inventory&) const = default;
};

}  // namespace batten::model
