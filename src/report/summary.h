// SPDX-License-Identifier: Apache-2.0
//
// What several formats say of a report as a whole, as text.
#pragma once

#include <string>

#include "model/report.h"
#include "model/summary.h"

namespace batten::report {

using model::Summary;
using model::Update;

std::string distro_text(const model::Distro& distro);
// "sha256:ab12cd34ef56 RUN apt-get install ...", one line; empty when not known.
std::string layer_text(const model::Report& report, const model::Package& package);

// What to say of a report without findings that count: the one place that may say that nothing was found, and it says of what.
std::string nothing_found_text(const model::Report& report, const Summary& summary);

}  // namespace batten::report
