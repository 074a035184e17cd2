// SPDX-License-Identifier: Apache-2.0
//
// The way back of a replacement: the old container has its name and its restart policy again and runs, by its own id, and is proved
// healthy; then the new one goes.
#include <utility>

#include "base/format.h"
#include "engine/container_changes.h"
#include "update/dependents.h"
#include "update/health_gate.h"
#include "update/patience.h"
#include "update/replacement.h"

namespace batten::update {
namespace {

constexpr int kNameTries = 100;  // a container started with --rm has its name until the engine has removed it

Result<void> take_name(engine::Client& client, const Standing& container, const std::string& name) {
  for (int tries = 0;; ++tries) {
    Result<void> named = ensure_name(client, container, name);
    if (named || named.error().code != Code::kConflict || tries == kNameTries) return named;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

Result<void> Replacement::move_new_away(const std::optional<Standing>& fresh) {
  if (!fresh) return {};
  if (!swap_.start_first && fresh->running) {
    Result<void> stopped = engine().stop_container(fresh->id, swap_.grace_seconds);
    if (!stopped && stopped.error().code != Code::kNotFound) return stopped;
  }
  Result<void> named = ensure_name(engine(), *fresh, swap_.new_name);
  return named || named.error().code == Code::kNotFound ? Result<void>() : named;  // gone: it was started with --rm
}

// Which container it is; same: the old one itself.
Result<std::string> Replacement::bring_old_back(const std::optional<Standing>& fresh, bool& same) {
  std::optional<Standing> old = TRY(look_for(engine(), swap_.old_id));
  same = old.has_value();
  if (old) {
    TRY(take_name(engine(), *old, swap_.name));
    if (operation_.last("hold") != nullptr && !swap_.old_copy.auto_remove) {
      Result<void> policy = engine::set_restart_policy(engine(), old->id, swap_.old_copy.restart_policy);
      if (!policy && policy.error().code != Code::kUnsupported) return policy.error();
    }
    if (!old->running) TRY(engine::start_container(engine(), old->id));
    return old->id;
  }
  // Removed by somebody before it was to be stopped: that was meant.
  if (operation_.last("stop") == nullptr && !swap_.old_copy.auto_remove)
    return Error{Code::kNotFound, format("container '{}' was removed by somebody else meanwhile, and is not made again", swap_.name)};
  for (const std::string& name : {swap_.spare_name, swap_.name}) {
    std::optional<Standing> spare = name.empty() ? std::nullopt : TRY(look_for(engine(), name));
    if (!spare || (fresh && spare->id == fresh->id)) continue;
    TRY(take_name(engine(), *spare, swap_.name));
    if (!spare->running) TRY(engine::start_container(engine(), spare->id));
    return spare->id;
  }
  std::string id = TRY(create_copy(engine(), swap_.old_copy, swap_.name, {}));
  TRY(engine::start_container(engine(), id));
  return id;
}

Result<std::string> Replacement::take_back_once(bool& same) {
  std::optional<Standing> fresh = TRY(find_new());
  TRY(move_new_away(fresh));
  std::string id = TRY(bring_old_back(fresh, same));
  // With a name of their own, volumes stay; the others are those that only the new image has.
  if (fresh) TRY(engine::remove_container(engine(), fresh->id, true, true));
  if (!swap_.spare_name.empty()) {
    std::optional<Standing> spare = TRY(look_for(engine(), swap_.spare_name));
    if (spare && spare->id != id) TRY(engine::remove_container(engine(), spare->id, true, false));
  }
  return id;
}

Redeployed Replacement::take_back(const std::string& why) {
  tell("taking it back: " + why);
  const bool was_stopped = operation_.last("stop") != nullptr;
  // On a full disk the journal can't take it: what it has so far is taken back as well.
  static_cast<void>(step("rollback", {{"why", why}}));
  bool same = true;
  Result<std::string> old = with_patience([&] { return take_back_once(same); });
  out_.why = why;
  if (!old && old.error().code == Code::kNotFound && operation_.last("stop") == nullptr) {
    Result<std::optional<Standing>> fresh = find_new();
    if (fresh && *fresh) static_cast<void>(engine::remove_container(engine(), (*fresh)->id, true, true));
    out_.outcome = Outcome::kNothingDone;
    out_.messages.push_back(old.error().message);
    if (Result<void> ended = world_.journal->end(operation_); !ended) out_.messages.push_back(ended.error().message);
    return out_;
  }
  if (!old) {
    Redeployed out = later(old.error());
    out.why = format("{}; and taking it back failed: {}", why, old.error().message);
    return out;
  }
  if (was_stopped) restart_dependents(engine(), swap_, out_.messages);
  if (!same) out_.messages.push_back("the old container itself was gone; one with its settings and image was made in its place");
  if (operation_.last("start") != nullptr && !swap_.fresh.volumes.empty()) {
    std::string list;
    for (const std::string& volume : swap_.fresh.volumes) list += (list.empty() ? "" : ", ") + volume;
    out_.messages.push_back(format("the new version ran with {} and may have changed what is in it", list));
  }
  if (auto digest = model::Digest::parse(swap_.old_digest)) out_.running = *digest;
  out_.outcome = Outcome::kRolledBack;
  Result<Verdict> verdict = with_patience([&] { return wait_healthy(engine(), *old, swap_.health, {}); });
  if (!verdict || !verdict->healthy) {
    out_.outcome = Outcome::kNeedsHelp;
    out_.messages.push_back(
        format("the old container is back, but it is not healthy: {}", verdict ? verdict->why : verdict.error().message));
  }
  if (Result<void> ended = world_.journal->end(operation_); !ended) out_.messages.push_back(ended.error().message);
  return out_;
}

}  // namespace batten::update
