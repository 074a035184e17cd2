// SPDX-License-Identifier: Apache-2.0
//
// What registries tell a webhook when an image was pushed: Docker Hub, Harbor, GitHub's container registry, Quay, and the notifications of
// the distribution project (which GitLab's and many others' registries send).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/digest.h"

namespace batten::update {

struct PushedImage {
  std::string registry;    // "docker.io"; empty: the sender does not say
  std::string repository;  // "library/nginx"
  std::string tag;         // empty: only a digest was pushed
  model::Digest digest;    // may be empty

  bool operator==(const PushedImage&) const = default;
};

// Bodies without any push (a ping, a pull, a deletion) give none. corrupt: not JSON. unsupported: of none of the forms.
Result<std::vector<PushedImage>> parse_registry_event(std::string_view body);

}  // namespace batten::update
