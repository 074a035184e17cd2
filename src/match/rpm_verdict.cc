// SPDX-License-Identifier: Apache-2.0
#include "match/rpm_verdict.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "base/format.h"
#include "match/range.h"
#include "match/release_line.h"

namespace batten::match {
namespace {

using model::Advisory;
using model::State;

std::string_view without_epoch(std::string_view evr) {
  std::size_t colon = evr.find(':');
  return colon == std::string_view::npos ? evr : evr.substr(colon + 1);
}

// A fix, and whether the build has it.
struct Fix {
  const Advisory* row = nullptr;
  std::string_view version, installed;
  int minor = kNoMinor;
  bool main = true, reached = false;
};

class RpmJudge {
 public:
  RpmJudge(RowSpan rows, const model::Package& package, int minor, const version::Scheme& scheme)
      : package_(package), scheme_(scheme), own_(rpm_minor(package.version)), distro_(minor) {
    limit_ = own_ != kNoMinor ? own_ : distro_ != kNoMinor ? distro_ : std::numeric_limits<int>::max();
    for (const Advisory* row : rows) add(*row);
  }

  std::optional<RowVerdict> decide() const {
    if (fixes_.empty()) return without_fixes();
    auto of_line = [](int line) { return [line](const Fix& fix) { return fix.minor == line; }; };
    if (auto own = any_reached(of_line(own_))) return *own ? fixed() : vulnerable();
    if (own_ == kNoMinor && distro_ != kNoMinor) {
      if (auto line = any_reached(of_line(distro_))) return *line ? fixed() : vulnerable();
    }
    if (any_reached([](const Fix& fix) { return fix.main; })) {
      if (int line = nearest_earlier(true); line != kNoMinor) {
        if (*any_reached([&](const Fix& fix) { return fix.main && fix.minor == line; })) return fixed();
      }
      if (any_reached([](const Fix& fix) { return fix.main && fix.minor == kNoMinor; }).value_or(false)) return fixed();
      // Only fixes of later minor releases: the build lacks them, unless it is newer than each.
      return lacks_main_fix() ? vulnerable() : fixed();
    }
    if (auto open = without_fixes()) return with_note(std::move(*open));
    int line = nearest_earlier(false);
    bool reached = line != kNoMinor ? *any_reached(of_line(line)) : *any_reached([](const Fix&) { return true; });
    return reached ? fixed() : vulnerable();
  }

 private:
  // The source package's version for rows that name it: binary packages may have versions of their own (perl-Errno 1.30 of perl 5.26.3).
  // A source package's file name has no epoch, and a missing one is not 0: then epochs are left out of the comparison.
  std::string_view installed_for(const Advisory& row) const {
    return row.by_source && !package_.source_version.empty() ? package_.source_version : package_.version;
  }
  bool knows_epoch(const Advisory& row) const {
    return !row.by_source || installed_for(row) == package_.version || installed_for(row).find(':') != std::string_view::npos;
  }

  void add(const Advisory& row) {
    if (row.state == State::kNotAffected) {
      if (not_affected_ == nullptr) not_affected_ = &row;
      return;
    }
    std::string_view installed = installed_for(row);
    bool epoch = knows_epoch(row);
    bool any_fix = false;
    for (const model::VersionRange& range : row.ranges) {
      if (range.fixed.empty()) continue;
      any_fix = true;
      std::string_view fixed = epoch ? std::string_view(range.fixed) : without_epoch(range.fixed);
      if (!range.introduced.empty() && range.introduced != "0" && scheme_.compare(installed, range.introduced) < 0) {
        if (outside_ == nullptr) outside_ = &row;
        continue;
      }
      fixes_.push_back({.row = &row,
                        .version = range.fixed,
                        .installed = installed,
                        .minor = rpm_minor(range.fixed),
                        .main = is_main_stream(row),
                        .reached = scheme_.compare(installed, fixed) >= 0});
    }
    if (any_fix) return;
    RangeVerdict range = check_ranges(scheme_, installed, row);
    if (range.affected && (open_.row == nullptr || (is_main_stream(row) && !is_main_stream(*open_.row)))) {
      open_ = {.row = &row,
               .state = row.state == State::kFixed ? State::kAffected : row.state,
               .fixed_version = {},
               .range = range.text,
               .installed = installed,
               .note = {}};
    } else if (!range.affected && outside_ == nullptr) {
      outside_ = &row;
    }
  }

