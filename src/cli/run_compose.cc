// SPDX-License-Identifier: Apache-2.0
#include "cli/run_compose.h"

namespace batten::cli {

Result<int> run_compose(std::span<const std::string>) { return Error{Code::kUnsupported, "not yet"}; }

}  // namespace batten::cli
