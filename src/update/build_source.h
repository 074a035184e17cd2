// SPDX-License-Identifier: Apache-2.0
//
// Where the instructions are by which an image is built anew: the files of the Compose project, or what settings, a label or the command
// line say.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "update/settings.h"
#include "update/subject.h"

namespace batten::update {

struct BuildSource {
  bool by_compose = false;             // the service's own build: Compose is asked, with the files of the project
  std::string context = {};            // a directory, absolute, or a repository's address; of Compose for people alone
  std::string dockerfile = {};         // path of the file; empty: the context's Dockerfile
  std::string target = {};             // the stage; empty: the last
  std::vector<std::string> args = {};  // "NAME=VALUE", or "NAME" of the environment; values may be secret

  bool operator==(const BuildSource&) const = default;
};

// given: the directory that the command line names, or empty; it goes before all else. A service with `build:` in its files is built by
// them. not_found: nothing says where; unsupported: an image that was built here can't be put there; the message says what to do. Looks
// into files, and at whether directories are there.
Result<BuildSource> find_build_source(const Subject& subject, const Settings& settings, const std::string& given);

// "by Compose, from /srv/shop/web", "from /srv/web".
std::string source_text(const BuildSource& source);

}  // namespace batten::update
