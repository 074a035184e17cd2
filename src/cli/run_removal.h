// SPDX-License-Identifier: Apache-2.0
//
// The exit status of a container that the engine removes by itself (--rm): afterwards it can't be asked for, so that somebody has to wait
// for it from before the start on.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace batten::cli {

class Removal {
 public:
  // Waits in a thread of its own. Comes back once the engine has begun to wait, or has not done so for two seconds.
  Removal(const std::string& engine, const std::string& id);

  // None: the container was not removed within that time, or the engine did not tell. The thread then still goes on: end by _exit.
  std::optional<int> status(std::chrono::milliseconds patience);
  bool is_over() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace batten::cli
