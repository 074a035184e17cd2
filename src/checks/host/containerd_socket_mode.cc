// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.24"};
constexpr HostExample kExamples[] = {
    {"socket /run/containerd/containerd.sock root:root 0666", model::Outcome::kFail},
    {"socket /run/containerd/containerd.sock root:root 0660", model::Outcome::kPass},
    {"socket /run/containerd/containerd.sock root:root 0400", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck containerd_socket_mode;
constinit const HostCheck containerd_socket_mode = {
    .info = {.id = "containerd-socket-mode",
             .title = "containerd's socket is open to others",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "More people than needed may read or change it, and whoever may write to it can start any container: he is root.",
             .fix = "chmod 660 /run/containerd/containerd.sock (or where it lies on this host).",
             .references = kReferences},
    .check = check_mode<kContainerdSocket>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
