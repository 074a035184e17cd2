// SPDX-License-Identifier: Apache-2.0
//
// Findings as rows for people: the binary packages of one source package that share a vulnerability are one row, and rows are grouped
// by what can be done about them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/report.h"

namespace batten::report {

enum class Action : unsigned char { kUpdate, kWait, kDecide, kNone, kHidden };

struct FindingRow {
  Action action = Action::kWait;
  const model::Finding* finding = nullptr;      // the first of them; they differ in the package only
  std::vector<const model::Package*> packages;  // never empty
  std::string installed;                        // the version that was compared
};

// By action, then most severe first, then known to be exploited, then by EPSS, then id. all: also what is negligible, suppressed or not
// affected. Points into the report.
std::vector<FindingRow> finding_rows(const model::Report& report, bool all);

// Is it left out without "all"?
bool hidden_by_default(const model::Finding& finding);

// A line above the rows of that action.
const char* action_title(Action action);

// "libssl3", "libc-bin, libc6", or with too little room "glibc (2)".
std::string package_text(const FindingRow& row, std::size_t width);

// Layers that brought the packages, counted from 1: "2" or "1,3"; empty when not known.
std::string layer_numbers(const FindingRow& row);
// The same by whose they are, when the base image is known: "base", "own 3", "base, own 3,4".
std::string layer_owners(const model::Report& report, const FindingRow& row);

}  // namespace batten::report
