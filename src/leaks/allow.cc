// SPDX-License-Identifier: Apache-2.0
#include "leaks/allow.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kMaxLine = 64 << 10;  // a longer one is no line that a comment is about

// The line that begins before offset, without its end; nothing when it is longer than kMaxLine. No more than that is looked at: a text of
// one long line may hold thousands of secrets.
std::optional<std::string_view> line_at(std::string_view text, std::size_t offset) {
  std::size_t first = offset - std::min(offset, kMaxLine + 1);
  std::size_t newline = text.substr(first, offset - first).rfind('\n');
  if (newline == std::string_view::npos && first > 0) return std::nullopt;
  std::string_view line = text.substr(newline == std::string_view::npos ? 0 : first + newline + 1);
  std::size_t length = line.substr(0, kMaxLine + 1).find('\n');
  if (length == std::string_view::npos && line.size() > kMaxLine) return std::nullopt;
  return line.substr(0, length);
}

std::string ours(std::string_view line, std::string_view secret, std::string_view kind) {
  constexpr std::string_view kMark = "batten:ignore ";
  std::size_t at = line.find(kMark);
  if (at == std::string_view::npos) return {};
  std::string_view rest = base::trim(line.substr(at + kMark.size()));
  std::size_t blank = std::min(rest.find_first_of(" \t"), rest.size());
  std::string_view reason = base::trim(rest.substr(blank));
  for (std::string_view end : {"*/", "-->"}) reason = base::trim(reason.substr(0, reason.find(end)));
  if (reason.contains(secret)) reason = {};
  for (std::string_view one : base::split(rest.substr(0, blank), ',')) {
    if (one == kind || one == "*") return reason.empty() ? "a comment, without a reason" : std::string(reason);
  }
  return {};
}

}  // namespace

std::string allowed_by(std::string_view text, std::size_t offset, std::size_t length, std::string_view kind) {
  std::string_view secret = text.substr(offset, length);
  std::optional<std::string_view> line = line_at(text, offset);
  if (!line) return {};
  if (std::string reason = ours(*line, secret, kind); !reason.empty()) return reason;
  for (std::string_view mark :
       {"gitleaks:allow", "betterleaks:allow", "trufflehog:ignore", "kingfisher:ignore", "pragma: allowlist secret"}) {
    if (line->contains(mark)) return "comment " + std::string(mark);
  }
  const auto begin = static_cast<std::size_t>(line->data() - text.data());
  if (begin == 0) return {};
  std::optional<std::string_view> before = line_at(text, begin - 1);
  if (!before) return {};
  // A line before that holds something else speaks of itself.
  std::string_view start = base::trim(*before);
  bool comment = start.starts_with('#') || start.starts_with("//") || start.starts_with("/*") || start.starts_with("<!--") ||
                 start.starts_with("--") || start.starts_with(';');
  return comment ? ours(*before, secret, kind) : std::string();
}

}  // namespace batten::leaks
