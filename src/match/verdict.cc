// SPDX-License-Identifier: Apache-2.0
#include "match/verdict.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "match/range.h"

namespace batten::match {
namespace {

using model::Advisory;
using model::State;

// "perl:5.30:8040020200..:..." -> "perl:5.30"
std::string_view module_stream(std::string_view label) {
  std::size_t first = label.find(':');
  if (first == std::string_view::npos) return label;
  return label.substr(0, label.find(':', first + 1));
}

RowVerdict verdict_of(const Advisory& row, const RangeVerdict& range) {
  RowVerdict out;
  out.row = &row;
  out.fixed_version = range.fixed;
  out.range = range.text;
  out.state = row.state;
  if (!range.fixed.empty()) out.state = State::kFixed;
  if (range.fixed.empty() && row.state == State::kFixed) out.state = State::kAffected;
  return out;
}

// The first row that has the installed version in its range.
std::optional<RowVerdict> judge_plain(std::span<const Advisory* const> rows, std::string_view installed, const version::Scheme& scheme) {
  std::optional<RowVerdict> out;
  for (const Advisory* row : rows) {
    if (row->state == State::kNotAffected) return std::nullopt;
    RangeVerdict range = check_ranges(scheme, installed, *row);
    if (!range.affected) continue;
    RowVerdict here = verdict_of(*row, range);
    if (!out || (here.state == State::kFixed && out->state != State::kFixed)) out = std::move(here);
  }
  return out;
}

std::optional<RowVerdict> judge_rpm(std::span<const Advisory* const> rows, std::string_view installed, const version::Scheme& scheme) {
  ReleaseLine own = rpm_release_line(installed);
  std::optional<RowVerdict> same_line, other_line, unfixed;
  for (const Advisory* row : rows) {
    if (row->state == State::kNotAffected) return std::nullopt;
    for (const model::VersionRange& range : row->ranges) {
      if (range.fixed.empty()) continue;
      ReleaseLine line = rpm_release_line(range.fixed);
      bool reached = scheme.compare(installed, range.fixed) >= 0;
      if (reached && (line == own || line.minor <= own.minor)) return std::nullopt;
      if (reached) continue;
      std::optional<RowVerdict>& best = line == own ? same_line : other_line;
      if (!best || scheme.compare(range.fixed, best->fixed_version) < 0) {
        best = RowVerdict{row, State::kFixed, range.fixed, "< " + range.fixed, ""};
      }
    }
    bool open =
        row->ranges.empty() || std::any_of(row->ranges.begin(), row->ranges.end(), [](const auto& range) { return range.fixed.empty(); });
    if (open) {
      RangeVerdict range = check_ranges(scheme, installed, *row);
      if (range.affected && range.fixed.empty() && !unfixed) unfixed = verdict_of(*row, range);
    }
  }
  if (same_line) return same_line;
  if (other_line) return other_line;
  return unfixed;
}

}  // namespace

bool row_applies(const Advisory& row, const model::Package& package) {
  if (!row.arches.empty() && !package.arch.empty() && std::find(row.arches.begin(), row.arches.end(), package.arch) == row.arches.end())
    return false;
  if (package.type == "rpm") return module_stream(row.modularity) == module_stream(package.modularity);
  return true;
}

std::optional<RowVerdict> judge(std::span<const Advisory* const> base, std::span<const Advisory* const> pro, const model::Package& package,
                                std::string_view installed, const Channel& channel, const version::Scheme& scheme) {
  if (channel.package_type == "rpm") return judge_rpm(base, installed, scheme);
  bool esm_build = installed.find("esm") != std::string_view::npos || package.version.find("esm") != std::string::npos;
  if (pro.empty()) return judge_plain(base, installed, scheme);
  std::optional<RowVerdict> with_pro = judge_plain(pro, installed, scheme);
  if (esm_build) return with_pro;
  std::optional<RowVerdict> without = judge_plain(base, installed, scheme);
  if (without && without->state == State::kFixed) return without;
  if (!base.empty() && !without) return std::nullopt;
  if (!with_pro) return without;
  // Vulnerable, and only Ubuntu Pro has (or will have) the fix.
  RowVerdict out = without ? *without : *with_pro;
  if (!with_pro->fixed_version.empty()) out.note = format("fixed in {} with Ubuntu Pro (ESM) only", with_pro->fixed_version);
  out.state = without ? without->state : State::kAffected;
  out.fixed_version.clear();
  return out;
}

}  // namespace batten::match
