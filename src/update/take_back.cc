// SPDX-License-Identifier: Apache-2.0
//
// The way back of a replacement: the old container has its name and its restart policy again and runs, by its own id, and is proved
// healthy; then the new one goes.
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "update/dependents.h"
#include "update/health_gate.h"
#include "update/patience.h"
#include "update/replacement.h"

namespace batten::update {
namespace {

constexpr int kTries = 20;       // seconds: an engine ends what a client that is gone had begun in its own time
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
  if (std::optional<Standing> other = TRY(find_stand_in())) {
    same = false;
    return start_stand_in(*other);
  }
  if (old) {
    TRY(take_name(engine(), *old, swap_.name));
    if (operation_.last("hold") != nullptr && !swap_.old_copy.auto_remove) {
      Result<void> policy = engine::set_restart_policy(engine(), old->id, swap_.old_copy.restart_policy);
      if (!policy && policy.error().code != Code::kUnsupported) return policy.error();
    }
    std::string id = TRY(start_surely(*old, swap_.old_copy, swap_.kept_name));
    same = id == old->id;
    return id;
  }
  // Removed by somebody before it was to be stopped: that was meant.
  if (operation_.last("stop") == nullptr && !swap_.old_copy.auto_remove)
    return Error{Code::kNotFound, format("container '{}' was removed by somebody else meanwhile, and is not made again", swap_.name)};
  for (const std::string& name : {swap_.spare_name, swap_.name}) {
    std::optional<Standing> spare = name.empty() ? std::nullopt : TRY(look_for(engine(), name));
    if (!spare || (fresh && spare->id == fresh->id)) continue;
    TRY(take_name(engine(), *spare, swap_.name));
    return start_surely(*spare, swap_.old_copy, swap_.kept_name);
  }
  std::string id = TRY(create_one(swap_.old_copy, swap_.name, {}));
  TRY(engine::start_container(engine(), id));
  return id;
}

// makes_room: what the new one takes up is wanted for the way back.
Result<std::string> Replacement::take_back_once(bool& same, bool makes_room) {
  std::optional<Standing> fresh = TRY(find_new());
  if (makes_room && fresh) {
    TRY(remove_for_good(engine(), fresh->id, true));
    fresh.reset();
  }
  TRY(move_new_away(fresh));
  std::string id = TRY(bring_old_back(fresh, same));
  // With a name of their own, volumes stay; the others are those that only the new image has.
  TRY(remove_for_good(engine(), new_id(), true));
  // One that was started with --rm went when it stopped, or should have.
  if (id != swap_.old_id && swap_.old_copy.auto_remove && operation_.last("stop") != nullptr)
    TRY(remove_for_good(engine(), swap_.old_id, false));
  if (!swap_.spare_name.empty()) {
    std::optional<Standing> spare = TRY(look_for(engine(), swap_.spare_name));
    if (spare && spare->id != id) TRY(engine::remove_container(engine(), spare->id, true, false));
  }
  return id;
}

// Again where the engine was still doing what a process that was killed had asked for: a stop, a new name.
Result<Replacement::Back> Replacement::take_back_surely() {
  Back out;
  bool makes_room = false;
  for (int tries = 0;; ++tries) {
    Result<std::string> old = with_patience([&] {
      Result<std::string> done = take_back_once(out.same, makes_room);
      makes_room = makes_room || (!done && done.error().message.contains("no space left on device"));
      return done;
    });
    const bool is_last = tries == kTries;
    if (!old) {
      if (is_last || old.error().code == Code::kNotFound || old.error().code == Code::kUnavailable) return old.error();
      std::this_thread::sleep_for(std::chrono::seconds(1));
      continue;
    }
    out.verdict = TRY(with_patience([&] { return wait_healthy(engine(), *old, swap_.health, {}); }));
    std::optional<Standing> now = TRY(with_patience([&] { return look_for(engine(), *old); }));
    if (is_last || (now && now->running && now->name == swap_.name)) return out;
  }
}

// The old one was removed by somebody before it was to be stopped: only the new one is taken away.
Redeployed Replacement::leave(const Error& error) {
  Result<std::optional<Standing>> fresh = find_new();
  if (fresh && *fresh) {
    Result<void> removed = engine::remove_container(engine(), (*fresh)->id, true, true);
    if (!removed) out_.messages.push_back(removed.error().message);
  }
  settle_tag(Toward::kBefore);
  out_.outcome = Outcome::kNothingDone;
  out_.messages.push_back(error.message);
  end();
  return out_;
}

Redeployed Replacement::take_back(const std::string& why, bool unhealthy) {
  tell("taking it back: " + why);
  out_.why = why;
  out_.unhealthy = unhealthy;
  std::map<std::string, std::string> values = {{"why", why}};
  if (unhealthy) values.emplace("unhealthy", "yes");
  // On a full disk the journal can't take it: what it has so far is taken back as well.
  static_cast<void>(step("rollback", std::move(values)));
  Result<Back> back = take_back_surely();
  const bool was_stopped = operation_.last("stop") != nullptr;
  if (!back && back.error().code == Code::kNotFound && !was_stopped) return leave(back.error());
  if (!back) {
    Redeployed out = later(back.error());
    out.why = format("{}; and taking it back failed: {}", why, back.error().message);
    return out;
  }
  settle_tag(Toward::kBefore);
  if (was_stopped) restart_dependents(engine(), swap_, out_.messages);
  tell_of_stand_in();
  if (!back->same && operation_.last("stand_in") == nullptr)
    out_.messages.emplace_back("the old container itself was gone; one with its settings and image was made in its place");
  if (operation_.last("start") != nullptr && !swap_.fresh.volumes.empty())
    out_.messages.push_back(
        format("the new version ran with {} and may have changed what is in it", base::join(swap_.fresh.volumes, ", ")));
  if (auto digest = model::Digest::parse(swap_.old_digest)) out_.running = *digest;
  out_.outcome = back->verdict.healthy ? Outcome::kRolledBack : Outcome::kNeedsHelp;
  if (!back->verdict.healthy) out_.messages.push_back("the old container is back, but it is not healthy: " + back->verdict.why);
  end();
  return out_;
}

}  // namespace batten::update
