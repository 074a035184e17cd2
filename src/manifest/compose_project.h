// SPDX-License-Identifier: Apache-2.0
//
// Puts a Compose project together from its files: several that go over each other, include, extends.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "manifest/compose.h"
#include "manifest/compose_node.h"

namespace batten::manifest {

// Where nodes come from: ComposeNode::file is the index.
struct ComposeOrigin {
  std::string path;       // for ComposeWorld::read; empty: the file itself
  std::string directory;  // that its relative paths begin in, as read() has paths; empty: the project's
  std::string label;      // for notes, as NodeSource has it
  std::shared_ptr<const Variables> variables = {};
  bool placed = false;  // as NodeSource has them
  std::uint32_t lines_before = 0, bytes_before = 0;
};

class ComposeProject {
 public:
  ComposeProject(const ComposeWorld& world, ComposeNotes& notes);
  // corrupt, limit, unsupported: of these files. What cannot be included or extended is a note.
  Result<void> load(std::span<const ComposeFile> files);

  // Resolves extends of all services of a tree; load() has done it.
  Result<void> extend_all(ComposeNode& tree);

  ComposeNode root;
  std::vector<ComposeOrigin> origins;
  const ComposeWorld& world;
  ComposeNotes& notes;

  // A file named in a node, relative to that node's file, as ComposeWorld::read wants it.
  std::string path_from(const ComposeNode& node, std::string_view path) const;
  // The same for a file of the host: absolute when the world's directory is known.
  std::string host_path(const ComposeNode& node, std::string_view path) const;
  // limit: also when too much has been read of all files together.
  Result<std::string> read(const std::string& path) const;
  // A volume of the top level, or null.
  const ComposeNode* volume(const std::string& name) const;
  std::string where(const ComposeNode& node) const;
  const Variables& variables(const ComposeNode& node) const { return *origins[node.file].variables; }

 private:
  struct Base {
    ComposeNode* tree = nullptr;
    ComposeNode* service = nullptr;
  };
  Result<std::uint16_t> add_origin(ComposeOrigin origin);
  NodeSource source_of(std::uint16_t origin) const;
  Result<void> count_nodes(const ComposeNode& node);
  Result<ComposeNode> load_text(std::string_view text, std::uint16_t origin, std::size_t depth);

  Result<void> extend(ComposeNode& tree, std::string_view kind, ComposeNode& service);
  Result<Base> base_of(ComposeNode& tree, std::string_view kind, const ComposeNode& extends);
  Result<ComposeNode*> foreign(const ComposeNode& extends, const std::string& path);
  Result<void> include_all(ComposeNode& tree, std::size_t depth);
  Result<void> include(ComposeNode& tree, const ComposeNode& entry, std::size_t depth);
  std::shared_ptr<const Variables> included_variables(const ComposeNode& entry, const std::string& directory);

  std::map<std::string, std::unique_ptr<ComposeNode>> foreign_;  // files that are extended from; null: could not be read
  std::set<std::string> extending_;
  std::size_t nodes_ = 0;  // that were read and copied
  mutable std::size_t reads_ = 0, read_bytes_ = 0;
  mutable std::map<std::string, const ComposeNode*> volumes_;  // by name, once they have been asked for
};

// Where the text behind a file begins, when the file begins at begin; of a place only line and offset count.
model::Place after(const model::Place& begin, const ComposeFile& file);

// Whether a part of it is from another file than the first.
bool has_foreign_part(const ComposeNode& node);

}  // namespace batten::manifest
