// SPDX-License-Identifier: Apache-2.0
//
// Modes that a Dockerfile gives to files: chmod, install -m, mkdir -m, find -exec chmod, COPY --chmod; octal or symbolic (chmod(1)).
#pragma once

#include <functional>
#include <string_view>

#include "checks/run_facts.h"

namespace batten::checks {

struct FileMode {
  std::string_view by;       // "chmod", "COPY --chmod"
  std::string_view written;  // "0777", "a+w"
  std::string_view path;     // the first that gets it; empty: not known
  bool others_write = false;
  bool sticky = false;
  bool setuid = false;
};

// What is only known when it runs is left out.
void each_mode(const manifest::Dockerfile& file,
               const std::function<void(const Run& run, const model::Place& place, const FileMode& mode)>& visit);

}  // namespace batten::checks
