// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>
#include <vector>

#include "update/container_copy.h"
#include "update/json_value.h"

namespace batten::update {

std::string copy_to_json(const ContainerCopy& copy) {
  json::Writer out(0);
  out.begin_object().member("name", copy.name).member("body", copy.body).key("connect").begin_array();
  for (const NetworkPlace& place : copy.connect)
    out.begin_object().member("network", place.network).member("endpoint", place.endpoint).end_object();
  out.end_array()
      .key("disconnect")
      .strings(copy.disconnect)
      .key("hard")
      .strings(copy.exclusive.hard)
      .key("soft")
      .strings(copy.exclusive.soft);
  out.key("volumes").strings(copy.volumes).member("auto_remove", copy.auto_remove).member("restart_policy", copy.restart_policy);
  out.key("notes").strings(copy.notes).end_object();
  return out.take();
}

Result<ContainerCopy> copy_from_json(std::string_view text) {
  json::Document document = TRY(json::Document::parse(text));
  ContainerCopy out;
  out.name = document["name"].string();
  out.body = document["body"].string();
  document["connect"].each(
      [&](json::View place) { out.connect.push_back({std::string(place["network"].string()), std::string(place["endpoint"].string())}); });
  out.disconnect = document["disconnect"].strings();
  out.exclusive = {.hard = document["hard"].strings(), .soft = document["soft"].strings()};
  out.volumes = document["volumes"].strings();
  out.auto_remove = document["auto_remove"].boolean();
  out.restart_policy = document["restart_policy"].string();
  out.notes = document["notes"].strings();
  if (out.name.empty() || out.body.empty()) return Error{Code::kCorrupt, "no name or no body of a container"};
  return out;
}

}  // namespace batten::update
