// SPDX-License-Identifier: Apache-2.0
//
// A report by a template of the user's (docs/FORMATS.md, "Templates"): over the same document as the format json.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "report/format.h"
#include "report/template_syntax.h"

namespace batten::report {

struct TemplateLimits {
  std::size_t max_output = 64u << 20;
  std::size_t max_steps = 10'000'000;  // nodes, expressions and rounds of loops
};

// limit when what comes out, or the work for it, is too large.
Result<std::string> render_template(const Template& wanted, const model::Report& report, const Options& options);

// The same over any JSON object.
Result<std::string> render_template(const Template& wanted, std::string_view document, TemplateLimits limits = {});

}  // namespace batten::report
