// SPDX-License-Identifier: Apache-2.0
//
// The processes and containers of events that are written by hand (event_text.h).
#pragma once

#include <memory>

#include "base/result.h"
#include "base/yaml.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::rules {

// A mapping with, all of them optional: name, exe, exepath, args, env, cwd, pid, start, tty, uid, gid, loginuid, vpid, sid, pgid, vsid,
// vpgid, flags (EXE_UPPER_LAYER|..), cap_effective, cap_permitted, cap_inheritable (numbers), exe_ino, parent (a process, or a list of them
// from the parent to the eldest). Absent: a process "sh" of /bin/sh with pid 1000. invalid_argument with its place.
Result<std::shared_ptr<model::Process>> read_process(yaml::View process);

// id, name, image, image_id, image_digest, engine (docker, containerd, cri-o, podman), privileged, host_pid, host_network, host_ipc, user,
// address, labels, env, mounts (source, target, writable), compose_project, compose_service, pod_name, pod_namespace, pod_uid, pod_labels,
// fixable_critical, fixable_high, digest_verified, baseline (listeners, destinations, programs), started, created (ns). invalid_argument
// with its place.
Result<model::RunningContainer> read_container(yaml::View container);

}  // namespace batten::rules
