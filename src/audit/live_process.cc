// SPDX-License-Identifier: Apache-2.0
#include "audit/live_process.h"

#include <algorithm>

#include "audit/cgroup.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::string_view kNamespaces[] = {"cgroup", "ipc", "mnt", "net", "pid", "user", "uts"};
constexpr std::uint64_t kMaxMountBytes = 8u << 20;

std::string proc(int pid, std::string_view name) { return format("/proc/{}/{}", pid, name); }

template <typename T>
std::optional<T> number_of(std::string_view text, int radix = 10) {
  auto number = base::parse_unsigned(text, radix);
  if (!number || *number > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) return std::nullopt;
  return static_cast<T>(*number);
}

// "docker-default (enforce)", a context of SELinux, or "unconfined": then it is none. A profile that only complains stays marked.
std::string label_of(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\0')) text.remove_suffix(1);
  constexpr std::string_view kEnforced = " (enforce)";
  if (text.ends_with(kEnforced)) text.remove_suffix(kEnforced.size());
  return text == "unconfined" ? std::string() : std::string(text.substr(0, 1000));
}

// The first line is "inside outside length".
std::optional<std::uint32_t> root_is(std::string_view map) {
  std::vector<std::string_view> fields = base::words(map.substr(0, map.find('\n')));
  if (fields.size() != 3 || fields[0] != "0") return std::nullopt;
  return number_of<std::uint32_t>(fields[1]);
}

void compare_namespaces(const HostFiles& files, const LiveHost& host, model::ContainerProcess& out) {
  for (std::string_view name : kNamespaces) {
    auto of_host = host.namespaces.find(std::string(name));
    if (of_host == host.namespaces.end()) continue;
    auto own = files.link(proc(out.pid, format("ns/{}", name)));
    if (!own) {
      out.unread.push_back(own.error().message);
      return;
    }
    if (*own == of_host->second) out.host_namespaces.emplace_back(name);
  }
}

std::map<std::string, std::string> namespaces_of(const HostFiles& files, const std::string& process, std::string& why) {
  std::map<std::string, std::string> out;
  for (std::string_view name : kNamespaces) {
    auto link = files.link(format("/proc/{}/ns/{}", process, name));
    if (!link) {
      why = link.error().message;
      return {};
    }
    out.emplace(name, *link);
  }
  return out;
}

// Of process 1; where that one may not be looked at, ours, when they are those that the kernel began with
// (include/linux/proc_ns.h; net and mnt have no fixed number).
void read_host_namespaces(const HostFiles& files, LiveHost& out) {
  std::string why, ignored;
  out.namespaces = namespaces_of(files, "1", why);
  if (!out.namespaces.empty()) return;
  if (files.is_this_host()) out.namespaces = namespaces_of(files, "self", ignored);
  bool is_first = out.namespaces["pid"] == "pid:[4026531836]" && out.namespaces["user"] == "user:[4026531837]" &&
                  out.namespaces["uts"] == "uts:[4026531838]" && out.namespaces["ipc"] == "ipc:[4026531839]";
  if (is_first) return;
  out.namespaces.clear();
  out.unread.push_back("namespaces of the host: " + why);
}

}  // namespace

LiveHost look_at_live_host(const HostFiles& files) {
  LiveHost out;
  read_host_namespaces(files, out);
  if (auto text = files.read(proc(1, "mountinfo"), kMaxMountBytes)) {
    out.mounts = parse_mounts(*text);
  } else {
    out.unread.push_back("mounts of the host: " + text.error().message);
  }
  out.cgroup_root = "/sys/fs/cgroup";
  out.unified_cgroup = files.exists(out.cgroup_root + "/cgroup.controllers");
  return out;
}

void read_status(std::string_view text, model::ContainerProcess& out) {
  base::each_line(text, [&](std::string_view line) {
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    std::string_view name = line.substr(0, colon);
    std::string_view value = base::trim(line.substr(colon + 1));
    std::vector<std::string_view> words = base::words(value);
    if (name == "CapEff") out.capabilities_effective = number_of<std::uint64_t>(value, 16);
    if (name == "CapPrm") out.capabilities_permitted = number_of<std::uint64_t>(value, 16);
    if (name == "CapBnd") out.capabilities_bounding = number_of<std::uint64_t>(value, 16);
    if (name == "CapAmb") out.capabilities_ambient = number_of<std::uint64_t>(value, 16);
    if (name == "Seccomp") out.seccomp_mode = number_of<int>(value);
    if (name == "Seccomp_filters") out.seccomp_filters = number_of<int>(value);
    if (name == "NoNewPrivs") out.no_new_privileges = value == "1";
    if (name == "Uid" && words.size() == 4) out.uid = number_of<std::uint32_t>(words[1]);
    if (name == "Gid" && words.size() == 4) out.gid = number_of<std::uint32_t>(words[1]);
  });
}

model::ContainerProcess live_process(const HostFiles& files, const LiveHost& host, int pid, std::string_view id) {
  model::ContainerProcess out;
  out.pid = pid;
  auto read = [&](std::string_view name, std::uint64_t max_bytes = 64u << 10) {
    auto text = files.read(proc(pid, name), max_bytes);
    if (!text) out.unread.push_back(text.error().message);
    return text;
  };
  auto group = read("cgroup");
  if (!group) {
    if (group.error().code == Code::kNotFound) {
      out.unread = {format("there is no process {} here: the engine runs elsewhere, or the container has ended", pid)};
    }
    return out;
  }
  if (auto text = read("status")) read_status(*text, out);
  if (auto text = read("uid_map")) out.root_is = root_is(*text);
  compare_namespaces(files, host, out);
  // Without a security module that labels processes the kernel refuses to say: there is no label.
  if (auto text = files.read(proc(pid, "attr/current"), 64u << 10)) out.security_label = label_of(*text);
  if (auto text = read("mountinfo", kMaxMountBytes)) {
    std::vector<Mount> mounts = parse_mounts(*text);
    out.mounts = host_mounts(mounts, host.mounts, id);
    // The last one lies on top.
    auto root = std::ranges::find(mounts.rbegin(), mounts.rend(), "/", &Mount::target);
    if (root != mounts.rend()) out.root_read_only = root->read_only;
  }
  read_cgroup_limits(files, host, *group, id, out);
  for (const std::string& why : host.unread) out.unread.push_back(why);
  return out;
}

}  // namespace batten::audit
