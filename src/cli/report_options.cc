// SPDX-License-Identifier: Apache-2.0
#include "cli/report_options.h"

#include "version/scheme.h"

namespace batten::cli {
namespace {

std::strong_ordering order(std::string_view scheme, std::string_view left, std::string_view right) {
  const version::Scheme* found = version::find_scheme(scheme);
  return found == nullptr ? std::strong_ordering::equal : found->compare(left, right);
}

}  // namespace

report::Options report_options(const Arguments& arguments, const Context& context) {
  report::Options out;
  out.width = context.width;
  out.color = context.color && !arguments.flag("output");
  out.show_all = arguments.flag("all");
  out.explain = arguments.value("explain");
  out.with_files = arguments.flag("files");
  out.order = order;
  return out;
}

}  // namespace batten::cli
