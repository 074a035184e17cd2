// SPDX-License-Identifier: Apache-2.0
//
// Loads rules anew while others judge: when one of their files changes, or when asked. The new set is made in a thread of its own; the loop
// takes it when it is ready.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "base/fd.h"
#include "watch/rule_files.h"

namespace batten::watch {

class Reloader {
 public:
  // watch_files: also when a file changes (inotify).
  Reloader(RuleSources sources, rules::LoadOptions options, bool watch_files);
  ~Reloader();
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  // Asks for another load; one under way is followed by another.
  void request() { wanted_ = true; }
  // To be called about every 100 ms. What was loaded since; a file that can't be read is a diagnostic of it.
  std::optional<rules::LoadResult> poll();

 private:
  void watch();
  bool is_of_rules(std::string_view name) const;
  void look_for_changes();
  void start();

  RuleSources sources_;
  rules::LoadOptions options_;
  base::Fd inotify_;
  std::set<std::string, std::less<>> targets_;  // names of the files that links lead to
  std::atomic<bool> wanted_ = false, ready_ = false;
  bool running_ = false;
  std::optional<rules::LoadResult> result_;
  std::jthread thread_;
};

// Reads and loads; a file that can't be read is a diagnostic.
rules::LoadResult load_sources(const RuleSources& sources, const rules::LoadOptions& options);

}  // namespace batten::watch
