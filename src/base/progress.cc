// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>

#include "base/format.h"
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
    std::string line = printable(text) + "\n";
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
    if (!draws_ || now - start_ < std::chrono::seconds(1) || now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    std::uint64_t done = 0, total = 0;
    bool known = true;
    for (const auto& [name, entry] : tasks_) {
      done += entry.done;
      total += entry.total;
      known = known && entry.total > 0;
    }
    constexpr std::size_t kCells = 24;
    std::string line = "\r\x1b[K";
    if (known && total > 0) {
      std::size_t filled = static_cast<std::size_t>(static_cast<double>(std::min(done, total)) / static_cast<double>(total) * kCells);
      line += "[" + std::string(filled, '#') + std::string(kCells - filled, '.') + "] ";
      line += format("{:3}% of {}  ", std::min<std::uint64_t>(100, done * 100 / total), human_size(total));
    } else {
      line += human_size(done) + "  ";
    }
    line += printable(newest_).substr(0, 60);
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    shown_ = true;
  }

  bool draws_;
  bool shown_ = false;
  std::mutex mutex_;
  std::map<std::string, Task, std::less<>> tasks_;
  std::string newest_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now(), drawn_{};
};

}  // namespace

Progress& silent_progress() {
  static Silent silent;
  return silent;
}

std::unique_ptr<Progress> terminal_progress() { return std::make_unique<Terminal>(::isatty(2) == 1); }

}  // namespace batten::base
