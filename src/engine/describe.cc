// SPDX-License-Identifier: Apache-2.0
#include "engine/describe.h"

#include <set>

#include "base/base64.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::engine {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 100};
constexpr std::size_t kMaxItems = 10'000;
constexpr std::int64_t kNanosecondsPerDay = 86'400'000'000'000;

int count_of(json::View value) {
  std::int64_t count = value.integer().value_or(0);
  return count > 0 && count < 1'000'000'000 ? static_cast<int>(count) : 0;
}

std::vector<std::string> words_of(json::View list) {
  std::vector<std::string> out = list.strings();
  if (out.size() > kMaxItems) out.resize(kMaxItems);
  return out;
}

// "insecure-registries" and networks; the loopback network is always among them.
std::vector<std::string> insecure_registries(json::View config) {
  std::vector<std::string> out;
  for (std::string& network : words_of(config["InsecureRegistryCIDRs"])) {
    if (network != "127.0.0.0/8" && network != "::1/128") out.push_back(std::move(network));
  }
  config["IndexConfigs"].each_member([&](std::string_view name, json::View index) {
    if (index["Secure"].type() == json::Type::kBool && !index["Secure"].boolean() && out.size() < kMaxItems) out.emplace_back(name);
  });
  return out;
}

// "Podman Engine", "OCI Runtime (crun)", "Engine", "containerd", "runc" -> "engine", "crun", "engine", "containerd", "runc".
std::string component_name(std::string_view name) {
  if (name == "Podman Engine") return "engine";
  constexpr std::string_view kRuntime = "OCI Runtime (";
  if (name.starts_with(kRuntime) && name.ends_with(')')) name = name.substr(kRuntime.size(), name.size() - kRuntime.size() - 1);
  return base::lower(name.substr(0, 100));
}

// Podman says "crun version 1.8.1\ncommit: ..." or, as runc, "1.1.5+ds1".
std::string component_version(std::string_view text) {
  text = text.substr(0, std::min(text.find('\n'), std::size_t{200}));
  if (std::size_t at = text.find(" version "); at != std::string_view::npos) text.remove_prefix(at + 9);
  return std::string(base::trim(text));
}

// When a certificate begins to be valid: the first UTCTime of its DER (RFC 5280, 4.1.2.5): tag 23, length 13, YYMMDDhhmmssZ.
std::optional<std::int64_t> valid_since(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  std::size_t from = pem.find(kBegin);
  if (from == std::string_view::npos) return std::nullopt;
  from += kBegin.size();
  std::string packed;
  for (char c : pem.substr(from, pem.find("-----END", from) - from)) {
    if (c != '\n' && c != '\r') packed += c;
  }
  auto der = base::unbase64(packed);
  std::size_t at = der ? der->find("\x17\x0d") : std::string::npos;
  if (at == std::string::npos || der->size() < at + 15) return std::nullopt;
  std::string_view time = std::string_view(*der).substr(at + 2, 13);
  return base::parse_time(format("20{}-{}-{}T{}:{}:{}Z", time.substr(0, 2), time.substr(2, 2), time.substr(4, 2), time.substr(6, 2),
                                 time.substr(8, 2), time.substr(10, 2)));
}

void read_own_swarm(json::View swarm, model::Engine& out) {
  std::string_view state = swarm["LocalNodeState"].string();
  out.swarm.active = !state.empty() && state != "inactive";
  out.swarm.manager = swarm["ControlAvailable"].boolean();
  out.swarm.managers = count_of(swarm["Managers"]);
}

