// SPDX-License-Identifier: Apache-2.0
#include "report/markdown_text.h"

#include <algorithm>

#include "report/columns.h"
#include "report/style.h"

namespace batten::report {

std::string markdown_text(std::string_view raw) {
  std::string text = on_terminal(one_line(raw)), out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    // GitHub makes links of these in what Markdown gives; a comment between keeps them apart.
    bool starts_link = c == '@' || c == '#' || (c == ':' && text.compare(i, 3, "://") == 0) || (c == '.' && out.ends_with("www"));
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (std::string_view("\\`*_{}[]()#+-!|~$").contains(c)) {
      out.push_back('\\');
      out.push_back(c);
    } else {
      out.push_back(c);
    }
    if (starts_link) out += "<!-- -->";
  }
  return out;
}

std::string markdown_code(std::string_view raw) {
  std::string text = on_terminal(one_line(raw));
  if (text.empty()) return "";
  std::size_t longest = 0, run = 0;
  for (char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string fence(longest + 1, '`'), shown;
  // Within a table a bar ends the cell even in code, and a backslash before it is taken away again.
  for (char c : text) shown += c == '|' ? "\\|" : std::string(1, c);
  bool spaced = shown.starts_with('`') || shown.ends_with('`');
  return fence + (spaced ? " " + shown + " " : shown) + fence;
}

std::string markdown_link(std::string_view label, std::string_view address) {
  return "[" + std::string(label) + "](<" + std::string(address) + ">)";
}

}  // namespace batten::report
