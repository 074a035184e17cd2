// SPDX-License-Identifier: Apache-2.0
#include "update/image_defaults.h"

#include <algorithm>
#include <string_view>

namespace batten::update {
namespace {

bool is_same(const JsonValue& one, const JsonValue& other) { return one == other || (one.is_nothing() && other.is_nothing()); }

void drop_same_members(JsonValue& config, const JsonValue& image_config, std::string_view key) {
  JsonValue* own = config.find(key);
  if (own == nullptr) return;
  const JsonValue& given = image_config[key];
  std::erase_if(own->members, [&](const auto& member) {
    const JsonValue* there = given.find(member.first);
    return there != nullptr && is_same(*there, member.second);
  });
}

void drop_environment(JsonValue& config, const JsonValue& image_config) {
  JsonValue* own = config.find("Env");
  if (own == nullptr) return;
  std::erase_if(own->elements, [&](const JsonValue& one) {
    return std::ranges::find(image_config["Env"].elements, one) != image_config["Env"].elements.end();
  });
}

// An engine takes the image's Cmd only where no Entrypoint was chosen, so that a Cmd beside a chosen Entrypoint was chosen too.
void drop_command(JsonValue& config, const JsonValue& image_config) {
  if (!is_same(config["Entrypoint"], image_config["Entrypoint"])) {
    if (config["Entrypoint"].is_nothing()) {
      JsonValue none = JsonValue::array();
      none.elements.push_back(JsonValue::string(""));
      config.set("Entrypoint", none);  // how an engine is told that there is to be none
    }
    return;
  }
  config.erase("Entrypoint");
  if (is_same(config["Cmd"], image_config["Cmd"])) config.erase("Cmd");
}

}  // namespace

void drop_image_defaults(JsonValue& config, const JsonValue& image_config) {
  drop_environment(config, image_config);
  for (std::string_view key : {"Labels", "ExposedPorts", "Volumes", "Healthcheck"}) drop_same_members(config, image_config, key);
  if (const JsonValue* check = config.find("Healthcheck"); check != nullptr && check->members.empty()) config.erase("Healthcheck");
  drop_command(config, image_config);
  for (std::string_view key : {"WorkingDir", "User", "StopSignal", "Shell", "OnBuild"}) {
    if (is_same(config[key], image_config[key])) config.erase(key);
  }
}

}  // namespace batten::update
