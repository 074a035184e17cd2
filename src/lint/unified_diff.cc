// SPDX-License-Identifier: Apache-2.0
//
// The longest common subsequence of lines behind a common beginning and end, by the table of the textbook: manifests are short, and what is
// longer than the table may be is shown as one block.
#include <algorithm>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "lint/fix.h"

namespace batten::lint {
namespace {

constexpr std::size_t kMaxTable = 4'000'000, kContext = 3;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    end = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

struct Line {
  char mark;  // ' ', '-', '+'
  std::string_view text;
};

std::vector<Line> middle(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<Line> out;
  if (a.size() * b.size() > kMaxTable) {
    for (std::string_view line : a) out.push_back({'-', line});
    for (std::string_view line : b) out.push_back({'+', line});
    return out;
  }
  // common[i][j]: length for a from i on and b from j on.
  std::size_t width = b.size() + 1;
  std::vector<std::uint32_t> common((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;)
      common[i * width + j] =
          a[i] == b[j] ? common[(i + 1) * width + j + 1] + 1 : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
  }
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      out.push_back({' ', a[i]});
      ++i;
      ++j;
    } else if (i < a.size() && (j == b.size() || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      out.push_back({'-', a[i++]});
    } else {
      out.push_back({'+', b[j++]});
    }
  }
  return out;
}

void write_hunk(const std::vector<Line>& lines, std::size_t begin, std::size_t end, std::string& out) {
  std::size_t old_line = 1, new_line = 1, old_count = 0, new_count = 0;
  for (std::size_t i = 0; i < end; ++i) {
    bool in = i >= begin;
    if (lines[i].mark != '+') ++(in ? old_count : old_line);
    if (lines[i].mark != '-') ++(in ? new_count : new_line);
  }
  out += format("@@ -{},{} +{},{} @@\n", old_count == 0 ? old_line - 1 : old_line, old_count, new_count == 0 ? new_line - 1 : new_line,
                new_count);
  for (std::size_t i = begin; i < end; ++i) {
    out.push_back(lines[i].mark);
    out += lines[i].text;
    if (!lines[i].text.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  std::vector<std::string_view> a = lines_of(before), b = lines_of(after);
  std::size_t head = 0, tail = 0;
  while (head < std::min(a.size(), b.size()) && a[head] == b[head]) ++head;
  while (tail < std::min(a.size(), b.size()) - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < head; ++i) lines.push_back({' ', a[i]});
  std::vector<std::string_view> a_middle(a.begin() + static_cast<std::ptrdiff_t>(head), a.end() - static_cast<std::ptrdiff_t>(tail));
  std::vector<std::string_view> b_middle(b.begin() + static_cast<std::ptrdiff_t>(head), b.end() - static_cast<std::ptrdiff_t>(tail));
  for (const Line& line : middle(a_middle, b_middle)) lines.push_back(line);
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) lines.push_back({' ', a[i]});

  std::string out = format("--- {}\n+++ {}\n", path, path);
  for (std::size_t at = 0; at < lines.size();) {
    if (lines[at].mark == ' ') {
      ++at;
      continue;
    }
    // A hunk goes on while less than twice the context lies between changes.
    std::size_t begin = at - std::min(at, kContext), last = at;
    for (std::size_t i = at; i < lines.size() && i <= last + 2 * kContext; ++i) {
      if (lines[i].mark != ' ') last = i;
    }
    std::size_t end = std::min(lines.size(), last + 1 + kContext);
    write_hunk(lines, begin, end, out);
    at = end;
  }
  return out;
}

}  // namespace batten::lint
