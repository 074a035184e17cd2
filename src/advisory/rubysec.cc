// SPDX-License-Identifier: Apache-2.0
#include "advisory/rubysec.h"

#include <algorithm>
#include <compare>
#include <optional>

#include "advisory/cvss.h"
#include "advisory/osv.h"
#include "advisory/updateinfo.h"
#include "base/text.h"
#include "base/yaml.h"
#include "version/scheme.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxRequirements = 500, kMaxVersionBytes = 200;

// Versions from low on, to below high; empty: without bound. A bound may be excluded (low) or included (high).
struct Interval {
  std::string low, high;
  bool after_low = false, with_high = false;
};

// "~> 3.0.12" ends below 3.1, "~> 3" below 4.
std::string end_of_pessimistic(std::string_view version) {
  std::vector<std::string_view> parts = base::split(version, '.');
  std::vector<std::string> numbers;
  for (std::string_view part : parts) {
    if (!base::parse_unsigned(part)) break;
    numbers.emplace_back(part);
  }
  if (numbers.size() > 1) numbers.pop_back();
  if (numbers.empty()) return {};
  numbers.back() = std::to_string(base::parse_unsigned(numbers.back()).value_or(0) + 1);
  return base::join(numbers, ".");
}

// The part of one requirement that one comparison allows, into an interval that allows all so far.
bool narrow(std::string_view comparison, const version::Scheme& scheme, Interval& interval) {
  comparison = base::trim(comparison);
  std::size_t digit = comparison.find_first_not_of("<>=~! ");
  if (digit == std::string_view::npos || comparison.size() > kMaxVersionBytes) return false;
  std::string_view op = base::trim(comparison.substr(0, digit));
  std::string version(base::trim(comparison.substr(digit)));
  auto raise = [&](bool after) {
    if (interval.low.empty() || scheme.compare(version, interval.low) >= 0) {
      interval.low = version;
      interval.after_low = after;
    }
  };
  auto lower = [&](const std::string& end, bool with) {
    if (interval.high.empty() || scheme.compare(end, interval.high) <= 0) {
      interval.high = end;
      interval.with_high = with;
    }
  };
  if (op == ">=") {
    raise(false);
  } else if (op == ">") {
    raise(true);
  } else if (op == "<") {
    lower(version, false);
  } else if (op == "<=") {
    lower(version, true);
  } else if (op == "~>") {
    std::string end = end_of_pessimistic(version);
    if (end.empty()) return false;
    raise(false);
    lower(end, false);
  } else if (op == "=" || op.empty()) {
    raise(false);
    lower(version, true);
  } else {
    return false;
  }
  return true;
}

std::string first_after(const std::string& version) { return version + ".0.0.0.1"; }

}  // namespace

std::optional<std::vector<model::VersionRange>> ranges_outside(const std::vector<std::string>& requirements) {
  const version::Scheme* scheme = version::find_scheme("gem");
  if (scheme == nullptr || requirements.size() > kMaxRequirements) return std::nullopt;
  std::vector<Interval> allowed;
  for (const std::string& requirement : requirements) {
    Interval interval;
    for (std::string_view comparison : base::split(requirement, ',')) {
      if (!narrow(comparison, *scheme, interval)) return std::nullopt;
    }
    allowed.push_back(std::move(interval));
  }
  std::sort(allowed.begin(), allowed.end(), [&](const Interval& a, const Interval& b) {
    if (a.low.empty() || b.low.empty()) return a.low.empty() && !b.low.empty();
    return scheme->compare(a.low, b.low) < 0;
  });
  std::vector<model::VersionRange> out;
  std::string from;  // everything below is settled; empty: nothing is
  bool open = true;  // there may be versions above from
  for (const Interval& interval : allowed) {
    if (!open) break;
    bool gap = !interval.low.empty() && (from.empty() || scheme->compare(from, interval.low) < 0);
    if (gap) {
      model::VersionRange range{.introduced = from, .fixed = {}, .last_affected = {}};
      (interval.after_low ? range.last_affected : range.fixed) = interval.low;
      out.push_back(std::move(range));
    }
    std::string end = interval.with_high ? first_after(interval.high) : interval.high;
    if (interval.high.empty()) open = false;
    if (open && (from.empty() || scheme->compare(end, from) > 0)) from = std::move(end);
  }
  if (open) out.push_back({.introduced = from, .fixed = {}, .last_affected = {}});
  return out;
}

Result<void> import_rubysec(std::string_view name, std::string_view bytes, FeedSink& sink) {
  auto refuse = [&](std::string_view why) -> Result<void> {
    sink.refuse(name, why);
    return {};
  };
  bool of_gem = name.starts_with("gems/") || name.contains("/gems/");
  if (name.contains('/') && !of_gem) return {};
  auto document = yaml::Document::parse(bytes, {.max_bytes = 1u << 20, .max_depth = 20, .max_nodes = 20'000});
  if (!document) return refuse(document.error().message);
  std::string_view gem = (*document)["gem"].string();
  if (gem.empty() && !(*document)["engine"].string().empty()) return {};
  std::string cve = "CVE-" + std::string((*document)["cve"].string());
  std::string ghsa = "GHSA-" + std::string((*document)["ghsa"].string());
  bool has_cve = osv::is_cve(cve);
  std::string id = has_cve ? cve : ghsa;
  if (gem.empty() || gem.size() > 200 || id == "GHSA-") return refuse("no gem, or neither cve nor ghsa");
  std::vector<std::string> safe = (*document)["patched_versions"].strings();
  bool patched = !safe.empty();
  for (std::string& requirement : (*document)["unaffected_versions"].strings()) safe.push_back(std::move(requirement));
  auto ranges = ranges_outside(safe);
  if (!ranges) return refuse("a requirement that can't be read");
  model::Advisory row;
  row.vulnerability_id = id;
  row.record_id = "RUBYSEC:" + std::string(gem) + "/" + id;
  row.ecosystem = "gem";
  row.package = gem;
  row.scheme = "gem";
  row.state = patched ? model::State::kFixed : model::State::kAffected;
  row.ranges = *std::move(ranges);
  if (row.ranges.empty()) return {};
  sink.advisory_if_absent(std::move(row));
  model::Vulnerability entry;
  entry.id = id;
  if (has_cve && ghsa != "GHSA-") entry.aliases.push_back(ghsa);
  entry.title = base::trim((*document)["title"].string());
  entry.description = (*document)["description"].string();
  entry.published = rfc3339_of((*document)["date"].string());
  if (std::string_view url = (*document)["url"].string(); !url.empty() && url.size() <= 1000) entry.references.emplace_back(url);
  sink.vulnerability(std::move(entry));
  return {};
}

}  // namespace batten::advisory
