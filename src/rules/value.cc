// SPDX-License-Identifier: Apache-2.0
#include "rules/value.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <new>
#include <string>

namespace batten::rules {
namespace {

std::string_view list_text(std::span<const std::string_view> list, Scratch& scratch) {
  std::size_t size = 2;
  for (std::string_view one : list) size += one.size() + 1;
  char* out = scratch.space(size).data();
  std::size_t at = 0;
  out[at++] = '(';
  for (std::string_view one : list) {
    if (at > 1) out[at++] = ',';
    std::memcpy(out + at, one.data(), one.size());
    at += one.size();
  }
  out[at++] = ')';
  return {out, at};
}

}  // namespace

std::string_view Scratch::copy(std::string_view text) {
  if (text.empty()) return {};
  std::span<char> out = space(text.size());
  std::memcpy(out.data(), text.data(), text.size());
  return {out.data(), out.size()};
}

std::span<std::string_view> Scratch::texts(std::size_t count) {
  auto* first = static_cast<std::string_view*>(memory_.allocate(count * sizeof(std::string_view), alignof(std::string_view)));
  for (std::size_t i = 0; i < count; ++i) new (first + i) std::string_view();
  return {first, count};
}

std::string_view address_text(std::string_view bytes, Scratch& scratch) {
  constexpr char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xff', '\xff'};
  if (bytes.size() == 16 && std::memcmp(bytes.data(), kMapped, sizeof kMapped) == 0) bytes.remove_prefix(sizeof kMapped);
  if (bytes.size() != 4 && bytes.size() != 16) return {};
  char out[INET6_ADDRSTRLEN];
  return inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), out, sizeof out) == nullptr ? std::string_view()
                                                                                                     : scratch.copy(out);
}

std::string_view value_text(const Value& value, Scratch& scratch) {
  switch (value.kind) {
    case Value::Kind::kNone: return {};
    case Value::Kind::kBool: return value.number != 0 ? "true" : "false";
    case Value::Kind::kText:
    case Value::Kind::kBytes: return value.text;
    case Value::Kind::kAddress:
    case Value::Kind::kHost:
    case Value::Kind::kNetwork: return address_text(value.text, scratch);
    case Value::Kind::kList: return list_text(value.list, scratch);
    case Value::Kind::kFlags: {
      if (model::is_one_name(value.names)) {
        const std::string_view name = model::one_name(value.names, static_cast<std::uint64_t>(value.number));
        if (!name.empty()) return name;
      }
      return scratch.copy(model::flag_text(value.names, static_cast<std::uint64_t>(value.number)));
    }
    case Value::Kind::kNumber: break;
  }
  if (!value.text.empty()) return value.text;
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value.number).ptr;
  return scratch.copy({digits, static_cast<std::size_t>(end - digits)});
}

std::string_view bytes_text(std::string_view bytes, Scratch& scratch) {
  std::span<char> out = scratch.space(bytes.size());
  std::ranges::transform(bytes, out.begin(), [](char c) { return c >= 0x20 && c < 0x7f ? c : '.'; });
  return {out.data(), out.size()};
}

}  // namespace batten::rules
