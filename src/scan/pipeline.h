// SPDX-License-Identifier: Apache-2.0
//
// A scan from the reference to the report: the steps are in pipeline.cc, in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/source.h"
#include "model/report.h"
#include "scan/session.h"

namespace batten::scan {

struct ScanOptions {
  image::SourceOptions source;
  std::string database_directory;
  bool offline = false;  // fetch no advisories, no repository index
  // The repositories that the inventory names are this machine's own configuration: any of their hosts may be asked.
  bool trust_repositories = false;
  std::int64_t date = 0;      // seconds; what is end of life, which ignore rule has expired
  bool find_base = false;     // which layers are the base image's?
  std::string base;           // what the user says that the base image is; empty: look for it
  bool attached_vex = false;  // get the documents that are attached to the image
  // Older advisories count as not read. Nothing: after a week a note says how old they are.
  std::optional<std::int64_t> max_age_days;
};

struct Scanned {
  model::Report report;
  std::size_t unread_layers = 0;  // layers of which nothing is known
  std::vector<image::AttachedDocument> attached;
  model::ImageFiles image_files;  // what checks of images ask about
};

// Everything: packages, advisories (fetched when they are missing), findings.
Result<Scanned> scan(std::string_view reference, const ScanOptions& options, Session& session);

// The scan of another image that could stand in the place of the base of `report`. Its result is compared when what people have decided of
// findings was applied to both: compare_with_candidate.
Result<Scanned> scan_candidate(std::string_view reference, const model::Report& report, const ScanOptions& options, Session& session);
void compare_with_candidate(const Scanned& candidate, model::Report& report);

// Packages only: a report without findings.
Result<Scanned> list_packages(std::string_view reference, const ScanOptions& options, Session& session);

// Does any note say that something could not be read?
bool anything_unread(const model::Report& report);

}  // namespace batten::scan
