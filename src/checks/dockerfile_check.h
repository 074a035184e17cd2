// SPDX-License-Identifier: Apache-2.0
//
// A check of a Dockerfile. One file in dockerfile/ per check.
#pragma once

#include <span>

#include "checks/settings.h"
#include "manifest/dockerfile.h"

namespace batten::checks {

struct DockerfileCheck {
  model::CheckInfo info;
  void (*check)(const manifest::Dockerfile& file, const Settings& settings, Hits& hits);
  std::span<const Example> examples;  // whole Dockerfiles
  // Edits of file.text that remove this hit and nothing else; an empty list: there is none for this case. An error says why it could not
  // be made ("the registry could not be asked").
  Result<std::vector<model::Edit>> (*fix)(const manifest::Dockerfile& file, const Hit& hit, const Surroundings& around) = nullptr;
};

std::span<const DockerfileCheck* const> all_dockerfile_checks();

}  // namespace batten::checks
