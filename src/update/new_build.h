// SPDX-License-Identifier: Apache-2.0
//
// A subject whose image was built here gets a new build of it: built under a name of its own, looked at like any candidate, and only then
// put in the place of what runs. The journal has the build as an operation of its own, around that of the redeployment:
//
//   build            the builder is about to run; from here on there may be an image with the name of its own
//   built: image     its id
//   redeploy         the target's own operation comes next
//
// However it ends, that name and the private files go; unless it was kept, the base image's name means what it meant before, as the builder
// has asked for the base anew.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "update/history.h"
#include "update/plan.h"
#include "update/target.h"

namespace batten::update {

inline constexpr std::string_view kBuildOperation = "build";  // Operation::target

// An image that was built in this run and kept: others that are started by the same name get it without a build of their own.
struct BuiltImage {
  std::string from, id;  // of images
  ImageFacts facts;
};

struct BuildWorld {
  Scanner scan;
  // Why that image is not tried again for that subject; may be empty.
  std::function<std::string(const std::string& subject, const model::Digest& image)> failed;
  std::string directory;                     // private files of builds are made below it
  std::map<std::string, BuiltImage> images;  // by name
  // That the subject gets without a build; null: there is none.
  const BuiltImage* find(const Subject& subject) const;
};

// proposal: kRebuild, with a source. entry: gets what was built, and what it removes and brings. redeploy: what the subject's target does.
// An error: nothing was changed.
Result<Redeployed> build_and_redeploy(const Proposal& proposal, BuildWorld& builds, World& world, HistoryEntry& entry,
                                      const std::function<Result<Redeployed>(const Order& order)>& redeploy);

// Puts in order what a process that is gone has left of a build; the redeployment's own operation has ended by now.
Result<Redeployed> end_interrupted_build(const Operation& operation, World& world);

// "app:1@sha256:...", the id of an image behind a name.
std::string built_text(std::string_view name, std::string_view id);

}  // namespace batten::update
