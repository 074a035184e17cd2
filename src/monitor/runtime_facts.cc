// SPDX-License-Identifier: Apache-2.0
//
// What the OCI runtime was told (config.json of the runtime specification), with the annotations of containerd's CRI, CRI-O and Podman; and
// what containers/storage knows of a container.
#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/time.h"
#include "monitor/container_facts.h"
#include "monitor/text_room.h"

namespace batten::monitor {

using json::View;
using model::RunningContainer;
using model::RunningMount;

namespace {

void set_text(std::string& out, std::string_view text) {
  if (!text.empty()) out = text.substr(0, kMaxText);
}

bool has(View array, std::string_view one) {
  bool found = false;
  array.each([&](View value) { found = found || value.string() == one; });
  return found;
}

// JSON that stands in a text.
Result<json::Document> parse_inner(std::string_view text) {
  if (text.empty()) return Error{Code::kNotFound, "empty"};
  return json::Document::parse(text, {.max_bytes = 256u << 10, .max_depth = 16});
}

void read_annotations(View annotations, RunningContainer& out) {
  TextRoom room;
  annotations.each_member([&](std::string_view key, View value) {
    // Kubernetes' own and those of the user's pod; what engines write for themselves is long and no label.
    const bool own = key.starts_with("io.kubernetes.cri") || key.starts_with("io.container") || key.starts_with("org.opencontainers");
    if (!own && room.take(key.size() + value.string().size())) out.labels.emplace(key, value.string());
  });
  const auto text = [&](std::string_view key) { return annotations[key].string(); };
  set_text(out.image, text("io.kubernetes.cri.image-name"));
  set_text(out.name, text("io.kubernetes.cri.container-name"));
  set_text(out.pod_name, text("io.kubernetes.cri.sandbox-name"));
  set_text(out.pod_namespace, text("io.kubernetes.cri.sandbox-namespace"));
  set_text(out.pod_uid, text("io.kubernetes.cri.sandbox-uid"));

  set_text(out.image, text("io.kubernetes.cri-o.ImageName"));
  set_text(out.name, text("io.kubernetes.cri-o.Name"));
  set_text(out.name, text("io.kubernetes.container.name"));
  set_text(out.pod_name, text("io.kubernetes.pod.name"));
  set_text(out.pod_namespace, text("io.kubernetes.pod.namespace"));
  set_text(out.pod_uid, text("io.kubernetes.pod.uid"));
  set_text(out.address, text("io.kubernetes.cri-o.IP.0"));
  if (const Result<json::Document> labels = parse_inner(text("io.kubernetes.cri-o.Labels"))) {
    labels->root().each_member([&](std::string_view key, View value) {
      if (room.take(key.size() + value.string().size())) out.pod_labels.emplace(key, value.string());
    });
  }
  set_text(out.name, text("nerdctl/name"));
}

// privileged is no word of the specification: it is the lack of every wall that an engine puts up by itself.
bool looks_privileged(View document) {
  const View bounding = document["process"]["capabilities"]["bounding"];
  const View linux = document["linux"];
  return has(bounding, "CAP_SYS_ADMIN") && has(bounding, "CAP_SYS_MODULE") && linux["maskedPaths"].size() == 0 && !linux["seccomp"];
}

void read_mounts(View mounts, RunningContainer& out) {
  constexpr std::string_view kOwn[] = {"/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys", "/sys/fs/cgroup", "/run"};
  TextRoom room;
  mounts.each([&](View value) {
    RunningMount mount;
    set_text(mount.source, value["source"].string());
    set_text(mount.target, value["destination"].string());
    const bool bind = value["type"].string() == "bind" || has(value["options"], "rbind") || has(value["options"], "bind");
    if (mount.target.empty() || !bind || std::ranges::find(kOwn, mount.target) != std::end(kOwn)) return;
    mount.writable = !has(value["options"], "ro");
    mount.mode = mount.writable ? "" : "ro";
    for (std::string_view one : {"rprivate", "private", "rshared", "shared", "rslave", "slave"}) {
      if (mount.propagation.empty() && has(value["options"], one)) mount.propagation = one;
    }
    if (room.take(mount.source.size() + mount.target.size())) out.mounts.push_back(std::move(mount));
  });
}

}  // namespace

Result<void> read_runtime_config(std::string_view text, RunningContainer& out) {
  const json::Document document = TRY_IN("config.json", json::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 64}));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "config.json: is no object"};
  out.labels.clear();
  out.pod_labels.clear();
  out.mounts.clear();
  out.environment.clear();
  read_annotations(document["annotations"], out);
  const View process = document["process"];
  TextRoom room;
  process["env"].each([&](View value) {
    if (value.is_string() && room.take(value.string().size())) out.environment.emplace_back(value.string());
  });
  if (const std::optional<std::int64_t> uid = process["user"]["uid"].integer(); uid && *uid >= 0) out.user = format("{}", *uid);
  read_mounts(document["mounts"], out);
  // A namespace of its own is one that is listed without a path to another's; a pod's containers join those of its sandbox.
  const View namespaces = document["linux"]["namespaces"];
  if (namespaces.is_array()) {
    bool pid = false, network = false, ipc = false;
    namespaces.each([&](View value) {
      const std::string_view type = value["type"].string();
      pid = pid || type == "pid";
      network = network || type == "network";
      ipc = ipc || type == "ipc";
    });
    out.host_pid = !pid;
    out.host_network = !network;
    out.host_ipc = !ipc;
  }
  out.privileged = looks_privileged(document.root());
  const std::string_view said = document["annotations"]["io.podman.annotations.privileged"].string();
  if (!said.empty()) out.privileged = said == "TRUE";
  split_image_name(out);
  read_known_labels(out);
  return {};
}

Result<void> read_storage_entry(std::string_view text, RunningContainer& out, std::string& layer) {
  const json::Document document = TRY_IN("containers.json", json::Document::parse(text, {.max_bytes = 16u << 20, .max_depth = 32}));
  bool found = false;
  document.root().each([&](View one) {
    if (found || one["id"].string() != out.id) return;
    found = true;
    set_text(layer, one["layer"].string());
    const Result<json::Document> about = parse_inner(one["metadata"].string());
    if (about) {
      set_text(out.image, (*about)["image-name"].string());
      if (out.name.empty()) set_text(out.name, (*about)["name"].string());
      if (out.name.empty()) set_text(out.name, (*about)["container-name"].string());
      set_text(out.image_id, (*about)["image-id"].string());
    }
    if (out.name.empty()) {
      one["names"].each([&](View name) {
        if (out.name.empty()) set_text(out.name, name.string());
      });
    }
    if (out.image_id.empty()) set_text(out.image_id, one["image"].string());
    if (out.image_id.size() == 64) out.image_id.insert(0, "sha256:");
    if (const auto seconds = base::parse_time(one["created"].string()); seconds && *seconds > 0 && *seconds < 9'000'000'000)
      out.created_ns = *seconds * 1'000'000'000;
  });
  if (!found) return Error{Code::kNotFound, format("containers.json: nothing about {}", out.id)};
  split_image_name(out);
  read_known_labels(out);
  return {};
}

}  // namespace batten::monitor
