// SPDX-License-Identifier: Apache-2.0
//
// XML 1.0 in: a parsed Document and Views into it that never fail, as in base/json. Names are without their namespace prefix. No
// entities but the five of XML, no internal document type, nothing is fetched. Views live as long as their Document. libxml2 is
// behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::xml {

// Opens libxml2 now: for a process that is about to give up its access to files.
void prepare();

struct Limits {
  std::size_t max_bytes = 32u << 20;
  std::size_t max_depth = 100;
  std::size_t max_nodes = 1'000'000;  // elements and attributes
};

struct Tree;

// An element, or absent.
class View {
 public:
  View() = default;

  explicit operator bool() const { return tree_ != nullptr; }
  std::string_view name() const;
  // Its own character data without that of its children, blanks around it trimmed.
  std::string_view text() const;
  std::string_view attribute(std::string_view name, std::string_view fallback = {}) const;
  // Where its start tag ends, from 1; 0 when absent.
  std::uint32_t line() const;

  // First child with that name.
  View operator[](std::string_view name) const;
  // Children in the order of the text: all of them, or those with that name.
  void each(const std::function<void(View)>& visit) const;
  void each(std::string_view name, const std::function<void(View)>& visit) const;
  void each_attribute(const std::function<void(std::string_view name, std::string_view value)>& visit) const;
  std::size_t size() const;

 private:
  friend class Document;
  View(const Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
  const Tree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

// Not copied; may be moved, Views stay good.
class Document {
 public:
  // corrupt, limit, or unsupported (libxml2 isn't there, an encoding other than UTF-8, UTF-16, Latin-1 and windows-1252, which is read as
  // Latin-1; an internal document type), with line and column.
  static Result<Document> parse(std::string_view text, Limits limits = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  View root() const;

 private:
  Document();
  std::unique_ptr<Tree> tree_;
};

}  // namespace batten::xml
