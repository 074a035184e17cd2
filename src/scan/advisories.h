// SPDX-License-Identifier: Apache-2.0
//
// What is known about vulnerabilities, for one scan: the feeds that the distribution needs, fetched when they are missing, and its own
// package repository.
#pragma once

#include <optional>
#include <vector>

#include "advisory/database.h"
#include "base/note.h"
#include "base/result.h"
#include "match/repository_update.h"
#include "model/facts.h"
#include "model/report.h"
#include "scan/pipeline.h"
#include "scan/session.h"

namespace batten::scan {

struct Advisories {
  advisory::Database database;
  std::vector<match::RepositoryUpdate> updates;
  model::FeedInfo repository;  // name empty: it was not asked
  std::optional<model::DatabaseInfo> pulled;
  base::Notes notes;
};

// A feed that can't be fetched is a note; the scan goes on with what there is. With options.offline nothing is fetched.
Result<Advisories> gather_advisories(const model::Inventory& inventory, const ScanOptions& options, Session& session);

}  // namespace batten::scan
