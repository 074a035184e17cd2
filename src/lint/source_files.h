// SPDX-License-Identifier: Apache-2.0
//
// Finds the files of a project that say how containers are built and run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"

namespace batten::lint {

enum class FileKind : unsigned char { kNone, kDockerfile, kCompose, kKubernetes, kQuadlet, kScript };
// "Dockerfile", "Compose file", "Kubernetes manifest", "Quadlet unit", "shell script".
std::string_view kind_name(FileKind kind);

// What a file is, by its name and, where that leaves it open (YAML), by its text.
FileKind kind_of(std::string_view path, std::string_view text);
// Could a file of that name be one?
bool may_be_manifest(std::string_view path);

// Of the Compose files of one directory (paths, sorted or not) the one that Compose reads when none is named, and the one that it lays over
// it; null: there is none (compose-spec, "Compose file").
struct ComposePair {
  const std::string* base = nullptr;
  const std::string* over = nullptr;
};
ComposePair compose_pair(const std::vector<std::string>& paths);

// From the root, without "." and "..".
std::string absolute_path(const std::string& path);

// What a file's path begins with: "a" of "a/b", "." of "b", "/" of "/b".
std::string directory_of(const std::string& path);

struct WalkOptions {
  std::vector<std::string> excluded;  // globs, of the policy
  std::size_t max_files = 2'000'000;  // that are looked at by name
};

// Paths of files below root that may_be_manifest, sorted; each begins with root as given. Directories that .gitignore or .dockerignore name
// are not entered, nor .git and node_modules; a manifest that .dockerignore keeps out of the image is still one. Links to directories are
// not followed. Directories that can't be read are notes. not_found when root is not there.
Result<std::vector<std::string>> find_files(const std::string& root, const WalkOptions& options, base::Progress& progress,
                                            base::Notes& notes);

}  // namespace batten::lint
