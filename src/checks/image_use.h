// SPDX-License-Identifier: Apache-2.0
//
// The images that a Dockerfile takes from outside, and the parts of their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/settings.h"
#include "manifest/dockerfile.h"

namespace batten::checks {

struct ImageName {
  std::string_view repository;  // with its registry
  std::string_view tag;         // empty: none
  std::string_view digest;      // "sha256:..."; empty: none
};
ImageName split_image(std::string_view image);
// "docker.io" unless the name begins with a host.
std::string_view registry_of(std::string_view repository);

struct ImageUse {
  std::string image;
  std::string_view by;  // "FROM", "COPY --from", "RUN --mount"
  model::Place place;
  const manifest::Stage* stage = nullptr;
  bool plain = true;  // it stands at place as it is, without variables
};
// Of FROM, COPY --from and RUN --mount; neither stages, nor "scratch", nor names with variables that are not known, nor what may be a build
// context (COPY --from=name).
std::vector<ImageUse> images_used(const manifest::Dockerfile& file);
bool is_stage(const manifest::Dockerfile& file, std::string_view name);

// The fix of checks whose hit's place is an image's: adds its digest.
Result<std::vector<model::Edit>> add_digest(const manifest::Dockerfile& file, const Hit& hit, const Surroundings& around);

}  // namespace batten::checks
