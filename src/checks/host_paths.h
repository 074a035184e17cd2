// SPDX-License-Identifier: Apache-2.0
//
// Files of the host that checks ask for: where each may lie, who has to own it, what others may do with it (CIS Docker Benchmark 1.6,
// sections 1.1 and 3). The audit looks at all of them beforehand.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/settings.h"
#include "model/host.h"

namespace batten::checks {

struct HostPath {
  std::string_view what;                         // "the unit docker.service"
  std::span<const std::string_view> candidates;  // all that are there are judged; a leading "~" is the home of a rootless engine's user
  std::string_view setting = {};                 // of the engine, which names another place
  std::string_view group = "root";
  std::uint32_t mode = 0644;  // bits that may be set
  bool all_below = false;     // what is in the directory, not itself
  bool by_listener = false;   // unix sockets that the engine listens on
};

extern const HostPath kDockerService, kDockerSocketUnit, kEtcDocker, kRegistryCertificates, kCaCertificate, kServerCertificate, kServerKey,
    kDockerSocket, kDaemonJson, kDefaultDocker, kSysconfigDocker, kContainerdSocket;
extern const HostPath kDockerd, kRunContainerd, kVarLibDocker, kContainerdToml, kContainerd, kContainerdShim, kContainerdShimV1,
    kContainerdShimV2, kRunc;

// Paths to look at for a host with this engine; those of all_below are directories.
struct WantedPaths {
  std::vector<std::string> files, directories;
};
WantedPaths wanted_paths(const model::Engine& engine);
// Places of one of them, for this engine.
std::vector<std::string> places(const HostPath& path, const model::Engine& engine);

// One hit each: kNotApplicable when none is there.
void judge_owner(const HostPath& path, const model::Host& host, Hits& hits);
void judge_mode(const HostPath& path, const model::Host& host, Hits& hits);
void judge_watch(const HostPath& path, const model::Host& host, Hits& hits);

template <const HostPath& path>
void check_owner(const model::Host& host, const Settings&, Hits& hits) {
  judge_owner(path, host, hits);
}
template <const HostPath& path>
void check_mode(const model::Host& host, const Settings&, Hits& hits) {
  judge_mode(path, host, hits);
}
template <const HostPath& path>
void check_watch(const model::Host& host, const Settings&, Hits& hits) {
  judge_watch(path, host, hits);
}

}  // namespace batten::checks
