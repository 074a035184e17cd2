// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_json.h"

#include <array>
#include <utility>

#include "base/json.h"

namespace batten::monitor {

using json::View;
using model::RunningContainer;

namespace {

constexpr std::array<std::string_view, 5> kEngines{"", "docker", "containerd", "cri-o", "podman"};

// The texts, each by its name.
template <typename Container, typename Visit>
void each_text(Container& container, const Visit& visit) {
  visit("id", container.id);
  visit("name", container.name);
  visit("image", container.image);
  visit("image_repository", container.image_repository);
  visit("image_tag", container.image_tag);
  visit("image_digest", container.image_digest);
  visit("image_id", container.image_id);
  visit("user", container.user);
  visit("address", container.address);
  visit("root", container.root);
  visit("upper_directory", container.upper_directory);
  visit("compose_project", container.compose_project);
  visit("compose_service", container.compose_service);
  visit("pod_name", container.pod_name);
  visit("pod_namespace", container.pod_namespace);
  visit("pod_uid", container.pod_uid);
}

template <typename Container, typename Visit>
void each_answer(Container& container, const Visit& visit) {
  visit("privileged", container.privileged);
  visit("host_pid", container.host_pid);
  visit("host_network", container.host_network);
  visit("host_ipc", container.host_ipc);
}

void write_map(json::Writer& out, std::string_view name, const std::map<std::string, std::string>& map) {
  if (map.empty()) return;
  out.key(name).begin_object();
  for (const auto& [key, value] : map) out.member(key, value);
  out.end_object();
}

void read_map(View object, std::map<std::string, std::string>& out) {
  object.each_member([&](std::string_view key, View value) { out.emplace(key, value.string()); });
}

void write_mounts(json::Writer& out, const std::vector<model::RunningMount>& mounts) {
  if (mounts.empty()) return;
  out.key("mounts").begin_array();
  for (const model::RunningMount& one : mounts) {
    out.begin_object().member("source", one.source).member("target", one.target).member_if("mode", one.mode);
    out.member("writable", one.writable).member_if("propagation", one.propagation).end_object();
  }
  out.end_array();
}

std::uint32_t small(View value) {
  const std::int64_t number = value.integer().value_or(0);
  return number > 0 && number <= 0xffffffff ? static_cast<std::uint32_t>(number) : 0;
}

}  // namespace

std::string container_json(const RunningContainer& container) {
  json::Writer out(0);
  out.begin_object();
  out.member_if("engine", kEngines[static_cast<std::size_t>(container.engine)]);
  each_text(container, [&](std::string_view name, const std::string& text) { out.member_if(name, text); });
  each_answer(container, [&](std::string_view name, const std::optional<bool>& answer) {
    if (answer) out.member(name, *answer);
  });
  write_map(out, "labels", container.labels);
  write_map(out, "pod_labels", container.pod_labels);
  write_mounts(out, container.mounts);
  if (!container.environment.empty()) out.key("environment").strings(container.environment);
  out.member("created_ns", container.created_ns).member("started_ns", container.started_ns).member("first_pid", container.first_pid);
  if (container.image_facts) {
    out.key("image_facts").begin_object();
    out.member("fixable_critical", container.image_facts->fixable_critical).member("fixable_high", container.image_facts->fixable_high);
    if (container.image_facts->digest_verified) out.member("digest_verified", *container.image_facts->digest_verified);
    out.end_object();
  }
  out.member("known", container.known);
  out.end_object();
  return out.take();
}

Result<RunningContainer> parse_container_json(std::string_view text) {
  const json::Document document = TRY_IN("container", json::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 16}));
  const View root = document.root();
  RunningContainer out;
  const std::string_view engine = root["engine"].string();
  for (std::size_t i = 0; i < kEngines.size(); ++i) {
    if (kEngines[i] == engine) out.engine = static_cast<RunningContainer::Engine>(i);
  }
  each_text(out, [&](std::string_view name, std::string& value) { value = root[name].string(); });
  if (out.id.empty() || out.id.size() > 128) return Error{Code::kCorrupt, "container: has no id, or none that could be one"};
  each_answer(out, [&](std::string_view name, std::optional<bool>& answer) {
    if (root[name].type() == json::Type::kBool) answer = root[name].boolean();
  });
  read_map(root["labels"], out.labels);
  read_map(root["pod_labels"], out.pod_labels);
  root["mounts"].each([&](View one) {
    out.mounts.push_back({.source = std::string(one["source"].string()),
                          .target = std::string(one["target"].string()),
                          .mode = std::string(one["mode"].string()),
                          .writable = one["writable"].boolean(true),
                          .propagation = std::string(one["propagation"].string())});
  });
  out.environment = root["environment"].strings();
  out.created_ns = root["created_ns"].integer().value_or(0);
  out.started_ns = root["started_ns"].integer().value_or(0);
  out.first_pid = small(root["first_pid"]);
  if (const View facts = root["image_facts"]; facts.is_object()) {
    out.image_facts.emplace();
    out.image_facts->fixable_critical = small(facts["fixable_critical"]);
    out.image_facts->fixable_high = small(facts["fixable_high"]);
    if (facts["digest_verified"].type() == json::Type::kBool) out.image_facts->digest_verified = facts["digest_verified"].boolean();
  }
  out.known = root["known"].boolean(true);
  return out;
}

}  // namespace batten::monitor
