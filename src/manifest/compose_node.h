// SPDX-License-Identifier: Apache-2.0
//
// A Compose file as a tree that can be merged with others: every value with its place, the file that it is from, and its variables
// replaced. Aliases and merge keys of YAML are resolved.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "base/yaml.h"
#include "manifest/compose_variables.h"
#include "model/place.h"

namespace batten::manifest {

struct ComposeNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kList, kMap };
  // Tags of the merge (compose-spec, 13-merge.md).
  enum class Rule : std::uint8_t { kMerge, kReset, kOverride };
  Kind kind = Kind::kNull;
  Rule rule = Rule::kMerge;
  bool quoted = false;          // a scalar that is text, whatever it looks like
  bool from_outside = false;    // as Expansion has it
  std::uint16_t file = 0;       // index in ComposeFiles; 0: the file itself
  std::uint16_t directory = 0;  // as NodeSource has it
  std::string name;             // its key, when it is a member of a map
  std::string text;             // of a scalar
  model::Place key;             // of its key; line 0: no member, or of a file without places
  model::Place place;           // of the value; line 0: of such a file
  std::vector<ComposeNode> children;

  bool is_map() const { return kind == Kind::kMap; }
  bool is_list() const { return kind == Kind::kList; }
  bool is_scalar() const { return kind == Kind::kScalar; }
  const ComposeNode* find(std::string_view member) const;
  ComposeNode* find(std::string_view member) { return const_cast<ComposeNode*>(std::as_const(*this).find(member)); }
  std::string_view string(std::string_view member) const;  // of a scalar member, or empty
  std::size_t count() const;                               // nodes, with itself
};

// From the key, if there is one on the same line, to the end of the value.
model::Place setting_place(const ComposeNode& node);
// Collects notes; the same message comes once, and at most two hundred come.
class ComposeNotes {
 public:
  explicit ComposeNotes(base::Notes& notes) : notes_(notes) {}
  void add(base::Note::Kind kind, std::string where, std::string message, std::string hint = {});
  // Whether another one would not be shown.
  bool full() const { return left_out_ > 0; }
  void skipped(std::string where, std::string message, std::string hint = {}) {
    add(base::Note::Kind::kSkipped, std::move(where), std::move(message), std::move(hint));
  }

 private:
  base::Notes& notes_;
  std::vector<std::string> said_;
  std::size_t left_out_ = 0;
};

struct NodeSource {
  std::uint16_t file = 0;
  std::uint16_t directory = 0;  // a number for the directory that relative paths of the file begin in
  std::string label = {};       // for notes: "common.yml: "; empty: the file itself
  const Variables* variables = nullptr;
  bool placed = true;  // whether places are told; counted on from what stands before
  std::uint32_t lines_before = 0, bytes_before = 0;
};
// All documents of a text. corrupt, limit; unsupported when it is a template.
Result<std::vector<ComposeNode>> read_nodes(std::string_view text, const NodeSource& source, ComposeNotes& notes);

// other over node (compose-spec, 13-merge.md). path: keys from the root, "services", "web", "ports".
void merge_node(ComposeNode& node, ComposeNode other, std::vector<std::string_view>& path);
// A list "K=V" as the map that it stands for; "K" alone is null. Maps stay.
void list_to_map(ComposeNode& node);

}  // namespace batten::manifest
