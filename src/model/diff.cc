// SPDX-License-Identifier: Apache-2.0
#include "model/diff.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <ranges>
#include <string_view>
#include <tuple>
#include <utility>

#include "model/summary.h"

namespace batten::model {
namespace {

using Key = std::tuple<std::string_view, std::string_view, std::string_view>;  // type, name, architecture or place
using Indexes = std::vector<std::size_t>;

bool of_system(const Package& package) { return is_of_system(package.type); }

// Most version schemes are called as the type of package that has them.
std::string_view scheme_of(const Package& package) {
  constexpr std::pair<std::string_view, std::string_view> kOthers[] = {{"deb", "dpkg"},  {"pypi", "pep440"},        {"cargo", "semver"},
                                                                       {"golang", "go"}, {"composer", "packagist"}, {"swift", "semver"},
                                                                       {"alpm", "arch"}};
  const auto* at = std::ranges::find(kOthers, package.type, &std::pair<std::string_view, std::string_view>::first);
  return at == std::end(kOthers) ? std::string_view(package.type) : at->second;
}

bool all_placed(const Report& report) {
  return std::ranges::all_of(report.packages, [](const Package& package) { return of_system(package) || !package.location.path.empty(); });
}

class Comparison {
 public:
  Comparison(const Report& before, const Report& after, VersionOrder order)
      : before_(before), after_(after), order_(order), by_place_(all_placed(before) && all_placed(after)) {}

  Diff take() {
    packages();
    findings();
    return std::move(out_);
  }

 private:
  Key key_of(const Package& package) const {
    return {package.type, package.name,
            of_system(package) ? std::string_view(package.arch)
            : by_place_        ? package.location.path
                               : std::string_view()};
  }

  Direction direction(const Package& from, const Package& to) const {
    if (from.version == to.version) return Direction::kSame;
    if (order_ == nullptr) return Direction::kOther;
    auto relation = order_(scheme_of(from), from.version, to.version);
    return relation < 0 ? Direction::kUp : relation > 0 ? Direction::kDown : Direction::kOther;
  }

  void pair_packages(std::optional<std::size_t> from, std::optional<std::size_t> to) {
    PackageChange change{.change = from && to ? Change::kChanged : from ? Change::kWent : Change::kCame, .before = from, .after = to};
    if (from && to) {
      const Package &a = before_.packages[*from], &b = after_.packages[*to];
      change.version = direction(a, b);
      change.licenses = !a.licenses.empty() && !b.licenses.empty() && a.licenses != b.licenses;
      if (change.version == Direction::kSame && !change.licenses) {
        ++out_.same_packages;
        return;
      }
    }
    out_.packages.push_back(change);
  }

  // Both sorted by version; packages of the same version belong together.
  void pair_all(Indexes from, Indexes to) {
    auto sort = [&](Indexes& list, const Report& report) {
      std::stable_sort(list.begin(), list.end(), [&](std::size_t l, std::size_t r) {
        const Package &left = report.packages[l], &right = report.packages[r];
        auto relation = order_ == nullptr ? std::strong_ordering::equal : order_(scheme_of(left), left.version, right.version);
        return relation != 0 ? relation < 0 : left.version < right.version;
      });
    };
    sort(from, before_);
    sort(to, after_);
    std::map<std::string_view, Indexes> waiting;  // of each version, the last first
    for (std::size_t b : to | std::views::reverse) waiting[after_.packages[b].version].push_back(b);
    Indexes left_from, left_to;
    for (std::size_t a : from) {
      auto same = waiting.find(before_.packages[a].version);
      if (same == waiting.end() || same->second.empty()) {
        left_from.push_back(a);
      } else {
        pair_packages(a, same->second.back());
        same->second.pop_back();
      }
    }
    for (std::size_t b : to) {
      Indexes& same = waiting[after_.packages[b].version];
      if (same.empty() || same.back() != b) continue;
      left_to.push_back(b);
      same.pop_back();
    }
    for (std::size_t i = 0; i < std::max(left_from.size(), left_to.size()); ++i) {
      pair_packages(i < left_from.size() ? std::optional(left_from[i]) : std::nullopt,
                    i < left_to.size() ? std::optional(left_to[i]) : std::nullopt);
    }
  }

  void packages() {
    std::map<Key, std::array<Indexes, 2>> groups;
    for (std::size_t i = 0; i < before_.packages.size(); ++i) groups[key_of(before_.packages[i])][0].push_back(i);
    for (std::size_t i = 0; i < after_.packages.size(); ++i) groups[key_of(after_.packages[i])][1].push_back(i);
    for (auto& [key, sides] : groups) pair_all(std::move(sides[0]), std::move(sides[1]));
  }

  void pair_findings(std::optional<std::size_t> from, std::optional<std::size_t> to) {
    bool was = from && counts(before_.findings[*from]), is = to && counts(after_.findings[*to]);
    if (!was && !is) return;
    FindingChange change{.change = was && is ? Change::kChanged : was ? Change::kWent : Change::kCame, .before = from, .after = to};
    if (was && is) {
      const Finding &a = before_.findings[*from], &b = after_.findings[*to];
      change.severity = a.severity != b.severity;
      change.state = a.state != b.state;
      change.fixed_version = a.fixed_version != b.fixed_version;
      if (!change.severity && !change.state && !change.fixed_version) {
        ++out_.same_findings;
        return;
      }
    }
    out_.findings.push_back(change);
  }

  void findings() {
    std::map<std::pair<std::string_view, Key>, std::array<Indexes, 2>> groups;
    auto add = [&](const Report& report, std::size_t side) {
      for (std::size_t i = 0; i < report.findings.size(); ++i) {
        const Finding& finding = report.findings[i];
        groups[{finding.id, key_of(report.packages[finding.package_index])}][side].push_back(i);
      }
      // Those that count first: they belong together.
      for (auto& [key, sides] : groups)
        std::stable_partition(sides[side].begin(), sides[side].end(), [&](std::size_t i) { return counts(report.findings[i]); });
    };
    add(before_, 0);
    add(after_, 1);
    for (const auto& [key, sides] : groups) {
      const auto& [from, to] = sides;
      for (std::size_t i = 0; i < std::max(from.size(), to.size()); ++i) {
        pair_findings(i < from.size() ? std::optional(from[i]) : std::nullopt, i < to.size() ? std::optional(to[i]) : std::nullopt);
      }
    }
    std::stable_sort(out_.findings.begin(), out_.findings.end(), [&](const FindingChange& left, const FindingChange& right) {
      auto severity = [&](const FindingChange& change) {
        return change.change == Change::kWent ? before_.findings[*change.before].severity : after_.findings[*change.after].severity;
      };
      if (left.change != right.change) return left.change < right.change;
      return severity(left) > severity(right);
    });
  }

  const Report &before_, &after_;
  VersionOrder order_;
  bool by_place_;
  Diff out_;
};

}  // namespace

std::string_view change_name(Change change) { return std::array{"came", "went", "changed"}[static_cast<std::size_t>(change)]; }

std::string_view direction_name(Direction direction) {
  return std::array{"same", "up", "down", "other"}[static_cast<std::size_t>(direction)];
}

Diff compare(const Report& before, const Report& after, VersionOrder order) { return Comparison(before, after, order).take(); }

}  // namespace batten::model
