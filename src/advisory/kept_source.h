// SPDX-License-Identifier: Apache-2.0
//
// The records that a feed was built from: DIR/sources/<feed>/ holds the archive as it was downloaded (base) and a tar of the records that
// are newer than it. Files are named by the SHA-256 of their bytes and never changed; the feed's own file says which belong to it, so
// the rename that replaces that file replaces them too. Everything here happens under the feed's lock.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "advisory/feed_file.h"
#include "advisory/record_fetch.h"
#include "base/result.h"

namespace batten::advisory {

class SourceStore {
 public:
  SourceStore(const std::string& directory, std::string_view feed);

  std::string path(const std::string& name) const { return directory_ + "/" + name; }
  // Moves a downloaded archive here: its name.
  Result<std::string> keep_archive(const std::string& path) const;
  Result<std::string> keep_records(const Records& records) const;
  // Of a file that keep_records wrote; none for an empty name. corrupt when its bytes are not what they were.
  Result<Records> records(const std::string& name) const;
  // not_found, corrupt.
  Result<void> check(const std::string& name) const;
  // Removes every file that none of these names.
  void forget_others(std::span<const Download> downloads) const;

 private:
  std::string directory_;
};

// A zip, and not too large to be kept.
bool can_be_kept(const std::string& path);

}  // namespace batten::advisory
