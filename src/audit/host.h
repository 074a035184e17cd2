// SPDX-License-Identifier: Apache-2.0
//
// All that an audit knows of a host: its engine by the API, by its command line and its files, the files that checks ask for, the audit
// system, the kernel.
#pragma once

#include <string>

#include "audit/host_files.h"
#include "base/note.h"
#include "engine/client.h"
#include "model/host.h"

namespace batten::audit {

// client: null when no engine could be reached; why then says so. Containers are not among it.
model::Host look_at_host(const HostFiles& files, engine::Client* client, const std::string& why, base::Notes& notes);

// Members of a group in /etc/group, and users of /etc/passwd whose own group it is; none: there is no such group.
std::optional<std::vector<std::string>> group_members(std::string_view group_file, std::string_view passwd_file, std::string_view group);

}  // namespace batten::audit
