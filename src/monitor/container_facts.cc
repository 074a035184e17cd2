// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_facts.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "model/reference.h"
#include "monitor/text_room.h"

namespace batten::monitor {

using json::View;
using model::RunningContainer;
using model::RunningMount;

namespace {

constexpr std::size_t kMaxImages = 100'000;

void set_text(std::string& out, View value) {
  if (value.is_string()) out = value.string().substr(0, kMaxText);
}

// "2026-11-24T09:39:00.123456789Z"; year 1 is how an engine says never.
std::int64_t time_ns(View value) {
  const std::string_view text = value.string();
  const std::optional<std::int64_t> seconds = base::parse_time(text);
  if (!seconds || *seconds <= 0 || *seconds > 9'000'000'000) return 0;
  std::int64_t fraction = 0, unit = 100'000'000;
  if (text.size() > 20 && text[19] == '.') {
    for (std::size_t i = 20; i < text.size() && text[i] >= '0' && text[i] <= '9' && unit > 0; ++i, unit /= 10)
      fraction += (text[i] - '0') * unit;
  }
  return *seconds * 1'000'000'000 + fraction;
}

// Config of a container and its image: alike on disk and in answers.
void read_docker_settings(View config, RunningContainer& out) {
  set_text(out.user, config["User"]);
  set_text(out.image, config["Image"]);
  TextRoom room;
  if (config["Labels"].is_object()) out.labels.clear();
  config["Labels"].each_member([&](std::string_view key, View value) {
    if (room.take(key.size() + value.string().size())) out.labels.emplace(key, value.string());
  });
  if (config["Env"].is_array()) out.environment.clear();
  config["Env"].each([&](View value) {
    if (value.is_string() && room.take(value.string().size())) out.environment.emplace_back(value.string());
  });
}

void read_docker_state(View document, RunningContainer& out) {
  const View state = document["State"];
  const std::optional<std::int64_t> pid = state["Pid"].integer();
  out.first_pid = pid && *pid > 0 && *pid <= 0x7fffffff ? static_cast<std::uint32_t>(*pid) : 0;
  if (const std::int64_t started = time_ns(state["StartedAt"]); started != 0) out.started_ns = started;
  if (const std::int64_t created = time_ns(document["Created"]); created != 0) out.created_ns = created;
  std::string_view name = document["Name"].string();
  if (name.starts_with('/')) name.remove_prefix(1);
  if (!name.empty()) out.name = name.substr(0, kMaxText);
  set_text(out.image_id, document["Image"]);
  const View network = document["NetworkSettings"];
  set_text(out.address, network["IPAddress"]);
  network["Networks"].each_member([&](std::string_view, View one) {
    if (out.address.empty()) set_text(out.address, one["IPAddress"]);
  });
}

// mode: the name of the mount's mode in that text.
void add_docker_mount(View value, std::string_view mode, TextRoom& room, RunningContainer& out) {
  RunningMount mount;
  set_text(mount.source, value["Source"]);
  set_text(mount.target, value["Destination"]);
  set_text(mount.mode, value[mode]);
  set_text(mount.propagation, value["Propagation"]);
  mount.writable = value["RW"].boolean(true);
  if (!mount.target.empty() && room.take(mount.source.size() + mount.target.size() + mount.mode.size())) out.mounts.push_back(mount);
}

void read_docker_rights(View config, RunningContainer& out) {
  if (!config.is_object()) return;
  out.privileged = config["Privileged"].boolean();
  out.host_pid = config["PidMode"].string() == "host";
  out.host_network = config["NetworkMode"].string() == "host";
  out.host_ipc = config["IpcMode"].string() == "host";
}

void complete(RunningContainer& out) {
  split_image_name(out);
  read_known_labels(out);
}

Result<json::Document> parse_object(std::string_view what, std::string_view text) {
  json::Document document = TRY_IN(what, json::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 64}));
  if (!document.root().is_object()) return Error{Code::kCorrupt, format("{}: is no object", what)};
  return document;
}

}  // namespace

Result<void> read_docker_config(std::string_view text, RunningContainer& out) {
  const json::Document document = TRY(parse_object("config.v2.json", text));
  read_docker_settings(document["Config"], out);
  read_docker_state(document.root(), out);
  TextRoom room;
  out.mounts.clear();
  document["MountPoints"].each_member([&](std::string_view, View value) { add_docker_mount(value, "Relabel", room, out); });
  complete(out);
  return {};
}

Result<void> read_docker_host_config(std::string_view text, RunningContainer& out) {
  read_docker_rights(TRY(parse_object("hostconfig.json", text)).root(), out);
  return {};
}

Result<void> read_docker_inspect(std::string_view text, RunningContainer& out) {
  const json::Document document = TRY(parse_object("answer about a container", text));
  read_docker_settings(document["Config"], out);
  read_docker_state(document.root(), out);
  read_docker_rights(document["HostConfig"], out);
  TextRoom room;
  out.mounts.clear();
  document["Mounts"].each([&](View value) { add_docker_mount(value, "Mode", room, out); });
  const View layers = document["GraphDriver"]["Data"];
  set_text(out.upper_directory, layers["UpperDir"]);
  set_text(out.root, layers["MergedDir"]);
  // Podman says the image's id without its algorithm, and its name beside.
  set_text(out.image, document["ImageName"]);
  if (out.image_id.size() == 64) out.image_id.insert(0, "sha256:");
  set_text(out.image_digest, document["ImageDigest"]);
  complete(out);
  return {};
}

Result<std::map<std::string, DockerImageNames>> read_docker_images(std::string_view text) {
  const json::Document document = TRY(parse_object("repositories.json", text));
  std::map<std::string, DockerImageNames> out;
  document["Repositories"].each_member([&](std::string_view, View repository) {
    repository.each_member([&](std::string_view reference, View id) {
      if (out.size() >= kMaxImages || reference.size() > kMaxText || id.string().size() > 80 || !id.is_string()) return;
      DockerImageNames& names = out[std::string(id.string())];
      const std::size_t at = reference.find('@');
      if (at != std::string_view::npos) {
        names.digest = reference.substr(at + 1);
      } else if (names.name.empty()) {
        names.name = reference;
      }
    });
  });
  return out;
}

void split_image_name(RunningContainer& container) {
  const Result<model::Reference> reference = model::parse_reference(container.image);
  if (!reference || container.image.starts_with("sha256:")) return;
  // As it was asked for, not as it would be in full: rules compare it so.
  std::string_view name = container.image;
  name = name.substr(0, name.find('@'));
  const std::size_t colon = name.rfind(':');
  if (colon != std::string_view::npos && !name.substr(colon).contains('/')) name = name.substr(0, colon);
  container.image_repository = name;
  container.image_tag = reference->tag;
  if (!reference->digest.empty()) container.image_digest = reference->digest.text();
}

void read_known_labels(RunningContainer& container) {
  const auto take = [&](std::string& out, std::string_view label) {
    const auto found = container.labels.find(std::string(label));
    if (out.empty() && found != container.labels.end()) out = found->second;
  };
  take(container.compose_project, "com.docker.compose.project");
  take(container.compose_service, "com.docker.compose.service");
  take(container.compose_project, "io.podman.compose.project");
  take(container.pod_name, "io.kubernetes.pod.name");
  take(container.pod_namespace, "io.kubernetes.pod.namespace");
  take(container.pod_uid, "io.kubernetes.pod.uid");
}

}  // namespace batten::monitor
