// SPDX-License-Identifier: Apache-2.0
//
// A field's value while a rule is judged. Nothing is allocated for most: texts are views of the event, of what is known of the process, or
// of scratch memory that lives until the next event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>

namespace batten::rules {

struct Value {
  enum class Kind : std::uint8_t {
    kNone,  // the event has no such thing: comparisons are false
    kBool,
    kNumber,  // signed
    kText,
    kBytes,    // compared as text, printed with dots
    kFlags,    // number: bits, text: their names; "contains" asks for a name, as do equal and in
    kAddress,  // text: 4 or 16 bytes of an address
    kNetwork,  // text: an address, compared with networks in CIDR form
    kList,     // of texts
  };
  Kind kind = Kind::kNone;
  std::int64_t number = 0;
  std::string_view text;
  std::span<const std::string_view> list;

  static Value none() { return {}; }
  static Value of_bool(bool value) { return {.kind = Kind::kBool, .number = value ? 1 : 0, .text = {}, .list = {}}; }
  static Value of_number(std::int64_t value) { return {.kind = Kind::kNumber, .number = value, .text = {}, .list = {}}; }
  static Value of_text(std::string_view value) { return {.kind = Kind::kText, .number = 0, .text = value, .list = {}}; }
  static Value of_list(std::span<const std::string_view> value) { return {.kind = Kind::kList, .number = 0, .text = {}, .list = value}; }
  bool has_value() const { return kind != Kind::kNone; }
};

// Memory for values that have to be put together; taken back whole when the next event comes.
class Scratch {
 public:
  Scratch() : memory_(first_, sizeof first_) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string_view copy(std::string_view text);
  std::span<char> space(std::size_t size) { return {static_cast<char*>(memory_.allocate(size, 1)), size}; }
  std::span<std::string_view> texts(std::size_t count);
  void clear() { memory_.release(); }

 private:
  alignas(16) std::byte first_[16 * 1024];
  std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace batten::rules
