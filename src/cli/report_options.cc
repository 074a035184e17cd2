// SPDX-License-Identifier: Apache-2.0
#include "cli/report_options.h"

#include "version/scheme.h"

namespace batten::cli {

report::Options report_options(const Arguments& arguments, const Context& context) {
  report::Options out;
  out.width = context.width;
  out.color = context.color && !arguments.flag("output");
  out.show_all = arguments.flag("all");
  out.explain = arguments.value("explain");
  out.with_files = arguments.flag("files");
  out.order = version::order;
  return out;
}

}  // namespace batten::cli
