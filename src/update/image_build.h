// SPDX-License-Identifier: Apache-2.0
//
// Has an image built by the programs that people build with (`docker compose`, `docker-compose`, `docker build`), under a name of its own.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "update/build_source.h"
#include "update/subject.h"

namespace batten::update {

struct BuildRequest {
  BuildSource source;
  std::string image;  // what it is called: "shop_web:batten-next-0123456789ab"
  bool no_cache = false, pull = true;
  ComposeOrigin compose;                      // of source.by_compose
  std::map<std::string, std::string> labels;  // of the container that runs
  std::string engine;                         // for $DOCKER_HOST
  std::string directory;                      // private; is made, and may be removed when it has ended
  std::chrono::milliseconds time_limit{};
};

struct BuildWatcher {
  std::function<void(const std::string& line)> tell;  // of what the builder prints, without the values of arguments; may be empty
  std::function<bool()> stopped;                      // may be empty
};

// pull: base images are asked for anew. not_found: a program, or what it is built from; conflict: stopped; timeout: the time limit;
// unavailable: the builder failed, with its last words.
Result<void> build_image(const BuildRequest& request, const BuildWatcher& watcher);

// "build", then what it is built from. The values of arguments are variables of the program, so that nobody reads them in a list of
// processes. invalid_argument: a name that is one of its own variables.
struct DockerBuild {
  std::vector<std::string> argv, variables;
};
Result<DockerBuild> docker_build(const BuildRequest& request, const BuildSource& source);

// A line without those values.
std::string masked(std::string_view line, const std::vector<std::string>& secrets);

}  // namespace batten::update
