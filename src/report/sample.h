// SPDX-License-Identifier: Apache-2.0
//
// A small report for the examples and tests of formats, with texts as a hostile image would have them.
#pragma once

#include "model/report.h"

namespace batten::report {

model::Report sample_report();

}  // namespace batten::report
