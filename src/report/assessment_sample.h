// SPDX-License-Identifier: Apache-2.0
//
// An assessment with a bit of everything, for the examples of formats.
#pragma once

#include "model/assessment.h"

namespace batten::report {

model::Assessment sample_assessment();

}  // namespace batten::report
