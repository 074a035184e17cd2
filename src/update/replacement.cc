// SPDX-License-Identifier: Apache-2.0
#include "update/replacement.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "base/format.h"
#include "engine/container_changes.h"
#include "engine/image_changes.h"
#include "update/dependents.h"
#include "update/json_value.h"
#include "update/patience.h"

namespace batten::update {
namespace {

constexpr std::chrono::milliseconds kAnyCall{400}, kSlowCall{3000};
constexpr int kTries = 20;  // seconds, as for the way back

}  // namespace

void Replacement::tell(const std::string& what) {
  if (world_.tell) world_.tell(format("{}: {}", swap_.name, what));
}

Result<void> Replacement::step(const std::string& name, std::map<std::string, std::string> values) {
  return world_.journal->step(operation_, name, std::move(values));
}

Result<std::optional<Standing>> Replacement::find_new() { return look_for(engine(), new_id()); }

// By the name that nobody else has, where the id is not known.
std::string Replacement::new_id() const {
  const JournalStep* created = operation_.last("created");
  return created != nullptr ? created->values.at("id") : swap_.new_name;
}

Result<std::string> Replacement::create() {
  TRY(step("create", swap_to_values(swap_)));
  tell("creating the new container");
  std::string id = TRY(create_one(swap_.fresh, swap_.new_name, swap_.platform));
  TRY(step("created", {{"id", id}}));
  TRY(make_spare());
  return id;
}

Result<std::string> Replacement::create_one(const ContainerCopy& copy, const std::string& name, const std::string& platform) {
  if (!swap_.tag_move) return create_copy(engine(), copy, name, platform);
  const TagMove& move = *swap_.tag_move;
  const bool is_fresh = &copy == &swap_.fresh;
  const Result<void> pointed = point_tag(engine(), move, is_fresh ? Toward::kAfter : Toward::kBefore);
  if (!pointed && !is_fresh && pointed.error().code == Code::kConflict && !move.before.empty()) {
    ContainerCopy by_id = copy;
    JsonValue body = TRY_IN("the old container", JsonValue::parse(copy.body));
    body.set("Image", JsonValue::string(move.before));
    by_id.body = body.written();
    return create_copy(engine(), by_id, name, platform);
  }
  if (!pointed) return pointed.error();
  std::string id = TRY(create_copy(engine(), copy, name, platform));
  if (!is_fresh || move.after.empty()) return id;
  const std::string inspect = TRY(engine::inspect_container(engine(), id));
  const JsonValue made = TRY_IN("container", JsonValue::parse(inspect));
  if (made.text_of("Image") == move.after) return id;
  return Error{Code::kConflict, format("somebody has given the name {} to another image meanwhile", move.name())};
}

// What it means when all is over. The containers are what matters: it does not stand in their way.
void Replacement::settle_tag(Toward toward) {
  if (!swap_.tag_move) return;
  const Result<void> done = with_patience([&] { return point_tag(engine(), *swap_.tag_move, toward); });
  if (!done) out_.messages.push_back(format("the name {}: {}", swap_.tag_move->name(), done.error().message));
}

Result<void> Replacement::make_spare() {
  if (!swap_.needs_spare()) return {};
  TRY(step("spare"));
  TRY(create_one(swap_.old_copy, swap_.spare_name, {}));
  return {};
}

Result<void> Replacement::rename_both(const std::string& new_id) {
  TRY(step("rename"));
  const std::optional<Standing> old = TRY(look_for(engine(), swap_.old_id)), fresh = TRY(look_for(engine(), new_id));
  for (const auto& [standing, id] : {std::pair(&old, &swap_.old_id), std::pair(&fresh, &new_id)}) {
    if (!*standing) return Error{Code::kNotFound, format("container {} is gone: somebody removed it meanwhile", id->substr(0, 12))};
  }
  // Nothing between the two: who asks for the name meanwhile finds nobody.
  TRY(ensure_name(engine(), *old, swap_.kept_name));
  return ensure_name(engine(), *fresh, swap_.name);
}

Result<void> Replacement::stop_first(const std::string& new_id) {
  TRY(rename_both(new_id));
  TRY(step("stop"));
  tell("stopping the old container");
  Result<void> stopped = engine().stop_container(swap_.old_id, swap_.grace_seconds);
  const bool is_gone = !stopped && stopped.error().code == Code::kNotFound && swap_.old_copy.auto_remove;
  if (!stopped && !is_gone) return stopped.error();
  // Else an engine that starts anew starts both.
  TRY(step("hold"));
  if (!swap_.old_copy.auto_remove) {
    Result<void> held = engine::set_restart_policy(engine(), swap_.old_id, kNeverRestart);
    if (!held && held.error().code != Code::kNotFound && held.error().code != Code::kUnsupported) return held.error();
    if (!held) out_.messages.push_back("the restart policy of the old container could not be taken: " + held.error().message);
  }
  TRY(step("start"));
  tell("starting the new container");
  TRY(engine::start_container(engine(), new_id));
  TRY(step("started"));
  return {};
}

Result<Redeployed> Replacement::replace() {
  Result<std::string> id = create();
  if (!id) {
    Redeployed taken = take_back(id.error().message);
    if (taken.outcome == Outcome::kNeedsHelp) return taken;
    return base::in_context("nothing was changed", id.error());
  }
  if (swap_.start_first) {
    Result<void> done = step("start");
    if (done) tell("starting the new container beside the old one");
    if (done) done = engine::start_container(engine(), *id);
    if (done) done = step("started");
    if (!done) return take_back(done.error().message);
  } else if (Result<void> done = stop_first(*id); !done) {
    return take_back(done.error().message);
  }
  return decide(*id);
}

Result<Verdict> Replacement::gate(const std::string& new_id) {
  tell("waiting until the new container is healthy");
  return wait_healthy(engine(), new_id, swap_.health, world_.stopped);
}

Redeployed Replacement::decide(const std::string& new_id) {
  Result<Verdict> verdict = gate(new_id);
  if (!verdict) return take_back(verdict.error().message);
  // One that was started with --rm is gone when it ends.
  if (!verdict->healthy)
    return take_back("the new container is not healthy: " + verdict->why, verdict->judged || swap_.old_copy.auto_remove);
  if (swap_.start_first) {
    if (Result<void> done = rename_both(new_id); !done) return take_back(done.error().message);
  }
  if (Result<void> done = step("commit", {{"id", new_id}, {"why", verdict->why}}); !done) return take_back(done.error().message);
  return finish();
}

// An engine goes on with what a process that was killed had asked it for, and what is seen meanwhile does not last. The last step says what
// that was and since when; mostly it is long ago.
void Replacement::wait_for_what_was_asked() const {
  using std::chrono::milliseconds;
  if (operation_.steps.empty()) return;
  const JournalStep& last = operation_.steps.back();
  milliseconds longest = kAnyCall;
  if (last.name == "stop") longest = kSlowCall + std::chrono::seconds(swap_.grace_seconds);
  if (last.name == "start" || last.name == "create" || last.name == "spare") longest = kSlowCall;
  const milliseconds now = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
  const milliseconds left = milliseconds(last.at_ms) + longest - now;
  if (left.count() > 0) std::this_thread::sleep_for(std::min(left, longest));
}

Redeployed Replacement::go_on() {
  wait_for_what_was_asked();
  if (const JournalStep* back = operation_.last("rollback")) return take_back(back->values.at("why"), back->values.contains("unhealthy"));
  if (operation_.last("commit") != nullptr) return finish();
  Result<std::optional<Standing>> fresh = with_patience([&] { return find_new(); });
  if (!fresh) return later(fresh.error());
  // What ended while it waited for the new one is finished where that is well; all else is taken back.
  const bool began = operation_.last("started") != nullptr && *fresh && (*fresh)->running;
  return began ? decide((*fresh)->id) : take_back("it was interrupted before the new container ran");
}

double Replacement::gap_seconds() const {
  const JournalStep *from = operation_.last("stop"), *to = operation_.last("started");
  return from != nullptr && to != nullptr && to->at_ms >= from->at_ms ? static_cast<double>(to->at_ms - from->at_ms) / 1000 : 0;
}

// Those that know the old one's address alone would ask it in vain.
void Replacement::wait_for_proxies() {
  using std::chrono::milliseconds;
  if (!swap_.start_first || swap_.drain_seconds == 0) return;
  const milliseconds begun(operation_.last("commit")->at_ms), longest(std::chrono::seconds(swap_.drain_seconds));
  const auto waited = [&] { return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()) - begun; };
  if (waited() < longest) tell(format("the old container goes on for {} s, until all have found the new one", swap_.drain_seconds));
  while (waited() < longest && waited().count() >= 0 && !(world_.stopped && world_.stopped()))
    std::this_thread::sleep_for(milliseconds(100));
}

