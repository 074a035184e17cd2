// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>

#include "base/file.h"
#include "base/progress_line.h"
#include "base/text.h"

namespace batten::base {
namespace {

class Silent final : public Progress {
 public:
  void update(std::string_view, std::uint64_t, std::uint64_t) override {}
  void finish(std::string_view) override {}
  void message(std::string_view) override {}
};

// One line that shows the sum of all tasks and the name of the newest; drawn at most ten times a second, and only after
// the work has lasted a second.
class Terminal final : public Progress {
 public:
  explicit Terminal(bool draws) : draws_(draws) {}
  ~Terminal() override { erase(); }

  void update(std::string_view task, std::uint64_t done, std::uint64_t total) override {
    std::lock_guard lock(mutex_);
    if (tasks_.empty()) group_begun_ = std::chrono::steady_clock::now();
    Task& entry = tasks_[std::string(task)];
    entry.done = done;
    entry.total = total;
    newest_ = task;
    draw();
  }

  void finish(std::string_view task) override {
    std::lock_guard lock(mutex_);
    auto at = tasks_.find(task);
    if (at == tasks_.end()) return;
    if (at->second.total == 0) at->second.total = at->second.done;
    at->second.done = at->second.total;
    bool all = true;
    for (const auto& [name, entry] : tasks_) all = all && entry.done >= entry.total;
    if (all) {
      tasks_.clear();
      erase();
    } else {
      draw();
    }
  }

  void message(std::string_view text) override {
    std::lock_guard lock(mutex_);
    erase();
    std::string line = printable_lines(text) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

 private:
  struct Task {
    std::uint64_t done = 0, total = 0;
  };

  void erase() {
    if (!shown_) return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    shown_ = false;
  }

  void draw() {
    auto now = std::chrono::steady_clock::now();
    if (!draws_ || now - begun_ < std::chrono::seconds(1) || now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    ProgressState state;
    state.seconds = std::chrono::duration<double>(now - group_begun_).count();
    state.task = newest_;
    // Bytes, or where no task has any, things.
    bool bytes =
        std::any_of(tasks_.begin(), tasks_.end(), [](const auto& entry) { return entry.second.total == 0 || entry.second.total >= 1000; });
    bool known = true;
    for (const auto& [name, entry] : tasks_) {
      if (bytes && entry.total > 0 && entry.total < 1000) continue;
      state.done += entry.done;
      state.total += entry.total;
      known = known && entry.total > 0;
    }
    if (!known) state.total = 0;
    // Not up to the last column: some terminals go to the next line there.
    std::string line = "\r\x1b[K" + progress_line(state, terminal_columns() - 1, blocks_);
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    shown_ = true;
  }

  static std::size_t terminal_columns() {
    winsize size{};
    return ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  }

  // By the locale's name, as programs without a library for it do.
  static bool shows_utf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
      std::string value = lower(environment(name));
      if (!value.empty()) return value.contains("utf-8") || value.contains("utf8");
    }
    return false;
  }

  bool draws_;
  bool blocks_ = shows_utf8();
  bool shown_ = false;
  std::mutex mutex_;
  std::map<std::string, Task, std::less<>> tasks_;
  std::string newest_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now(), group_begun_ = begun_, drawn_{};
};

}  // namespace

Progress& silent_progress() {
  static Silent silent;
  return silent;
}

std::unique_ptr<Progress> terminal_progress() { return std::make_unique<Terminal>(::isatty(2) == 1); }

}  // namespace batten::base
