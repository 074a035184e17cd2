// SPDX-License-Identifier: Apache-2.0
//
// The kernel programs, loaded: a wrapper of libbpf. Programs that the kernel refuses are left out one by one, each with its reason, so that
// what it allows still runs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace batten::monitor {

struct BpfRefusal {
  std::string program;
  std::string reason;
};

struct BpfPlan {
  std::vector<std::string> programs;                               // to be loaded
  std::vector<std::pair<std::string, std::string>> otherwise;      // which takes the place of which that is refused
  std::vector<std::pair<std::string, std::uint32_t>> map_entries;  // sizes of maps that are known only here
  std::string_view settings;                                       // bytes of the constant "settings"
};

// A program on its hook; taken off when destroyed.
class BpfLink {
 public:
  BpfLink() = default;
  explicit BpfLink(void* link) : link_(link) {}

 private:
  struct Destroy {
    void operator()(void* link) const;
  };
  std::unique_ptr<void, Destroy> link_;
};

class BpfObject {
 public:
  // The programs that were built with this one.
  static std::string_view built_in();
  static std::string_view built_in_denial();  // those that refuse execs
  // denied: not one program could be loaded for want of permission; unavailable: for another reason.
  static Result<BpfObject> load(std::string_view bytes, const BpfPlan& plan, std::vector<BpfRefusal>& refused);

  bool has(std::string_view program) const;
  Result<BpfLink> attach(std::string_view program) const;

  int map(std::string_view name) const;  // descriptor; sections of variables are maps too; -1: no such
  Result<void> update(std::string_view map, const void* key, const void* value) const;
  Result<void> remove(std::string_view map, const void* key) const;
  Result<bool> read(std::string_view map, const void* key, void* value) const;  // false: no such key
  // One value for each possible processor, in one row; value_size is a multiple of 8.
  Result<void> read_per_cpu(std::string_view map, std::uint32_t key, std::span<std::byte> out) const;
  static int possible_cpus();

 private:
  struct Close {
    void operator()(void* object) const;
  };
  std::unique_ptr<void, Close> object_;
};

}  // namespace batten::monitor
