// SPDX-License-Identifier: Apache-2.0
//
// Does a Go program hold the functions in which a flaw is? The Go vulnerability database names them (ecosystem_specific.imports), the
// program's function table names what was linked. The linker leaves out what can't be called, so a function that is in no table is never
// run.
#pragma once

#include <string>

#include "match/verdict.h"
#include "model/package.h"
#include "model/report.h"

namespace batten::match {

struct Reach {
  model::Reached reached = model::Reached::kUnknown;
  std::string functions;  // those (or the packages) that decided: "golang.org/x/net/html.Parse and 2 more"
};

// rows: all of one vulnerability. Unknown when the program's functions are not known, or when a row of the Go database names none.
Reach reach_of(RowSpan rows, const model::Package& package);

// A finding whose functions are not in the program is ranked negligible, and says so.
void rank_by_reach(model::Finding& finding);

}  // namespace batten::match
