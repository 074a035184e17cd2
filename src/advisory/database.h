// SPDX-License-Identifier: Apache-2.0
//
// The advisory database: one LMDB file per feed (DIR/<feed>.mdb), read by memory map, values decoded in place. Safe for any number
// of processes: a feed is built to a new file, synced and renamed; readers keep the old one until they close. One thread at a time per
// Database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/advisory.h"
#include "model/report.h"

namespace batten::advisory {

struct FeedStatus {
  std::string name;
  bool present = false;
  int revision = 0;       // of the importer that built it
  std::string data_date;  // newest record
  std::string fetched;    // when it was built, RFC 3339
  std::string checked;    // when nothing newer was found last: not before fetched
  std::string origin;     // URL or path it came from
  std::string etag, last_modified;
  std::uint64_t advisories = 0, vulnerabilities = 0, refused = 0;
  std::uint64_t source_bytes = 0;  // of the feed, uncompressed
  std::uint64_t file_bytes = 0;
  std::string digest;                        // sha256 over the content, checked by verify
  std::vector<std::string> refused_reasons;  // the first of them: "CVE-2024-1.json: affected[2]: version is no string"
  std::string problem;                       // why the file can't be used (then present is false); empty: nothing is wrong
};

class Database {
 public:
  // Opens the feeds that are there; a feed file that can't be opened is a problem in status(), not an error.
  // only: no others (empty: all); the others count as not there.
  static Result<Database> open(const std::string& directory, std::span<const std::string> only = {});
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  // The same feeds for another thread, also where an update has replaced their files meanwhile.
  Result<Database> another() const;

  std::vector<FeedStatus> status() const;
  bool has(std::string_view feed) const;
  // All rows of one feed for a package; empty when there are none. corrupt when a row can't be decoded.
  Result<std::vector<model::Advisory>> advisories(std::string_view feed, std::string_view ecosystem, std::string_view package) const;
  // Does the feed have any row for this ecosystem (is this release known to it)?
  bool has_ecosystem(std::string_view feed, std::string_view ecosystem) const;
  std::optional<model::Vulnerability> vulnerability(std::string_view feed, std::string_view id) const;
  std::optional<model::Epss> epss(std::string_view cve) const;
  std::optional<model::KnownExploited> kev(std::string_view cve) const;

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Reads one feed's file whole and compares its content with the digest it was built with: not_found, corrupt.
Result<void> verify_feed(const std::string& directory, std::string_view feed);

// $BATTEN_DB, or <cache>/db.
std::string database_directory();

}  // namespace batten::advisory
