// SPDX-License-Identifier: Apache-2.0
//
// What of a class file (Java Virtual Machine Specification, chapter 4) stays when a build tool moves it to another package: Maven's
// shade plugin, Gradle's shadow plugin and jarjar rewrite the names of classes and sort the constant pool anew.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::packages {

struct ClassFingerprint {
  // Of its simple name and those of its superclass and interfaces, names and types of fields and methods (types by simple names), what it
  // calls, numbers, and texts that are no names: the same before and after it was moved; another one, nearly always, after its source was
  // changed.
  std::uint64_t content = 0;
  std::uint32_t name = 0;  // of its simple name alone
};

class ClassReader {
 public:
  // nullopt: no class file, or one made to take long. Keeps its memory for the next call.
  std::optional<ClassFingerprint> fingerprint(std::string_view bytes);

 private:
  struct Constant {
    std::uint8_t tag = 0;
    std::uint32_t at = 0, size = 0;  // its bytes in the file
  };
  bool read_pool(std::string_view bytes, std::size_t& position);
  std::string_view text(std::uint16_t index);
  std::string_view class_name(std::uint16_t index);
  void add_name_and_type(std::uint64_t seed, std::uint16_t index);
  void add_constants();
  bool add_members(std::string_view bytes, std::size_t& position, char kind);

  std::string_view bytes_;
  std::size_t text_bytes_ = 0;  // of all texts that were asked for
  std::vector<Constant> pool_;
  std::vector<std::uint64_t> items_;
  std::string scratch_;
};

}  // namespace batten::packages
