// SPDX-License-Identifier: Apache-2.0
//
// .batten.yaml, a project's policy for checks of its files:
//
//   profile: strict                  # or default
//   severity:                        # other severities; off: never
//     apt-unpinned: low
//     memory-unlimited: off
//   ignore:                          # results that somebody looked at and decided to leave
//     - check: root-user             # id, or a number of another tool (DL3002)
//       path: legacy/**              # optional: glob of the file, relative to this one
//       subject: service db          # optional: glob
//       reason: is replaced in March
//       until: 2027-03-31            # optional: the last day
//   allowed-registries: [docker.io, ghcr.io/acme]
//   required-labels: [org.opencontainers.image.source]
//   exclude: [vendor/**]             # files that are not looked at
//   pod-security:
//     level: restricted              # baseline, restricted, privileged (none of them)
//     version: "1.31"                # or latest
//   fail-on: high                    # exit status 1 from this severity on
//   secrets: {...}                   # what `batten secrets` delivers (secrets/request.h), and what --fix moves a password to
//   update: {...}                    # what `batten update` may do (update/settings_read.h)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "checks/pod_security.h"
#include "checks/settings.h"
#include "model/assessment.h"

namespace batten::lint {

struct IgnoreEntry {
  std::string check;    // "*" for all, with path or subject
  std::string path;     // glob; empty: any
  std::string subject;  // glob; empty: any
  std::string reason;
  std::optional<std::int64_t> until;  // the last day on which it holds, seconds of its start
  std::uint32_t line = 0;
};

struct PodSecurity {
  bool privileged = false;  // everything is allowed
  checks::PodStandard standard;
};

struct Policy {
  std::string name;  // of the file, for messages; empty: there is none
  checks::Settings settings;
  // nullopt inside: the check is off.
  std::map<std::string, std::optional<model::Severity>, std::less<>> severities;
  std::vector<IgnoreEntry> ignores;
  std::vector<std::string> excluded;
  std::optional<PodSecurity> pod_security;
  std::map<std::string, std::string, std::less<>> secrets;  // name: reference
  std::optional<model::Severity> fail_on;
};

// invalid_argument ".batten.yaml:12: profile: there is default, strict"; corrupt when it is no YAML.
Result<Policy> parse_policy(std::string_view name, std::string_view text);
// "restricted", "baseline:1.31", "restricted:latest".
Result<PodSecurity> parse_pod_security(std::string_view text);
// The path of the .batten.yaml that holds for a file or directory: in it or the nearest parent that has one, not above the root of its Git
// repository; empty when there is none.
std::string find_policy(const std::string& path);

}  // namespace batten::lint
