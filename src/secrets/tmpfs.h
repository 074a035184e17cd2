// SPDX-License-Identifier: Apache-2.0
//
// Where delivered secrets stand: files in memory, never on a disk. A place is the first of these that there is:
//
//   a tmpfs of our own, in a mount namespace that only this process and its children are in (root, or by a user namespace)
//   a tmpfs that is there: mounted at /run/batten/secrets by whoever runs the container, or $XDG_RUNTIME_DIR
//   anonymous files (memfd) that a child reaches as /proc/self/fd/N
//
// Files are written whole under another name and renamed: a reader has the old or the new value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/note.h"
#include "base/result.h"

namespace batten::secrets {

enum class PlaceKind : std::uint8_t { kNamespace, kUserNamespace, kGiven, kRuntimeDirectory, kMemory };
// "namespace", "user-namespace", "given", "runtime-dir", "memfd"
std::string_view place_name(PlaceKind kind);
std::optional<PlaceKind> parse_place(std::string_view name);

inline constexpr const char* kPlaceDirectory = "/run/batten/secrets";

struct FileOwner {
  std::optional<std::uint32_t> uid, gid;  // none: this process's own
  std::uint32_t mode = 0400;
};

class Place {
 public:
  // The first kind that works, or that kind and no other. Changes the namespaces of this process: call it before there are threads, and
  // before protect_process_memory, which forbids a user namespace. Notes say what is lost.
  static Result<Place> open(std::optional<PlaceKind> wanted, base::Notes& notes);
  // A directory that is there; denied when it is not in memory.
  static Result<Place> in(const std::string& directory);

  // Removes the files, and what open() made, unless kept.
  ~Place();
  Place(Place&&) noexcept;
  Place& operator=(Place&&) noexcept;

  PlaceKind kind() const;
  // Empty for kMemory.
  const std::string& directory() const;
  // False: a file can't be replaced for a process that has it (kMemory).
  bool can_replace() const { return kind() != PlaceKind::kMemory; }
  // name: relative, of plain parts. Gives the path for the child. denied when the owner can't be set.
  Result<std::string> write(const std::string& name, std::string_view value, const FileOwner& owner);
  // Writes over a file that is there, in the same inode, for who holds that: a reader may see a part for an instant.
  Result<void> overwrite(const std::string& name, std::string_view value);
  // Descriptors that a child must keep.
  std::vector<int> descriptors() const;
  // The files stay when this object ends.
  void keep();
  // Now what the end would do.
  void remove();

 private:
  struct State;
  explicit Place(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Mounts a tmpfs of that size there: nosuid, nodev, noexec, noswap where the kernel has it (6.4; not in a user namespace).
Result<void> mount_tmpfs(const std::string& directory, std::uint64_t max_bytes, std::uint32_t mode, base::Notes& notes);
// tmpfs or ramfs.
bool is_in_memory(const std::string& path);

}  // namespace batten::secrets
