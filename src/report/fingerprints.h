// SPDX-License-Identifier: Apache-2.0
//
// By what a service knows a finding again when the image is built and scanned again: no version and no digest is in it.
#pragma once

#include <map>
#include <string>

#include "model/report.h"

namespace batten::report {

class Fingerprints {
 public:
  // 64 hexadecimal digits, other ones for each finding of the report; asked for in its order.
  std::string next(const model::Report& report, const model::Finding& finding);

 private:
  std::map<std::string, int> seen_;
};

}  // namespace batten::report
