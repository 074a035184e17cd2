// SPDX-License-Identifier: Apache-2.0
//
// What matching asks of the advisory database; the tests have a small one in memory.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "advisory/database.h"
#include "base/result.h"
#include "model/advisory.h"
#include "model/report.h"

namespace batten::match {

class AdvisoryLookup {
 public:
  virtual ~AdvisoryLookup() = default;
  virtual bool has(std::string_view feed) const = 0;
  virtual bool has_ecosystem(std::string_view feed, std::string_view ecosystem) const = 0;
  virtual Result<std::vector<model::Advisory>> advisories(std::string_view feed, std::string_view ecosystem,
                                                          std::string_view package) const = 0;
  virtual std::optional<model::Vulnerability> vulnerability(std::string_view feed, std::string_view id) const = 0;
  virtual std::optional<model::Epss> epss(std::string_view cve) const = 0;
  virtual std::optional<model::KnownExploited> kev(std::string_view cve) const = 0;
  virtual model::FeedInfo info(std::string_view feed) const = 0;
  // The same for a second thread; nullptr: there is none.
  virtual std::unique_ptr<AdvisoryLookup> another() const { return nullptr; }
};

// The database must outlive it. For one thread.
class DatabaseLookup final : public AdvisoryLookup {
 public:
  explicit DatabaseLookup(const advisory::Database& database) : database_(database), status_(database.status()) {}
  explicit DatabaseLookup(std::shared_ptr<const advisory::Database> database)
      : own_(std::move(database)), database_(*own_), status_(database_.status()) {}
  bool has(std::string_view feed) const override { return database_.has(feed); }
  bool has_ecosystem(std::string_view feed, std::string_view ecosystem) const override { return database_.has_ecosystem(feed, ecosystem); }
  Result<std::vector<model::Advisory>> advisories(std::string_view feed, std::string_view ecosystem,
                                                  std::string_view package) const override {
    return database_.advisories(feed, ecosystem, package);
  }
  std::optional<model::Vulnerability> vulnerability(std::string_view feed, std::string_view id) const override;
  std::optional<model::Epss> epss(std::string_view cve) const override;
  std::optional<model::KnownExploited> kev(std::string_view cve) const override { return database_.kev(cve); }
  model::FeedInfo info(std::string_view feed) const override;
  std::unique_ptr<AdvisoryLookup> another() const override;

 private:
  std::shared_ptr<const advisory::Database> own_;  // what database_ is, when it is this one's own
  const advisory::Database& database_;
  std::vector<advisory::FeedStatus> status_;
  // Several binary packages of one source have the same vulnerabilities.
  mutable std::unordered_map<std::string, std::optional<model::Epss>> scores_;
};

}  // namespace batten::match
