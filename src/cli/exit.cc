// SPDX-License-Identifier: Apache-2.0
//
// The one place where errors become exit statuses.
#include "cli/command.h"

namespace batten::cli {

int exit_status(const Error& error) {
  switch (error.code) {
    case Code::kInvalidArgument: return kExitUsage;
    case Code::kNotFound:
    case Code::kDenied:
    case Code::kUnavailable:
    case Code::kTimeout:
    case Code::kCorrupt:
    case Code::kLimit:
    case Code::kUnsupported:
    case Code::kConflict:
    case Code::kInternal: break;
  }
  return kExitFailed;
}

}  // namespace batten::cli
