// SPDX-License-Identifier: Apache-2.0
#include "rules/output_check.h"

#include <algorithm>

#include "base/format.h"
#include "rules/check_reader.h"

namespace batten::rules {
namespace {

constexpr std::string_view kDigits = "0123456789";

// "%fd.name.": a name ends where there is no field of the longer one.
bool shorten(Operand& operand, ConditionCheck& fields) {
  if (operand.kind != Operand::Kind::kField || operand.has_argument) return false;
  std::string_view name = operand.text;
  while (fields.field(name) == nullptr) {
    std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) return false;
    name = name.substr(0, dot);
  }
  bool shorter = name.size() < operand.text.size();
  operand.text = std::string(name);
  return shorter;
}

}  // namespace

std::vector<CheckFinding> check_output(const PlacedText& output, ConditionCheck& fields) {
  std::vector<CheckFinding> out;
  std::string_view text = output.text();
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at)) {
    std::size_t begin = at++;
    if (at < text.size() && text[at] == '%') {
      ++at;
      continue;
    }
    at = std::min(text.find_first_not_of(kDigits, at), text.size());
    CheckReader reader(output, at);
    Operand operand = reader.read_field_or_transformer();
    if (reader.fault()) {
      out.push_back({.code = DiagnosticCode::kErrCompileOutput,
                     .spot = output.spot(begin),
                     .length = 1,
                     .message = format("what stands behind this '%' is no field: {}; write %% for a '%'", reader.fault()->message)});
      continue;
    }
    at = shorten(operand, fields) ? at + operand.text.size() : reader.at();
    for (CheckFinding& finding : fields.check(operand)) {
      if (is_error(finding.code)) finding.code = DiagnosticCode::kErrCompileOutput;
      out.push_back(std::move(finding));
    }
  }
  return out;
}

}  // namespace batten::rules
