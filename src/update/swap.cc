// SPDX-License-Identifier: Apache-2.0
#include "update/swap.h"

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "engine/container_changes.h"
#include "update/health_gate.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kFirstWithoutChosenMac = 44;  // API 1.44

Result<void> place_in_networks(engine::Client& client, const ContainerCopy& copy, const std::string& id) {
  for (const std::string& network : copy.disconnect) TRY(engine::disconnect_network(client, network, id));
  for (const NetworkPlace& place : copy.connect) TRY(engine::connect_network(client, place.network, id, place.endpoint));
  return {};
}

constexpr int kRemovals = 50;
constexpr std::chrono::milliseconds kBetweenRemovals{100};

}  // namespace

std::map<std::string, std::string> swap_to_values(const Swap& swap) {
  std::map<std::string, std::string> out = {{"old_id", swap.old_id},
                                            {"name", swap.name},
                                            {"new_name", swap.new_name},
                                            {"kept_name", swap.kept_name},
                                            {"spare_name", swap.spare_name},
                                            {"fresh", copy_to_json(swap.fresh)},
                                            {"old_copy", copy_to_json(swap.old_copy)},
                                            {"platform", swap.platform},
                                            {"start_first", swap.start_first ? "yes" : "no"},
                                            {"drain_seconds", std::to_string(swap.drain_seconds)},
                                            {"grace_seconds", std::to_string(swap.grace_seconds)},
                                            {"health", health_to_json(swap.health)},
                                            {"new_digest", swap.new_digest},
                                            {"old_digest", swap.old_digest},
                                            {"repository", swap.repository},
                                            {"tag", swap.tag}};
  tag_move_to_values(swap.tag_move, out);
  return out;
}

Result<Swap> swap_from_values(const std::map<std::string, std::string>& values) {
  const auto value = [&](const std::string& key) {
    auto at = values.find(key);
    return at == values.end() ? std::string() : at->second;
  };
  Swap out;
  out.old_id = value("old_id");
  out.name = value("name");
  out.new_name = value("new_name");
  out.kept_name = value("kept_name");
  out.spare_name = value("spare_name");
  if (out.old_id.empty() || out.name.empty() || out.new_name.empty() || out.kept_name.empty())
    return Error{Code::kCorrupt, "the journal's step 'create' lacks a container's id or name"};
  out.fresh = TRY_IN("journal: the new container", copy_from_json(value("fresh")));
  out.old_copy = TRY_IN("journal: the old container", copy_from_json(value("old_copy")));
  out.platform = value("platform");
  out.start_first = value("start_first") == "yes";
  out.drain_seconds = static_cast<int>(base::parse_unsigned(value("drain_seconds")).value_or(0));
  out.grace_seconds = static_cast<int>(base::parse_unsigned(value("grace_seconds")).value_or(10));
  out.health = health_from_json(value("health"));
  out.new_digest = value("new_digest");
  out.old_digest = value("old_digest");
  out.repository = value("repository");
  out.tag = value("tag");
  out.tag_move = tag_move_from_values(values);
  return out;
}

Result<std::optional<Standing>> look_for(engine::Client& client, const std::string& id_or_name) {
  Result<std::string> inspect = engine::inspect_container(client, id_or_name);
  if (!inspect && inspect.error().code == Code::kNotFound) return std::optional<Standing>();
  if (!inspect) return inspect.error();
  json::Document document = TRY_IN("container", json::Document::parse(*inspect));
  Standing out;
  out.id = document["Id"].string();
  out.name = document["Name"].string();
  if (out.name.starts_with('/')) out.name.erase(0, 1);
  // A beginning of another one's id is no name.
  if (out.id != id_or_name && out.name != id_or_name) return std::optional<Standing>();
  if (document["State"]["Status"].string() == "removing" || document["State"]["Dead"].boolean()) return std::optional<Standing>();
  out.running = document["State"]["Running"].boolean() || document["State"]["Restarting"].boolean();
  out.ever_started = !document["State"]["StartedAt"].string("0001").starts_with("0001");
  return std::optional(out);
}

Result<void> ensure_name(engine::Client& client, const Standing& container, const std::string& name) {
  if (container.name == name) return {};
  return engine::rename_container(client, container.id, name);
}

bool says_chosen_mac(engine::Client& client) {
  Result<engine::EngineInfo> info = client.info();
  if (!info || !info->api_version.starts_with("1.")) return true;
  return base::parse_unsigned(std::string_view(info->api_version).substr(2)).value_or(0) < kFirstWithoutChosenMac;
}

Result<ContainerCopy> copy_with_same_image(engine::Client& client, std::string_view inspect,
                                           const std::map<std::string, std::string>& replaced, const std::optional<TagMove>& moved) {
  json::Document document = TRY_IN("container", json::Document::parse(inspect));
  const std::string id(document["Image"].string()), name(document["Config"]["Image"].string());
  Result<std::string> image = engine::inspect_image(client, id);
  if (!image && image.error().code != Code::kNotFound) return image.error();
  Result<engine::EngineImage> named = client.image(name);
  const NameAndTag parts = split_name(name);
  const bool same_again = moved && moved->before == id && moved->repository == parts.repository && moved->tag == parts.tag;
  const bool same = same_again || (named && named->id.text() == id);
  return copy_container({.container = inspect,
                         .old_image = image ? std::string_view(*image) : std::string_view(),
                         .image = same ? name : id,
                         .replaced = replaced,
                         .says_chosen_mac = says_chosen_mac(client)});
}

Result<std::string> create_copy(engine::Client& client, const ContainerCopy& copy, const std::string& name, const std::string& platform) {
  std::string id = TRY(engine::create_container(client, name, copy.body, platform));
  Result<void> placed = place_in_networks(client, copy, id);
  if (placed) return id;
  if (Result<void> removed = engine::remove_container(client, id, true, false); !removed)
    return Error{placed.error().code,
                 format("{}; and the container {} that was begun stays: {}", placed.error().message, name, removed.error().message)};
  return placed.error();
}

Result<void> remove_for_good(engine::Client& client, const std::string& id_or_name, bool with_anonymous_volumes) {
  for (int times = 1;; ++times) {
    Result<void> removed = engine::remove_container(client, id_or_name, true, with_anonymous_volumes);
    Result<std::string> inspect = engine::inspect_container(client, id_or_name);
    if (!inspect && inspect.error().code == Code::kNotFound) return {};
    // Still being removed then: the engine goes on with it.
    if (times == kRemovals || !inspect) return removed;
    std::this_thread::sleep_for(kBetweenRemovals);
  }
}

}  // namespace batten::update
