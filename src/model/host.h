// SPDX-License-Identifier: Apache-2.0
//
// What an audit knows of this host and its container engine: plain values, gathered before anything is judged.
#pragma once

#include <string>
#include <vector>

namespace batten::model {

struct Host {
  std::string name;
};

}  // namespace batten::model
