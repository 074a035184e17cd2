// SPDX-License-Identifier: Apache-2.0
//
// An output format of a report. One file in formats/ per format.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/report.h"
#include "model/version_order.h"

namespace batten::report {

struct Options {
  int width = 100;          // columns of the terminal
  bool color = false;       // ANSI colours
  bool show_all = false;    // also findings that are not affected, negligible or suppressed
  std::string explain;      // id of the one finding to explain; empty: the whole report
  bool with_files = false;  // list the files that packages own
  std::int64_t date = 0;    // seconds: today, for a format that has to name a time
  // Null: not known here. Where several versions fix something in a package, all are named then instead of the newest.
  model::VersionOrder order = nullptr;
};

struct FormatExample {
  std::string_view contains;  // text that the format's output of the sample report (report/sample.h) must contain
};

struct Format {
  std::string_view name;     // "table"
  std::string_view summary;  // one line
  std::string_view media_type;
  std::string (*write)(const model::Report& report, const Options& options);
  std::span<const FormatExample> examples;
  bool lists_packages = false;  // says all packages, so that it makes sense without findings: batten sbom
};

std::span<const Format* const> all_formats();
const Format* find_format(std::string_view name);
// "cyclonedx, json, ...": all, or those that list packages.
std::string format_names(bool only_lists = false);

}  // namespace batten::report
