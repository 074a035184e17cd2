// SPDX-License-Identifier: Apache-2.0
#include "watch/reloader.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <filesystem>
#include <set>
#include <utility>

namespace batten::watch {

rules::LoadResult load_sources(const RuleSources& sources, const rules::LoadOptions& options) {
  Result<std::vector<rules::RuleFile>> files = read_rule_files(sources);
  if (files) return rules::load(*files, options);
  rules::LoadResult out{.rules = std::nullopt, .diagnostics = {}};
  out.diagnostics.push_back(
      {.code = rules::DiagnosticCode::kErrFileRead, .file = {}, .place = {}, .item = {}, .message = files.error().message});
  return out;
}

Reloader::Reloader(RuleSources sources, rules::LoadOptions options, bool watch_files)
    : sources_(std::move(sources)), options_(std::move(options)) {
  if (!watch_files) return;
  inotify_ = base::Fd(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  watch();
}

Reloader::~Reloader() = default;

// Directories are watched, not files: editors and Kubernetes replace files by renaming others over them. Where a path is a link, that of
// the file that it leads to as well. A directory that is watched already stays so.
void Reloader::watch() {
  if (inotify_.get() < 0) return;
  std::set<std::string> directories;
  targets_.clear();
  for (const std::string& path : sources_.paths) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      directories.insert(path);
      continue;
    }
    directories.insert(std::filesystem::path(path).parent_path().string());
    const std::filesystem::path target = std::filesystem::canonical(path, error);
    if (error) continue;
    directories.insert(target.parent_path().string());
    targets_.insert(target.filename().string());
  }
  for (const std::string& one : directories)
    inotify_add_watch(inotify_.get(), one.empty() ? "." : one.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM);
}

// Whether a change of a file of that name, in a watched directory, is one of the rules.
bool Reloader::is_of_rules(std::string_view name) const {
  if (targets_.contains(name)) return true;
  for (const std::string& path : sources_.paths) {
    const std::filesystem::path file(path);
    std::error_code error;
    if (file.filename() == name) return true;
    if (std::filesystem::is_directory(file, error) && is_rule_file(name)) return true;
    // What Kubernetes mounts is a link to a link of that name, which is replaced as a whole.
    if (name == "..data") return true;
  }
  return false;
}

void Reloader::look_for_changes() {
  if (inotify_.get() < 0) return;
  alignas(inotify_event) char buffer[4096];
  for (ssize_t size = 0; (size = read(inotify_.get(), buffer, sizeof buffer)) > 0;) {
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
      if (event->len == 0 || is_of_rules(event->name)) wanted_ = true;
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
}

void Reloader::start() {
  watch();  // a link may lead elsewhere now
  running_ = true;
  ready_ = false;
  thread_ = std::jthread([this] {
    result_ = load_sources(sources_, options_);
    ready_ = true;
  });
}

std::optional<rules::LoadResult> Reloader::poll() {
  look_for_changes();
  if (running_ && ready_) {
    thread_.join();
    running_ = false;
    return std::exchange(result_, std::nullopt);
  }
  if (!running_ && wanted_.exchange(false)) start();
  return std::nullopt;
}

}  // namespace batten::watch