// False: the new one is gone, and the old one still there.
Result<bool> Replacement::finish_once() {
  const JournalStep commit = *operation_.last("commit");
  std::optional<Standing> fresh = TRY(look_for(engine(), commit.values.at("id")));
  if (std::optional<Standing> other = TRY(find_stand_in()); other && (!fresh || other->id != fresh->id)) {
    TRY(start_stand_in(*other));
    fresh = other;
  }
  if (!fresh) return false;
  const std::string id = TRY(start_surely(*fresh, swap_.fresh, swap_.new_name));
  if (id != commit.values.at("id")) TRY(step("commit", {{"id", id}, {"why", commit.values.at("why")}}));
  TRY(follow_dependents(engine(), *world_.journal, operation_, swap_, id, out_.messages));
  if (TRY(look_for(engine(), swap_.old_id))) {
    wait_for_proxies();
    tell("removing the old container");
    Result<void> stopped = engine().stop_container(swap_.old_id, swap_.grace_seconds);
    if (!stopped && stopped.error().code != Code::kNotFound) return stopped.error();
  }
  TRY(remove_for_good(engine(), swap_.old_id, false));
  if (!swap_.spare_name.empty()) TRY(remove_for_good(engine(), swap_.spare_name, false));
  return true;
}

// Again where the engine is not ready for it yet, as after a kill in the middle of a start.
Result<bool> Replacement::finish_surely() {
  for (int tries = 0;; ++tries) {
    Result<bool> done = with_patience([&] { return finish_once(); });
    if (done || tries == kTries || done.error().code == Code::kNotFound || done.error().code == Code::kUnavailable) return done;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

Redeployed Replacement::finish() {
  settle_tag(Toward::kAfter);
  Result<bool> done = finish_surely();
  if (!done) return later(done.error());
  if (!*done) return take_back("the new container is gone: somebody removed it meanwhile");
  tell_of_stand_in();
  if (!swap_.tag.empty()) {
    Result<void> tagged = engine::tag_image(engine(), swap_.repository + "@" + swap_.new_digest, swap_.repository, swap_.tag);
    if (!tagged)
      out_.messages.push_back(format("the image could not be called {}:{}: {}", swap_.repository, swap_.tag, tagged.error().message));
  }
  out_.outcome = Outcome::kKept;
  out_.why = operation_.last("commit")->values.at("why");
  out_.gap_seconds = gap_seconds();
  if (auto digest = model::Digest::parse(swap_.new_digest)) out_.running = *digest;
  end();
  return out_;
}

void Replacement::end() {
  Result<void> ended =
      ends_ == Ends::kPart ? step("ended", {{"outcome", std::string(outcome_name(out_.outcome))}}) : world_.journal->end(operation_);
  if (!ended) out_.messages.push_back(ended.error().message);
}

Redeployed Replacement::later(const Error& error) {
  out_.outcome = Outcome::kNeedsHelp;
  out_.why = error.message;
  out_.messages.push_back(
      format("the journal keeps what was begun ('{}', '{}'): 'batten update resume' goes on when the engine answers again", swap_.new_name,
             swap_.kept_name));
  return out_;
}

}  // namespace batten::update
