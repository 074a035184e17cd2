// SPDX-License-Identifier: Apache-2.0
//
// What people read of an image's base: which layers it has, whose layer a finding comes from, what another base would change.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"

namespace batten::report {

// "base image: debian:12, layer 1 of 3 (the local engine has it; its layers are the lowest of the image)"; empty when it is not known.
std::string base_line(const model::Report& report);

// "base image debian:12 (layer 1)", "own layer 3: RUN apt-get install ..."; empty when it is not known. One line.
std::string from_text(const model::Report& report, const model::Package& package);

// Sentences for the end of a report: how many findings come from the base, and what a rebuilt base or the candidate would do about them.
std::vector<std::string> base_conclusion(const model::Report& report);

}  // namespace batten::report
