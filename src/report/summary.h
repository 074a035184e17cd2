// SPDX-License-Identifier: Apache-2.0
//
// What several formats say of a report as a whole.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "model/report.h"

namespace batten::report {

struct Summary {
  std::array<std::size_t, 6> by_severity{};  // index: model::Severity; findings that count
  std::size_t counted = 0;                   // findings that are not suppressed
  std::size_t fixable = 0;                   // of them: an update removes it
  std::size_t exploited = 0;                 // of them: in the KEV catalogue
  std::size_t suppressed = 0;
  std::size_t skipped = 0;  // notes of kind skipped: something was not read
};

Summary summarise(const model::Report& report);

// An update that removes findings: one installed package to one version.
struct Update {
  std::string package, installed, fixed;
  std::size_t removes = 0;
  model::Severity worst = model::Severity::kUnknown;
};

// Which updates to make, worst first. A package whose findings name several fixed versions gets the one that removes most: feeds name the
// version that fixed each vulnerability, and the newest of them has them all. compare orders two versions of the package's scheme.
std::vector<Update> updates(const model::Report& report);

std::string distro_text(const model::Distro& distro);
// "sha256:ab12cd34ef56 RUN apt-get install ...", one line; empty when not known.
std::string layer_text(const model::Report& report, const model::Package& package);

}  // namespace batten::report
