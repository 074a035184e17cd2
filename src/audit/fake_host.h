// SPDX-License-Identifier: Apache-2.0
//
// For tests: a host made of files in a temporary directory.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "audit/host_files.h"
#include "base/file.h"
#include "base/format.h"

namespace batten::audit {

class FakeHost {
 public:
  FakeHost() {
    std::string name = std::filesystem::temp_directory_path() / "batten-host-XXXXXX";
    root_ = ::mkdtemp(name.data());
  }
  ~FakeHost() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  // Paths as the host has them: "/etc/passwd".
  FakeHost& file(const std::string& path, std::string_view text) {
    std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
    if (!base::write_file_atomic(root_ + path, text)) std::abort();
    return *this;
  }
  FakeHost& link(const std::string& path, const std::string& target) {
    std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
    std::filesystem::create_symlink(target, root_ + path);
    return *this;
  }
  FakeHost& mode(const std::string& path, unsigned bits) {
    std::filesystem::permissions(root_ + path, std::filesystem::perms(bits));
    return *this;
  }
  // A process with the host's namespaces, but for those that are named.
  FakeHost& process(int pid, const std::string& status, const std::string& own_namespaces = "") {
    std::string at = format("/proc/{}", pid);
    file(at + "/status", status);
    file(at + "/uid_map", "         0          0 4294967295\n");
    for (const char* name : {"cgroup", "ipc", "mnt", "net", "pid", "user", "uts"}) {
      bool own = (" " + own_namespaces + " ").contains(format(" {} ", name));
      link(format("{}/ns/{}", at, name), format("{}:[{}]", name, own ? 4026532000 + pid : 4026531800));
    }
    return *this;
  }
  const std::string& root() const { return root_; }
  HostFiles files() const {
    auto opened = HostFiles::open(root_);
    if (!opened) std::abort();
    return std::move(*opened);
  }

 private:
  std::string root_;
};

}  // namespace batten::audit
