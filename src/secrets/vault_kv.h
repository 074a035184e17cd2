// SPDX-License-Identifier: Apache-2.0
//
// The key/value engines: version 1 (GET MOUNT/PATH) and version 2, which keeps versions (GET MOUNT/data/PATH?version=N,
// MOUNT/metadata/PATH, MOUNT/destroy/PATH; values under data.data, check-and-set by options.cas). Which one a mount is,
// sys/internal/ui/mounts says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "secrets/provider.h"
#include "secrets/vault_access.h"

namespace batten::secrets {

// A path taken apart: "secret/data/app" and "secret/app" are both secret/, app.
struct VaultPlace {
  VaultMount mount;
  std::string inner;                 // "team/app"
  std::optional<Error> untold = {};  // why nobody knows what is mounted there; the mount has no path then
};

class VaultKv {
 public:
  explicit VaultKv(VaultAccess& access) : access_(access) {}

  // By the mount's version; where it may not be asked for, by the path: NAME/data/.. is version 2, all else is asked for as it stands.
  Result<VaultPlace> place_of(const std::string& path);
  Result<Secret> get(const Reference& reference, const VaultPlace& place);
  Result<std::string> put(const Reference& reference, const VaultPlace& place, std::string_view value);
  Result<void> retire_previous(const Reference& reference, const VaultPlace& place);
  Result<std::vector<Reference>> list(const std::string& prefix, base::Notes& notes);

 private:
  // What is there before a put: all its members as they are written, and the version that check-and-set names.
  struct Stored {
    base::SecretBytes members;  // "{..}"; empty: nothing
    std::uint64_t version = 0;
  };
  Result<Stored> stored(const VaultPlace& place);
  Result<std::uint64_t> current_version(const VaultPlace& place);
  Result<void> list_folder(const VaultMount& mount, const std::string& folder, bool is_first, std::vector<std::string>& folders,
                           std::vector<Reference>& out, base::Notes& notes);

  VaultAccess& access_;
  std::vector<VaultMount> mounts_;  // that were asked for
};

// The field or the whole of a JSON object, decoded as ?encoding= says. Errors as json_field's.
Result<base::SecretBytes> vault_value(const Reference& reference, std::string_view object);

}  // namespace batten::secrets
