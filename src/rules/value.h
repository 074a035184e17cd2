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

#include "model/flag_names.h"

namespace batten::rules {

struct Value {
  enum class Kind : std::uint8_t {
    kNone,  // the event has no such thing: comparisons are false
    kBool,
    kNumber,  // signed; one with a text is compared as either and printed as that: a result, a user
    kText,
    kBytes,    // compared as text, printed with dots
    kFlags,    // number: bits, names: what they are called; "contains" asks for a name
    kAddress,  // text: 4 or 16 bytes of an address
    kNetwork,  // text: an address, compared with networks in CIDR form
    kHost,     // text: an address, compared with domain names
    kList,     // of texts; of a field that says so, of what its kind is: addresses, numbers in decimal
  };
  Kind kind = Kind::kNone;
  model::FlagSet names = model::FlagSet::kNone;
  std::int64_t number = 0;
  std::string_view text;
  std::span<const std::string_view> list;

  static Value none() { return {}; }
  static Value of_bool(bool value) { return of(Kind::kBool, {}, value ? 1 : 0); }
  static Value of_number(std::int64_t value, std::string_view text = {}) { return of(Kind::kNumber, text, value); }
  static Value of_text(std::string_view value) { return of(Kind::kText, value); }
  static Value of(Kind kind, std::string_view text, std::int64_t number = 0) {
    return {.kind = kind, .names = model::FlagSet::kNone, .number = number, .text = text, .list = {}};
  }
  static Value of_flags(model::FlagSet names, std::uint64_t bits) {
    return {.kind = Kind::kFlags, .names = names, .number = static_cast<std::int64_t>(bits), .text = {}, .list = {}};
  }
  static Value of_list(std::span<const std::string_view> value) {
    return {.kind = Kind::kList, .names = model::FlagSet::kNone, .number = 0, .text = {}, .list = value};
  }
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

// As comparisons of texts and outputs see it: numbers in decimal, flags by name, addresses as "10.0.0.1", lists as "(a,b)", "true".
std::string_view value_text(const Value& value, Scratch& scratch);
// Bytes as outputs print them: a dot for each that can't be shown.
std::string_view bytes_text(std::string_view bytes, Scratch& scratch);
// "10.0.0.1", "fe80::1" of 4 or 16 bytes; mapped IPv4 addresses are shown as IPv4.
std::string_view address_text(std::string_view bytes, Scratch& scratch);

}  // namespace batten::rules
