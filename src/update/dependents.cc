// SPDX-License-Identifier: Apache-2.0
#include "update/dependents.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/format.h"
#include "base/json.h"
#include "engine/container_changes.h"
#include "update/container_copy.h"

namespace batten::update {
namespace {

constexpr std::string_view kContainerMode = "container:";
constexpr int kMaxDepth = 8;  // a dependent's dependents

bool is_name(std::string_view text, const std::vector<std::string>& names) { return std::ranges::find(names, text) != names.end(); }

std::optional<Dependent> dependent_of(json::View inspect, const std::string& id, const std::vector<std::string>& names) {
  json::View host = inspect["HostConfig"];
  Dependent out;
  bool any = false;
  for (std::string_view key : {"NetworkMode", "IpcMode", "PidMode"}) {
    std::string_view mode = host[key].string();
    if (!mode.starts_with(kContainerMode)) continue;
    mode.remove_prefix(kContainerMode.size());
    const bool same_id = mode.size() >= 12 && id.starts_with(mode);
    if (!same_id && !is_name(mode, names)) continue;
    any = true;
    out.by_id = out.by_id || same_id;
  }
  // "/web:/other/alias"
  for (const std::string& link : host["Links"].strings()) {
    std::string_view target = std::string_view(link).substr(0, link.find(':'));
    if (target.starts_with('/')) target.remove_prefix(1);
    if (!names.empty() && target == names.front()) any = out.by_id = true;
  }
  if (!any) return std::nullopt;
  out.standing.id = inspect["Id"].string();
  out.standing.name = inspect["Name"].string();
  if (out.standing.name.starts_with('/')) out.standing.name.erase(0, 1);
  out.standing.running = inspect["State"]["Running"].boolean() || inspect["State"]["Restarting"].boolean();
  return out;
}

// One container that depends on another that was replaced, on its way to its own successor.
struct Follower {
  std::string id, name;  // of the one that depends; its name without what was added here
  bool was_running = false;
};

struct Followed {
  engine::Client& client;
  Journal& journal;
  Operation& operation;
  std::vector<std::string>& messages;

  std::string kept(const std::string& name) const { return format("{}-batten-old-{}", name, operation.id); }
  std::string fresh(const std::string& name) const { return format("{}-batten-new-{}", name, operation.id); }

  // What is journaled about it, else what it is now.
  Result<Follower> begin(const Standing& standing) {
    for (const JournalStep& step : operation.steps) {
      if (step.name == "dependent" && step.values.contains("id") && step.values.at("id") == standing.id)
        return Follower{.id = standing.id, .name = step.values.at("name"), .was_running = step.values.at("running") == "yes"};
    }
    TRY(journal.step(operation, "dependent", {{"id", standing.id}, {"name", standing.name}, {"running", standing.running ? "yes" : "no"}}));
    return Follower{.id = standing.id, .name = standing.name, .was_running = standing.running};
  }

  Result<std::string> created(const Follower& follower, const std::optional<Standing>& before,
                              const std::map<std::string, std::string>& replaced) {
    for (const std::string& name : {fresh(follower.name), follower.name}) {
      std::optional<Standing> there = TRY(look_for(client, name));
      if (there && there->id != follower.id) return there->id;
    }
    if (!before) return Error{Code::kNotFound, format("container '{}' is gone", follower.name)};
    std::string inspect = TRY(engine::inspect_container(client, follower.id));
    ContainerCopy copy = TRY(copy_with_same_image(client, inspect, replaced));
    return create_copy(client, copy, fresh(follower.name), {});
  }

  // Its name may be taken only by the one that depends, which makes room.
  Result<std::string> replace(const Follower& follower, const std::map<std::string, std::string>& replaced) {
    std::optional<Standing> before = TRY(look_for(client, follower.id));
    std::string id = TRY(created(follower, before, replaced));
    if (before) TRY(ensure_name(client, *before, kept(follower.name)));
    if (before && before->running) TRY(client.stop_container(follower.id, 10));
    std::optional<Standing> after = TRY(look_for(client, id));
    if (!after) return Error{Code::kNotFound, format("the new container for '{}' is gone", follower.name)};
    TRY(ensure_name(client, *after, follower.name));
    if (follower.was_running) TRY(engine::start_container(client, id));
    return id;
  }

