// SPDX-License-Identifier: Apache-2.0
//
// The denial of drifted programs by a program of ours among the kernel's security modules.
#pragma once

#include "monitor/drift_denial.h"

namespace batten::monitor {

// As ExecDenial::open.
Result<std::unique_ptr<DriftDenial>> open_module_denial(DriftOptions options);

}  // namespace batten::monitor
