// SPDX-License-Identifier: Apache-2.0
#include "monitor/account_file.h"

#include <array>
#include <optional>

#include "base/text.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxEntries = 65'536, kMaxField = 1024;

// The first `count` fields of a line; the last of them ends at the next colon or the line's end. False: there are fewer.
template <std::size_t count>
bool fields_of(std::string_view line, std::array<std::string_view, count>& out) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos && i + 1 < count) return false;
    out[i] = line.substr(0, colon);
    line.remove_prefix(colon == std::string_view::npos ? line.size() : colon + 1);
    if (out[i].size() > kMaxField) return false;
  }
  return true;
}

std::optional<std::uint32_t> number(std::string_view text) {
  const std::optional<std::uint64_t> value = base::parse_unsigned(text);
  if (!value || *value > 0xffffffffu) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

}  // namespace

std::unordered_map<std::uint32_t, Account> parse_passwd(std::string_view text) {
  std::unordered_map<std::uint32_t, Account> out;
  base::each_line(text, [&](std::string_view line) {
    std::array<std::string_view, 7> fields;
    if (out.size() >= kMaxEntries || line.starts_with('#') || !fields_of(line, fields)) return;
    if (const std::optional<std::uint32_t> uid = number(fields[2]))
      out.try_emplace(*uid, Account{.name = std::string(fields[0]), .home = std::string(fields[5]), .shell = std::string(fields[6])});
  });
  return out;
}

std::unordered_map<std::uint32_t, std::string> parse_group(std::string_view text) {
  std::unordered_map<std::uint32_t, std::string> out;
  base::each_line(text, [&](std::string_view line) {
    std::array<std::string_view, 3> fields;
    if (out.size() >= kMaxEntries || line.starts_with('#') || !fields_of(line, fields)) return;
    if (const std::optional<std::uint32_t> gid = number(fields[2])) out.try_emplace(*gid, fields[0]);
  });
  return out;
}

}  // namespace batten::monitor
