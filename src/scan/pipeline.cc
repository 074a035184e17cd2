// SPDX-License-Identifier: Apache-2.0
#include "scan/pipeline.h"

#include <algorithm>

#include "base/format.h"
#include "image/base_image.h"
#include "leaks/ending.h"
#include "match/match.h"
#include "model/summary.h"
#include "scan/advisories.h"
#include "scan/inventory.h"

namespace batten::scan {
namespace {

Scanned begin(Inventoried& found, std::int64_t now) {
  Scanned out;
  out.unread_layers = found.unread_layers;
  out.report.source = std::move(found.source);
  out.report.config = std::move(found.config);
  out.report.layers = std::move(found.layers);
  out.report.leaks = std::move(found.leaks);
  leaks::mark_ended(out.report.leaks, now);
  out.report.leaks_searched = found.leaks_searched;
  out.image_files = std::move(found.inventory.image_files);
  return out;
}

void finish(Scanned& out, model::Inventory& inventory, base::Notes more) {
  out.report.distro = std::move(inventory.distro);
  out.report.packages = std::move(inventory.packages);
  out.report.notes = std::move(inventory.notes);
  out.report.notes.insert(out.report.notes.end(), more.begin(), more.end());
}

Result<void> find_base(const Inventoried& found, const ScanOptions& options, Session& session, Scanned& out, base::Notes& notes) {
  if (!options.find_base) return {};
  image::BaseQuery query{.source = out.report.source,
                         .config = out.report.config,
                         .annotations = found.annotations,
                         .layers = {},
                         .given = options.base,
                         .offline = options.offline};
  for (const model::LayerInfo& layer : out.report.layers) query.layers.push_back(layer.diff_id);
  image::FoundBase base = TRY(image::find_base(query, options.source, session.parser()));
  out.report.base_image = std::move(base.base);
  notes.insert(notes.end(), base.notes.begin(), base.notes.end());
  return {};
}

void get_attached(const Inventoried& found, const ScanOptions& options, Session& session, Scanned& out, base::Notes& notes) {
  if (!options.attached_vex) return;
  if (!found.attached_vex) {
    notes.push_back({base::Note::Kind::kSkipped, "--vex attached",
                     format("nothing can be attached to an image of kind {}", out.report.source.kind),
                     "scan it in its registry, or as an OCI layout"});
    return;
  }
  image::Attached attached = found.attached_vex(session.parser());
  out.attached = std::move(attached.documents);
  model::SourceInfo& source = out.report.source;
  if (source.manifest_digest.empty()) source.manifest_digest = attached.manifest;
  if (source.index_digest.empty()) source.index_digest = attached.index;
  notes.insert(notes.end(), attached.notes.begin(), attached.notes.end());
}

}  // namespace

Result<Scanned> scan(std::string_view reference, const ScanOptions& options, Session& session) {
  // What is installed, and what of the image could not be read.
  Inventoried found = TRY(take_inventory(reference, options.source, session));
  Scanned out = begin(found, options.date);

  // Whose layers these are is known, or that it isn't.
  base::Notes notes;
  TRY(find_base(found, options, session, out, notes));

  // What others have attached to the image is there, unread.
  get_attached(found, options, session, out, notes);

  // The advisories that this distribution needs are in the database, or a note says why not; what the distribution's own
  // repository offers is known, or a note says why not.
  Advisories advisories = TRY(gather_advisories(found.inventory, options, session));

  // Every package was compared.
  match::DatabaseLookup lookup(advisories.database);
  match::Outcome matched = TRY(
      match::match(found.inventory, lookup, {.date = options.date, .updates = advisories.updates, .repository = advisories.repository}));
  out.report.findings = std::move(matched.findings);
  out.report.feeds = std::move(matched.feeds);
  out.report.database = std::move(advisories.pulled);
  notes.insert(notes.end(), advisories.notes.begin(), advisories.notes.end());
  notes.insert(notes.end(), matched.notes.begin(), matched.notes.end());
  finish(out, found.inventory, std::move(notes));
  return out;
}

Result<Scanned> scan_candidate(std::string_view reference, const model::Report& report, const ScanOptions& options, Session& session) {
  ScanOptions how = options;
  how.find_base = how.attached_vex = false;
  if (how.source.platform.arch.empty() && !report.config.platform.arch.empty()) how.source.platform = report.config.platform;
  return TRY_IN("--base-candidate", scan(reference, how, session));
}

void compare_with_candidate(const Scanned& candidate, model::Report& report) {
  using base::Note;
  const model::Report& scanned = candidate.report;
  std::string where = "base candidate " + scanned.source.name;
  if (!report.base_image) {
    report.notes.push_back(
        {Note::Kind::kDegraded, where, "not compared, because it is not known which layers are the base image's", "--base names it"});
    return;
  }
  model::Summary summary = model::summarise(scanned);
  if (!summary.has_feed) {
    report.notes.push_back({Note::Kind::kDegraded, where, "not compared: no vulnerability feed for it was used", ""});
    return;
  }
  model::BaseCandidate compared = model::compare_base(report, scanned);
  compared.name = scanned.source.name;
  compared.digest = scanned.source.manifest_digest;
  // The exploited and the likely ones only add to what others found.
  bool all_feeds = std::ranges::all_of(scanned.feeds, [](const model::FeedInfo& feed) {
    return feed.problem.empty() || feed.name == "kev" || feed.name == "epss" || feed.name == "repository";
  });
  compared.whole = summary.skipped == 0 && all_feeds;
  for (Note note : scanned.notes) {
    if (note.kind != Note::Kind::kSkipped) continue;
    note.where = where + ": " + note.where;
    report.notes.push_back(std::move(note));
  }
  report.base_image->candidate = std::move(compared);
}

Result<Scanned> list_packages(std::string_view reference, const ScanOptions& options, Session& session) {
  Inventoried found = TRY(take_inventory(reference, options.source, session));
  Scanned out = begin(found, options.date);
  finish(out, found.inventory, {});
  return out;
}

bool anything_unread(const model::Report& report) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [](const base::Note& note) { return note.kind == base::Note::Kind::kSkipped; });
}

}  // namespace batten::scan
