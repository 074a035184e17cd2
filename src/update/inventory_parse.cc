// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "update/inventory.h"

namespace batten::update {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 100};
constexpr std::size_t kMaxItems = 1000;

model::Digest digest_of(std::string_view text) {
  // Podman names ids without the algorithm.
  auto parsed = model::Digest::parse(text.starts_with("sha256:") ? std::string(text) : "sha256:" + std::string(text));
  return parsed ? *parsed : model::Digest();
}

std::map<std::string, std::string> labels_of(json::View view) {
  std::map<std::string, std::string> out;
  view.each_member([&](std::string_view key, json::View value) {
    if (out.size() < kMaxItems) out.emplace(key, value.string());
  });
  return out;
}

std::vector<std::string> strings_of(json::View view) {
  std::vector<std::string> out = view.strings();
  if (out.size() > kMaxItems) out.resize(kMaxItems);
  return out;
}

Health health_of(json::View state) {
  std::string_view status = state["Status"].string();
  if (status != "running" && status != "restarting" && status != "paused") return Health::kStopped;
  // Podman of old writes Healthcheck.
  std::string_view health = state["Health"]["Status"].string(state["Healthcheck"]["Status"].string());
  if (status == "restarting" || health == "unhealthy") return Health::kUnhealthy;
  if (health == "healthy") return Health::kHealthy;
  return health == "starting" ? Health::kStarting : Health::kNone;
}

}  // namespace

Result<EngineContainerFacts> parse_container_facts(std::string_view text) {
  json::Document document = TRY_IN("Docker engine: container", json::Document::parse(text, kLimits));
  EngineContainerFacts out;
  out.id = document["Id"].string();
  if (out.id.empty()) return Error{Code::kCorrupt, "Docker engine: a container without an id"};
  std::string_view name = document["Name"].string();
  out.name = name.starts_with('/') ? name.substr(1) : name;
  out.image = document["Config"]["Image"].string(document["ImageName"].string());
  out.image_id = digest_of(document["Image"].string());
  out.state = document["State"]["Status"].string();
  out.health = health_of(document["State"]);
  out.labels = labels_of(document["Config"]["Labels"]);
  out.created = base::parse_time(document["Created"].string()).value_or(0);
  json::View host = document["HostConfig"];
  out.network_mode = host["NetworkMode"].string();
  out.ipc_mode = host["IpcMode"].string();
  out.pid_mode = host["PidMode"].string();
  for (const std::string& link : strings_of(host["Links"])) {  // "/db:/web/database"
    std::string_view other = std::string_view(link).substr(0, link.find(':'));
    out.links.emplace_back(other.starts_with('/') ? other.substr(1) : other);
  }
  for (const std::string& from : strings_of(host["VolumesFrom"])) out.volumes_from.push_back(from.substr(0, from.find(':')));
  document["Mounts"].each([&](json::View mount) {
    std::string_view volume = mount["Name"].string();
    if (mount["Type"].string() == "volume" && !volume.empty() && out.volumes.size() < kMaxItems) out.volumes.emplace_back(volume);
  });
  return out;
}

Result<EngineImageFacts> parse_image_facts(std::string_view text) {
  json::Document document = TRY_IN("Docker engine: image", json::Document::parse(text, kLimits));
  EngineImageFacts out;
  out.id = digest_of(document["Id"].string());
  if (out.id.empty()) return Error{Code::kCorrupt, "Docker engine: an image without an id"};
  out.repo_digests = strings_of(document["RepoDigests"]);
  out.repo_tags = strings_of(document["RepoTags"]);
  // Image stores of today give digests to images that were built here too; newer engines tell where an image is from.
  json::View identity = document["Identity"];
  out.built = identity["Build"].size() > 0 && identity["Pull"].size() == 0;
  out.built_by_compose = document["Config"]["Labels"]["com.docker.compose.service"].is_string();
  out.platform.os = document["Os"].string("linux");
  out.platform.arch = document["Architecture"].string();
  out.platform.variant = document["Variant"].string();
  return out;
}

Result<std::vector<SwarmService>> parse_swarm_services(std::string_view text) {
  json::Document document = TRY_IN("Docker engine: services", json::Document::parse(text, kLimits));
  std::vector<SwarmService> out;
  document.root().each([&](json::View item) {
    json::View spec = item["Spec"], container = spec["TaskTemplate"]["ContainerSpec"];
    if (spec["Name"].string().empty() || out.size() == kMaxItems) return;
    SwarmService& service = out.emplace_back();
    service.name = spec["Name"].string();
    service.image = container["Image"].string();
    service.labels = labels_of(spec["Labels"]);
    for (auto& [key, value] : labels_of(container["Labels"])) service.labels.emplace(key, std::move(value));
  });
  return out;
}

std::string container_in(std::string_view text) {
  std::string out;
  base::each_line(text, [&](std::string_view line) {
    // ".../containers/ID/hostname" of a mount that the engine made, "/docker/ID" or "docker-ID.scope" of a control group.
    for (std::string_view mark : {"/containers/", "/docker/", "docker-", "libpod-"}) {
      std::size_t at = line.find(mark);
      if (at == std::string_view::npos || !out.empty()) continue;
      std::string_view id = line.substr(at + mark.size(), 64);
      bool is_id = id.size() == 64 && std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
      bool names_file = mark != "/containers/" || line.substr(at).contains("/hostname") || line.substr(at).contains("/resolv.conf");
      if (is_id && names_file) out = id;
    }
  });
  return out;
}

}  // namespace batten::update
