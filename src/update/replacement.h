// SPDX-License-Identifier: Apache-2.0
//
// A container takes the place of another one, or the other one is back. Each step is in the journal before it is done, and every step looks
// at what the engine has before it does anything, so that it can be done again by who comes after.
//
//   start first: create, start, health gate, rename both, commit; stop and remove the old one
//   stop first:  create, rename both, stop the old one, no restart policy for it, start, health gate, commit; remove the old one
//
// Until "commit" everything can be taken back: the old container is still there, by its own id. After it things only go on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "update/health_gate.h"
#include "update/swap.h"
#include "update/target.h"

namespace batten::update {

inline constexpr std::string_view kNeverRestart = R"({"Name":"no","MaximumRetryCount":0})";

// What ends with it. kPart: there is more to the operation; then the step "ended" (with the outcome) is the last one of this part.
enum class Ends : std::uint8_t { kOperation, kPart };

class Replacement {
 public:
  // All three outlive it. The engine and the journal of the world are there. Of a part, the operation has this part's steps alone.
  Replacement(Operation& operation, const Swap& swap, World& world, Ends ends = Ends::kOperation)
      : operation_(operation), swap_(swap), world_(world), ends_(ends) {}

  // From the beginning. An error: nothing was changed, and the operation has ended.
  Result<Redeployed> replace();
  // From wherever the journal says that it was.
  Redeployed go_on();

 private:
  engine::Client& engine() { return *world_.engine; }
  void tell(const std::string& what);
  Result<void> step(const std::string& name, std::map<std::string, std::string> values = {});

  Result<std::string> create();
  // With the name of an image that was built here meaning what it is to mean for this one.
  Result<std::string> create_one(const ContainerCopy& copy, const std::string& name, const std::string& platform);
  void settle_tag(Toward toward);
  Result<void> make_spare();
  Result<void> rename_both(const std::string& new_id);
  Result<void> stop_first(const std::string& new_id);
  Result<Verdict> gate(const std::string& new_id);
  Redeployed decide(const std::string& new_id);
  Redeployed finish();
  void wait_for_proxies();
  Result<bool> finish_once();
  Result<bool> finish_surely();

  // Gives the one that runs: itself, or another with its settings where the engine can't start it any more, which then is called
  // stuck_name.
  Result<std::string> start_surely(const Standing& container, const ContainerCopy& copy, const std::string& stuck_name);
  std::string stand_in_name() const;
  Result<std::optional<Standing>> find_stand_in();
  Result<std::string> start_stand_in(const Standing& other);
  void tell_of_stand_in();

  // unhealthy: the new version did not pass the health gate.
  Redeployed take_back(const std::string& why, bool unhealthy = false);
  // The old one is back; same: it is the old one itself.
  struct Back {
    bool same = true;
    Verdict verdict;
  };
  Result<Back> take_back_surely();
  Result<std::string> take_back_once(bool& same, bool makes_room);
  Redeployed leave(const Error& error);
  void wait_for_what_was_asked() const;
  Result<std::optional<Standing>> find_new();
  std::string new_id() const;
  Result<void> move_new_away(const std::optional<Standing>& fresh);
  Result<std::string> bring_old_back(const std::optional<Standing>& fresh, bool& same);
  Redeployed later(const Error& error);
  void end();
  double gap_seconds() const;

  Operation& operation_;
  const Swap& swap_;
  World& world_;
  Ends ends_;
  int lost_tasks_ = 0;
  Redeployed out_;
};

}  // namespace batten::update
