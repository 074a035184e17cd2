// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_finder.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::monitor {

using model::RunningContainer;

namespace {

constexpr std::uint64_t kMaxConfig = 2u << 20, kMaxImages = 4u << 20, kMaxStorage = 16u << 20;
constexpr std::size_t kMaxPlaces = 64;

bool is_hex(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void add(std::vector<std::string>& list, std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (!path.starts_with('/') || list.size() >= kMaxPlaces || std::ranges::find(list, path) != list.end()) return;
  list.emplace_back(path);
}

// The home of a user, of a text of /etc/passwd.
std::string home_of(std::string_view passwd, std::uint32_t uid) {
  std::string out;
  base::each_line(passwd, [&](std::string_view line) {
    const std::vector<std::string_view> fields = base::split(line, ':');
    if (out.empty() && fields.size() >= 6 && base::parse_unsigned(fields[2]) == uid) out = fields[5];
  });
  return out;
}

// 0: there is none.
std::uint32_t read_pid(const std::string& path) {
  const Result<std::string> text = base::read_file(path, 64);
  const std::optional<std::uint64_t> number = text ? base::parse_unsigned(base::trim(*text)) : std::nullopt;
  return number && *number <= 0x7fffffff ? static_cast<std::uint32_t>(*number) : 0;
}

}  // namespace

ContainerFinder::ContainerFinder(Places places) : places_(std::move(places)) {}

Result<RunningContainer> ContainerFinder::find(const CgroupName& name) {
  using Engine = RunningContainer::Engine;
  Error last{Code::kNotFound, format("container {}: no engine's files on disk have it", name.id.substr(0, 12))};
  const auto finish = [&](Result<RunningContainer> found) -> std::optional<RunningContainer> {
    if (!found) {
      if (found.error().code != Code::kNotFound) last = found.error();
      return std::nullopt;
    }
    if (found->pod_uid.empty()) found->pod_uid = name.pod_uid;
    return std::move(*found);
  };
  const bool any = name.engine == Engine::kUnknown;
  if (any || name.engine == Engine::kDocker) {
    for (const std::string& root : places_.docker) {
      if (auto found = finish(find_docker(root, name.id))) return *std::move(found);
    }
  }
  if (any || name.engine == Engine::kContainerd) {
    for (const std::string& root : places_.bundles) {
      const Result<std::vector<std::string>> spaces = base::list_directory(root);
      if (!spaces) continue;
      for (const std::string& space : *spaces) {
        if (auto found = finish(find_bundle(format("{}/{}", root, space), name.id))) return *std::move(found);
      }
    }
  }
  if (any || name.engine == Engine::kCrio || name.engine == Engine::kPodman) {
    std::vector<std::string> storages = places_.storages;
    if (name.user_id != 0) {
      const Result<std::string> passwd = base::read_file(places_.users, kMaxConfig);
      const std::string home = passwd ? home_of(*passwd, name.user_id) : std::string();
      if (!home.empty()) storages.push_back(home + "/.local/share/containers/storage");
    }
    for (const std::string& storage : storages) {
      if (auto found = finish(find_stored(storage, name))) return *std::move(found);
    }
  }
  return last;
}

Result<RunningContainer> ContainerFinder::find_docker(const std::string& root, const std::string& id) {
  const std::string folder = format("{}/containers/{}", root, id);
  RunningContainer out;
  out.engine = RunningContainer::Engine::kDocker;
  out.id = id;
  TRY_IN(folder, read_docker_config(TRY(base::read_file(folder + "/config.v2.json", kMaxConfig)), out));
  // Its lack is no reason to know nothing.
  if (const Result<std::string> rights = base::read_file(folder + "/hostconfig.json", kMaxConfig))
    TRY_IN(folder, read_docker_host_config(*rights, out));
  read_docker_layers(root, out);
  // Docker writes the first process down some time after the start; containerd, which it has asked to start it, before.
  for (std::size_t i = 0; i < places_.bundles.size() && out.first_pid == 0; ++i)
    out.first_pid = read_pid(format("{}/moby/{}/init.pid", places_.bundles[i], id));
  return out;
}

void ContainerFinder::read_docker_layers(const std::string& root, RunningContainer& out) {
  const std::string images = root + "/image/overlay2";
  if (const Result<std::string> mount = base::read_file(format("{}/layerdb/mounts/{}/mount-id", images, out.id), 4096)) {
    const std::string_view layer = base::trim(*mount);
    if (is_hex(layer)) {
      out.upper_directory = format("{}/overlay2/{}/diff", root, layer);
      out.root = format("{}/overlay2/{}/merged", root, layer);
    }
  }
  const std::string path = images + "/repositories.json";
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return;
  Images& known = images_[path];
  const std::int64_t changed = about.st_mtim.tv_sec * 1'000'000'000 + about.st_mtim.tv_nsec;
  if (known.changed_ns != changed || known.size != static_cast<std::uint64_t>(about.st_size)) {
    known = {.changed_ns = changed, .size = static_cast<std::uint64_t>(about.st_size), .by_id = {}};
    const Result<std::string> text = base::read_file(path, kMaxImages);
    if (text) {
      if (Result<std::map<std::string, DockerImageNames>> names = read_docker_images(*text)) known.by_id = *std::move(names);
    }
  }
  const auto found = known.by_id.find(out.image_id);
  if (found == known.by_id.end()) return;
  if (out.image_digest.empty()) out.image_digest = found->second.digest;
  // It was started by the id of its image.
  if (out.image_repository.empty() && !found->second.name.empty()) {
    RunningContainer named;
    named.image = found->second.name;
    split_image_name(named);
    out.image_repository = named.image_repository;
    out.image_tag = named.image_tag;
  }
}

Result<RunningContainer> ContainerFinder::find_bundle(const std::string& folder, const std::string& id) {
  const std::string bundle = format("{}/{}", folder, id);
  RunningContainer out;
  out.engine = RunningContainer::Engine::kContainerd;
  out.id = id;
  TRY_IN(bundle, read_runtime_config(TRY(base::read_file(bundle + "/config.json", kMaxConfig)), out));
  out.first_pid = read_pid(bundle + "/init.pid");
  if (base::is_directory(bundle + "/rootfs")) out.root = bundle + "/rootfs";
  return out;
}

Result<RunningContainer> ContainerFinder::find_stored(const std::string& storage, const CgroupName& name) {
  const std::string folder = format("{}/overlay-containers/{}/userdata", storage, name.id);
  RunningContainer out;
  out.engine = name.engine == RunningContainer::Engine::kUnknown ? RunningContainer::Engine::kCrio : name.engine;
  out.id = name.id;
  TRY_IN(folder, read_runtime_config(TRY(base::read_file(folder + "/config.json", kMaxConfig)), out));
  out.first_pid = read_pid(folder + "/pidfile");
  // The list of containers lies in the storage that stays, whichever of the two has this folder.
  std::vector<std::string> lists{storage};
  for (const std::string& other : places_.storages) add(lists, other);
  for (const std::string& list : lists) {
    for (std::string_view file : {"containers.json", "volatile-containers.json"}) {
      const Result<std::string> text = base::read_file(format("{}/overlay-containers/{}", list, file), kMaxStorage);
      std::string layer;
      if (!text || !read_storage_entry(*text, out, layer)) continue;
      if (!is_hex(layer)) return out;
      out.upper_directory = format("{}/overlay/{}/diff", list, layer);
      out.root = format("{}/overlay/{}/merged", list, layer);
      return out;
    }
  }
  return out;
}

ContainerFinder::Places find_engine_places(const std::vector<std::shared_ptr<const model::Process>>& processes,
                                           const std::string& daemon_json) {
  ContainerFinder::Places out;
  if (const Result<std::string> text = base::read_file(daemon_json, kMaxConfig)) {
    if (const Result<json::Document> document = json::Document::parse(*text, {.max_bytes = kMaxConfig, .max_depth = 32}))
      add(out.docker, (*document)["data-root"].string());
  }
  for (const std::shared_ptr<const model::Process>& process : processes) {
    if (process->comm != "dockerd" && process->comm != "containerd") continue;
    const std::vector<std::string_view> arguments = model::split_strings(process->program->arguments);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string_view one = arguments[i];
      const std::size_t equals = one.find('=');
      const std::string_view name = one.substr(0, equals);
      const std::string_view value = equals != std::string_view::npos ? one.substr(equals + 1)
                                     : i + 1 < arguments.size()       ? arguments[i + 1]
                                                                      : std::string_view();
      if (process->comm == "dockerd" && (name == "--data-root" || name == "--graph" || name == "-g")) add(out.docker, value);
      if (process->comm == "dockerd" && name == "--exec-root")
        add(out.bundles, format("{}/containerd/daemon/io.containerd.runtime.v2.task", value));
      if (process->comm == "containerd" && name == "--state") add(out.bundles, format("{}/io.containerd.runtime.v2.task", value));
    }
  }
  return out;
}

}  // namespace batten::monitor
