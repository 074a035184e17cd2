// SPDX-License-Identifier: Apache-2.0
//
// What must hold of an event, or no loaded rule can match it. Made from the rules, understood by the kernel programs. It is necessary,
// never sufficient: what it can't express is left out, and a kernel that understands less of it lets more events through.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/event_types.h"

namespace batten::model {

// Of a path as the program gave it or as the kernel resolved it: either may hold. The first is meant as rules see it, joined to its
// directory and with "." and ".." and doubled slashes worked out as text: who can't do that lets paths pass that need it. Also one that
// could not be read passes.
struct PathTest {
  enum class Kind : std::uint8_t {
    kExact,
    kPrefix,  // bytes, not whole components: "/etc/pass"
    kSuffix,
    kContains,  // anywhere
    kName,      // the last component is this
  };
  Kind kind = Kind::kPrefix;
  std::string text;

  bool operator==(const PathTest&) const = default;
};

// All that is said must hold.
struct EventClause {
  enum class Where : std::uint8_t { kAnywhere, kContainer, kHost };
  enum class Outcome : std::uint8_t { kAny, kSuccess, kFailure };
  enum class Access : std::uint8_t {
    kAny,
    kRead,
    kWrite,
    kExecute
  };  // of an open: O_RDONLY or O_RDWR, O_WRONLY or O_RDWR, created with an x bit
  Where where = Where::kAnywhere;   // whose container is not known yet passes
  Outcome outcome = Outcome::kAny;  // success: the result is 0 or more
  Access access = Access::kAny;
  std::uint64_t any_flags = 0;               // of roles.flags: one of these bits at least; 0: not asked
  std::vector<PathTest> paths = {};          // one of them, for path or path2; empty: not asked
  std::vector<std::string> comms = {};       // the comm of the thread, or of its process' first thread, is one of these; empty: not asked
  std::vector<std::uint16_t> ports = {};     // one side's port is one of these; empty: not asked
  std::vector<std::uint16_t> families = {};  // of its socket; empty: not asked
  // The first kName param (ptrace request, bpf command, capability) is one of these; empty: not asked.
  std::vector<std::int64_t> numbers = {};

  bool operator==(const EventClause&) const = default;
};

struct EventFilter {
  bool wanted = false;               // by any rule
  std::vector<EventClause> any;      // one of them must hold; empty: all events of the type
  std::vector<std::uint32_t> rules;  // numbers of the rules that see it, for the count of those that a drop may have blinded
  bool urgent = false;               // a rule of priority error or above sees it

  bool operator==(const EventFilter&) const = default;
};

struct Prefilter {
  std::array<EventFilter, BATTEN_EVENT_TYPES> types;
  bool needs_environment = false;  // proc.env is read
  bool needs_data = false;         // evt.buffer, evt.arg.data
  // Not of the kernel, but beside the event: batten.image.*; batten.proc.package, batten.file.package.
  bool needs_image_facts = false, needs_packages = false;

  bool operator==(const Prefilter&) const = default;
};

}  // namespace batten::model
