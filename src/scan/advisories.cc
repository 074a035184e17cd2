// SPDX-License-Identifier: Apache-2.0
#include "scan/advisories.h"

#include <algorithm>
#include <set>
#include <string>

#include "advisory/repository.h"
#include "advisory/update.h"
#include "base/file.h"
#include "base/format.h"
#include "base/time.h"

namespace batten::scan {
namespace {

using base::Note;

// Tries to fetch the feeds that are missing. Was anything fetched?
bool fetch(std::vector<std::string> missing, const ScanOptions& options, Session& session, base::Notes& notes) {
  auto tell = [&](const std::string& feed, const std::string& why) {
    notes.push_back({Note::Kind::kDegraded, "advisories", format("feed {} could not be fetched: {}", feed, why),
                     "batten db update --from a mirror, or from another machine"});
  };
  std::erase_if(missing, [&](const std::string& feed) {
    auto known = session.unreachable().find("feed " + feed);
    if (known != session.unreachable().end()) tell(feed, known->second);
    return known != session.unreachable().end();
  });
  if (missing.empty() || options.offline) return false;
  auto outcomes =
      advisory::update({.directory = options.database_directory, .feeds = missing, .from = "", .force = false, .lock_patience_ms = 600'000},
                       session.progress());
  if (!outcomes) {
    notes.push_back({Note::Kind::kDegraded, "advisories", outcomes.error().message, ""});
    return false;
  }
  bool fetched = false;
  for (const advisory::FeedOutcome& outcome : *outcomes) {
    fetched = fetched || !outcome.error;
    if (!outcome.error) continue;
    session.unreachable()["feed " + outcome.feed] = outcome.error->message;
    tell(outcome.feed, outcome.error->message);
  }
  return fetched;
}

std::vector<std::string> needed_feeds(const model::Inventory& inventory) {
  std::set<std::string_view> types;
  for (const model::Package& package : inventory.packages) types.insert(package.type);
  return advisory::feeds_for(inventory.distro, std::vector<std::string_view>(types.begin(), types.end()));
}

Result<advisory::Database> open_database(const std::vector<std::string>& needed, const ScanOptions& options, Session& session,
                                         base::Notes& notes) {
  std::vector<std::string> missing;
  std::vector<std::string> used = advisory::feeds_if_there();
  used.insert(used.end(), needed.begin(), needed.end());
  advisory::Database database = TRY(advisory::Database::open(options.database_directory, used));
  for (const std::string& feed : needed) {
    if (!database.has(feed)) missing.push_back(feed);
  }
  if (fetch(std::move(missing), options, session, notes)) return advisory::Database::open(options.database_directory, used);
  return database;
}

std::string package_arch(const model::Inventory& inventory) {
  for (const model::Package& package : inventory.packages) {
    if (!package.arch.empty() && package.arch != "all" && package.arch != "noarch") return package.arch;
  }
  return "";
}

// The distribution's own repository: over the network, else what apt on this machine last downloaded.
void ask_own_repository(const model::Inventory& inventory, const ScanOptions& options, Session& session, Advisories& out) {
  advisory::RepositoryQuery query;
  query.distro = inventory.distro;
  query.repositories = inventory.repositories;
  query.arch = package_arch(inventory);
  query.cache_directory = base::cache_directory() + "/repository";
  query.any_host = options.trust_repositories;
  if (query.arch.empty()) return;
  Result<advisory::RepositoryAnswer> answer = Error{Code::kUnavailable, "offline"};
  std::string key = "repository " + query.distro.id + " " + query.distro.version_id + " " + query.arch;
  if (auto known = session.unreachable().find(key); known != session.unreachable().end()) {
    answer = Error{Code::kUnavailable, known->second};
  } else if (!options.offline) {
    answer = advisory::ask_repository(query, session.progress());
    if (!answer && answer.error().code != Code::kUnsupported) session.unreachable()[key] = answer.error().message;
  }
  if (!answer && answer.error().code == Code::kUnsupported) return;
  std::string why = answer ? "" : answer.error().message;
  if (!answer && options.trust_repositories) answer = advisory::read_apt_lists("/var/lib/apt/lists", query.arch);
  if (!answer) {
    if (!options.offline)
      out.notes.push_back(
          {Note::Kind::kDegraded, "repository", format("the distribution's security repository could not be asked: {}", why), ""});
    return;
  }
  for (advisory::AvailablePackage& package : answer->packages) {
    out.updates.push_back({std::move(package.name), std::move(package.source_name), std::move(package.version), std::move(package.arch),
                           std::move(package.origin)});
  }
  out.repository = {"repository", answer->date, out.updates.size(), ""};
  out.notes.insert(out.notes.end(), answer->notes.begin(), answer->notes.end());
}

// Data that has not been fetched for long says less every day.
void note_age(const advisory::Database& database, const std::vector<std::string>& needed, const ScanOptions& options, base::Notes& notes) {
  constexpr std::int64_t kOldDays = 7;
  for (const advisory::FeedStatus& status : database.status()) {
    auto fetched = base::parse_time(status.fetched);
    if (!status.present || !fetched || std::find(needed.begin(), needed.end(), status.name) == needed.end()) continue;
    std::int64_t days = (options.date - *fetched) / 86400;
    if (days > kOldDays)
      notes.push_back({Note::Kind::kDegraded, "advisories", format("feed {} was fetched {} days ago", status.name, days),
                       format("batten db update {}", status.name)});
  }
}

}  // namespace

Result<Advisories> gather_advisories(const model::Inventory& inventory, const ScanOptions& options, Session& session) {
  base::Notes notes;
  std::vector<std::string> needed = needed_feeds(inventory);
  advisory::Database database = TRY(open_database(needed, options, session, notes));
  Advisories out{.database = std::move(database), .updates = {}, .repository = {}, .notes = std::move(notes)};
  note_age(out.database, needed, options, out.notes);
  ask_own_repository(inventory, options, session, out);
  return out;
}

}  // namespace batten::scan
