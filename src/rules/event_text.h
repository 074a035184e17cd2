// SPDX-License-Identifier: Apache-2.0
//
// Events written down by hand, in YAML, for tests of rules (`batten rules test`), examples and documents:
//
//   openat: {name: /etc/shadow, flags: O_RDONLY, fd: 3}
//   process: {name: cat, exepath: /bin/cat, args: [/etc/shadow], parent: {name: bash}}
//   container: {id: 3ad7b26ded6d, name: web, image: "nginx:1.25"}
//   time: 2026-01-02T03:04:05Z
//
// The first key is the event's type, its members are its params by name (model/event_types.cc, hidden ones too); `res` is a number, SUCCESS
// or an errno's name. Flags are written by name ("O_CREAT|O_WRONLY"), sockets as Falco prints them ("10.0.0.2:4000->1.1.1.1:443", one
// address alone is the local side, a path is a Unix socket; "udp " in front for UDP). What is not written is as of an ordinary process.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/yaml.h"
#include "model/event_build.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::rules {

struct WrittenEvent {
  model::OwnedEvent event;
  std::shared_ptr<model::Process> process;
  std::optional<model::RunningContainer> container;
  std::uint64_t time_ns = 0;
};

// invalid_argument with line and column: a type, param or key that is not known, a value that does not fit. defaults: a mapping whose
// `process`, `container` and `time` count where the event has none of its own; may be absent.
Result<WrittenEvent> read_event(yaml::View event, yaml::View defaults = {});
// The same for a text of its own.
Result<WrittenEvent> read_event_text(std::string_view text);
// "10.0.0.2:4000->1.1.1.1:443", "[::1]:80", "udp 10.0.0.2:5353->8.8.8.8:53", "/run/docker.sock". path: of a Unix socket.
Result<batten_socket> parse_socket(std::string_view text, std::string& path);

}  // namespace batten::rules
