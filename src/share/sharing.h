// SPDX-License-Identifier: Apache-2.0
//
// Pushes the advisory database to a registry, and pulls it from there. Only what the other side lacks is sent. Nothing that came is trusted
// before its digest fits; with a key, nothing at all before the manifest's signature fits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "advisory/database.h"
#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"
#include "image/registry_client.h"
#include "model/digest.h"
#include "share/keys.h"

namespace batten::share {

struct ShareOptions {
  std::string directory;           // of the database
  std::string reference;           // "registry.example/batten-db:1", with or without oci://
  std::vector<std::string> feeds;  // push: which; pull: which of those that are there. Empty: all
  image::RegistryOptions registry;
};

struct SharedFeedOutcome {
  advisory::FeedStatus status;
  std::uint64_t blob_bytes = 0;
  bool moved = false;  // else the other side had it
};

struct Shared {
  std::string reference;
  model::Digest digest;   // of the manifest
  std::string signed_by;  // fingerprint of the key; empty: none was given
  std::vector<SharedFeedOutcome> feeds;
  base::Notes notes;  // feeds of another version of the program, which were left out
};

// key null: not signed. Feeds that can't be used are an error: a database is not shared in parts by accident.
Result<Shared> push(const ShareOptions& options, const PrivateKey* key, base::Progress& progress);
// key null: not asked. denied: there is no signature of that key.
Result<Shared> pull(const ShareOptions& options, const PublicKey* key, base::Progress& progress);

}  // namespace batten::share
