// SPDX-License-Identifier: Apache-2.0
//
// A scorecard for people, and for programs (docs/FORMATS.md, "Scorecard").
#pragma once

#include <string>

#include "model/scorecard.h"
#include "report/format.h"

namespace batten::report {

std::string scorecard_text(const model::Scorecard& card, const Options& options);
std::string scorecard_json(const model::Scorecard& card);
// One page without scripts that explains itself: for somebody who has to decide, not to repair.
std::string scorecard_html(const model::Scorecard& card);

}  // namespace batten::report
