// SPDX-License-Identifier: Apache-2.0
//
// Which files are watched for changes while the monitor runs: the host's from the start, a container's as soon as it has a process.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/running_container.h"
#include "monitor/file_watch.h"

namespace batten::watch {

struct FileWatchSources {
  std::vector<std::string> host_globs;
  struct OfContainers {
    std::string name;  // of containers, a pattern: "web", "web-*"
    std::string glob;  // empty: all files of their image
  };
  std::vector<OfContainers> containers;

  bool empty() const { return host_globs.empty() && containers.empty(); }
};

// "NAME:GLOB", "NAME". invalid_argument.
Result<FileWatchSources::OfContainers> parse_container_files(std::string_view text);

class FileWatches {
 public:
  // denied: as FileWatch::open.
  static Result<std::unique_ptr<FileWatches>> start(FileWatchSources sources);

  // A container runs, or more is known of it.
  void container(std::uint64_t cgroup, const model::RunningContainer& container);
  void gone(std::uint64_t cgroup);
  // Records of changes since.
  void poll(const std::function<void(std::string_view record)>& take);
  base::Notes take_notes() { return watch_->take_notes(); }
  monitor::FileWatch::Counts counts() const { return watch_->counts(); }

 private:
  explicit FileWatches(FileWatchSources sources, std::unique_ptr<monitor::FileWatch> watch)
      : sources_(std::move(sources)), watch_(std::move(watch)) {}

  FileWatchSources sources_;
  std::unique_ptr<monitor::FileWatch> watch_;
  std::map<std::uint64_t, std::uint32_t> watched_;  // by cgroup: the first process of the container
};

}  // namespace batten::watch
