// SPDX-License-Identifier: Apache-2.0
//
// Gathers what is wrong while files are loaded; the same thing at the same place is said once.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <tuple>

#include "rules/diagnostic.h"
#include "rules/placed_text.h"
#include "rules/ruleset.h"

namespace batten::rules {

class Reports {
 public:
  Reports(std::span<const RuleFile> files, const Spots& spots) : files_(files), spots_(spots) {}

  // kNowhere: of a file as a whole, or of none.
  void add(DiagnosticCode code, Spot spot, std::size_t length, std::string item, std::string message);
  void add(DiagnosticCode code, Spot spot, std::string item, std::string message) {
    add(code, spot, 0, std::move(item), std::move(message));
  }
  void add_to_file(DiagnosticCode code, std::size_t file, const model::Place& place, std::string message);
  bool has_errors() const { return errors_ > 0; }
  Diagnostics take() { return std::move(diagnostics_); }

 private:
  void add(Diagnostic diagnostic);
  std::span<const RuleFile> files_;
  const Spots& spots_;
  Diagnostics diagnostics_;
  std::set<std::tuple<DiagnosticCode, std::string, std::uint32_t, std::string>> told_;
  std::size_t errors_ = 0;
};

}  // namespace batten::rules
