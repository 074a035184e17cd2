// SPDX-License-Identifier: Apache-2.0
//
// YAML in, for readers that want values and for checks that want to point at a place: a parsed Document and Views into it that never
// fail, as in base/json. Every node knows where it is written and how. Aliases are followed and merge keys (<<, a type of YAML 1.1)
// are merged, within a limit on what they expand to. Views live as long as their Document. libyaml is behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::yaml {

struct Limits {
  std::size_t max_bytes = 32u << 20;
  std::size_t max_depth = 100;
  // Nodes with all aliases and merges expanded; long text counts as one more for every 64 bytes.
  std::size_t max_nodes = 1'000'000;
};

// Line and column begin at 1; a column is a character. The offset is in bytes from the beginning of the text.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t offset = 0;

  bool operator==(const Place&) const = default;
};

// "line 3, column 7"
std::string to_text(const Place& place);

// What is wrong with the text although it can be read: a key that is there twice, a merge of something that is no mapping.
struct Remark {
  Place place;
  std::string message;
};

enum class Type : std::uint8_t { kAbsent, kScalar, kSequence, kMapping };
enum class Style : std::uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded, kBlock, kFlow };
// Which plain words are booleans: true and false (YAML 1.2, core schema), or yes, no, on, off too (YAML 1.1).
enum class Booleans : std::uint8_t { kCore, kYesNo };

struct Tree;

class View {
 public:
  View() = default;

  Type type() const;
  explicit operator bool() const { return tree_ != nullptr; }
  bool is_scalar() const { return type() == Type::kScalar; }
  bool is_sequence() const { return type() == Type::kSequence; }
  bool is_mapping() const { return type() == Type::kMapping; }
  // A plain scalar that says nothing: empty, ~, null. An absent View is not null.
  bool is_null() const;

  // Where it is written: of an alias, the alias. A block collection ends with its last item.
  Place start() const;
  Place end() const;
  Style style() const;
  // "tag:yaml.org,2002:str" for !!str, "!x" for !x; empty when none is written.
  std::string_view tag() const;
  std::string_view anchor() const;
  // The name when this place is an alias; everything but start() and end() is then what it stands for.
  std::string_view alias() const;

  // Value of the first member with that key, own members before merged ones; absent when there is none or this is no mapping.
  View operator[](std::string_view key) const;
  // The key itself, for its place.
  View key(std::string_view key) const;
  // The text of a scalar whatever its type, escapes and folding resolved; or fallback.
  std::string_view string(std::string_view fallback = {}) const;
  // By the core schema of YAML 1.2 (decimal, 0x, 0o), for plain scalars and those with the tag.
  std::optional<std::int64_t> as_integer() const;
  std::optional<bool> as_bool(Booleans words = Booleans::kCore) const;

  // In the order of the text, merged members last; nothing when this is no sequence / mapping.
  void each(const std::function<void(View)>& visit) const;
  void each_member(const std::function<void(View key, View value)>& visit) const;
  std::vector<View> elements() const;
  std::size_t size() const;
  // All scalars of a sequence.
  std::vector<std::string> strings() const;

 private:
  friend class Document;
  View(const Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
  View find(std::string_view key, bool want_key) const;
  const Tree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

// One text, which may hold several documents. Not copied; may be moved, Views stay good.
class Document {
 public:
  // corrupt or limit, with line and column. A text without content has no roots.
  static Result<Document> parse(std::string_view text, Limits limits = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  // The first document's; absent when there is none.
  View root() const;
  std::vector<View> roots() const;
  View operator[](std::string_view key) const { return root()[key]; }
  // The first hundred.
  const std::vector<Remark>& remarks() const;

 private:
  Document();
  std::unique_ptr<Tree> tree_;
};

}  // namespace batten::yaml
