// SPDX-License-Identifier: Apache-2.0
#include "lint/source_files.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/file.h"
#include "base/format.h"
#include "base/glob.h"
#include "base/ignore_patterns.h"
#include "base/path.h"
#include "base/text.h"
#include "manifest/compose.h"
#include "manifest/kubernetes.h"

namespace batten::lint {
namespace {

constexpr std::uint64_t kMaxIgnoreBytes = 1u << 20;
constexpr std::size_t kMaxDepth = 200;

bool is_yaml(std::string_view name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

bool is_dockerfile(std::string_view path) {
  std::string name = base::lower(base::base_name(path));
  if (name == "dockerfile" || name == "containerfile") return true;
  if (name.ends_with(".dockerfile") || name.ends_with(".containerfile")) return true;
  if (!name.starts_with("dockerfile.") && !name.starts_with("containerfile.") && !name.starts_with("dockerfile-")) return false;
  // Beside it: Dockerfile.dockerignore, Dockerfile.md, Dockerfile.j2 (a template that no builder reads as it is).
  constexpr std::string_view kOthers[] = {".dockerignore", ".md", ".j2",  ".tmpl", ".tpl", ".erb",  ".rst", ".txt",
                                          ".py",           ".sh", ".bak", ".orig", ".swp", ".yaml", ".yml", ".json"};
  return std::ranges::none_of(kOthers, [&](std::string_view end) { return name.ends_with(end); });
}

bool starts_containers(std::string_view text) {
  constexpr std::string_view kWords[] = {"docker run", "docker create", "docker container run", "podman run", "podman create"};
  return std::ranges::any_of(kWords, [&](std::string_view words) { return text.contains(words); });
}

class Walk {
 public:
  Walk(std::string root, const WalkOptions& options, base::Progress& progress, base::Notes& notes)
      : root_(std::move(root)), options_(options), progress_(progress), notes_(notes) {}

  std::vector<std::string> run() {
    std::vector<std::string> open{""};
    while (!open.empty()) {
      std::string directory = std::move(open.back());
      open.pop_back();
      enter(directory, open);
      if (seen_ >= options_.max_files) {
        notes_.push_back({base::Note::Kind::kSkipped, root_, format("more than {} files: the rest was not looked at", options_.max_files),
                          "name a directory below"});
        break;
      }
    }
    progress_.finish("looking for manifests");
    std::ranges::sort(found_);
    return std::move(found_);
  }

 private:
  std::string full(const std::string& relative) const {
    if (relative.empty()) return root_;
    return root_.ends_with('/') ? root_ + relative : root_ + "/" + relative;
  }

  void enter(const std::string& directory, std::vector<std::string>& open) {
    std::unique_ptr<DIR, int (*)(DIR*)> handle(::opendir(full(directory).c_str()), ::closedir);
    if (!handle) {
      notes_.push_back({base::Note::Kind::kSkipped, full(directory), format("the directory can't be read: {}", std::strerror(errno)), ""});
      return;
    }
    read_patterns(directory);
    while (const dirent* entry = ::readdir(handle.get())) {
      std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      if ((++seen_ & 0xfff) == 0) progress_.update("looking for manifests", seen_, 0);
      std::string path = directory.empty() ? std::string(name) : directory + "/" + std::string(name);
      if (entry->d_type == DT_DIR || (entry->d_type == DT_UNKNOWN && base::is_directory(full(path)))) {
        if (name == ".git" || name == "node_modules" || git_.ignores(path, true) || docker_.ignores(path, true) || is_excluded(path))
          continue;
        if (std::ranges::count(path, '/') < static_cast<std::ptrdiff_t>(kMaxDepth)) open.push_back(std::move(path));
      } else if (may_be_manifest(path) && !git_.ignores(path, false) && !is_excluded(path)) {
        if (entry->d_type != DT_REG && !base::is_regular_file(full(path))) continue;
        found_.push_back(root_ == "." ? path : full(path));
      }
    }
  }

  bool is_excluded(const std::string& path) const {
    return std::ranges::any_of(options_.excluded, [&](const std::string& glob) { return base::glob_match(glob, path); });
  }

  void read_patterns(const std::string& directory) {
    std::string prefix = directory.empty() ? "" : directory + "/";
    if (auto text = base::read_file(full(prefix + ".gitignore"), kMaxIgnoreBytes))
      git_.add(*text, directory, base::IgnorePatterns::Dialect::kGit);
    if (auto text = base::read_file(full(prefix + ".dockerignore"), kMaxIgnoreBytes))
      docker_.add(*text, directory, base::IgnorePatterns::Dialect::kDocker);
  }

  std::string root_;
  const WalkOptions& options_;
  base::Progress& progress_;
  base::Notes& notes_;
  base::IgnorePatterns git_, docker_;
  std::vector<std::string> found_;
  std::size_t seen_ = 0;
};

}  // namespace

std::string_view kind_name(FileKind kind) {
  switch (kind) {
    case FileKind::kDockerfile: return "Dockerfile";
    case FileKind::kCompose: return "Compose file";
    case FileKind::kKubernetes: return "Kubernetes manifest";
    case FileKind::kQuadlet: return "Quadlet unit";
    case FileKind::kScript: return "shell script";
    case FileKind::kNone: break;
  }
  return "file";
}

bool may_be_manifest(std::string_view path) {
  return is_dockerfile(path) || is_yaml(path) || path.ends_with(".container") || path.ends_with(".sh");
}

std::string directory_of(const std::string& path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string(".") : path.substr(0, std::max<std::size_t>(slash, 1));
}

std::string absolute_path(const std::string& path) {
  std::error_code failed;
  std::filesystem::path whole = std::filesystem::absolute(path, failed);
  std::string out = failed ? path : whole.lexically_normal().string();
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

FileKind kind_of(std::string_view path, std::string_view text) {
  if (is_dockerfile(path)) return FileKind::kDockerfile;
  if (path.ends_with(".container")) return text.contains("[Container]") ? FileKind::kQuadlet : FileKind::kNone;
  if (path.ends_with(".sh")) return starts_containers(text) ? FileKind::kScript : FileKind::kNone;
  if (!is_yaml(path)) return FileKind::kNone;
  if (manifest::looks_like_compose(path, text)) return FileKind::kCompose;
  if (manifest::looks_like_kubernetes(text)) return FileKind::kKubernetes;
  return FileKind::kNone;
}

Result<std::vector<std::string>> find_files(const std::string& root, const WalkOptions& options, base::Progress& progress,
                                            base::Notes& notes) {
  if (!base::is_directory(root)) return Error{Code::kNotFound, format("{} is no directory", root)};
  return Walk(root, options, progress, notes).run();
}

}  // namespace batten::lint
