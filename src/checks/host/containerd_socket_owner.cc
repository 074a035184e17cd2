// SPDX-License-Identifier: Apache-2.0
#include "checks/host_check.h"
#include "checks/host_paths.h"

namespace batten::checks::host {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 3.23"};
constexpr HostExample kExamples[] = {
    {"socket /run/containerd/containerd.sock alice:alice 0660", model::Outcome::kFail},
    {"socket /run/containerd/containerd.sock root:users 0660", model::Outcome::kFail},
    {"socket /run/containerd/containerd.sock root:root 0660", model::Outcome::kPass},
    {"docker", model::Outcome::kNotApplicable},
};

}  // namespace

extern constinit const HostCheck containerd_socket_owner;
constinit const HostCheck containerd_socket_owner = {
    .info = {.id = "containerd-socket-owner",
             .title = "containerd's socket does not belong to root",
             .severity = model::Severity::kCritical,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who owns a file may change it, and whoever may write to it can start any container: he is root.",
             .fix = "chown root:root /run/containerd/containerd.sock (or where it lies on this host).",
             .references = kReferences},
    .check = check_owner<kContainerdSocket>,
    .examples = kExamples,
};

}  // namespace batten::checks::host
