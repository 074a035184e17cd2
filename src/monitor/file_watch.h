// SPDX-License-Identifier: Apache-2.0
//
// File integrity: watches chosen files of the host and of containers by fanotify(7) and tells each change with the process that did it and
// the hashes of the content before and after.
//
// The kernel tells about inodes, not about system calls, so that writes through a mapping or through io_uring count too. Only the
// directories that hold watched files are marked; nobody else pays anything. (A mark of a whole overlay is refused by the
// kernel, since its handles can't be opened again.) Notices say where to look, the files say what has changed: several writes are one
// change, told when the writer closes the file, or after two seconds if it does not. A queue that ran over is a note, and everything is
// compared anew.
//
// Where the file system gives no file handles (overlays before Linux 6.6), writes are told at the close, and the rest is found, without its
// process, by comparing every ten seconds.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/event_build.h"
#include "monitor/watched_tree.h"

namespace batten::monitor {

struct FileWatchOptions {
  std::uint64_t max_hashed_bytes = 64u << 20;  // of one file; longer ones: by size and time of change
  std::size_t max_hashed_files = 200'000;      // of a tree; when it has more, the rest by size and time
  std::size_t max_files = 1'000'000;           // of a tree
  std::size_t max_directories = 65'536;        // of a tree
  std::size_t max_waiting = 65'536;            // changes that were not fetched yet; more are counted as lost
  std::chrono::milliseconds settle{2000};      // a file that stays open for writing is looked at after so long
  std::chrono::milliseconds compare{10'000};   // where the kernel does not tell all
};

class FileWatch {
 public:
  struct Counts {
    std::uint64_t files = 0, directories = 0, trees = 0;  // that are watched now
    std::uint64_t notices = 0, changes = 0;               // from the kernel; told
    std::uint64_t overflows = 0, lost = 0;                // of the kernel's queue; changes for which there was no room
  };
  using Sink = std::function<void(const model::OwnedEvent&)>;

  // denied: fanotify needs CAP_SYS_ADMIN. The files are looked at in a thread of the watch, so this does not take long.
  static Result<std::unique_ptr<FileWatch>> open(std::vector<WatchedTree> trees, FileWatchOptions options);
  virtual ~FileWatch() = default;

  // Trees that come and go with their containers.
  virtual void add(WatchedTree tree) = 0;
  virtual void remove(std::uint64_t cgroup) = 0;
  // Readable when there are changes. They are events of type BATTEN_FILE_CHANGE, their time as CLOCK_BOOTTIME has it, the start of the
  // process as /proc has it: in ticks; 0: it had ended.
  virtual int poll_fd() const = 0;
  virtual std::size_t read(const Sink& sink) = 0;
  // What can't be watched, each once.
  virtual base::Notes take_notes() = 0;
  virtual Counts counts() const = 0;
  // All trees given so far are known. False: not within that time.
  virtual bool wait_until_ready(std::chrono::milliseconds longest) = 0;
};

}  // namespace batten::monitor
