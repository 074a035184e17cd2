// SPDX-License-Identifier: Apache-2.0
//
// What a rule has to say about an event: a plain value, complete without the event, so that it can be queued, stored and sent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace batten::model {

// From the most to the least urgent, as syslog counts (RFC 5424) and Falco names them.
enum class Priority : std::uint8_t { kEmergency, kAlert, kCritical, kError, kWarning, kNotice, kInformational, kDebug };

constexpr std::string_view priority_name(Priority priority) {  // "Informational", as Falco writes it
  constexpr std::string_view kNames[] = {"Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug"};
  return kNames[static_cast<std::size_t>(priority)];
}

// A field's value in an alert; monostate: the event has none ("<NA>", null).
using AlertValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, std::vector<std::string>>;

struct Alert {
  std::uint64_t time_ns = 0;  // of the event, since 1970 UTC
  std::string rule;           // "Terminal shell in container"
  Priority priority = Priority::kDebug;
  std::string source = "syscall";
  std::string hostname;
  std::string output;   // the rule's text with its fields, without time and priority
  std::string message;  // the same without the fields that are appended to every rule; may be empty
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, AlertValue>> fields;  // those that the output names, by name; evt.time among them
  std::string container_id, container_name, image;         // empty: the host
  std::string pod_name, pod_namespace;

  bool operator==(const Alert&) const = default;
};

}  // namespace batten::model
