// SPDX-License-Identifier: Apache-2.0
//
// Rules of the kernel's audit system (auditctl(8), audit.rules(7)): which files and directories are watched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/host_files.h"
#include "model/host.h"

namespace batten::audit {

// Paths of "-w PATH ..." and "-a always,exit -F path=PATH -F dir=PATH ..." lines, at most 10,000.
std::vector<std::string> watched_paths(std::string_view rules);

// Of the host: the rules that are loaded where they can be asked for, else those that are written.
model::HostAudit look_at_audit(const HostFiles& files);

}  // namespace batten::audit
