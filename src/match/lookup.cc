// SPDX-License-Identifier: Apache-2.0
#include "match/lookup.h"

namespace batten::match {

std::optional<model::Vulnerability> DatabaseLookup::vulnerability(std::string_view feed, std::string_view id) const {
  std::string key = std::string(feed) + '\0' + std::string(id);
  auto [at, is_new] = vulnerabilities_.try_emplace(std::move(key));
  if (is_new) at->second = database_.vulnerability(feed, id);
  return at->second;
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
