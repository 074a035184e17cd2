// SPDX-License-Identifier: Apache-2.0
//
// What people have approved, on disk in the state directory. `approvals` has one line of JSON for each approval: of one subject, one digest
// and the settings as they were then; when any of them is another, it does not hold. `plans/ID.json` is what an approval of plan ID is
// about, written when a plan has something that waits for one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "update/plan.h"

namespace batten::update {

struct Approval {
  std::string plan;       // its id
  std::string subject;    // Subject::id
  std::string reference;  // for people
  model::Digest digest;
  std::string policy;   // settings_hash
  std::int64_t at = 0;  // seconds since 1970
  std::string by;       // who, as the system names the user

  bool operator==(const Approval&) const = default;
};

// $BATTEN_STATE_DIR, for root /var/lib/batten, else $XDG_STATE_HOME/batten or ~/.local/state/batten; then "/update".
std::string state_directory();

class Approvals {
 public:
  // A directory without the file has none. A line that can't be read approves nothing.
  static Result<Approvals> read(const std::string& directory);
  bool has(const std::string& subject, const model::Digest& digest, const std::string& policy) const;
  const std::vector<Approval>& all() const { return all_; }

 private:
  std::vector<Approval> all_;
};

std::vector<Approval> parse_approvals(std::string_view text);

// Keeps what in the plan waits for approval; nothing when nothing does.
Result<void> keep_plan(const std::string& directory, const Plan& plan);
// Approves all of it. not_found: no such plan is waiting. Gives what was approved.
Result<std::vector<Approval>> approve_plan(const std::string& directory, const std::string& plan_id, std::int64_t now);

}  // namespace batten::update
