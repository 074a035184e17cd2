// SPDX-License-Identifier: Apache-2.0
//
// What long work reports while it runs. Work calls; somebody else decides whether a person sees it:
// a bar on a terminal, lines in a log, or nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace batten::base {

// Thread-safe. A task is one named piece of work ("layer 3/11", "feed debian").
class Progress {
 public:
  virtual ~Progress() = default;
  // total 0: not known. Bytes unless the unit says otherwise.
  virtual void update(std::string_view task, std::uint64_t done, std::uint64_t total) = 0;
  virtual void finish(std::string_view task) = 0;
  // Shown once, above the bars.
  virtual void message(std::string_view text) = 0;
};

// Shows nothing.
Progress& silent_progress();
// Bars on standard error when that is a terminal and the work lasts more than a second; else only messages.
std::unique_ptr<Progress> terminal_progress();

}  // namespace batten::base
