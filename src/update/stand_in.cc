// SPDX-License-Identifier: Apache-2.0
//
// A container that the engine can't start any more: it was killed in the middle of a start, and what it starts processes with still has
// that one ("task ... already exists"). Where this lasts, another container with the same settings and image stands in for it, so that the
// service is up. The stuck one is kept beside it, because what it wrote outside of its volumes is in it alone.
#include "base/format.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "update/replacement.h"

namespace batten::update {
namespace {

constexpr int kTriesBefore = 8;  // a second between them; mostly it is over in two or three

bool is_lost_task(const Error& error) {
  const std::string text = base::lower(error.message);
  return text.contains("already exists") || text.contains("container with id exists");
}

}  // namespace

Result<std::string> Replacement::start_surely(const Standing& container, const ContainerCopy& copy, const std::string& stuck_name) {
  if (container.running) return container.id;
  Result<void> started = engine::start_container(engine(), container.id);
  if (started) return container.id;
  if (!is_lost_task(started.error()) || ++lost_tasks_ < kTriesBefore) return started.error();
  tell(format("it can't be started ({}); another one with its settings is made", started.error().message));
  // On a full disk the journal can't take it; the name of the one that stands in says whose it is.
  static_cast<void>(step("stand_in", {{"name", stuck_name}}));
  TRY(ensure_name(engine(), container, stuck_name));
  static_cast<void>(engine::set_restart_policy(engine(), container.id, kNeverRestart));
  TRY(create_one(copy, stand_in_name(), {}));
  std::optional<Standing> other = TRY(find_stand_in());
  if (!other) return Error{Code::kNotFound, format("container '{}' is gone: somebody removed it meanwhile", stand_in_name())};
  return start_stand_in(*other);
}

std::string Replacement::stand_in_name() const { return swap_.new_name + "-again"; }

// By the name that it has until it runs in the other's place, or by its id.
Result<std::optional<Standing>> Replacement::find_stand_in() {
  const JournalStep* known = operation_.last("stands_in");
  return look_for(engine(), known != nullptr ? known->values.at("id") : stand_in_name());
}

Result<std::string> Replacement::start_stand_in(const Standing& other) {
  static_cast<void>(step("stands_in", {{"id", other.id}}));
  TRY(ensure_name(engine(), other, swap_.name));
  if (!other.running) TRY(engine::start_container(engine(), other.id));
  return other.id;
}

void Replacement::tell_of_stand_in() {
  const JournalStep* stuck = operation_.last("stand_in");
  if (stuck == nullptr) return;
  const std::string& name = stuck->values.at("name");
  out_.messages.push_back(
      format("the engine could not start the container any more, and one with its settings and image was made in its place; it is kept as "
             "'{}': 'docker rm {}' when nothing that it wrote outside of its volumes is missed",
             name, name));
}

}  // namespace batten::update
