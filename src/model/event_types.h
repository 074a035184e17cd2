// SPDX-License-Identifier: Apache-2.0
//
// The types of events that the monitor knows, and what each carries. Names and parameters are those of Falco's events where it has them
// (falco.org, "Supported Events"), so that rules written for it mean the same here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/event_wire.h"
#include "model/flag_names.h"

namespace batten::model {

using EventType = batten_event_type;

enum class ParamKind : std::uint8_t {
  kResult,    // SUCCESS or an errno's name; in the header, without a slot; so is the next
  kResultFd,  // a descriptor, or an errno when negative
  kSigned,
  kUnsigned,
  kHex,
  kMode,  // permission bits, octal
  kFd,
  kPid,
  kUid,
  kGid,
  kSignal,
  kTime,   // ns since 1970
  kFlags,  // names of bits, joined by '|'
  kName,   // one name of a set
  kText,   // from here on text slots
  kPath,
  kBytes,
  kStrings,  // each ends in NUL
  kSocket,   // batten_socket
};

constexpr bool has_slot(ParamKind kind) { return kind != ParamKind::kResult && kind != ParamKind::kResultFd; }
constexpr bool is_text(ParamKind kind) { return kind >= ParamKind::kText; }

struct Param {
  std::string_view name;  // "flags"; hidden ones are not part of evt.args
  ParamKind kind = ParamKind::kUnsigned;
  FlagSet names = FlagSet::kNone;  // of kFlags and kName
  bool hidden = false;
};

// What the event is about, as an index of params; -1: it has none. A relative path begins at its base, the directory that the call would
// begin at (current or of the descriptor); the kernel program leaves base away where the path is absolute.
struct EventRoles {
  std::int8_t fd = -1;    // descriptor
  std::int8_t path = -1;  // as the program gave it
  std::int8_t base = -1;
  std::int8_t real = -1;   // where the file really is: what the kernel resolved, in the view of the process's root directory; of two paths
                           // where the second is
  std::int8_t path2 = -1;  // the second of a rename or link
  std::int8_t base2 = -1;
  std::int8_t real_old = -1;  // of two paths where the first really was
  std::int8_t socket = -1;
  std::int8_t flags = -1;  // O_ flags
};

struct EventTypeInfo {
  EventType type = BATTEN_EVENT_TYPES;
  std::string_view name;  // as Falco's evt.type: "openat"
  std::span<const Param> params;
  EventRoles roles = {};
  std::uint8_t slots = 0;  // how many params have one
  bool for_rules = true;   // false: for attribution only
};

// All, in the order of their numbers.
std::span<const EventTypeInfo> all_event_types();
// nullptr: a number of a newer version.
const EventTypeInfo* event_type_info(std::uint16_t type);
// "openat"; none: no such. Falco's names of system calls that share one of ours ("umount2", "fchmodat2") are known.
std::optional<EventType> parse_event_type(std::string_view name);
// Index of a param, or -1.
int find_param(const EventTypeInfo& info, std::string_view name);
// The slot of params[index]; it has one.
unsigned slot_of(const EventTypeInfo& info, unsigned index);

}  // namespace batten::model
