// SPDX-License-Identifier: Apache-2.0
#include "cli/run_targets.h"

#include <unistd.h>

#include "base/file.h"
#include "base/format.h"

namespace batten::cli {
namespace {

constexpr std::string_view kDirectory = "/run/secrets/";

}  // namespace

Result<RunTarget> run_target(const secrets::Request& request, std::string_view part) {
  if (request.as_variable)
    return Error{Code::kInvalidArgument,
                 request.name + ": a container's variables are shown by `docker inspect`; leave env away and read the file"};
  RunTarget out;
  const std::string& file = request.file_name();
  out.path = file.starts_with('/') ? file : std::string(kDirectory) + file;
  out.in_directory = out.path.starts_with(kDirectory);
  out.name = std::string(part) + (out.in_directory ? "secrets/" + out.path.substr(kDirectory.size()) : "files/" + request.name);
  return out;
}

Result<void> write_target(secrets::Place& place, const RunTarget& target, const secrets::Request& request, const ContainerUser& user,
                          const secrets::IdMap& ids, std::string_view value) {
  if (!target.in_directory && base::is_regular_file(place.directory() + "/" + target.name)) return place.overwrite(target.name, value);
  std::uint32_t uid = request.uid.value_or(user.uid), gid = request.gid.value_or(user.gid);
  secrets::FileOwner owner{ids.uid_base + uid, ids.gid_base + gid, request.mode};
  if (::geteuid() != 0) {
    // A rootless engine: its containers' root is this user, others are out of reach.
    if (uid != 0)
      return Error{Code::kDenied,
                   format("{}: without root a file can be given to the container's root only, not to user {}", request.name, uid)};
    owner.uid = owner.gid = std::nullopt;
  }
  TRY(place.write(target.name, value, owner));
  return {};
}

}  // namespace batten::cli
