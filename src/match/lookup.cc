// SPDX-License-Identifier: Apache-2.0
#include "match/lookup.h"

namespace batten::match {

std::unique_ptr<AdvisoryLookup> DatabaseLookup::another() const {
  auto database = database_.another();
  if (!database) return nullptr;
  return std::make_unique<DatabaseLookup>(std::make_shared<const advisory::Database>(*std::move(database)));
}

// Not kept: handing out a copy costs as much as reading it again.
std::optional<model::Vulnerability> DatabaseLookup::vulnerability(std::string_view feed, std::string_view id) const {
  return database_.vulnerability(feed, id);
}

std::optional<model::Epss> DatabaseLookup::epss(std::string_view cve) const {
  auto [at, is_new] = scores_.try_emplace(std::string(cve));
  if (is_new) at->second = database_.epss(cve);
  return at->second;
}

model::FeedInfo DatabaseLookup::info(std::string_view feed) const {
  for (const advisory::FeedStatus& status : status_) {
    if (status.name == feed) return {status.name, status.data_date, status.advisories, status.problem};
  }
  return {std::string(feed), "", 0, "not in the database"};
}

}  // namespace batten::match
