// SPDX-License-Identifier: Apache-2.0
//
// Collects what an importer reads and writes it as one feed file. Rows are kept as four numbers each (package, vulnerability,
// body, file): the bodies, of which an erratum about fifty CVEs has one, are encoded when they come and kept once.
//
// Rows that say the same about the same thing become one. Two files of one feed may both have a record of a vulnerability (Debian's
// tracker and its OSV archive, Alpine's secdb and its OSV archive): then a known fix counts more than a decision, a decision
// more than nothing, and the later file more than the earlier.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "advisory/feed.h"
#include "advisory/feed_file.h"

namespace batten::advisory {

class FeedBuilder final : public FeedSink {
 public:
  FeedBuilder();
  ~FeedBuilder() override;

  void advisory(model::Advisory advisory) override;
  void advisory_if_absent(model::Advisory advisory) override;
  void vulnerability(model::Vulnerability vulnerability) override;
  void epss(std::string_view cve, double score, double percentile) override;
  void kev(std::string_view cve, model::KnownExploited entry) override;
  void data_date(std::string_view rfc3339) override;
  void refuse(std::string_view record, std::string_view why) override;

  // From here on a further file of the feed is read.
  void next_file();
  bool empty() const;
  // The newest date that was given, RFC 3339; empty: none was.
  std::string newest() const;

  // Writes PATH (see feed_file.h) through PATH.tmp.<pid>: built, synced, renamed. meta.status gets the counts, sizes, digest and date.
  Result<void> write(const std::string& path, FeedMeta& meta);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One row out of two about the same package and vulnerability. same_file: both are lines of one file, which lists a second fix of a
// vulnerability beside the first (then the higher version counts); else later comes from the file that counts more.
model::Advisory merge_rows(const model::Advisory& earlier, const model::Advisory& later, bool same_file);
// What both know about one vulnerability; where they differ, into stays.
void merge_vulnerability(model::Vulnerability& into, const model::Vulnerability& from);

}  // namespace batten::advisory
