// SPDX-License-Identifier: Apache-2.0
#include "cli/update_scanner.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "model/summary.h"

namespace batten::cli {
namespace {

// Raise it whenever the same scan gives other facts.
constexpr int kRevision = 1;

// Which advisories there are: an update replaces the files of feeds.
std::string database_state(const std::string& directory) {
  std::string out;
  auto names = base::list_directory(directory);
  if (!names) return out;
  for (const std::string& name : *names) {
    struct stat info{};
    if (!name.ends_with(".mdb") || ::stat((directory + "/" + name).c_str(), &info) != 0) continue;
    out += format("{} {} {} {}\n", name, info.st_ino, info.st_size, info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec);
  }
  return out;
}

// Files in which decisions are written: their content decides too.
std::string decisions_state(const Decisions& decisions) {
  std::string out = decisions.attached ? "attached\n" : "";
  for (const policy::VexStatement& statement : decisions.statements)
    out += format("{} {} {} {}\n", statement.source, statement.place, base::join(statement.ids, ","), static_cast<int>(statement.status));
  return out;
}

// Feeds that only add to what others found.
bool only_adds(const model::FeedInfo& feed) { return feed.name == "kev" || feed.name == "epss" || feed.name == "repository"; }

void set_completeness(const scan::Scanned& scanned, update::ImageFacts& out) {
  const model::Report& report = scanned.report;
  auto note = std::ranges::find(report.notes, base::Note::Kind::kSkipped, &base::Note::kind);
  auto feed = std::ranges::find_if(report.feeds, [](const model::FeedInfo& one) { return !one.problem.empty() && !only_adds(one); });
  if (scanned.unread_layers > 0) {
    out.unread = format("{} layers could not be read", scanned.unread_layers);
  } else if (note != report.notes.end()) {
    out.unread = format("{}: {}", note->where, note->message);
  } else if (feed != report.feeds.end()) {
    out.unread = format("advisories {}: {}", feed->name, feed->problem);
  } else if (!model::summarise(report).has_feed) {
    out.unread = "no advisories for what is in it";
  }
  out.complete = out.unread.empty();
}

}  // namespace

update::ImageFacts image_facts(const scan::Scanned& scanned) {
  const model::Report& report = scanned.report;
  update::ImageFacts out;
  std::map<std::pair<std::string, std::string>, update::Vulnerability> found;
  for (const model::Finding& finding : report.findings) {
    if (!model::counts(finding)) continue;
    const model::Package& package = report.packages[finding.package_index];
    update::Vulnerability one{finding.id, model::source_of(package), finding.severity, finding.fixed_version,
                              model::owner_of(report, finding) == model::LayerOwner::kBase};
    auto [at, is_new] = found.try_emplace({one.id, one.package}, one);
    if (is_new) continue;
    at->second.severity = std::max(at->second.severity, one.severity);
    if (at->second.fixed_version.empty()) at->second.fixed_version = one.fixed_version;
    // Where an own layer has it too, a new base alone does not remove it.
    at->second.in_base = at->second.in_base && one.in_base;
  }
  for (auto& [key, one] : found) out.vulnerabilities.push_back(std::move(one));
  out.packages = report.packages.size();
  out.created = base::parse_time(report.config.created).value_or(0);
  if (report.base_image) {
    out.base_name = report.base_image->name;
    out.base_digest = report.base_image->digest.text();
  }
  for (const model::FeedInfo& feed : report.feeds) {
    if (feed.problem.empty() && !only_adds(feed)) out.advisories = std::max(out.advisories, feed.data_date);
  }
  set_completeness(scanned, out);
  return out;
}

UpdateScanner::UpdateScanner(scan::ScanOptions options, Decisions decisions, const std::string& cache_directory, scan::Session& session)
    : options_(std::move(options)),
      decisions_(std::move(decisions)),
      decisions_key_(decisions_state(decisions_)),
      memory_(cache_directory.empty() ? "" : cache_directory + "/update/facts"),
      session_(session) {}

std::string UpdateScanner::key_of(const std::string& image, const model::Platform& platform) const {
  return format("{}\n{}\n{}\n{}\n{}\n{}\n{}", kRevision, image, platform.text(), base::format_date(options_.date),
                options_.max_age_days.value_or(-1), database_state(options_.database_directory), decisions_key_);
}

Result<update::ImageFacts> UpdateScanner::scan(const std::string& image, const model::Platform& platform) {
  std::string name = image + " " + platform.text();
  if (auto known = known_.find(name); known != known_.end()) return known->second;
  // Rules with an expiry are not part of the key.
  bool may_keep = !decisions_.ignored && !decisions_.attached;
  std::optional<update::ImageFacts> kept = may_keep ? memory_.find(key_of(image, platform)) : std::nullopt;
  bool asks_registry = !kept && options_.offline && image.starts_with("registry:");
  Result<update::ImageFacts> facts = asks_registry ? Error{Code::kUnavailable, "it was not scanned before, and --offline asks no registry"}
                                     : kept        ? Result<update::ImageFacts>(std::move(*kept))
                                                   : scan_now(image, platform);
  // What was not whole may be so the next time. Advisories may have come with this scan: the key is made anew.
  if (facts && facts->complete && may_keep && !kept) memory_.keep(key_of(image, platform), *facts);
  return known_.emplace(name, std::move(facts)).first->second;
}

Result<update::ImageFacts> UpdateScanner::scan_now(const std::string& image, const model::Platform& platform) {
  scan::ScanOptions how = options_;
  how.source.platform = platform;
  bool runs = image.starts_with("docker:");
  how.find_base = runs || decisions_.asks_for_base();
  how.attached_vex = decisions_.attached && !runs;
  session_.progress().message("scanning " + image);
  scan::Scanned scanned = TRY(scan::scan(image, how, session_));
  apply_decisions(decisions_, options_.date, scanned);
  return image_facts(scanned);
}

}  // namespace batten::cli
