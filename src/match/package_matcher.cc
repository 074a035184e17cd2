// SPDX-License-Identifier: Apache-2.0
#include "match/package_matcher.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>

#include "base/format.h"
#include "match/describe.h"
#include "match/merge.h"
#include "match/origin.h"
#include "match/programs.h"
#include "match/reach.h"
#include "match/verdict.h"
#include "model/lookup_name.h"

namespace batten::match {
namespace {

using model::Advisory;
using model::Finding;
using model::Package;

// Below this a second thread costs more than it saves.
constexpr std::size_t kJobsForTwo = 300, kPiece = 16;

class PackageMatcher {
 public:
  PackageMatcher(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options)
      : inventory_(inventory), lookup_(lookup), options_(options) {}

  // Takes pieces of the work until there is none left.
  Result<void> work(std::span<const PackageJob> jobs, std::atomic<std::size_t>& next) {
    for (std::size_t at = next.fetch_add(kPiece); at < jobs.size(); at = next.fetch_add(kPiece)) {
      for (const PackageJob& job : jobs.subspan(at, std::min(kPiece, jobs.size() - at))) TRY(match(job));
    }
    return {};
  }
  std::deque<Finding> take() { return std::move(findings_); }

 private:
  Result<void> match(const PackageJob& job) {
    const Channel& channel = *job.channel;
    const Package& package = inventory_.packages[job.index];
    if (package.version.empty()) return {};
    applicable_.clear();
    TRY(add_rows(channel, channel.ecosystem, package, false));
    if (job.with_pro) TRY(add_rows(channel, channel.pro_ecosystem, package, true));
    // Rows of one vulnerability are next to each other, those of the release before those of Pro.
    std::stable_sort(applicable_.begin(), applicable_.end(), [](const Applicable& left, const Applicable& right) {
      return std::tie(left.row->vulnerability_id, left.pro) < std::tie(right.row->vulnerability_id, right.pro);
    });
    std::vector<Finding> found;
    std::vector<const Advisory*> base, pro;
    for (std::size_t i = 0; i < applicable_.size();) {
      const std::string& id = applicable_[i].row->vulnerability_id;
      base.clear();
      pro.clear();
      for (; i < applicable_.size() && applicable_[i].row->vulnerability_id == id; ++i)
        (applicable_[i].pro ? pro : base).push_back(applicable_[i].row);
      std::optional<RowVerdict> verdict = judge(base, pro, package, channel, *job.scheme);
      if (!verdict || (verdict->state == model::State::kNotAffected && !options_.include_not_affected)) continue;
      found.push_back(describe(*verdict, job.index, package, channel, *job.feed, lookup_, options_.rank_kernel_headers));
      Reach reach = reach_of(base, package);
      found.back().reached = reach.reached;
      found.back().explanation.functions = std::move(reach.functions);
      if (channel.package_type == kProgramType) {
        std::string& note = found.back().explanation.note;
        note += format("{}{}", note.empty() ? "" : "; ", how_matched(channel.feed, verdict->row->package));
      }
      if (!is_own_build(package, inventory_.distro.id)) say_foreign(package, found.back());
    }
    merge_aliases(found);
    for (Finding& finding : found) {
      rank_by_reach(finding);
      add_exploitation(finding, lookup_);
    }
    std::move(found.begin(), found.end(), std::back_inserter(findings_));
    return {};
  }

  // Rows of a name, looked up once: many binary packages come from one source.
  Result<const std::vector<Advisory>*> rows(const Channel& channel, const std::string& ecosystem, const std::string& name) {
    auto [at, is_new] = rows_.try_emplace(ecosystem + '\0' + name);
    if (is_new) at->second = TRY(lookup_.advisories(channel.feed, ecosystem, name));
    return &at->second;
  }

  // A row that applies to a package, from the release itself or from its Ubuntu Pro channel.
  struct Applicable {
    const Advisory* row;
    bool pro;
  };

  Result<void> add_rows(const Channel& channel, const std::string& ecosystem, const Package& package, bool pro) {
    auto add = [&](const std::vector<Advisory>& rows, bool by_source) {
      for (const Advisory& row : rows) {
        if ((channel.by_source || row.by_source == by_source) && row_applies(row, package)) applicable_.push_back({&row, pro});
      }
    };
    if (channel.package_type == kProgramType) {
      for (std::string_view name : names_in_feed(channel.feed, package)) add(*TRY(rows(channel, ecosystem, std::string(name))), false);
      return {};
    }
    if (channel.ecosystem == channel.package_type) {
      add(*TRY(rows(channel, ecosystem, model::lookup_name(package.type, package.name))), false);
      return {};
    }
    const std::string& source = package.source_name.empty() ? package.name : package.source_name;
    if (!channel.by_source) add(*TRY(rows(channel, ecosystem, package.name)), false);
    // Also distributions that name binary packages speak of source packages: Rocky Linux in errata, Red Hat in what stays open.
    add(*TRY(rows(channel, ecosystem, source)), true);
    return {};
  }

  // That the distribution has not fixed its own build says nothing of somebody else's, which may be newer than any fix.
  void say_foreign(const Package& package, Finding& finding) const {
    std::string& note = finding.explanation.note;
    note += format("{}built by {}, not by {}", note.empty() ? "" : "; ", package.origin, inventory_.distro.id);
    if (finding.state == model::State::kFixed) return;
    finding.state = model::State::kUnderInvestigation;
    note += ", whose record names no fixed version to compare with";
  }

  const model::Inventory& inventory_;
  const AdvisoryLookup& lookup_;
  const Options& options_;
  std::unordered_map<std::string, std::vector<Advisory>> rows_;
  std::vector<Applicable> applicable_;  // of the package at hand
  std::deque<Finding> findings_;        // large: they stay where they are while more come
};

}  // namespace

Result<std::vector<Finding>> match_packages(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options,
                                            std::span<const PackageJob> jobs) {
  std::unique_ptr<AdvisoryLookup> second;
  if (jobs.size() >= kJobsForTwo && std::thread::hardware_concurrency() > 1) second = lookup.another();
  std::atomic<std::size_t> next = 0;
  PackageMatcher here(inventory, lookup, options);
  std::vector<Finding> out;
  if (!second) {
    TRY(here.work(jobs, next));
    std::ranges::move(here.take(), std::back_inserter(out));
    return out;
  }
  PackageMatcher there(inventory, *second, options);
  Result<void> done;
  std::thread thread([&] { done = there.work(jobs, next); });
  Result<void> done_here = here.work(jobs, next);
  thread.join();
  TRY(std::move(done_here));
  TRY(std::move(done));
  std::deque<Finding> first = here.take(), rest = there.take();
  out.reserve(first.size() + rest.size());
  std::ranges::move(first, std::back_inserter(out));
  std::ranges::move(rest, std::back_inserter(out));
  return out;
}

}  // namespace batten::match
