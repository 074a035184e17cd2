// SPDX-License-Identifier: Apache-2.0
//
// A tmpfs of one container, or of one Compose project, on the host: /run/batten/run/ID, or below $XDG_RUNTIME_DIR without root. Only who
// made it may enter; the engine mounts what is inside into the container. After a reboot it is not there, so that the container
// does not start without its secrets.
//
//   ID/secrets/NAME     mounted as a directory at /run/secrets: new values come by rename
//   ID/files/NAME       mounted one by one elsewhere: new values are written over the old ones
//   ID/status.json      who keeps it fresh and what is in it; no values
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"

namespace batten::secrets {

// Ids of the host for those of a container: 0 is base, for a remapped engine.
struct IdMap {
  std::uint32_t uid_base = 0, gid_base = 0;
};

class RunDirectory {
 public:
  // Mounted as root; else a directory of a tmpfs that is there. Owned by the container's root.
  static Result<RunDirectory> make(const IdMap& ids, base::Notes& notes);
  ~RunDirectory();
  RunDirectory(RunDirectory&& other) noexcept;
  RunDirectory& operator=(RunDirectory&&) = delete;

  const std::string& path() const { return path_; }
  std::string id() const;
  // A subdirectory that containers may enter. Gives its path.
  Result<std::string> make_part(const std::string& name) const;
  // It stays when this object ends.
  void keep() { keep_ = true; }
  // All that is in it, and itself.
  void remove();

 private:
  RunDirectory(std::string path, bool mounted) : path_(std::move(path)), mounted_(mounted) {}
  std::string path_;
  bool mounted_ = false, keep_ = false;
};

// Where such directories of this user are; of all users when root asks.
std::string run_directories_root();

}  // namespace batten::secrets
