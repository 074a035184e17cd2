// SPDX-License-Identifier: Apache-2.0
#include "scan/advisories.h"

#include <algorithm>
#include <set>
#include <string>

#include "advisory/feed_age.h"
#include "advisory/repository.h"
#include "advisory/side_files.h"
#include "advisory/update.h"
#include "base/file.h"
#include "base/format.h"

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
void note_age(const std::vector<advisory::FeedStatus>& used, const ScanOptions& options, base::Notes& notes) {
  constexpr std::int64_t kOldDays = 7, kOldDataDays = 30;
  Note::Kind kind = options.max_age_days ? Note::Kind::kSkipped : Note::Kind::kDegraded;
  for (const advisory::FeedStatus& status : used) {
    advisory::FeedAge age = advisory::age_of(status, options.date);
    if (age.days <= options.max_age_days.value_or(age.of_data ? kOldDataDays : kOldDays)) continue;
    std::string how_old = age.of_data ? format("the newest record of feed {} is {} days old", status.name, age.days)
                                      : format("feed {} was fetched {} days ago", status.name, age.days);
    notes.push_back({kind, "advisories", how_old, format("batten db update {}", status.name)});
  }
}

// Which of the feeds are as they were pulled from a registry.
std::optional<model::DatabaseInfo> pulled_database(const std::string& directory, const std::vector<advisory::FeedStatus>& used) {
  auto pulled = advisory::read_pulled(directory);
  if (!pulled) return std::nullopt;
  model::DatabaseInfo out{pulled->reference, pulled->digest, pulled->signed_by, {}};
  for (const advisory::FeedStatus& status : used) {
    auto known = pulled->feeds.find(status.name);
    if (known != pulled->feeds.end() && known->second == status.digest) out.feeds.push_back(status.name);
  }
  if (out.feeds.empty()) return std::nullopt;
  return out;
}

}  // namespace

Result<Advisories> gather_advisories(const model::Inventory& inventory, const ScanOptions& options, Session& session) {
  base::Notes notes;
  std::vector<std::string> needed = needed_feeds(inventory);
  advisory::Database database = TRY(open_database(needed, options, session, notes));
  Advisories out{.database = std::move(database), .updates = {}, .repository = {}, .pulled = {}, .notes = std::move(notes)};
  std::vector<advisory::FeedStatus> used = out.database.status();
  std::erase_if(used, [](const advisory::FeedStatus& status) { return !status.present; });
  note_age(used, options, out.notes);
  out.pulled = pulled_database(options.database_directory, used);
  ask_own_repository(inventory, options, session, out);
  return out;
}

}  // namespace batten::scan
