// SPDX-License-Identifier: Apache-2.0
//
// Names of users and groups as the container itself has them: by its own /etc/passwd and /etc/group, which are opened below its root so
// that no link of theirs leads out of it, and by the numbers that its user namespace sees.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "model/running_container.h"
#include "monitor/account_file.h"
#include "monitor/proc_files.h"

namespace batten::monitor {

class Users {
 public:
  struct Options {
    std::string host_root = "/";
    std::string proc = "/proc";
    std::size_t max_containers = 256;             // whose names are kept; the one asked for longest ago goes
    std::uint64_t look_again_ns = 1'000'000'000;  // so often it is looked whether the files have changed
  };
  explicit Users(Options options);

  // To be told the time before questions, since 1970: what was read is good for a while.
  void set_time(std::uint64_t time_ns) { now_ns_ = time_ns; }
  // container: null for the host. uid and gid as the host counts. None: no such, or the files can't be read. Good until the next question.
  std::optional<std::string_view> user_name(const model::RunningContainer* container, std::uint32_t uid);
  std::optional<std::string_view> group_name(const model::RunningContainer* container, std::uint32_t gid);
  std::optional<std::string_view> user_home(const model::RunningContainer* container, std::uint32_t uid);
  std::optional<std::string_view> user_shell(const model::RunningContainer* container, std::uint32_t uid);

 private:
  struct Stamp {
    std::uint64_t device = 0, inode = 0;
    std::int64_t modified_ns = 0, changed_ns = 0, size = 0;
    bool operator==(const Stamp&) const = default;
  };
  struct Names {
    std::unordered_map<std::uint32_t, Account> users;
    std::unordered_map<std::uint32_t, std::string> groups;
    std::vector<IdRange> user_map, group_map;
    Stamp passwd, group;
    std::uint32_t mapped_pid = 0;
    std::uint64_t looked_ns = 0, asked_ns = 0;
    bool looked = false;
  };

  Names& names_of(const model::RunningContainer* container);
  const Account* account(const model::RunningContainer* container, std::uint32_t uid);
  void look(const model::RunningContainer* container, Names& names);
  std::vector<base::Fd> open_roots(const model::RunningContainer& container) const;

  Options options_;
  std::uint64_t now_ns_ = 0;
  std::unordered_map<std::string, Names> by_container_;  // by id; "": the host
};

// A regular file below root, whatever links there are: denied, not_found, limit, unsupported (no regular file).
Result<base::Fd> open_below(int root, const char* path);

}  // namespace batten::monitor
