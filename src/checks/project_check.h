// SPDX-License-Identifier: Apache-2.0
//
// A check of what several files of a project say together. One file in project/ per check.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "checks/settings.h"
#include "manifest/compose.h"
#include "manifest/dockerfile.h"

namespace batten::checks {

struct ProjectDockerfile {
  std::string path;
  const manifest::Dockerfile* file = nullptr;
  std::string context;  // directory that is given to the builder
};

struct ProjectService {
  std::string path;  // of the Compose file
  const manifest::ComposeService* service = nullptr;
  const ProjectDockerfile* built_from = nullptr;  // null: an image, or a Dockerfile that was not read
};

struct Project {
  std::vector<ProjectDockerfile> dockerfiles;
  std::vector<ProjectService> services;
  // Does a file or directory of that name exist in a directory?
  std::function<bool(const std::string& directory, const std::string& name)> exists;
  // Does the .dockerignore that holds for a Dockerfile and its context keep the name out of the image?
  std::function<bool(const ProjectDockerfile& dockerfile, const std::string& name)> kept_out;
};

// A hit in one of the files.
struct ProjectHit {
  std::string path;
  Hit hit;
};

struct ProjectCheck {
  model::CheckInfo info;
  void (*check)(const Project& project, const Settings& settings, std::vector<ProjectHit>& hits);
  // A Dockerfile, a line "--- compose.yaml", and a Compose file that builds from it; "--- files a b" names what lies beside them.
  std::span<const Example> examples;
};

std::span<const ProjectCheck* const> all_project_checks();

}  // namespace batten::checks
