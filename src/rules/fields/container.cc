// SPDX-License-Identifier: Apache-2.0
//
// The container that it happened in: container.*. What an engine has not told has no value.
#include "rules/container_mount.h"
#include "rules/process_tree.h"

namespace batten::rules::fields {
namespace {

const model::RunningContainer* container_of(const Question& q) { return q.moment.container; }
Value text_or_none(std::string_view text) { return text.empty() ? Value::none() : Value::of_text(text); }

template <std::string model::RunningContainer::* Member>
Value member(const Question& q) {
  return container_of(q) == nullptr ? Value::none() : text_or_none(container_of(q)->*Member);
}

constexpr std::size_t kShortId = 12;
Value id(const Question& q) {
  return Value::of_text(container_of(q) == nullptr ? "host" : std::string_view(container_of(q)->id).substr(0, kShortId));
}
Value name(const Question& q) { return container_of(q) == nullptr ? Value::of_text("host") : text_or_none(container_of(q)->name); }
Value type(const Question& q) {
  if (container_of(q) == nullptr) return Value::of_text("host");
  switch (container_of(q)->engine) {
    case model::RunningContainer::Engine::kDocker: return Value::of_text("docker");
    case model::RunningContainer::Engine::kContainerd: return Value::of_text("containerd");
    case model::RunningContainer::Engine::kCrio: return Value::of_text("cri-o");
    case model::RunningContainer::Engine::kPodman: return Value::of_text("podman");
    case model::RunningContainer::Engine::kUnknown: break;
  }
  return Value::none();
}
Value image_id(const Question& q) {
  if (container_of(q) == nullptr) return Value::none();
  std::string_view text = container_of(q)->image_id;
  if (text.starts_with("sha256:")) text.remove_prefix(7);
  return text_or_none(text.substr(0, kShortId));
}
Value privileged(const Question& q) {
  return container_of(q) == nullptr || !container_of(q)->privileged ? Value::none() : Value::of_bool(*container_of(q)->privileged);
}
Value start_time(const Question& q) {
  const std::uint64_t start = container_start_ns(q.moment);
  return start == 0 ? Value::none() : Value::of_number(static_cast<std::int64_t>(start));
}
Value duration(const Question& q) {
  const Value start = start_time(q);
  return start.has_value() ? Value::of_number(static_cast<std::int64_t>(q.moment.time_ns) - start.number) : Value::none();
}
Value none(const Question&) { return Value::none(); }

using model::RunningMount;
Value mounts(const Question& q) { return container_of(q) == nullptr ? Value::none() : all_mounts_text(*container_of(q), q.scratch); }
Value mount(const Question& q) {
  if (container_of(q) == nullptr) return Value::none();
  const RunningMount* found = find_mount(*container_of(q), q.argument, true);
  return found == nullptr ? Value::of_text("none") : Value::of_text(mount_text(*found, q.scratch));
}
template <std::string RunningMount::* Member, bool BySource>
Value mount_member(const Question& q) {
  if (container_of(q) == nullptr) return Value::none();
  const RunningMount* found = find_mount(*container_of(q), q.argument, BySource);
  return found == nullptr ? Value::none() : Value::of_text(found->*Member);
}
Value mount_writable(const Question& q) {
  if (container_of(q) == nullptr) return Value::none();
  const RunningMount* found = find_mount(*container_of(q), q.argument, true);
  return found == nullptr ? Value::none() : Value::of_text(found->writable ? "true" : "false");
}

constexpr Field kFields[] = {
    {.name = "container.id", .kind = Value::Kind::kText, .description = "First 12 characters of the id, or \"host\".", .get = id},
    {.name = "container.full_id", .kind = Value::Kind::kText, .description = "The whole id.", .get = member<&model::RunningContainer::id>},
    {.name = "container.name", .kind = Value::Kind::kText, .description = "Its name, or \"host\".", .get = name},
    {.name = "container.image",
     .kind = Value::Kind::kText,
     .description = "Image as it was asked for: nginx:1.25.",
     .get = member<&model::RunningContainer::image>},
    {.name = "container.image.id", .kind = Value::Kind::kText, .description = "First 12 digits of the image id.", .get = image_id},
    {.name = "container.image.repository",
     .kind = Value::Kind::kText,
     .description = "Image without tag: docker.io/library/nginx.",
     .get = member<&model::RunningContainer::image_repository>},
    {.name = "container.image.tag",
     .kind = Value::Kind::kText,
     .description = "Tag of the image.",
     .get = member<&model::RunningContainer::image_tag>},
    {.name = "container.image.digest",
     .kind = Value::Kind::kText,
     .description = "Digest of the manifest: sha256:...",
     .get = member<&model::RunningContainer::image_digest>},
    {.name = "container.type", .kind = Value::Kind::kText, .description = "docker, containerd, cri-o, podman.", .get = type},
    {.name = "container.privileged", .kind = Value::Kind::kBool, .description = "Whether it runs with all privileges.", .get = privileged},
    {.name = "container.mounts",
     .kind = Value::Kind::kText,
     .description = "All mounts, separated by blanks, each as source:dest:mode:rdwr:propagation.",
     .get = mounts},
    {.name = "container.mount",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "One mount, by number or by a pattern of its source; \"none\" when there is no such.",
     .get = mount},
    {.name = "container.mount.source",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "Source of a mount, by number or by a pattern of its destination.",
     .get = (mount_member<&RunningMount::source, false>)},
    {.name = "container.mount.dest",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "Destination of a mount, by number or by a pattern of its source.",
     .get = (mount_member<&RunningMount::target, true>)},
    {.name = "container.mount.mode",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "Mode of a mount, by number or by a pattern of its source.",
     .get = (mount_member<&RunningMount::mode, true>)},
    {.name = "container.mount.rdwr",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "true when a mount can be written, by number or by a pattern of its source.",
     .get = mount_writable},
    {.name = "container.mount.propagation",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "Propagation of a mount, by number or by a pattern of its source.",
     .get = (mount_member<&RunningMount::propagation, true>)},
    {.name = "container.healthcheck", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
    {.name = "container.liveness_probe", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
    {.name = "container.readiness_probe", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
    {.name = "container.start_ts", .kind = Value::Kind::kNumber, .description = "When it was started, ns since 1970.", .get = start_time},
    {.name = "container.duration", .kind = Value::Kind::kNumber, .description = "Nanoseconds since it was started.", .get = duration},
    {.name = "container.ip",
     .kind = Value::Kind::kText,
     .description = "Its first IPv4 address.",
     .get = member<&model::RunningContainer::address>},
    {.name = "container.cni.json", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
};

constexpr FieldExample kExamples[] = {
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.id", "3ad7b26ded6d"},
    {"{unlink: {path: /x}}", "container.id", "host"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.full_id", "3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.name", "web"},
    {"{unlink: {path: /x}}", "container.name", "host"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.image", "docker.io/library/nginx:1.25"},
    {"{unlink: {path: /x}}", "container.image", "<NA>"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.image.id", "6f7e2741b66b"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.image.repository", "docker.io/library/nginx"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.image.tag", "1.25"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.image.digest", "sha256:d977378f"},
    {"{unlink: {path: /x}, container: {engine: docker}}", "container.type", "docker"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.privileged", "true"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mounts", "/proc:/host/proc:ro:false:rprivate /data:/srv::true:"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount[0]", "/proc:/host/proc:ro:false:rprivate"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount[/da*]", "/data:/srv::true:"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount[/nowhere]", "none"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount.source[/host/*]", "/proc"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount.dest[/proc*]", "/host/proc"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount.dest[/nowhere]", "<NA>"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount.mode[0]", "ro"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount.rdwr[1]", "true"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.mount.propagation[/proc]", "rprivate"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.healthcheck", "<NA>"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.liveness_probe", "<NA>"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.readiness_probe", "<NA>"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.start_ts", "1767323040000000000"},
    {"{execve: {}, container: {name: web}, process: {name: sh, pid: 90, vpid: 7, cgroup: 5, parent: {name: app, pid: 80, vpid: 1, cgroup: "
     "5, "
     "clone: 1767323044000000000}}}",
     "container.start_ts", "1767323044000000000"},
    {"{execve: {}, container: {name: web}, process: {name: sh, pid: 90, vpid: 7, cgroup: 5, parent: {name: runc, pid: 80, vpid: 1, cgroup: "
     "6, "
     "clone: 1767323044000000000}}}",
     "container.start_ts", "<NA>"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.duration", "5000000000"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.ip", "172.17.0.2"},
    {"{unlink: {path: /x}, container: {id: 3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e, name: web, image: "
     "\"docker.io/library/nginx:1.25\", image_id: \"sha256:6f7e2741b66b0d977378f890d445c15e\", image_digest: \"sha256:d977378f\", "
     "privileged: true, address: 172.17.0.2, started: 1767323040000000000, mounts: [{source: /proc, target: /host/proc, mode: ro, "
     "writable: false, propagation: rprivate}, {source: /data, target: /srv}], labels: {app: shop, team: a}}}",
     "container.cni.json", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily container;
constinit const FieldFamily container{.name = "container",
                                      .description = "the container; on the host its id and name are \"host\"",
                                      .fields = kFields,
                                      .examples = kExamples};

}  // namespace batten::rules::fields
