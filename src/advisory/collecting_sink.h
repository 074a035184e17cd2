// SPDX-License-Identifier: Apache-2.0
//
// A sink for tests: keeps what an importer says, and renders it as the examples of the descriptors do.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "advisory/feed.h"

namespace batten::advisory {

class CollectingSink final : public FeedSink {
 public:
  void advisory(model::Advisory row) override { rows.push_back(std::move(row)); }
  void advisory_if_absent(model::Advisory row) override { rows_if_absent.push_back(std::move(row)); }
  void vulnerability(model::Vulnerability entry) override { vulnerabilities.push_back(std::move(entry)); }
  void epss(std::string_view cve, double score, double percentile) override;
  void kev(std::string_view cve, model::KnownExploited entry) override;
  void data_date(std::string_view date) override { dates.emplace_back(date); }
  void refuse(std::string_view record, std::string_view why) override { refused.push_back(std::string(record) + ": " + std::string(why)); }

  // "ecosystem package id state fixed", sorted, joined by "; ".
  std::string rendered() const;

  std::vector<model::Advisory> rows, rows_if_absent;
  std::vector<model::Vulnerability> vulnerabilities;
  std::vector<std::string> others, dates, refused;
};

}  // namespace batten::advisory
