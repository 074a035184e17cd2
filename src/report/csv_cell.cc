// SPDX-License-Identifier: Apache-2.0
#include "report/csv_cell.h"

#include <algorithm>
#include <iterator>

#include "report/columns.h"
#include "report/style.h"

namespace batten::report {
namespace {

constexpr std::size_t kMaxCell = 2000;  // a spreadsheet's cell holds 32,767 characters

// Also the wide forms of the signs, which some spreadsheets take for the plain ones.
bool looks_like_a_formula(std::string_view text) {
  constexpr std::string_view kStarts[] = {"=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
  return std::any_of(std::begin(kStarts), std::end(kStarts), [&](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

std::string csv_cell(std::string_view raw) {
  std::string text = on_terminal(one_line(beginning(raw, kMaxCell)));
  if (looks_like_a_formula(text)) text.insert(0, 1, '\'');
  if (text.find_first_of("\",;\t'") == std::string::npos && !text.starts_with(' ')) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace batten::report
