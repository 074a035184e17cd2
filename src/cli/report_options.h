// SPDX-License-Identifier: Apache-2.0
//
// How a report is to be written, from the options that its commands have in common: --output, --all, --explain, --files.
#pragma once

#include "cli/command.h"
#include "report/format.h"

namespace batten::cli {

report::Options report_options(const Arguments& arguments, const Context& context);

}  // namespace batten::cli
