// SPDX-License-Identifier: Apache-2.0
//
// Who the process of a container will be, and who that is on the host: owners of the files it gets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "engine/client.h"
#include "secrets/run_directory.h"

namespace batten::cli {

struct ContainerUser {
  std::uint32_t uid = 0, gid = 0;
};

// Lines of /etc/passwd: the user of that name or number.
std::optional<ContainerUser> find_user(std::string_view passwd, std::string_view name);

// "", "1000", "1000:50", "app", "app:50": names by the container's /etc/passwd. Root, with a note, when the name is not there.
Result<ContainerUser> container_user(engine::Client& engine, const std::string& id, const std::string& user, base::Notes& notes);

// How the engine maps the ids of its containers: its data directory is called after them ("/var/lib/docker/165536.165536").
secrets::IdMap id_map_of(const engine::EngineInfo& info, bool host_ids);

}  // namespace batten::cli
