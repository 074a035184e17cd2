// SPDX-License-Identifier: Apache-2.0
//
// batten update apply, resume and history.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "cli/update_notices.h"
#include "update/apply.h"

namespace batten::cli {

inline constexpr OptionSpec kApplyOptions[] = {
    {"--no-write", "", "apply: leave Compose files as they are, only what runs is updated"},
    {"--build", "", "apply, watch --apply: build anew what was built here, where a new build removes vulnerabilities"},
    {"--build-context", "DIR", "apply --build: the one TARGET is built from there, instead of from where its files or settings say"},
    {"--at-most", "N", "apply: no more than so many"},
    {"--failures", "N", "apply: go on after so many that were taken back (default: 0, stop after the first)"},
    {"--limit", "N", "history: so many entries (default: 20)"},
};

// What applying needs beside the plan; finishes first what was interrupted.
class UpdateHands {
 public:
  static Result<std::unique_ptr<UpdateHands>> begin(const Arguments& arguments, Context& context, const std::string& who,
                                                    std::function<bool()> stopped);
  Result<update::Applied> resume();
  Result<update::Applied> apply(const update::Plan& plan);
  UpdateNotices& notices() { return *notices_; }

 private:
  UpdateHands(std::optional<engine::Client> engine, std::optional<engine::KubernetesClient> cluster, update::Journal journal)
      : engine_(std::move(engine)), cluster_(std::move(cluster)), journal_(std::move(journal)) {}
  std::optional<engine::Client> engine_;
  std::optional<engine::KubernetesClient> cluster_;
  update::Journal journal_;
  std::optional<UpdateNotices> notices_;
  update::BuildWorld builds_;
  update::ApplyOptions options_;
  update::World world_;
};

// 0: all as it was wanted; 1: something was taken back, or not made; 3: a person has to look.
int status_of(const update::Applied& applied);

Result<int> run_update_apply(const Arguments& arguments, Context& context);
Result<int> run_update_resume(const Arguments& arguments, Context& context);
Result<int> run_update_history(const Arguments& arguments, Context& context);

}  // namespace batten::cli
