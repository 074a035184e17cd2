// SPDX-License-Identifier: Apache-2.0
//
// The scanner that plans of updates ask: scan::scan with its caches and what people have decided of findings, its result remembered by
// image, advisories and decisions.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "scan/pipeline.h"
#include "scan/session.h"
#include "update/candidate.h"
#include "update/facts_memory.h"

namespace batten::cli {

// What a plan asks about, of a scan with its decisions applied.
update::ImageFacts image_facts(const scan::Scanned& scanned);

class UpdateScanner {
 public:
  // cache_directory empty: nothing is remembered longer than this run.
  UpdateScanner(scan::ScanOptions options, Decisions decisions, const std::string& cache_directory, scan::Session& session);

  // As update::Scanner wants it. Errors are remembered too.
  Result<update::ImageFacts> scan(const std::string& image, const model::Platform& platform);

 private:
  Result<update::ImageFacts> scan_now(const std::string& image, const model::Platform& platform);
  std::string key_of(const std::string& image, const model::Platform& platform) const;

  scan::ScanOptions options_;
  Decisions decisions_;
  std::string decisions_key_;
  update::FactsMemory memory_;
  scan::Session& session_;
  std::map<std::string, Result<update::ImageFacts>> known_;
};

}  // namespace batten::cli