  Result<void> follow(const std::string& old_id, const std::vector<std::string>& names, const std::map<std::string, std::string>& replaced,
                      int depth) {
    if (depth == kMaxDepth) return {};
    for (const Dependent& one : TRY(find_dependents(client, old_id, names))) {
      if (!one.by_id) {
        if (!one.standing.running) continue;
        Result<void> done = client.restart_container(one.standing.id, 10);
        messages.push_back(done ? format("container {} was restarted, because it lives in the other's namespace", one.standing.name)
                                : format("container {} could not be restarted: {}", one.standing.name, done.error().message));
        continue;
      }
      Follower follower = TRY(begin(one.standing));
      Result<std::string> id = replace(follower, replaced);
      if (!id) {
        if (id.error().code == Code::kUnavailable) return id.error();
        messages.push_back(
            format("container {} depends on it and could not be made anew: {}; it is kept as it was, look with 'docker ps -a'",
                   follower.name, id.error().message));
        continue;
      }
      messages.push_back(format("container {} was made anew, because it lives in the other's namespace", follower.name));
      TRY(follow(follower.id, {kept(follower.name), follower.name}, {{follower.id, *id}, {kept(follower.name), follower.name}}, depth + 1));
      TRY(remove_for_good(client, follower.id, false));
    }
    return {};
  }

  // Those that were stopped and gone with it (--rm) are not found by what they depend on any more.
  Result<void> finish_journaled() {
    const std::vector<JournalStep> steps = operation.steps;
    for (const JournalStep& step : steps) {
      if (step.name != "dependent") continue;
      std::optional<Standing> half = TRY(look_for(client, fresh(step.values.at("name"))));
      if (!half || TRY(look_for(client, step.values.at("id")))) continue;
      TRY(ensure_name(client, *half, step.values.at("name")));
      if (step.values.at("running") == "yes") TRY(engine::start_container(client, half->id));
    }
    return {};
  }
};

}  // namespace

Result<std::vector<Dependent>> find_dependents(engine::Client& client, const std::string& id, const std::vector<std::string>& names) {
  std::vector<Dependent> out;
  for (const engine::EngineContainer& one : TRY(client.containers(true))) {
    if (one.id == id) continue;
    Result<std::string> inspect = engine::inspect_container(client, one.id);
    if (!inspect && inspect.error().code == Code::kNotFound) continue;
    if (!inspect) return inspect.error();
    json::Document document = TRY(json::Document::parse(*inspect));
    if (std::optional<Dependent> found = dependent_of(document.root(), id, names)) out.push_back(*std::move(found));
  }
  return out;
}

void restart_dependents(engine::Client& client, const Swap& swap, std::vector<std::string>& messages) {
  Result<std::vector<Dependent>> all = find_dependents(client, swap.old_id, {swap.name, swap.kept_name});
  if (!all) {
    messages.push_back("the containers that depend on it could not be looked for: " + all.error().message);
    return;
  }
  for (const Dependent& one : *all) {
    if (!one.standing.running) continue;
    Result<void> done = client.restart_container(one.standing.id, swap.grace_seconds);
    messages.push_back(done ? format("container {} was restarted, because it lives in the other's namespace", one.standing.name)
                            : format("container {} could not be restarted: {}", one.standing.name, done.error().message));
  }
}

Result<void> follow_dependents(engine::Client& client, Journal& journal, Operation& operation, const Swap& swap, const std::string& new_id,
                               std::vector<std::string>& messages) {
  Followed followed{.client = client, .journal = journal, .operation = operation, .messages = messages};
  TRY(followed.finish_journaled());
  return followed.follow(swap.old_id, {swap.kept_name, swap.name}, {{swap.old_id, new_id}, {swap.kept_name, swap.name}}, 0);
}

}  // namespace batten::update
