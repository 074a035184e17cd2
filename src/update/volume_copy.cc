// SPDX-License-Identifier: Apache-2.0
#include "update/volume_copy.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/format.h"

namespace batten::update {
namespace {

// "name:/where:ro" -> "/where"
std::string_view destination_of(std::string_view bind) {
  std::size_t first = bind.find(':');
  if (first == std::string_view::npos) return bind;
  std::string_view rest = bind.substr(first + 1);
  return rest.substr(0, rest.find(':'));
}

std::string_view without_slash(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_bound(const JsonValue& host, std::string_view destination) {
  return std::ranges::any_of(host["Binds"].elements, [&](const JsonValue& bind) {
    return bind.text.contains(':') && without_slash(destination_of(bind.text)) == destination;
  });
}

JsonValue* mount_at(JsonValue& host, std::string_view destination) {
  JsonValue* mounts = host.find("Mounts");
  if (mounts == nullptr) return nullptr;
  auto at =
      std::ranges::find_if(mounts->elements, [&](const JsonValue& one) { return without_slash(one.text_of("Target")) == destination; });
  return at == mounts->elements.end() ? nullptr : &*at;
}

// Whether the container asked for a volume there itself: else it is one of another container (--volumes-from).
bool is_own(const JsonValue& inspect, std::string_view destination) {
  if (inspect["HostConfig"]["VolumesFrom"].is_nothing()) return true;
  return std::ranges::any_of(inspect["Config"]["Volumes"].members,
                             [&](const auto& member) { return without_slash(member.first) == destination; });
}

void bind_volume(JsonValue& host, std::string_view name, std::string_view destination, bool writable) {
  JsonValue* binds = host.find("Binds");
  if (binds == nullptr || binds->type != json::Type::kArray) binds = &host.set("Binds", JsonValue::array());
  binds->elements.push_back(JsonValue::string(format("{}:{}{}", name, destination, writable ? "" : ":ro")));
}

}  // namespace

void copy_volumes(const JsonValue& inspect, JsonValue& host, ContainerCopy& out) {
  for (const JsonValue& mount : inspect["Mounts"].elements) {
    const std::string_view type = mount.text_of("Type"), name = mount.text_of("Name"), source = mount.text_of("Source");
    const std::string_view destination = without_slash(mount.text_of("Destination"));
    const bool writable = mount.is_true("RW");
    if (writable && (type == "volume" || type == "bind")) {
      std::string what = type == "volume" ? format("volume {} at {}", name.substr(0, name.size() == 64 ? 12 : name.size()), destination)
                                          : format("directory {} of the host", source);
      out.exclusive.soft.push_back(what);
      out.volumes.push_back(std::move(what));
    }
    if (type != "volume" || name.empty() || is_bound(host, destination) || !is_own(inspect, destination)) continue;
    if (JsonValue* asked = mount_at(host, destination)) {
      if (asked->text_of("Source").empty()) asked->set("Source", JsonValue::string(name));
    } else {
      bind_volume(host, name, destination, writable);
    }
  }
}

}  // namespace batten::update
