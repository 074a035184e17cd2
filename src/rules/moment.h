// SPDX-License-Identifier: Apache-2.0
//
// What a rule looks at: one event and what is known around it at that time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::rules {

// Questions whose answers cost something and are only asked when a rule asks; the monitor answers them, tests have a table. Answers live
// until the next event.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  // By the passwd and group of the container, of the host where it is null. None: no such.
  virtual std::optional<std::string_view> user_name(const model::RunningContainer* container, std::uint32_t uid) = 0;
  virtual std::optional<std::string_view> group_name(const model::RunningContainer* container, std::uint32_t gid) = 0;
  virtual std::optional<std::string_view> user_home(const model::RunningContainer* container, std::uint32_t uid) = 0;
  virtual std::optional<std::string_view> user_shell(const model::RunningContainer* container, std::uint32_t uid) = 0;
  // Whether a domain name stands for that address now (4 or 16 bytes); answers from what was resolved before, never waits.
  virtual bool name_has_address(std::string_view name, std::string_view address) = 0;
  // The package that a file of the container's image belongs to; empty: of none; none: not known (yet).
  virtual std::optional<std::string_view> package_of(const model::RunningContainer* container, std::string_view path) = 0;
  virtual std::string_view hostname() = 0;
};

struct Moment {
  const model::Event* event = nullptr;                 // never null
  const model::Process* process = nullptr;             // never null; one that says known = false when nothing is
  const model::RunningContainer* container = nullptr;  // null: the host
  Surroundings* surroundings = nullptr;                // never null
  std::uint64_t time_ns = 0;                           // of the event, since 1970 UTC
  std::uint64_t number = 0;                            // counts the events of this run
  std::uint64_t clauses = ~std::uint64_t{0};           // of the rules' pre-filter that it may meet, by bits
};

}  // namespace batten::rules
