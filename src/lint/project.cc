// SPDX-License-Identifier: Apache-2.0
#include "lint/project.h"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/ignore_patterns.h"
#include "checks/project_check.h"

namespace batten::lint {
namespace {

constexpr std::uint64_t kMaxIgnoreBytes = 1u << 20;

std::string joined(const std::string& directory, const std::string& path) {
  return absolute_path(path.starts_with('/') ? path : directory + "/" + path);
}

// What the .dockerignore that holds for a Dockerfile says: its own goes before that of the context.
base::IgnorePatterns ignored_for(const checks::ProjectDockerfile& dockerfile) {
  base::IgnorePatterns out;
  for (const std::string& path : {dockerfile.path + ".dockerignore", dockerfile.context + "/.dockerignore"}) {
    auto text = base::read_file(path, kMaxIgnoreBytes);
    if (!text) continue;
    out.add(*text, "", base::IgnorePatterns::Dialect::kDocker);
    break;
  }
  return out;
}

checks::Project project_of(std::span<JudgedFile> files) {
  checks::Project out;
  std::map<std::string, std::size_t> by_path;
  for (const JudgedFile& file : files) {
    if (!file.dockerfile) continue;
    by_path.emplace(absolute_path(file.path), out.dockerfiles.size());
    out.dockerfiles.push_back({file.path, &*file.dockerfile, directory_of(file.path)});
  }
  for (const JudgedFile& file : files) {
    if (!file.compose) continue;
    for (const manifest::ComposeService& service : file.compose->services) {
      checks::ProjectService entry{file.path, &service, nullptr};
      const model::Container& container = service.container;
      if (!container.build.empty()) {
        std::string context = joined(directory_of(file.path), container.build);
        std::string path = joined(context, container.dockerfile.empty() ? "Dockerfile" : container.dockerfile);
        if (auto at = by_path.find(path); at != by_path.end()) {
          out.dockerfiles[at->second].context = context;
          entry.built_from = &out.dockerfiles[at->second];
        }
      }
      out.services.push_back(entry);
    }
  }
  out.exists = [](const std::string& directory, const std::string& name) { return ::access((directory + "/" + name).c_str(), F_OK) == 0; };
  out.kept_out = [read = std::map<std::string, base::IgnorePatterns>()](const checks::ProjectDockerfile& dockerfile,
                                                                        const std::string& name) mutable {
    auto at = read.find(dockerfile.path);
    if (at == read.end()) at = read.emplace(dockerfile.path, ignored_for(dockerfile)).first;
    const base::IgnorePatterns& patterns = at->second;
    return patterns.ignores(name, true) || patterns.ignores(name, false) || patterns.ignores(name + "/x", false);
  };
  return out;
}

}  // namespace

void check_project(std::span<JudgedFile> files, const Policy& policy) {
  checks::Project project = project_of(files);
  if (project.dockerfiles.empty()) return;
  std::map<std::string_view, JudgedFile*> by_path;
  for (JudgedFile& file : files) by_path.emplace(file.path, &file);
  for (const checks::ProjectCheck* check : checks::all_project_checks()) {
    std::optional<model::Severity> severity = severity_of(check->info, policy);
    if (!severity) continue;
    std::vector<checks::ProjectHit> hits;
    check->check(project, policy.settings, hits);
    for (checks::ProjectHit& hit : hits) {
      auto at = by_path.find(hit.path);
      if (at == by_path.end()) continue;
      JudgedFile* file = at->second;
      Judged judged;
      judged.info = &check->info;
      judged.severity = *severity;
      judged.subject = hit.hit.subject;
      judged.hit = std::move(hit.hit);
      file->found.push_back(std::move(judged));
      put_in_order(*file);
    }
  }
}

}  // namespace batten::lint
