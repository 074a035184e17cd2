// SPDX-License-Identifier: Apache-2.0
//
// A known way out of a container: which versions of the engine, of a runtime or of the kernel have it, and what keeps a process in a
// container from using it all the same. The verdict joins both: a fixed version protects, and so does a filter that every running
// container really has.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checks/settings.h"
#include "model/host.h"

namespace batten::checks {

// What may block it, as bits. Each has to hold for the process itself, not only in the configuration.
using Blocks = std::uint8_t;
inline constexpr Blocks kBySeccomp = 1;         // the default profile refuses a call that it needs, without CAP_SYS_ADMIN
inline constexpr Blocks kByUserNamespace = 2;   // root of the container is nobody on the host
inline constexpr Blocks kBySecurityModule = 4;  // AppArmor or SELinux confine it

struct Escape {
  std::string_view component;               // of model::Engine::components, or "kernel"
  std::string_view introduced = {};         // first version that has it; empty: all before the fix
  std::span<const std::string_view> fixed;  // the fix of each release line, the newest last: all later lines have it
  Blocks blocked_by = 0;
  // Capabilities, as bits, with any of which seccomp holds nobody: without them a new user namespace would be needed first.
  std::uint64_t opened_by = 1ull << 21;  // CAP_SYS_ADMIN
  // Does it concern this host at all? "" when it does, else why not; null: always.
  std::string (*elsewhere)(const model::Host& host) = nullptr;
};

void judge_escape(const Escape& escape, const model::Host& host, Hits& hits);

template <const Escape& escape>
void check_escape(const model::Host& host, const Settings&, Hits& hits) {
  judge_escape(escape, host, hits);
}

// Numbers of "1.1.5+ds1", "1.0.0-rc93", "1.0.0~rc6+dfsg1-3"; a release comes after its candidates. None: no version.
struct ComponentVersion {
  std::uint32_t major = 0, minor = 0, patch = 0;
  std::uint32_t candidate = ~0u;

  auto operator<=>(const ComponentVersion&) const = default;
};
std::optional<ComponentVersion> component_version(std::string_view text);

enum class FixState : std::uint8_t {
  kFixed,
  kBefore,
  kNotFixed,
  kOtherLine
};  // other line: older than the newest fix, and none is known for it
FixState fix_state(const ComponentVersion& version, const Escape& escape);

}  // namespace batten::checks
