// SPDX-License-Identifier: Apache-2.0
//
// Says when an output begins to fail, refuses alerts, or takes them again: once, not for each try.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "alert/lane.h"

namespace batten::watch {

class OutputReports {
 public:
  // What is to be told of outputs that are in this state now.
  std::vector<std::string> look(const std::vector<alert::LaneCounts>& outputs);
  // At the end: what was not delivered. `kept`: what waits is on disk and will be sent later.
  static std::vector<std::string> farewell(const std::vector<alert::LaneCounts>& outputs, bool kept);

 private:
  struct Known {
    bool failing = false;
    bool refuses = false;  // told already
    bool drops = false;
  };
  std::map<std::string, Known> known_;
};

}  // namespace batten::watch
