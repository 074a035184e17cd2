// SPDX-License-Identifier: Apache-2.0
#include "match/verdict.h"

#include <algorithm>

#include "base/format.h"
#include "match/range.h"
#include "match/rpm_verdict.h"

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

RowVerdict not_affected(const Advisory& row, std::string_view installed, std::string range) {
  return {.row = &row,
          .state = State::kNotAffected,
          .fixed_version = {},
          .range = std::move(range),
          .installed = installed,
          .note = row.state == State::kNotAffected ? "" : "the installed version is not among the affected ones"};
}

RowVerdict verdict_of(const Advisory& row, std::string_view installed, RangeVerdict range) {
  if (row.state == State::kNotAffected || !range.affected) return not_affected(row, installed, std::move(range.text));
  RowVerdict out{.row = &row,
                 .state = row.state,
                 .fixed_version = std::move(range.fixed),
                 .range = std::move(range.text),
                 .installed = installed,
                 .note = {}};
  if (!out.fixed_version.empty()) {
    out.state = State::kFixed;
  } else if (row.state == State::kFixed) {
    out.state = State::kAffected;
  }
  return out;
}

// Which of two rows about the same thing says more: an update that is still missing; then that nothing is wrong (a fix that is installed,
// or a build that never had it); then what the vendor thinks of an open one.
int weight(const RowVerdict& verdict) { return verdict.state == State::kFixed ? 2 : verdict.state == State::kNotAffected ? 1 : 0; }

std::optional<RowVerdict> judge_plain(RowSpan rows, std::string_view installed, const version::Scheme& scheme) {
  std::optional<RowVerdict> out;
  for (const Advisory* row : rows) {
    RowVerdict here = verdict_of(*row, installed, check_ranges(scheme, installed, *row));
    if (!out || weight(here) > weight(*out)) out = std::move(here);
  }
  return out;
}

std::string_view without_epoch(std::string_view evr) {
  std::size_t colon = evr.find(':');
  return colon == std::string_view::npos ? evr : evr.substr(colon + 1);
}

// A source package's file name has no epoch, and a missing one is not 0: then epochs are left out of the comparison.
RangeVerdict check_source_ranges(const version::Scheme& scheme, std::string_view installed, const Advisory& row) {
  Advisory plain;
  for (const model::VersionRange& range : row.ranges) {
    plain.ranges.push_back({.introduced = std::string(without_epoch(range.introduced)),
                            .fixed = std::string(without_epoch(range.fixed)),
                            .last_affected = std::string(without_epoch(range.last_affected))});
  }
  return check_ranges(scheme, installed, plain);
}

std::optional<RowVerdict> judge_every_fix(RowSpan rows, const model::Package& package, const version::Scheme& scheme) {
  std::optional<RowVerdict> out;
  for (const Advisory* row : rows) {
    bool of_source = row->by_source && !package.source_version.empty();
    std::string_view installed = of_source ? package.source_version : package.version;
    bool no_epoch = of_source && package.source_version != package.version && !installed.contains(':');
    RangeVerdict range = no_epoch ? check_source_ranges(scheme, installed, *row) : check_ranges(scheme, installed, *row);
    RowVerdict here = verdict_of(*row, installed, std::move(range));
    if (!out || weight(here) > weight(*out)) out = std::move(here);
  }
  return out;
}

// Oracle builds some packages also for Ksplice and for FIPS, under versions that say nothing about the plain build.
std::string_view flavour(std::string_view version) {
  if (version.contains(".ksplice")) return "ksplice";
  if (version.contains("_fips")) return "fips";
  return {};
}

bool found(const std::optional<RowVerdict>& verdict) { return verdict && verdict->state != State::kNotAffected; }

std::optional<RowVerdict> judge_ubuntu(RowSpan base, RowSpan pro, std::string_view installed, const version::Scheme& scheme) {
  if (pro.empty()) return judge_plain(base, installed, scheme);
  std::optional<RowVerdict> with_pro = judge_plain(pro, installed, scheme);
  if (installed.find("esm") != std::string_view::npos) return with_pro;
  std::optional<RowVerdict> without = judge_plain(base, installed, scheme);
  if (without && (!found(without) || without->state == State::kFixed)) return without;
  if (!found(with_pro)) return without ? without : with_pro;
  // Vulnerable, and only Ubuntu Pro has (or will have) the fix.
  RowVerdict out = without ? *without : *with_pro;
  if (!with_pro->fixed_version.empty()) out.note = format("fixed in {} with Ubuntu Pro (ESM) only", with_pro->fixed_version);
  if (out.state == State::kFixed) out.state = State::kAffected;
  out.fixed_version.clear();
  return out;
}

}  // namespace

bool row_applies(const Advisory& row, const model::Package& package) {
  bool any_arch = row.arches.empty() || package.arch.empty() || package.arch == "noarch" || package.arch == "all";
  if (!any_arch && std::find(row.arches.begin(), row.arches.end(), package.arch) == row.arches.end()) return false;
  if (package.type != "rpm") return true;
  bool other_flavour = std::any_of(row.ranges.begin(), row.ranges.end(), [&](const model::VersionRange& range) {
    return !range.fixed.empty() && flavour(range.fixed) != flavour(package.version);
  });
  if (other_flavour) return false;
  if (row.modularity == "*") return !package.modularity.empty();
  return module_stream(row.modularity) == module_stream(package.modularity);
}

std::optional<RowVerdict> judge(RowSpan base, RowSpan pro, const model::Package& package, const Channel& channel,
                                const version::Scheme& scheme) {
  if (channel.every_fix) return judge_every_fix(base, package, scheme);
  if (channel.package_type == "rpm") return judge_rpm(base, package, channel.minor, scheme);
  std::string_view installed = package.source_version.empty() ? package.version : package.source_version;
  return judge_ubuntu(base, pro, installed, scheme);
}

}  // namespace batten::match
