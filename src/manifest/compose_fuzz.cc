// SPDX-License-Identifier: Apache-2.0
//
// Any text as a Compose file, also as the file that it includes and extends, as its env_file, and as a Dockerfile is none.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "manifest/compose.h"

int compose_fuzz(const std::uint8_t* data, std::size_t size);

int compose_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::manifest;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  ComposeWorld world;
  world.directory = "/srv/app";
  world.environment = {{"A", "a"}, {"HOME", "/home/u"}, {"EMPTY", ""}};
  world.read = [&](const std::string& path) -> batten::Result<std::string> {
    if (path.ends_with("none")) return batten::Error{batten::Code::kNotFound, "not there"};
    return std::string(text);
  };
  (void)looks_like_compose("compose.yaml", text);
  auto compose = parse_compose(text, world);
  if (!compose) return 0;
  using Kind = batten::model::ContainerChange::Kind;
  for (const ComposeService& service : compose->services) {
    if (service.container.place.offset > size) __builtin_trap();
    if (compose->services.size() > 20) continue;
    for (int kind = 0; kind <= static_cast<int>(Kind::kNoServiceAccountToken); ++kind) {
      batten::model::ContainerChange change{.kind = static_cast<Kind>(kind), .value = "10", .values = {"KILL"}};
      auto edits = compose_edits(text, service, change);
      if (!edits) continue;
      for (const batten::model::Edit& edit : *edits) {
        if (edit.offset > size || edit.length > size - edit.offset) __builtin_trap();
      }
    }
  }
  return 0;
}
