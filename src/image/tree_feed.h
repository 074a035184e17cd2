// SPDX-License-Identifier: Apache-2.0
//
// A directory tree as the tar stream of a layer, written into a pipe while the worker reads the other end: directories and the engine's
// overlay2 directories go through the same confined pass as every layer. Every name is listed; only files that somebody wants have content.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/note.h"
#include "base/result.h"
#include "image/source.h"
#include "image/tree_open.h"

namespace batten::image {

struct TreeOptions {
  std::function<bool(std::string_view path)> claimed;  // content wanted; empty: all
  // The same by permission bits and the first 64 bytes; empty: names decide.
  std::function<bool(std::uint32_t mode, std::string_view head)> claimed_by_head;
  std::function<bool(std::string_view directory)> may_hold_claims;  // enter it? empty: all
  // A root file system of its own: a claimed path that is reached through links is given its target's content, found inside the root.
  std::vector<std::string> follow;
  // A layer of overlayfs: character device 0/0 is a whiteout, these marks make a directory opaque.
  OverlayMarks marks = OverlayMarks::kNone;
  // Leave out proc, sysfs, tmpfs and other file systems that hold no packages and are mounted below the root.
  bool leave_out_virtual = false;
  std::uint64_t max_file_bytes = std::uint64_t{1} << 30;   // a larger file is listed without its content, with a note
  std::uint64_t max_total_bytes = std::uint64_t{1} << 35;  // of contents: a sparse file costs nothing where it lies
};

// Notes of feeders, which run on threads of their own.
class FeedNotes {
 public:
  void add(base::Note note);
  base::Notes all() const;
  void clear();

 private:
  mutable std::mutex mutex_;
  base::Notes notes_;
  std::size_t left_out_ = 0;
};

// Writes the tree to fd. Files that change size meanwhile are cut or filled with zeros, with a note. Never leaves the root by a link, opens
// no devices or pipes. Errors: the root can't be read; writing failed.
Result<void> feed_tree(int root, int fd, const TreeOptions& options, FeedNotes& notes);

// A layer that is fed from a directory. Its notes are those of the last reading.
LayerHandle tree_layer(const std::string& path, TreeOptions options);

}  // namespace batten::image
