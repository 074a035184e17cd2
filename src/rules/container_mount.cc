// SPDX-License-Identifier: Apache-2.0
#include "rules/container_mount.h"

#include <string>

#include "rules/pattern.h"

namespace batten::rules {
namespace {

std::string text_of(const model::RunningMount& mount) {
  return mount.source + ":" + mount.target + ":" + mount.mode + ":" + (mount.writable ? "true" : "false") + ":" + mount.propagation;
}

}  // namespace

const model::RunningMount* find_mount(const model::RunningContainer& container, const FieldArgument& argument, bool by_source) {
  if (argument.number >= 0) {
    return static_cast<std::size_t>(argument.number) < container.mounts.size()
               ? &container.mounts[static_cast<std::size_t>(argument.number)]
               : nullptr;
  }
  for (const model::RunningMount& mount : container.mounts) {
    if (glob_matches(argument.text, by_source ? mount.source : mount.target, {.stops_at_slash = true})) return &mount;
  }
  return nullptr;
}

std::string_view mount_text(const model::RunningMount& mount, Scratch& scratch) { return scratch.copy(text_of(mount)); }

Value all_mounts_text(const model::RunningContainer& container, Scratch& scratch) {
  std::string out;
  for (const model::RunningMount& mount : container.mounts) out += (out.empty() ? "" : " ") + text_of(mount);
  return out.empty() ? Value::none() : Value::of_text(scratch.copy(out));
}

}  // namespace batten::rules
