// SPDX-License-Identifier: Apache-2.0
//
// TOML 1.0 in: a parsed Document and Views into it that never fail, as in base/json; and where each key is written. Views live as
// long as their Document. toml++ is behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::toml {

struct Limits {
  std::size_t max_bytes = 32u << 20;
  // Of brackets and the parts of dotted keys, in one table header and in one key with its value.
  std::size_t max_depth = 100;
  std::size_t max_values = 1'000'000;
};

enum class Type : std::uint8_t { kAbsent, kBool, kInteger, kFloat, kString, kDateTime, kArray, kTable };

// Line and column (in characters), both from 1; 0 when absent.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  bool operator==(const Place&) const = default;
};

class View {
 public:
  View() = default;

  Type type() const;
  explicit operator bool() const { return node_ != nullptr; }
  bool is_table() const { return type() == Type::kTable; }
  bool is_array() const { return type() == Type::kArray; }
  bool is_string() const { return type() == Type::kString; }

  // Where the value begins; of a table, its header.
  Place place() const;
  // Where the key of a member begins.
  Place key_place(std::string_view key) const;

  // Absent when there is no such key or this is no table.
  View operator[](std::string_view key) const;
  // The text of a string, or fallback.
  std::string_view string(std::string_view fallback = {}) const;
  std::optional<std::int64_t> integer() const;
  // Of an integer or a float.
  std::optional<double> number() const;
  bool boolean(bool fallback = false) const;

  // Members in the order of their keys' first places; nothing when this is no array / table.
  void each(const std::function<void(View)>& visit) const;
  void each_member(const std::function<void(std::string_view key, View)>& visit) const;
  std::vector<View> elements() const;
  std::size_t size() const;
  // All strings of an array.
  std::vector<std::string> strings() const;

 private:
  friend class Document;
  explicit View(const void* node) : node_(node) {}
  const void* node_ = nullptr;
};

// Not copied; may be moved, Views stay good.
class Document {
 public:
  // corrupt (a key that comes twice too) or limit, with line and column.
  static Result<Document> parse(std::string_view text, Limits limits = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  View root() const;
  View operator[](std::string_view key) const { return root()[key]; }

 private:
  struct Impl;
  Document();
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::toml
