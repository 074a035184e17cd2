// SPDX-License-Identifier: Apache-2.0
//
// For tests: what two containers were asked for, from an engine's answers about them, compared property by property.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/format.h"
#include "update/json_value.h"

namespace batten::update {

inline bool is_volume_id(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Config, HostConfig, mounts and networks, without what an engine gives each container anew. A volume that had no name is bound by its id
// once the container was replaced: compared is what is mounted.
inline JsonValue comparable(const JsonValue& inspect) {
  JsonValue out = JsonValue::object(), mounts = JsonValue::object(), networks = JsonValue::object();
  const std::string id(inspect.text_of("Id"));
  JsonValue config = inspect["Config"], host = inspect["HostConfig"];
  if (config.text_of("Hostname") == id.substr(0, 12)) config.erase("Hostname");
  if (JsonValue* env = config.find("Env")) std::ranges::sort(env->elements, {}, &JsonValue::text);
  config.erase("Volumes");
  if (JsonValue* binds = host.find("Binds"))
    std::erase_if(binds->elements,
                  [](const JsonValue& bind) { return is_volume_id(std::string_view(bind.text).substr(0, bind.text.find(':'))); });
  if (JsonValue* asked = host.find("Mounts"))
    for (JsonValue& mount : asked->elements)
      if (is_volume_id(mount.text_of("Source"))) mount.erase("Source");
  for (JsonValue mount : inspect["Mounts"].elements) {
    mount.erase("Mode");
    mounts.set(mount.text_of("Destination"), mount);
  }
  std::ranges::sort(mounts.members, {}, [](const auto& member) { return member.first; });
  for (const auto& [name, network] : inspect["NetworkSettings"]["Networks"].members) {
    JsonValue kept = JsonValue::object();
    for (const char* key : {"IPAMConfig", "Links", "Aliases", "DriverOpts"}) kept.set(key, network[key]);
    if (JsonValue* aliases = kept.find("Aliases")) {
      std::erase_if(aliases->elements, [&](const JsonValue& alias) { return id.starts_with(alias.text); });
      std::ranges::sort(aliases->elements, {}, &JsonValue::text);
    }
    if (!network["IPAMConfig"].text_of("IPv4Address").empty()) kept.set("IPAddress", network["IPAddress"]);
    networks.set(name, kept);
  }
  out.set("Config", config);
  out.set("HostConfig", host);
  out.set("Mounts", mounts);
  out.set("Networks", networks);
  return out;
}

inline std::string shown(const JsonValue* value) {
  return value == nullptr ? "(none)" : value->type == json::Type::kString ? value->text : value->written();
}

inline void find_differences(const std::string& path, const JsonValue* before, const JsonValue* after, std::vector<std::string>& out) {
  static const JsonValue nothing;
  const JsonValue &one = before == nullptr ? nothing : *before, &other = after == nullptr ? nothing : *after;
  if (one == other || (before != nullptr && after != nullptr && one.is_nothing() && other.is_nothing())) return;
  if (one.type == json::Type::kObject && other.type == json::Type::kObject) {
    for (const auto& [key, value] : one.members) find_differences(path.empty() ? key : path + "." + key, &value, other.find(key), out);
    for (const auto& [key, value] : other.members)
      if (one.find(key) == nullptr) find_differences(path.empty() ? key : path + "." + key, nullptr, &value, out);
  } else if (one.type == json::Type::kArray && one.elements.size() == other.elements.size()) {
    for (std::size_t i = 0; i < one.elements.size(); ++i) find_differences(path, &one.elements[i], &other.elements[i], out);
  } else {
    out.push_back(format("{}: {} -> {}", path, shown(before), shown(after)));
  }
}

// "Config.Image: app:1 -> app:2", sorted.
inline std::vector<std::string> differences(const JsonValue& before, const JsonValue& after) {
  std::vector<std::string> out;
  find_differences({}, &before, &after, out);
  std::ranges::sort(out);
  return out;
}

}  // namespace batten::update
