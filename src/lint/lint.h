// SPDX-License-Identifier: Apache-2.0
//
// batten lint: the files of a project, judged.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "lint/fix.h"
#include "lint/judge.h"
#include "model/assessment.h"

namespace batten::lint {

struct Options {
  std::vector<std::string> targets;  // files and directories; "-" is standard input, given in text
  std::string standard_input;
  std::optional<Policy> policy;  // instead of the .batten.yaml that is found
  bool strict = false;           // the profile, also without a policy
  std::optional<PodSecurity> pod_security;
  std::int64_t date = 0;
  unsigned threads = 0;  // 0: one per processor
};

struct Linted {
  model::Assessment assessment;
  std::optional<model::Severity> fail_on;  // of the policy
  std::vector<JudgedFile> files;           // those that were read
};

// A file that is named is read as what its name or text says, else as a Dockerfile. not_found, invalid_argument (a policy that is wrong). A
// target without any manifest is a note.
Result<Linted> lint(const Options& options, base::Progress& progress);

struct FixedPath {
  std::string path, before;
  FixedFile fixed;
};
// Every file of the targets in which something was done or tried; nothing is written.
Result<std::vector<FixedPath>> fix(const Options& options, const FixOptions& how, base::Progress& progress);

// What lint says of a file as a report shows it.
model::CheckResult to_result(const JudgedFile& file, const Judged& judged);

}  // namespace batten::lint
