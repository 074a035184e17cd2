// SPDX-License-Identifier: Apache-2.0
//
// The files of the host that is audited, below a root directory: "/" for this host, "/host" where a container has the host's files there,
// any directory for tests. Paths are absolute names of that host; links are followed within its root.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "model/host.h"

namespace batten::audit {

class HostFiles {
 public:
  // not_found, denied: of the root itself.
  static Result<HostFiles> open(const std::string& root = "/");

  // not_found, denied, limit, internal.
  Result<std::string> read(const std::string& path, std::uint64_t max_bytes = 1u << 20) const;
  // Where a symbolic link points, as it is written.
  Result<std::string> link(const std::string& path) const;
  // Names in a directory, sorted; limit beyond 100,000.
  Result<std::vector<std::string>> list(const std::string& path) const;
  // What is there, behind links, with the host's own names of users and groups. Never an error: kAbsent, or kUnreadable and why.
  model::HostFile look(const std::string& path) const;
  bool exists(const std::string& path) const { return look(path).kind != model::HostFile::Kind::kAbsent; }
  // Number of the file system that a path is on; 0: not known.
  std::uint64_t device(const std::string& path) const;
  // The root is that of this process: its processes are ours, its engine may be asked.
  bool is_this_host() const { return root_ == "/"; }
  const std::string& root() const { return root_; }

 private:
  Result<base::Fd> open_at(const std::string& path, int flags) const;

  std::string root_;
  base::Fd directory_;
  std::map<std::uint32_t, std::string> users_, groups_;
};

}  // namespace batten::audit
