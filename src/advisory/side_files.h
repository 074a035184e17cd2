// SPDX-License-Identifier: Apache-2.0
//
// What is known of a database beside its feeds' files, which are never changed once they are written:
// - DIR/<feed>.checked "DIGEST TIME": when the publisher was last found to have nothing newer than that content;
// - DIR/pulled.json: which database of a registry its feeds came from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::advisory {

// digest: of the feed's content. Empty: never, or of another content.
std::string checked_time(const std::string& directory, std::string_view feed, std::string_view digest);
// As well as it goes: a directory that can't be written to only loses the time.
void set_checked_time(const std::string& directory, std::string_view feed, std::string_view digest, std::string_view time);

struct Pulled {
  std::string reference;                                  // "registry.example/db:1"
  std::string digest;                                     // of the manifest, sha256:...
  std::string signed_by;                                  // fingerprint of the key that was asked for; empty: no signature was checked
  std::map<std::string, std::string, std::less<>> feeds;  // name -> digest of the content
};

// Nothing: none of this database was pulled.
std::optional<Pulled> read_pulled(const std::string& directory);
Result<void> write_pulled(const std::string& directory, const Pulled& pulled);

}  // namespace batten::advisory
