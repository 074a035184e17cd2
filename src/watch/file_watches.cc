// SPDX-License-Identifier: Apache-2.0
#include "watch/file_watches.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/glob.h"

namespace batten::watch {

Result<FileWatchSources::OfContainers> parse_container_files(std::string_view text) {
  const std::size_t colon = text.find(':');
  FileWatchSources::OfContainers out{.name = std::string(text.substr(0, colon)), .glob = {}};
  if (colon != std::string_view::npos) out.glob = text.substr(colon + 1);
  if (out.name.empty() || (colon != std::string_view::npos && !out.glob.starts_with('/')))
    return Error{Code::kInvalidArgument, format("{}: NAME:/PATTERN is expected, or NAME for all files of the image", text)};
  return out;
}

Result<std::unique_ptr<FileWatches>> FileWatches::start(FileWatchSources sources) {
  std::vector<monitor::WatchedTree> trees;
  if (!sources.host_globs.empty()) trees.push_back({.root = "/", .globs = sources.host_globs});
  std::unique_ptr<monitor::FileWatch> watch = TRY(monitor::FileWatch::open(std::move(trees), {}));
  return std::unique_ptr<FileWatches>(new FileWatches(std::move(sources), std::move(watch)));
}

void FileWatches::container(std::uint64_t cgroup, const model::RunningContainer& container) {
  if (container.first_pid == 0 || container.name.empty()) return;
  // Cgroups below a container's own are of the same container.
  if (std::ranges::any_of(watched_, [&](const auto& one) { return one.first == cgroup || one.second == container.first_pid; })) return;
  monitor::WatchedTree tree{.root = format("/proc/{}/root", container.first_pid), .container = container.id, .cgroup = cgroup, .globs = {}};
  for (const FileWatchSources::OfContainers& one : sources_.containers) {
    if (!base::glob_match(one.name, container.name)) continue;
    if (one.glob.empty()) tree.all_files = true;
    tree.globs.push_back(one.glob);
  }
  if (tree.globs.empty()) return;
  if (tree.all_files) tree.globs.clear();
  watched_.emplace(cgroup, container.first_pid);
  watch_->add(std::move(tree));
}

void FileWatches::gone(std::uint64_t cgroup) {
  if (watched_.erase(cgroup) != 0) watch_->remove(cgroup);
}

void FileWatches::poll(const std::function<void(std::string_view)>& take) {
  watch_->read([&](const model::OwnedEvent& event) { take(event.record()); });
}

}  // namespace batten::watch
