// SPDX-License-Identifier: Apache-2.0
//
// What an engine tells about itself, its images and containers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/digest.h"

namespace batten::engine {

struct EngineInfo {
  std::string version;      // "20.10.24"
  std::string api_version;  // the newest it speaks: "1.41"; empty when it does not say
  std::string driver;       // "overlay2"
  std::string root_dir;     // "/var/lib/docker"
};

struct EngineImage {
  model::Digest id;  // of the configuration
  std::vector<std::string> repo_tags;
  std::vector<std::string> repo_digests;
  std::vector<model::Digest> diff_ids;  // bottom layer first; only of an image that was asked for by name
};

struct EngineContainer {
  std::string id;     // 64 hex digits
  std::string name;   // without the slash
  std::string image;  // as it was started: "nginx:1.25"
  model::Digest image_id;
  std::string state;  // "running", "exited", ...
  std::map<std::string, std::string> labels;
};

}  // namespace batten::engine
