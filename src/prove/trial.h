// SPDX-License-Identifier: Apache-2.0
//
// Tries a project on the engine of this machine: builds its images and starts its containers for a few seconds, apart from everything that
// runs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "lint/judge.h"

namespace batten::prove {

struct TrialOptions {
  int run_seconds = 6;  // that a container is watched
  int build_seconds = 900;
};

// One service, or the container of a Dockerfile that no service builds from.
struct TrialOutcome {
  std::string subject;       // "service app", "Dockerfile"
  std::string dockerfile;    // that it is built from, absolute; empty: from none
  bool built = true;         // also when there was nothing to build
  bool runs = false;         // still running at the end, without a restart, and healthy where it has a health check
  bool ended_well = false;   // ended with 0 by itself
  std::vector<int> listens;  // TCP ports that its processes listen on
  std::string problem;       // last lines of what it said, or of the build; empty when it runs

  bool works() const { return built && (runs || ended_well); }
};

struct Trial {
  std::vector<TrialOutcome> outcomes;
  base::Notes notes;
};

// files: the manifests of one project directory, whose texts on disk are those that were judged. Everything that it makes on the engine has
// a label and is removed at its end. unavailable: no docker program, or no engine.
Result<Trial> try_project(const std::string& directory, const std::vector<lint::JudgedFile>& files, const TrialOptions& options,
                          base::Progress& progress);

// What of before does not hold any more in after.
struct Broken {
  std::string subject, dockerfile;  // as TrialOutcome's
  std::string what;                 // one line
};
std::vector<Broken> what_broke(const Trial& before, const Trial& after);

}  // namespace batten::prove