  // Nothing when no fix is of that kind.
  template <typename Kind>
  std::optional<bool> any_reached(Kind kind) const {
    std::optional<bool> out;
    for (const Fix& fix : fixes_) {
      if (kind(fix)) out = out.value_or(false) || fix.reached;
    }
    return out;
  }

  bool lacks_main_fix() const {
    return std::any_of(fixes_.begin(), fixes_.end(), [](const Fix& fix) { return fix.main && !fix.reached; });
  }

  int nearest_earlier(bool main_only) const {
    int out = kNoMinor;
    for (const Fix& fix : fixes_) {
      if (fix.minor <= limit_ && (fix.main || !main_only)) out = std::max(out, fix.minor);
    }
    return out;
  }

  std::optional<RowVerdict> without_fixes() const {
    if (not_affected_ != nullptr)
      return RowVerdict{not_affected_, State::kNotAffected, {}, "all versions", installed_for(*not_affected_), {}};
    if (open_.row != nullptr) return open_;
    if (outside_ == nullptr) return std::nullopt;
    return RowVerdict{outside_, State::kNotAffected,      {},
                      {},       installed_for(*outside_), "the installed version is not among the affected ones"};
  }

  RowVerdict fixed() const {
    const Fix* best = nullptr;
    for (const Fix& fix : fixes_) {
      if (fix.reached && (best == nullptr || (fix.minor == own_ && best->minor != own_))) best = &fix;
    }
    return {.row = best->row,
            .state = State::kNotAffected,
            .fixed_version = {},
            .range = format("< {}", best->version),
            .installed = best->installed,
            .note = "the installed version has the fix"};
  }

  // Which update to name: that of the distribution's minor release, else the newest of what its main stream has had so far, else the
  // lowest of a later one.
  int preference(const Fix& fix) const {
    if (fix.minor != kNoMinor && fix.minor == distro_) return 3;
    if (fix.minor != kNoMinor && fix.minor == own_ && distro_ == kNoMinor) return 3;
    return fix.minor <= std::max(limit_, distro_) ? 2 : 1;
  }
  bool better(const Fix& left, const Fix& right) const {
    if (preference(left) != preference(right)) return preference(left) > preference(right);
    if (preference(left) == 2 && left.minor != right.minor) {
      if (left.main != right.main) return left.main;
      return scheme_.compare(left.version, right.version) > 0;
    }
    return scheme_.compare(left.version, right.version) < 0;
  }

  RowVerdict vulnerable() const {
    const Fix* best = nullptr;
    for (const Fix& fix : fixes_) {
      if (!fix.reached && (best == nullptr || better(fix, *best))) best = &fix;
    }
    return {.row = best->row,
            .state = State::kFixed,
            .fixed_version = std::string(best->version),
            .range = format("< {}", best->version),
            .installed = best->installed,
            .note = others(best)};
  }

  // Fixes of other lines, for those who have subscribed to them.
  std::string others(const Fix* chosen) const {
    std::vector<std::string_view> versions;
    for (const Fix& fix : fixes_) {
      if (!fix.reached && (chosen == nullptr || fix.version != chosen->version)) versions.push_back(fix.version);
    }
    std::sort(versions.begin(), versions.end());
    versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
    std::string out;
    for (std::string_view version : versions) out += (out.empty() ? "fixed for other release streams in " : ", ") + std::string(version);
    return out;
  }

  std::optional<RowVerdict> with_note(RowVerdict open) const {
    if (open.state != State::kNotAffected) open.note = others(nullptr);
    return open;
  }

  const model::Package& package_;
  const version::Scheme& scheme_;
  int own_, distro_, limit_;
  std::vector<Fix> fixes_;
  const Advisory* not_affected_ = nullptr;
  const Advisory* outside_ = nullptr;
  RowVerdict open_;
};

}  // namespace

std::optional<RowVerdict> judge_rpm(RowSpan rows, const model::Package& package, int minor, const version::Scheme& scheme) {
  return RpmJudge(rows, package, minor, scheme).decide();
}

}  // namespace batten::match
