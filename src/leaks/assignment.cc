// SPDX-License-Identifier: Apache-2.0
#include "leaks/assignment.h"

#include <algorithm>

#include "base/text.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kMaxName = 96;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '$';
}
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

// Is the end of text inside a quoted text?
bool ends_in_string(std::string_view text) {
  char open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (open == 0 && is_quote(text[i])) {
      open = text[i];
    } else if (text[i] == open) {
      open = 0;
    }
  }
  return open != 0;
}

// Ends in a bracket and a quote, with no function's name before.
bool is_of_a_tuple(std::string_view ahead) {
  while (!ahead.empty() && (is_quote(ahead.back()) || ahead.back() == ' ')) ahead.remove_suffix(1);
  if (ahead.empty() || !std::string_view("([{").contains(ahead.back())) return false;
  ahead.remove_suffix(1);
  return ahead.empty() || !is_name(ahead.back());
}

bool begins_line(std::string_view before) {
  before = base::trim(before);
  for (std::string_view word :
       {"export", "set", "declare -x", "ENV", "ARG", "env", "-", "- \"", "- '", "\"", "'", "Environment=", "Environment=\"", "setenv"}) {
    if (before == word) return true;
  }
  return before.empty() || before.starts_with("ENV ") || before == "#" || before == "//" || before == "--" || before == "*" ||
         before.ends_with(" -e") || before.ends_with("--env");
}

}  // namespace

Assignment read_assignment(const Candidate& candidate) {
  Assignment out;
  out.value = candidate.secret;
  out.near = candidate.near;
  // All of these are views into one text.
  const char* const begin = candidate.match.data();
  const char* const value = candidate.secret.data();
  const bool same_line = candidate.line.data() <= begin;
  std::size_t back = same_line ? static_cast<std::size_t>(begin - candidate.line.data()) : 0;
  const std::string_view before(begin - back, back);
  std::size_t name_back = 0;
  while (name_back < std::min(back, kMaxName) && is_name(before[back - name_back - 1])) ++name_back;
  std::size_t name_size = 0;
  const std::string_view between(begin, static_cast<std::size_t>(value - begin));
  while (name_size < between.size() && is_name(between[name_size])) ++name_size;
  while (name_size > 0 && (between[name_size - 1] == '.' || between[name_size - 1] == '-')) --name_size;
  out.name = std::string_view(begin - name_back, name_back + name_size);
  out.means = read_secret_name(out.name);
  const std::string_view separator = between.substr(name_size);
  const std::string_view ahead = before.substr(0, back - name_back);
  // A type ("AWS::IAM::AccessKey"); a function's name ("should_pass('x')").
  // "PASS: gas/all/struct": the result of a test.
  if (out.name == "PASS" && separator.starts_with(": ") && !is_quote(separator.back())) out.means = {};
  if (ahead.ends_with("::") || (separator.starts_with('(') && out.name.ends_with("pass"))) out.means = {};
  out.quoted = !separator.empty() && is_quote(separator.back());
  out.formatted = out.quoted && separator.size() > 1 && (separator[separator.size() - 2] == 'f' || separator[separator.size() - 2] == '$');
  out.in_string = !out.quoted && separator == "=" && ends_in_string(ahead);
  out.in_list = separator.contains(',');
  out.in_mapping = separator.starts_with(':') && !out.quoted;
  out.in_tuple = separator.contains(',') && !separator.contains('\n') && is_of_a_tuple(ahead);
  const bool option = out.name.starts_with("--");
  out.in_shell_form = option || ((separator == "=" || separator == "=\"" || separator == "='") && begins_line(ahead));
  return out;
}

}  // namespace batten::leaks
