// SPDX-License-Identifier: Apache-2.0
#include "model/flag_names.h"

#include <fcntl.h>
#include <sched.h>

#include <array>
#include <cstring>

#include "base/format.h"
#include "model/flag_table.h"

namespace batten::model {
namespace {

constexpr std::uint64_t kAccessMode = 3;   // O_WRONLY, O_RDWR
constexpr std::uint64_t kSocketType = 15;  // behind it SOCK_CLOEXEC and SOCK_NONBLOCK
constexpr std::uint64_t kDirectory = 0200000, kDsync = 010000;
constexpr int kErrnos = 134;

FlagTable find_table(FlagSet set) {
  for (FlagTable (*of)(FlagSet) : {file_flags, process_flags, socket_flags, kernel_flags}) {
    if (FlagTable table = of(set); !table.empty()) return table;
  }
  return {};
}

const std::array<FlagTable, static_cast<std::size_t>(FlagSet::kFileChange) + 1>& tables() {
  static const auto kTables = [] {
    std::array<FlagTable, static_cast<std::size_t>(FlagSet::kFileChange) + 1> out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = find_table(static_cast<FlagSet>(i));
    return out;
  }();
  return kTables;
}

FlagTable table_of(FlagSet set) { return tables()[static_cast<std::size_t>(set)]; }

const FlagName* find_name(FlagTable table, std::uint64_t value) {
  if (value < table.size() && table[value].value == value) return &table[value];
  for (const FlagName& one : table) {
    if (one.value == value) return &one;
  }
  return nullptr;
}

const FlagName* find_value(FlagTable table, std::string_view name) {
  for (const FlagName& one : table) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

void add(std::string& out, std::string_view name) {
  if (!out.empty()) out += '|';
  out += name;
}

}  // namespace

bool is_one_name(FlagSet set) { return set >= FlagSet::kDomain && set <= FlagSet::kDnsType; }

std::string_view one_name(FlagSet set, std::uint64_t value) {
  if (set == FlagSet::kSocketType) value &= kSocketType;
  const FlagName* found = find_name(table_of(set), value);
  return found == nullptr ? std::string_view() : found->name;
}

std::string flag_text(FlagSet set, std::uint64_t value) {
  if (is_one_name(set)) {
    const std::string_view name = one_name(set, value);
    return name.empty() ? std::to_string(value) : std::string(name);
  }
  std::string out;
  std::uint64_t left = set == FlagSet::kClone ? value & ~std::uint64_t{CSIGNAL} : value;
  for (const FlagName& one : table_of(set)) {
    const bool access = set == FlagSet::kOpen && one.value == O_WRONLY;
    if (access && (value & kAccessMode) == 0) add(out, "O_RDONLY");
    if (one.value == 0 || (left & one.value) != one.value) continue;
    // O_TMPFILE holds O_DIRECTORY's bit, O_SYNC that of O_DSYNC: the larger name speaks for both.
    if (set == FlagSet::kOpen && one.value == kDirectory && has_flag(set, value, "O_TMPFILE") == true) continue;
    left &= ~one.value;
    add(out, one.name);
  }
  if (left != 0) add(out, format("0x{:x}", left));
  return out.empty() ? "0" : out;
}

std::optional<bool> has_flag(FlagSet set, std::uint64_t value, std::string_view name) {
  if (set == FlagSet::kOpen && name == "O_RDONLY") return (value & kAccessMode) == 0;
  if (set == FlagSet::kOpen && name == "O_NONE") return false;
  const FlagName* found = find_value(table_of(set), name);
  if (found == nullptr) return std::nullopt;
  if (set == FlagSet::kSocketType) value &= kSocketType;
  if (is_one_name(set)) return value == found->value;
  if (set == FlagSet::kOpen && found->value <= kAccessMode) return (value & kAccessMode) == found->value;
  if (set == FlagSet::kOpen && found->value == kDirectory) return (value & kDirectory) != 0 && has_flag(set, value, "O_TMPFILE") == false;
  if (set == FlagSet::kOpen && found->value == kDsync) return (value & kDsync) != 0 && has_flag(set, value, "O_SYNC") == false;
  return (value & found->value) == found->value;
}

std::optional<std::uint64_t> parse_flag(FlagSet set, std::string_view name) {
  if (set == FlagSet::kOpen && name == "O_RDONLY") return 0;
  const FlagName* found = find_value(table_of(set), name);
  return found == nullptr ? std::nullopt : std::optional(found->value);
}

std::string_view errno_name(int number) {
  const char* name = strerrorname_np(number);
  return number == 0 || name == nullptr ? std::string_view() : name;
}

std::optional<int> parse_errno(std::string_view name) {
  if (name == "EWOULDBLOCK") name = "EAGAIN";
  for (int number = 1; number < kErrnos; ++number) {
    if (errno_name(number) == name) return number;
  }
  return std::nullopt;
}

}  // namespace batten::model
