// SPDX-License-Identifier: Apache-2.0
#include "base/toml_bounds.h"

#include <algorithm>
#include <vector>

#include "base/format.h"

namespace batten::toml {
namespace {

// Comparisons of pointers that tables may be looked for with: about a second.
constexpr std::size_t kMaxSearch = 2'000'000'000;

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

// Where the string that begins at `at` ends. One that is not ended ends with its line, or the text: the parser stops there too.
std::size_t skip_string(std::string_view text, std::size_t at) {
  char quote = text[at];
  bool escapes = quote == '"';
  std::string_view three = escapes ? R"(""")" : "'''";
  bool lines = text.substr(at).starts_with(three);
  if (!lines && text.substr(at + 1).starts_with(quote)) return at + 2;
  for (at += lines ? 3 : 1; at < text.size(); ++at) {
    if (escapes && text[at] == '\\') {
      ++at;
    } else if (!lines && text[at] == '\n') {
      return at;
    } else if (!lines && text[at] == quote) {
      return at + 1;
    } else if (lines && text.substr(at).starts_with(three)) {
      // Up to two quotes before the closing three are text.
      std::size_t end = at + 3;
      while (end < at + 5 && end < text.size() && text[end] == quote) ++end;
      return end;
    }
  }
  return text.size();
}

// "line 3, column 7" of an offset.
std::string place(std::string_view text, std::size_t at) {
  std::string_view before = text.substr(0, at);
  return format("line {}, column {}", std::ranges::count(before, '\n') + 1, before.size() - (before.rfind('\n') + 1) + 1);
}

// Does a key follow the bracket or brackets of a table header? toml++ takes it for granted.
bool names_a_table(std::string_view text, std::size_t at) {
  at += text.substr(at).starts_with("[[") ? 2 : 1;
  at = text.find_first_not_of(" \t", at);
  return at != std::string_view::npos && (is_name(text[at]) || text[at] == '"' || text[at] == '\'');
}

struct Count {
  std::vector<std::size_t> open;  // dots of the keys before each open bracket
  std::size_t depth = 0;          // open brackets and their dots
  std::size_t dots = 0;           // of the key at hand, and of its number
  std::size_t all_dots = 0;
  std::size_t values = 0;
  std::size_t searched = 0;  // headers and dotted keys
  bool line_begins = true;   // nothing but blanks since the last key and value

  void take(char c) {
    if (c == '.') {
      ++dots;
      ++all_dots;
    } else if (c == '=') {
      ++values;
      if (dots > 0) ++searched;
    } else if (c == ',') {
      ++values;
      dots = 0;
    } else if (c == '[' || c == '{') {
      if (line_begins) ++searched;
      open.push_back(dots);
      depth += dots + 1;
      dots = 0;
    } else if ((c == ']' || c == '}') && !open.empty()) {
      dots = open.back();
      depth -= dots + 1;
      open.pop_back();
    } else if (c == '\n' && open.empty()) {
      dots = 0;
    }
    if (c == '\n') {
      line_begins = open.empty();
    } else if (c != ' ' && c != '\t') {
      line_begins = false;
    }
  }
};

}  // namespace

Result<void> check_bounds(std::string_view text, Limits limits) {
  Count count;
  for (std::size_t at = 0; at < text.size();) {
    char c = text[at];
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '"' || c == '\'') {
      at = skip_string(text, at);
      count.line_begins = false;
      continue;
    }
    if (c == '[' && count.line_begins && !names_a_table(text, at)) {
      return Error{Code::kCorrupt, format("not TOML: {}: a table header without name", place(text, at))};
    }
    count.take(c);
    ++at;
    auto limit = [&](std::string_view what) { return Error{Code::kLimit, format("TOML: {}: {}", place(text, at - 1), what)}; };
    if (count.depth + count.dots > limits.max_depth) return limit(format("nested deeper than {}", limits.max_depth));
    if (count.values > limits.max_values) return limit(format("more than {} values", limits.max_values));
    if (count.searched > 0 && count.all_dots + count.searched > kMaxSearch / count.searched) return limit("too many tables");
  }
  return {};
}

}  // namespace batten::toml
