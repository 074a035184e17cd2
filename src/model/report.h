// SPDX-License-Identifier: Apache-2.0
//
// The result of a scan: what was looked at, what was found, what was not read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/note.h"
#include "model/advisory.h"
#include "model/base_image.h"
#include "model/facts.h"
#include "model/image.h"
#include "model/leak.h"

namespace batten::model {

// Where the image came from. Everything that differs between two copies of one image is in here and nowhere else in a
// report: two sources of one image give reports that differ in this member only (and in base_image, where one of them knows more of that).
struct SourceInfo {
  std::string kind;          // "docker-archive", "oci", "registry", "docker", "container", "dir", "sbom"
  std::string reference;     // as given by the user
  std::string name;          // resolved: "localhost:5000/bookworm:1", path, container name
  Digest manifest_digest;    // empty when the source has none
  Digest index_digest = {};  // of the index from which the manifest was chosen by platform; empty: there was none
  Digest config_digest;      // image ID
  std::vector<std::string> repo_tags;

  bool operator==(const SourceInfo&) const = default;
};

struct KnownExploited {
  std::string date_added, due_date, required_action;
  bool ransomware = false;
  bool operator==(const KnownExploited&) const = default;
};

struct Epss {
  double score = 0, percentile = 0;
  bool operator==(const Epss&) const = default;
};

// Are the functions in which the flaw is part of the program in which the package was found?
enum class Reached : std::uint8_t { kUnknown, kPresent, kAbsent };

// Why a finding is one: enough to check it by hand.
struct Explanation {
  std::string feed;          // "debian"
  std::string feed_date;     // date of the feed's data
  std::string record_id;     // record in the feed
  std::string matched_name;  // the package name that was looked up, and what it is
  std::string matched_by;    // "source package" or "binary package"
  std::string installed;     // version that was compared
  std::string scheme;        // by which rules
  std::string range;         // "< 3.0.15-1~deb12u1", ">= 2.4.0, < 2.4.62", "all versions"
  std::string ecosystem;     // "debian:12"
  std::string note;          // what the vendor says
  std::string functions;     // by which Finding::reached was decided: "golang.org/x/net/html.Parse and 2 more"; else empty

  bool operator==(const Explanation&) const = default;
};

struct Finding {
  std::string id;  // CVE where there is one
  std::vector<std::string> aliases;
  std::size_t package_index = 0;  // into Report::packages
  State state = State::kAffected;
  std::string fixed_version;  // version of the installed binary package's source / binary that fixes it; empty when none
  Severity severity = Severity::kUnknown;
  std::string severity_source;  // whose word that is: "debian", "cvss:nvd", ...
  std::string title, description;
  std::vector<Cvss> cvss;
  std::optional<Epss> epss;
  std::optional<KnownExploited> kev;
  std::vector<std::string> references;
  std::string published;
  Reached reached = Reached::kUnknown;
  Explanation explanation;
  std::string suppressed_by;  // reason of the ignore rule or VEX statement that hides it; empty: it counts

  bool operator==(const Finding&) const = default;
};

// A feed that took part, with the date of its data.
struct FeedInfo {
  std::string name;
  std::string data_date;  // newest record or build, RFC 3339 date
  std::uint64_t records = 0;
  std::string problem;  // why it could not be used; empty: it was used

  bool operator==(const FeedInfo&) const = default;
};

// A database that feeds of the scan were pulled from, as they are.
struct DatabaseInfo {
  std::string reference;           // "registry.example/db:1"
  std::string digest;              // of its manifest
  std::string signed_by;           // fingerprint of the key whose signature was checked; empty: none was
  std::vector<std::string> feeds;  // of the scan's feeds those that came with it

  bool operator==(const DatabaseInfo&) const = default;
};

struct Report {
  SourceInfo source;
  ImageConfig config;  // empty for a directory or an SBOM
  std::vector<LayerInfo> layers;
  std::optional<BaseImage> base_image;  // no value: not known which layers are a base's
  Distro distro;
  std::vector<Package> packages;
  std::vector<Finding> findings;  // most severe first, then id, then package
  std::vector<FeedInfo> feeds;
  std::optional<DatabaseInfo> database;
  base::Notes notes;
  std::vector<Leak> leaks;  // when they were looked for
  bool leaks_searched = false;

  bool operator==(const Report&) const = default;
};

}  // namespace batten::model
