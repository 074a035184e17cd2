// SPDX-License-Identifier: Apache-2.0
//
// Records of the Open Source Vulnerability format (ossf.github.io/osv-schema, 1.7): what all feeds that serve it have in common.
// A feed's file turns the Record into rows, because names of ecosystems and the meaning of ecosystem_specific differ.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/feed.h"
#include "base/json.h"
#include "model/advisory.h"

namespace batten::advisory::osv {

struct Affected {
  std::string ecosystem;  // our name for it, see ecosystem.h, or what the feed's own function made of it
  std::string osv_ecosystem;
  std::string package;
  std::vector<model::VersionRange> ranges;
  std::vector<std::string> versions;  // only where no range says the same
  bool has_fix = false;
  json::View ecosystem_specific, database_specific;
};

// Views are good until the next record is read on this thread.
struct Record {
  std::string id;
  std::vector<std::string> aliases, upstream, related;
  std::string summary, details, published, modified;
  bool withdrawn = false;
  std::vector<model::Cvss> cvss;
  std::string other_severity;  // of a type that is no CVSS ("Ubuntu": "medium")
  std::vector<std::string> references, cwes;
  std::vector<Affected> affected;  // of wanted ecosystems only
  json::View root;
};

struct Reading {
  std::string_view cvss_source;  // "debian"
  std::string_view scheme;       // to order the events of a range
  // Our name of an OSV ecosystem; empty: not of this feed.
  std::string (*ecosystem)(std::string_view osv);
};

// Reads one record. An entry of affected that can't be read is refused and left out. corrupt: no JSON or no id; limit.
Result<Record> read(std::string_view bytes, const Reading& reading, std::string_view name, FeedSink& sink);

// Events in the order of their versions -> ranges. A limit ends a range like a fix does.
std::vector<model::VersionRange> ranges_of(json::View events, std::string_view scheme);

// The CVEs that the record names: its own id ("CVE-1", "DEBIAN-CVE-1"), or those of upstream, aliases and related.
std::vector<std::string> cves_of(const Record& record);
// "UBUNTU-CVE-2024-1" -> "CVE-2024-1"; empty when the id ends in no CVE.
std::string cve_in_id(std::string_view id);
bool is_cve(std::string_view id);

// The record as a Vulnerability of that id; its own id becomes an alias when it differs, related ones do not.
model::Vulnerability vulnerability_of(const Record& record, const std::string& id);
// A row with what all feeds fill in the same way.
model::Advisory row_of(const Record& record, const Affected& affected, const std::string& vulnerability_id, std::string_view scheme,
                       bool by_source);

}  // namespace batten::advisory::osv
