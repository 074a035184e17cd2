// SPDX-License-Identifier: Apache-2.0
#include "update/container_copy.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/format.h"
#include "base/text.h"
#include "update/image_defaults.h"
#include "update/network_copy.h"
#include "update/volume_copy.h"

namespace batten::update {
namespace {

constexpr std::string_view kRunDirectory = "/batten/run/";  // below /run or /run/user/ID
constexpr std::string_view kContainerMode = "container:";

// "container:ID" of a container that has been replaced becomes "container:" and its successor.
void follow_replaced(JsonValue& host, const std::map<std::string, std::string>& replaced) {
  for (std::string_view key : {"NetworkMode", "IpcMode", "PidMode"}) {
    JsonValue* mode = host.find(key);
    if (mode == nullptr || !mode->text.starts_with(kContainerMode)) continue;
    auto successor = replaced.find(mode->text.substr(kContainerMode.size()));
    if (successor != replaced.end()) mode->text = std::string(kContainerMode) + successor->second;
  }
  // "/web:/other/alias"
  if (JsonValue* links = host.find("Links")) {
    for (JsonValue& one : links->elements) {
      const std::size_t begin = one.text.starts_with('/') ? 1 : 0, end = std::min(one.text.find(':'), one.text.size());
      auto successor = replaced.find(one.text.substr(begin, end - begin));
      if (successor != replaced.end()) one.text.replace(begin, end - begin, successor->second);
    }
  }
  JsonValue* from = host.find("VolumesFrom");
  if (from == nullptr) return;
  for (JsonValue& one : from->elements) {
    std::string id = one.text.substr(0, one.text.find(':'));
    if (auto successor = replaced.find(id); successor != replaced.end()) one.text.replace(0, id.size(), successor->second);
  }
}

// What an engine gives a container by itself, and refuses or keeps for ever when it is asked for it.
void drop_own_names(JsonValue& config, const JsonValue& host, std::string_view id) {
  const bool shares_network = host.text_of("NetworkMode").starts_with(kContainerMode);
  if (shares_network || host.text_of("UTSMode") == "host" || config.text_of("Hostname") == id.substr(0, 12)) config.erase("Hostname");
  if (!shares_network) return;
  for (std::string_view key : {"Domainname", "ExposedPorts", "MacAddress"}) config.erase(key);
}

// A supervisor of this program keeps such a directory, only as long as that container runs.
Result<void> refuse_delivered_secrets(const JsonValue& inspect, std::string_view name) {
  for (const JsonValue& mount : inspect["Mounts"].elements) {
    const std::string_view source = mount.text_of("Source");
    if (!source.starts_with("/run/") || !source.contains(kRunDirectory)) continue;
    return Error{Code::kUnsupported,
                 format("container '{}' was started by 'batten run': its secrets in {} go when it stops, and a copy would have none; start "
                        "the new version with 'batten run' and the new image",
                        base::printable(name), base::printable(mount.text_of("Destination")))};
  }
  return {};
}

void find_exclusive(const JsonValue& host, Exclusive& out) {
  for (const auto& [port, bindings] : host["PortBindings"].members) {
    for (const JsonValue& binding : bindings.elements) {
      std::string_view number = binding.text_of("HostPort");
      if (!number.empty() && number != "0") out.hard.push_back(format("host port {}", number));
    }
  }
  const std::string_view network = host.text_of("NetworkMode");
  if (network == "host") out.hard.emplace_back("the host's network");
  if (network.starts_with(kContainerMode)) out.hard.emplace_back("the network of another container");
  for (const JsonValue& device : host["Devices"].elements) out.soft.push_back(format("device {}", device.text_of("PathOnHost")));
}

}  // namespace

Result<ContainerCopy> copy_container(const CopyRequest& request) {
  JsonValue inspect = TRY_IN("container", JsonValue::parse(request.container));
  JsonValue image = request.old_image.empty() ? JsonValue() : TRY_IN("image", JsonValue::parse(request.old_image));
  const std::string id(inspect.text_of("Id"));
  JsonValue config = inspect["Config"], host = inspect["HostConfig"];
  if (id.size() < 12 || config.type != json::Type::kObject || host.type != json::Type::kObject)
    return Error{Code::kCorrupt, "the engine's answer about a container has no Id, Config or HostConfig"};

  ContainerCopy out;
  out.name = inspect.text_of("Name");
  if (out.name.starts_with('/')) out.name.erase(0, 1);
  TRY(refuse_delivered_secrets(inspect, out.name));
  drop_image_defaults(config, image["Config"]);
  drop_own_names(config, host, id);
  config.set("Image", JsonValue::string(request.image));
  follow_replaced(host, request.replaced);
  copy_volumes(inspect, host, out);
  find_exclusive(host, out.exclusive);
  JsonValue first = copy_networks({.inspect = inspect, .config = config, .host = host, .says_chosen_mac = request.says_chosen_mac}, out);
  out.auto_remove = host.is_true("AutoRemove");
  out.restart_policy = host["RestartPolicy"].type == json::Type::kObject ? host["RestartPolicy"].written() : R"({"Name":"no"})";
  if (host["RestartPolicy"].text_of("Name").empty()) out.restart_policy = R"({"Name":"no"})";

  JsonValue body = std::move(config);
  body.set("HostConfig", std::move(host));
  if (!first.members.empty()) body.set("NetworkingConfig", JsonValue::object()).set("EndpointsConfig", std::move(first));
  out.body = body.written();
  return out;
}

}  // namespace batten::update
