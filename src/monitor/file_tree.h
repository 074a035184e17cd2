// SPDX-License-Identifier: Apache-2.0
//
// The files of one watched tree: which directories are marked, what each file was when it was looked at last.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "base/note.h"
#include "monitor/file_watch.h"
#include "monitor/tree_root.h"

namespace batten::monitor {

// A fanotify group without and with file handles. Invalid: errno says why.
base::Fd open_handle_group();
base::Fd open_descriptor_group();

class FileTree {
 public:
  struct Change {
    std::string path;
    std::uint64_t flags = 0;
    FileState before, after;
  };
  using Found = std::function<void(Change change)>;

  static Result<std::unique_ptr<FileTree>> open(WatchedTree tree, const FileWatchOptions& options);

  // Marks what has to be marked below a directory in the group, and looks at the files. found: null at the start, else it is told what is
  // other than it was.
  void walk(int group, const std::string& directory, const Found& found);
  // All anew; also what is gone.
  void compare(int group, const Found& found);
  // One path; flags: kFileMoved and what else the kernel has told beside what can be seen.
  void look(const std::string& path, std::uint64_t flags, const Found& found);
  // A directory that is not there any more, or not under that name.
  void forget(const std::string& directory, std::uint64_t flags, const Found& found);

  bool covers(std::string_view path) const;
  bool reaches_below(std::string_view directory) const;
  // By a record's handle; null: not of this tree.
  const std::string* directory_at(std::string_view place) const { return at(directories_, place); }
  const std::string* file_at(std::string_view place) const { return at(lone_files_, place); }

  const WatchedTree& watched() const { return tree_; }
  // Where descriptors tell the place; invalid: handles do.
  const base::Fd& own_group() const { return own_group_; }
  std::size_t files() const { return files_.size(); }
  std::size_t directories() const { return directories_.size(); }
  base::Notes take_notes() { return std::exchange(notes_, {}); }

 private:
  FileTree(WatchedTree tree, TreeRoot root, const FileWatchOptions& options)
      : tree_(std::move(tree)), root_(std::move(root)), options_(options) {}

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Places = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;
  static const std::string* at(const Places& places, std::string_view place) {
    const auto found = places.find(place);
    return found == places.end() ? nullptr : &found->second;
  }
  void resolve_globs();
  // on_root: of the root's file system.
  bool mark_directory(int group, const base::Fd& directory, const std::string& path, bool on_root);
  void use_descriptors(const base::Fd& top);
  void mark_lone(int group, const std::string& path, const FileState& state, std::uint64_t device);
  void collect(int group, const std::string& directory, std::vector<std::string>& paths);
  std::vector<FileState> read_states(const std::vector<std::string>& paths) const;
  void put(const std::string& path, FileState after, std::uint64_t flags, const Found& found);
  void note(std::string message, std::string hint = {});

  WatchedTree tree_;
  TreeRoot root_;
  FileWatchOptions options_;
  base::Fd own_group_;
  std::uint64_t system_ = 0;  // the root's file system
  std::map<std::string, FileState, std::less<>> files_;
  Places directories_, lone_files_;
  base::Notes notes_;
  std::vector<std::string> noted_;
};

}  // namespace batten::monitor
