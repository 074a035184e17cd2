// SPDX-License-Identifier: Apache-2.0
//
// Any template, over a small report.
#include "report/template.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "report/sample.h"

int template_fuzz(const std::uint8_t* data, std::size_t size);

int template_fuzz(const std::uint8_t* data, std::size_t size) {
  static const batten::model::Report kReport = batten::report::sample_report();
  auto parsed = batten::report::parse_template({reinterpret_cast<const char*>(data), size});
  if (!parsed) {
    if (!parsed.error().message.contains("line ") && size <= (1u << 20)) std::abort();
    return 0;
  }
  auto rendered = batten::report::render_template(*parsed, kReport, {});
  if (!rendered && !rendered.error().message.contains("line ")) std::abort();
  return 0;
}
