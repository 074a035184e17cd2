// SPDX-License-Identifier: Apache-2.0
//
// Two records about one thing become one: rows of a feed whose files overlap, and what is known of a vulnerability.
#include <algorithm>

#include "advisory/feed_builder.h"
#include "version/scheme.h"

namespace batten::advisory {
namespace {

using model::State;

// A fix that exists is a fact, also where another file has an older decision; "affected" is what remains when nothing is said.
int weight(State state) {
  switch (state) {
    case State::kFixed: return 6;
    case State::kNotAffected: return 5;
    case State::kWontFix: return 4;
    case State::kDeferred: return 3;
    case State::kEndOfLife: return 2;
    case State::kUnderInvestigation: return 1;
    case State::kAffected: break;
  }
  return 0;
}

bool fixed_in_one_version(const model::Advisory& row) {
  return row.state == State::kFixed && row.ranges.size() == 1 && !row.ranges[0].fixed.empty() && row.ranges[0].introduced.empty();
}

// Several ranges of one package in one file: all of them hold.
void add_ranges(model::Advisory& into, const model::Advisory& from) {
  for (const model::VersionRange& range : from.ranges) {
    if (std::find(into.ranges.begin(), into.ranges.end(), range) == into.ranges.end()) into.ranges.push_back(range);
  }
  for (const std::string& version : from.versions) {
    if (std::find(into.versions.begin(), into.versions.end(), version) == into.versions.end()) into.versions.push_back(version);
  }
}

bool later_wins(const model::Advisory& earlier, const model::Advisory& later, bool same_file) {
  if (weight(earlier.state) != weight(later.state)) return weight(later.state) > weight(earlier.state);
  if (!same_file || !fixed_in_one_version(earlier) || !fixed_in_one_version(later)) return true;
  const version::Scheme* scheme = version::find_scheme(later.scheme);
  return scheme == nullptr || scheme->compare(later.ranges[0].fixed, earlier.ranges[0].fixed) >= 0;
}

void add_missing(std::vector<std::string>& into, const std::vector<std::string>& from) {
  for (const std::string& item : from) {
    if (std::find(into.begin(), into.end(), item) == into.end()) into.push_back(item);
  }
}

void fill(std::string& into, const std::string& from) {
  if (into.empty()) into = from;
}

}  // namespace

model::Advisory merge_rows(const model::Advisory& earlier, const model::Advisory& later, bool same_file) {
  bool later_is_base = later_wins(earlier, later, same_file);
  model::Advisory out = later_is_base ? later : earlier;
  const model::Advisory& other = later_is_base ? earlier : later;
  if (out.severity == model::Severity::kUnknown && other.severity != model::Severity::kUnknown) {
    out.severity = other.severity;
    out.severity_text = other.severity_text;
  }
  fill(out.severity_text, other.severity_text);
  bool whole = (out.ranges.empty() && out.versions.empty()) || (other.ranges.empty() && other.versions.empty());
  bool simple = fixed_in_one_version(out) && fixed_in_one_version(other);
  if (same_file && out.state == other.state && !whole && !simple) add_ranges(out, other);
  if (out.imports.empty()) out.imports = other.imports;
  // A reason not to fix does not belong beside a fix.
  if (out.state != State::kFixed) fill(out.note, other.note);
  return out;
}

void merge_vulnerability(model::Vulnerability& into, const model::Vulnerability& from) {
  fill(into.title, from.title);
  fill(into.description, from.description);
  fill(into.published, from.published);
  into.modified = std::max(into.modified, from.modified);
  add_missing(into.aliases, from.aliases);
  for (const model::Cvss& cvss : from.cvss) {
    auto same = [&](const model::Cvss& known) { return known.vector == cvss.vector && known.source == cvss.source; };
    if (std::none_of(into.cvss.begin(), into.cvss.end(), same)) into.cvss.push_back(cvss);
  }
  add_missing(into.references, from.references);
  add_missing(into.cwes, from.cwes);
  into.withdrawn = into.withdrawn && from.withdrawn;
}

}  // namespace batten::advisory
