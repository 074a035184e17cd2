// SPDX-License-Identifier: Apache-2.0
//
// What the distribution's own package repository offers: the security suite of Debian and Ubuntu (apt), the release branch of
// Alpine (apk). It needs no advisory service: a newer version there is an update that the distribution made. Whether a version is
// newer is decided by whoever matches.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/progress.h"
#include "base/result.h"
#include "model/distro.h"

namespace batten::advisory {

struct AvailablePackage {
  std::string name;
  std::string source_name;     // the name when the index gives no other
  std::string source_version;  // the version when the index gives no other
  std::string version;
  std::string arch;
  std::string origin;  // "http://security.debian.org/debian-security bookworm-security main"

  bool operator==(const AvailablePackage&) const = default;
};

struct RepositoryQuery {
  model::Distro distro;
  std::vector<model::Repository> repositories;  // what the image's own configuration names
  std::string arch;                             // as the package manager writes it: "amd64", "x86_64"
  std::string cache_directory;                  // <cache>/repository
  // An image is not trusted to choose whom this machine talks to: of the hosts it names only the distribution's own are asked. For the
  // machine's own configuration, set it.
  bool any_host = false;
  // Against which apt's release files are checked; those that are not there are left out.
  std::vector<std::string> keyrings = {"/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/ubuntu-archive-keyring.gpg"};
  std::int64_t max_age_seconds = 3600;  // an index that was asked for so recently is not asked for again
};

struct RepositoryAnswer {
  std::vector<AvailablePackage> packages;
  std::vector<std::string> origins;  // what was read
  std::string date;                  // of the newest index, RFC 3339; empty when none says
  base::Notes notes;
};

// unsupported for a distribution without such a repository; the first error when no index could be read. One of several that can't be
// read is a note.
Result<RepositoryAnswer> ask_repository(const RepositoryQuery& query, base::Progress& progress);

// The indexes that apt on this machine last downloaded: the security suites in /var/lib/apt/lists. Needs no network. not_found.
Result<RepositoryAnswer> read_apt_lists(const std::string& directory, const std::string& arch);

}  // namespace batten::advisory
