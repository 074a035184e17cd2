// SPDX-License-Identifier: Apache-2.0
//
// JSON in and out. Reading: a parsed Document and Views into it that never fail: a member that is absent
// or of another type gives an absent View, so that a chain can be read straight through. Views live as
// long as their Document. Writing: a Writer that puts commas and indentation. simdjson is behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::json {

struct Limits {
  std::size_t max_bytes = 64u << 20;
  std::size_t max_depth = 200;
  bool wipes = false;  // the text holds secrets: all buffers are overwritten before they are given back
};

enum class Type : std::uint8_t { kAbsent, kNull, kBool, kNumber, kString, kArray, kObject };

class View {
 public:
  View() = default;

  Type type() const;
  explicit operator bool() const { return document_ != nullptr; }
  bool is_object() const { return type() == Type::kObject; }
  bool is_array() const { return type() == Type::kArray; }
  bool is_string() const { return type() == Type::kString; }

  // First member with that key; absent when there is none or this is no object.
  View operator[](std::string_view key) const;
  // The text of a string, or fallback.
  std::string_view string(std::string_view fallback = {}) const;
  std::optional<std::int64_t> integer() const;
  std::optional<double> number() const;
  bool boolean(bool fallback = false) const;

  // Members in the order of the text; nothing when this is no array / object.
  void each(const std::function<void(View)>& visit) const;
  void each_member(const std::function<void(std::string_view key, View)>& visit) const;
  std::vector<View> elements() const;
  std::size_t size() const;
  // All strings of an array of strings.
  std::vector<std::string> strings() const;

 private:
  friend class Document;
  friend struct Access;
  View(const void* document, std::size_t index) : document_(document), index_(index) {}
  const void* document_ = nullptr;
  std::size_t index_ = 0;
};

// A parser that can be used again: its buffers stay.
class Parser {
 public:
  explicit Parser(Limits limits = {});
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;
  // corrupt with the place, or limit. The View is good until the next parse or the Parser's end.
  Result<View> parse(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A text parsed once.
class Document {
 public:
  static Result<Document> parse(std::string_view text, Limits limits = {});
  View root() const { return root_; }
  View operator[](std::string_view key) const { return root_[key]; }

 private:
  Parser parser_;
  View root_;
};

// Appends JSON text. indent 0 writes one line.
class Writer {
 public:
  explicit Writer(int indent = 2) : indent_(indent) {}
  // Room for a text of about that many bytes: one that grows is copied and touches more memory.
  void reserve(std::size_t bytes) { out_.reserve(bytes); }

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(std::int64_t number);
  Writer& value(std::uint64_t number);
  Writer& value(int number) { return value(static_cast<std::int64_t>(number)); }
  Writer& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
  // Shortest text that reads back as the same number, never nan or inf (those become null).
  Writer& value(double number);
  Writer& value(bool flag);
  Writer& null();
  Writer& strings(const std::vector<std::string>& list);
  // key and value at once; the _if form writes nothing for an empty text.
  template <typename T>
  Writer& member(std::string_view name, const T& item) {
    key(name);
    return value(item);
  }
  Writer& member_if(std::string_view name, std::string_view text) { return text.empty() ? *this : member(name, text); }

  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void before_item();
  void newline();
  std::string out_;
  int indent_;
  std::vector<bool> has_items_;
  bool after_key_ = false;
};

// Quoted and escaped; bytes that are not UTF-8 become U+FFFD.
std::string quote(std::string_view text);
// The same at the end of out.
void append_quoted(std::string& out, std::string_view text);

}  // namespace batten::json
