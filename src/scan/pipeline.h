// SPDX-License-Identifier: Apache-2.0
//
// A scan from the reference to the report: the steps are in pipeline.cc, in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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
  std::int64_t date = 0;  // seconds; what is end of life, which ignore rule has expired
  // Older advisories count as not read. Nothing: after a week a note says how old they are.
  std::optional<std::int64_t> max_age_days;
};

struct Scanned {
  model::Report report;
  std::size_t unread_layers = 0;  // layers of which nothing is known
};

// Everything: packages, advisories (fetched when they are missing), findings.
Result<Scanned> scan(std::string_view reference, const ScanOptions& options, Session& session);

// Packages only: a report without findings.
Result<Scanned> list_packages(std::string_view reference, const ScanOptions& options, Session& session);

// Does any note say that something could not be read?
bool anything_unread(const model::Report& report);

}  // namespace batten::scan
