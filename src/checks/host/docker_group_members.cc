// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  if (host.engine.kind == model::Engine::Kind::kPodman) return not_applicable(hits, "Podman has no such group");
  if (!host.docker_group) return passed(hits, "there is no group that may use the engine's socket");
  std::string names;
  std::size_t count = 0;
  for (const std::string& member : *host.docker_group) {
    if (member == "root") continue;
    if (++count <= 20) names += (names.empty() ? "" : ", ") + member;
  }
  if (count == 0) return passed(hits, "the group has no members");
  if (count > 20) names += format(" and {} more", count - 20);
  failed(hits, format("who can become root by the engine: {}", names), "/etc/group");
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 1.1.2"};
constexpr HostExample kExamples[] = {
    {"group alice bob", model::Outcome::kFail}, {"group root", model::Outcome::kPass},      {"group", model::Outcome::kPass},
    {"docker", model::Outcome::kPass},          {"podman", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck docker_group_members;
constinit const HostCheck docker_group_members = {
    .info = {.id = "docker-group-members",
             .title = "Users of the docker group are root",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "A member of this group can start a privileged container with the host's files in it, without a password: he is root. "
                    "Each member should be meant to be.",
             .fix = "Remove those who should not be root: gpasswd -d NAME docker. A rootless engine needs no such group.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
