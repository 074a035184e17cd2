// SPDX-License-Identifier: Apache-2.0
#include "update/history_table.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::update {
namespace {

constexpr std::size_t kIndent = 10, kNamesShown = 8;

// Words over several lines, those after the first indented.
void wrap(std::string& out, std::string_view text, int width) {
  const auto room = static_cast<std::size_t>(std::max(width, 40));
  std::size_t column = kIndent;
  out.append(kIndent, ' ');
  bool first = true;
  for (std::string_view word : base::words(text)) {
    const std::size_t wide = base::display_width(word);
    if (!first && column + 1 + wide > room) {
      out += '\n';
      out.append(kIndent, ' ');
      column = kIndent;
      first = true;
    }
    if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += wide;
    first = false;
  }
  out += '\n';
}

// "registry.example/app:1.2@sha256:0123456789ab"
std::string shortened(const std::string& image) {
  const std::size_t at = image.find("@sha256:");
  return base::printable(at == std::string::npos ? image : image.substr(0, std::min(image.size(), at + 20)));
}

std::string some_of(const std::vector<std::string>& names) {
  std::vector<std::string> shown(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kNamesShown)));
  for (std::string& name : shown) name = base::printable(name);
  if (names.size() > kNamesShown) shown.push_back(format("{} more", names.size() - kNamesShown));
  return base::join(shown, ", ");
}

std::string short_digest(std::string_view digest) { return digest.empty() ? "?" : base::printable(digest.substr(0, 19)); }

std::string built_text(const HistoryEntry& entry) {
  if (entry.base.empty()) return "built here";
  if (entry.base_from == entry.base_to) return format("built here from {} {}", base::printable(entry.base), short_digest(entry.base_to));
  return format("built here from {} {} -> {}", base::printable(entry.base), short_digest(entry.base_from), short_digest(entry.base_to));
}

}  // namespace

std::string history_words(const HistoryEntry& entry) {
  return base::printable(format("{}: {}: {}", entry.subject, outcome_name(entry.outcome), entry.result));
}

std::string history_table(const std::vector<HistoryEntry>& entries, int width) {
  std::string out;
  for (const HistoryEntry& entry : entries) {
    out += format("{}  {}: {}\n", base::format_time(entry.at), base::printable(entry.subject), outcome_name(entry.outcome));
    wrap(out, format("{} -> {}", shortened(entry.from), shortened(entry.to)), width);
    wrap(out, base::printable(entry.result), width);
    if (!entry.why.empty()) wrap(out, "why: " + base::printable(entry.why), width);
    const char* would = entry.outcome == Outcome::kKept ? "" : "would have ";
    if (!entry.removed.empty()) wrap(out, format("{}removed: {}", would, some_of(entry.removed)), width);
    if (!entry.brought.empty()) wrap(out, format("{}brought: {}", would, some_of(entry.brought)), width);
    if (entry.built) wrap(out, built_text(entry), width);
    std::string by = "by " + base::printable(entry.who);
    if (entry.gap_seconds > 0) by += format(", {:.1f} s without an answer", entry.gap_seconds);
    by += entry.verified_by.empty() ? ", signature not verified" : ", signed by " + base::printable(entry.verified_by);
    wrap(out, by, width);
  }
  if (entries.empty()) out = "no update was made yet\n";
  return out;
}

std::string history_json(const std::vector<HistoryEntry>& entries) {
  std::string out = "[";
  for (const HistoryEntry& entry : entries) out += (out.size() == 1 ? "\n  " : ",\n  ") + history_line(entry);
  return out + (entries.empty() ? "]\n" : "\n]\n");
}

}  // namespace batten::update
