// SPDX-License-Identifier: Apache-2.0
#include "report/github_command.h"

#include "base/format.h"
#include "base/text.h"
#include "report/style.h"

namespace batten::report {
namespace {

constexpr std::size_t kMaxText = 2000;

// Line by line, since printable() makes question marks of their ends.
std::string printed(std::string_view raw) {
  std::string out;
  for (std::string_view line : base::split(raw, '\n')) out += (out.empty() ? "" : "\n") + base::printable(line);
  return out;
}

// A command ends at the end of the line, a property at a comma, and percent signs escape.
std::string escaped(std::string_view raw, bool property) {
  std::string out;
  for (char c : printed(beginning(raw, kMaxText))) {
    bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? format("%{:02X}", static_cast<unsigned>(c)) : std::string(1, c);
  }
  return out;
}

}  // namespace

std::string github_command(std::string_view name, std::string_view file, const model::Place& place, std::string_view title,
                           std::string_view message) {
  std::string out = "::" + std::string(name) + " ";
  if (!file.empty()) out += "file=" + escaped(file, true) + ",";
  if (!file.empty() && place) out += format("line={},col={},", place.line, place.column);
  return out + "title=" + escaped(title, true) + "::" + escaped(message, false) + "\n";
}

}  // namespace batten::report
