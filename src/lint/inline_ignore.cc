// SPDX-License-Identifier: Apache-2.0
#include "lint/inline_ignore.h"

#include <algorithm>

#include "base/text.h"

namespace batten::lint {
namespace {

constexpr std::size_t kMaxIgnores = 10'000;

std::vector<std::string> ids_of(std::string_view list) {
  std::vector<std::string> out;
  for (std::string_view part : base::split(list, ',')) {
    part = base::trim(part);
    if (!part.empty()) out.emplace_back(part);
  }
  return out;
}

// The comment of ours or hadolint's that a line holds, if any; where it begins is given.
bool parse_comment(std::string_view line, InlineIgnore& out, std::size_t& at) {
  at = line.find("# batten:ignore");
  if (at != std::string_view::npos) {
    std::string_view rest = line.substr(at + 15);
    if (rest.starts_with("-file")) {
      out.whole_file = true;
      rest.remove_prefix(5);
    }
    rest = base::trim(rest);
    std::size_t blank = std::min(rest.find_first_of(" \t"), rest.size());
    out.checks = ids_of(rest.substr(0, blank));
    out.reason = base::trim(rest.substr(blank));
    return !out.checks.empty();
  }
  at = line.find("# hadolint ");
  if (at == std::string_view::npos) return false;
  std::string_view rest = base::trim(line.substr(at + 11));
  if (rest.starts_with("global ")) {
    out.whole_file = true;
    rest = base::trim(rest.substr(7));
  }
  if (!rest.starts_with("ignore=")) return false;
  rest.remove_prefix(7);
  std::size_t blank = std::min(rest.find_first_of(" \t#"), rest.size());
  out.checks = ids_of(rest.substr(0, blank));
  out.reason = base::trim(rest.substr(std::min(rest.size(), rest.find_first_not_of("# \t", blank))));
  return !out.checks.empty();
}

}  // namespace

std::vector<InlineIgnore> inline_ignores(std::string_view text) {
  std::vector<InlineIgnore> out;
  if (!text.contains("batten:ignore") && !text.contains("hadolint ")) return out;
  std::uint32_t number = 0;
  std::size_t waiting = 0;  // comments at the end of out that wait for their line
  base::each_line(text, [&](std::string_view line) {
    ++number;
    std::string_view trimmed = base::trim(line);
    InlineIgnore ignore{.checks = {}, .reason = {}, .comment_line = number};
    std::size_t at = 0;
    bool is_comment = trimmed.starts_with('#');
    if (out.size() < kMaxIgnores && parse_comment(line, ignore, at)) {
      bool alone = base::trim(line.substr(0, at)).empty();
      if (!alone) ignore.line = number;
      if (alone && !ignore.whole_file) ++waiting;
      out.push_back(std::move(ignore));
      if (alone) return;
    }
    if (is_comment || trimmed.empty()) return;
    for (std::size_t i = out.size(); i-- > 0 && waiting > 0;) {
      if (out[i].line != 0 || out[i].whole_file) continue;
      out[i].line = number;
      --waiting;
    }
    waiting = 0;
  });
  return out;
}

bool names_check(std::string_view name, const model::CheckInfo& check) {
  if (name == check.id) return true;
  std::string wanted = base::lower(name);
  return std::ranges::any_of(check.references, [&](std::string_view reference) {
    std::string text = base::lower(reference);
    // "hadolint DL3002", "CIS Docker 1.6: 4.1" as CIS-4.1, "Dockle CIS-DI-0001".
    if (text.ends_with(" " + wanted)) return true;
    return wanted.starts_with("cis-") && text.starts_with("cis ") && text.ends_with(": " + wanted.substr(4));
  });
}

}  // namespace batten::lint
