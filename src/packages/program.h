// SPDX-License-Identifier: Apache-2.0
//
// Well-known programs that come without a package: how their files are named, and where in them the version stands. The table is in
// catalogers/program_versions.cc; a program is one row of it, with an example.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

namespace batten::packages {

// A short list that can be written in a table of constants.
template <typename Value, std::size_t kMost>
class Few {
 public:
  constexpr Few(std::initializer_list<Value> values) {
    for (const Value& value : values) values_[size_++] = value;
  }
  constexpr const Value* begin() const { return values_; }
  constexpr const Value* end() const { return values_ + size_; }
  constexpr std::size_t size() const { return size_; }

 private:
  Value values_[kMost] = {};
  std::size_t size_ = 0;
};

// A version between other text: numbers joined by dots, and what may follow them (ProgramText::letters, -rc1).
struct ProgramText {
  std::string_view before;  // directly in front of it; may begin with NUL: the version begins a text
  std::string_view begins;  // the version itself begins so; empty: with a digit
  std::string_view after;   // somewhere in the next few characters of the same text; a single NUL: the text ends with the version
};

struct Program {
  std::string_view name;              // as Bitnami's advisories call the product, else as itself
  Few<std::string_view, 14> files;    // claims (packages/cataloger.h)
  Few<ProgramText, 4> texts;          // the first one that is there counts
  bool letters = false;               // up to two letters belong to the version: OpenSSL 1.0.2zh
  bool newest = false;                // of all that are there the greatest counts: those of its commands are never newer than itself
  bool script = false;                // the file is a text, else an ELF file, of which the constants are searched
  std::string_view example, version;  // bytes of such a file and the version that they tell
};

std::span<const Program> all_programs();

// Empty when the bytes do not tell it.
std::string_view program_version(const Program& program, std::string_view bytes);

}  // namespace batten::packages
