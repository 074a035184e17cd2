// SPDX-License-Identifier: Apache-2.0
#include "scan/pipeline.h"

#include <algorithm>

#include "base/format.h"
#include "match/match.h"
#include "scan/advisories.h"
#include "scan/inventory.h"

namespace batten::scan {
namespace {

Scanned begin(Inventoried& found) {
  Scanned out;
  out.unread_layers = found.unread_layers;
  out.report.source = std::move(found.source);
  out.report.config = std::move(found.config);
  out.report.layers = std::move(found.layers);
  return out;
}

void finish(Scanned& out, model::Inventory& inventory, base::Notes more) {
  out.report.distro = std::move(inventory.distro);
  out.report.packages = std::move(inventory.packages);
  out.report.notes = std::move(inventory.notes);
  out.report.notes.insert(out.report.notes.end(), more.begin(), more.end());
}

}  // namespace

Result<Scanned> scan(std::string_view reference, const ScanOptions& options, Session& session) {
  // What is installed, and what of the image could not be read.
  Inventoried found = TRY(take_inventory(reference, options.source, session));
  Scanned out = begin(found);

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
  base::Notes notes = std::move(advisories.notes);
  notes.insert(notes.end(), matched.notes.begin(), matched.notes.end());
  finish(out, found.inventory, std::move(notes));
  return out;
}

Result<Scanned> list_packages(std::string_view reference, const ScanOptions& options, Session& session) {
  Inventoried found = TRY(take_inventory(reference, options.source, session));
  Scanned out = begin(found);
  finish(out, found.inventory, {});
  return out;
}

bool anything_unread(const model::Report& report) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [](const base::Note& note) { return note.kind == base::Note::Kind::kSkipped; });
}

}  // namespace batten::scan