std::optional<int> length_of(Client& client, const std::string& path, std::string& why) {
  auto text = client.answer(path);
  auto list = text ? json::Document::parse(*text, kLimits) : Result<json::Document>(text.error());
  if (list && list->root().is_array()) return static_cast<int>(std::min<std::size_t>(list->root().size(), 1'000'000'000));
  why = list ? format("{} is no list", path) : list.error().message;
  return std::nullopt;
}

void describe_swarm(Client& client, model::Engine& out) {
  auto read = [&](const std::string& path, Result<void> (*reader)(std::string_view, model::Engine&)) {
    auto text = client.answer(path);
    Result<void> done = text ? reader(*text, out) : Result<void>(text.error());
    if (!done) out.swarm.why = done.error().message;
  };
  read("/swarm", read_swarm);
  read("/nodes", read_nodes);
  out.swarm.services = length_of(client, "/services", out.swarm.why);
  out.swarm.secrets = length_of(client, "/secrets", out.swarm.why);
}

}  // namespace

Result<void> read_info(std::string_view text, model::Engine& out) {
  json::Document info = TRY(json::Document::parse(text, kLimits));
  if (!info.root().is_object()) return Error{Code::kCorrupt, "info is no object"};
  out.kind = model::Engine::Kind::kDocker;
  out.version = info["ServerVersion"].string();
  out.security_options = words_of(info["SecurityOptions"]);
  out.rootless = out.has_security("rootless");
  out.cgroup_version = info["CgroupVersion"].string() == "2" ? 2 : info["CgroupVersion"].string() == "1" ? 1 : 0;
  out.root_directory = info["DockerRootDir"].string();
  out.default_runtime = info["DefaultRuntime"].string();
  out.storage_driver = info["Driver"].string();
  out.logging_driver = info["LoggingDriver"].string();
  out.authorization_plugins = words_of(info["Plugins"]["Authorization"]);
  out.insecure_registries = insecure_registries(info["RegistryConfig"]);
  out.images = count_of(info["Images"]);
  out.containers = count_of(info["Containers"]);
  out.running = count_of(info["ContainersRunning"]);
  read_own_swarm(info["Swarm"], out);
  // The engine's own word goes before what its files say.
  auto say = [&](const char* name, bool value) { out.settings[name] = {{value ? "true" : "false", "engine"}}; };
  if (info["LiveRestoreEnabled"].type() == json::Type::kBool) say("live-restore", info["LiveRestoreEnabled"].boolean());
  if (info["ExperimentalBuild"].type() == json::Type::kBool) say("experimental", info["ExperimentalBuild"].boolean());
  if (out.has_security("no-new-privileges")) say("no-new-privileges", true);
  return {};
}

Result<void> read_version(std::string_view text, model::Engine& out) {
  json::Document version = TRY(json::Document::parse(text, kLimits));
  if (!version.root().is_object()) return Error{Code::kCorrupt, "version is no object"};
  if (out.version.empty()) out.version = version["Version"].string();
  version["Components"].each([&](json::View item) {
    if (item["Name"].string() == "Podman Engine") out.kind = model::Engine::Kind::kPodman;
    std::string name = component_name(item["Name"].string());
    if (!name.empty() && out.components.size() < 100) out.components[name].version = component_version(item["Version"].string());
  });
  if (!out.components.contains("engine") && !out.version.empty()) out.components["engine"].version = out.version;
  return {};
}

Result<void> read_networks(std::string_view text, model::Engine& out) {
  json::Document list = TRY(json::Document::parse(text, kLimits));
  list.root().each([&](json::View item) {
    if (out.networks.size() >= kMaxItems) return;
    model::EngineNetwork network;
    network.name = item["Name"].string();
    network.driver = item["Driver"].string();
    network.ingress = item["Ingress"].boolean();
    network.encrypted = bool(item["Options"]["encrypted"]);
    if (json::View icc = item["Options"]["com.docker.network.bridge.enable_icc"])
      network.containers_reach_each_other = icc.string() != "false";
    out.networks.push_back(std::move(network));
  });
  return {};
}

Result<void> read_swarm(std::string_view text, model::Engine& out) {
  json::Document swarm = TRY(json::Document::parse(text, kLimits));
  json::View spec = swarm["Spec"];
  if (!spec.is_object()) return Error{Code::kCorrupt, "swarm has no Spec"};
  out.swarm.auto_lock = spec["EncryptionConfig"]["AutoLockManagers"].boolean();
  if (auto expiry = spec["CAConfig"]["NodeCertExpiry"].integer()) out.swarm.node_certificate_days = *expiry / kNanosecondsPerDay;
  out.swarm.root_certificate_since = valid_since(swarm["TLSInfo"]["TrustRoot"].string());
  return {};
}

Result<void> read_nodes(std::string_view text, model::Engine& out) {
  json::Document list = TRY(json::Document::parse(text, kLimits));
  int managers = 0, both = 0;
  list.root().each([&](json::View node) {
    if (node["Spec"]["Role"].string() != "manager") return;
    managers += managers < 1'000'000 ? 1 : 0;
    if (node["Spec"]["Availability"].string() == "active") both = std::min(both + 1, managers);
  });
  if (managers > 0) out.swarm.managers = managers;
  out.swarm.manager_and_worker = both;
  return {};
}

void describe(Client& client, model::Engine& out, base::Notes& notes) {
  auto missing = [&](const std::string& what, const Error& error) {
    notes.push_back({base::Note::Kind::kSkipped, "engine: " + what, error.message, ""});
  };
  auto info = client.answer("/info");
  Result<void> done = info ? read_info(*info, out) : Result<void>(info.error());
  if (!done) {
    out.why = done.error().message;
    return;
  }
  out.answered = true;
  auto version = client.answer("/version");
  if (Result<void> read = version ? read_version(*version, out) : Result<void>(version.error()); !read) missing("version", read.error());
  auto networks = client.answer("/networks");
  if (Result<void> read = networks ? read_networks(*networks, out) : Result<void>(networks.error()); !read)
    missing("networks", read.error());
  if (auto all = client.containers(true)) {
    std::set<std::string> used;
    for (const EngineContainer& container : *all) used.emplace(container.image_id.hex());
    out.images_in_use = static_cast<int>(used.size());
  } else {
    missing("containers", all.error());
  }
  if (out.swarm.active && out.swarm.manager) describe_swarm(client, out);
}

}  // namespace batten::engine
