// SPDX-License-Identifier: Apache-2.0
#include "policy/vex_format.h"

#include <array>

#include "base/format.h"
#include "policy/attestation.h"

namespace batten::policy {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 64};
constexpr std::array<std::string_view, 4> kStatusNames = {"not_affected", "affected", "fixed", "under_investigation"};

}  // namespace

std::string_view vex_status_name(VexStatus status) { return kStatusNames[static_cast<std::size_t>(status)]; }

std::optional<VexStatus> parse_vex_status(std::string_view name) {
  for (std::size_t i = 0; i < kStatusNames.size(); ++i) {
    if (kStatusNames[i] == name) return static_cast<VexStatus>(i);
  }
  return std::nullopt;
}

Result<std::vector<VexStatement>> read_vex(std::string_view file, std::string_view bytes, base::Notes& notes) {
  json::Document document = TRY_IN(file, json::Document::parse(bytes, kLimits));
  for (const VexFormat* form : all_vex_formats()) {
    if (!form->recognises(document.root())) continue;
    VexCollector collector(format("{} {}", form->title, file));
    form->parse(document.root(), collector);
    base::Notes skipped = collector.notes();
    notes.insert(notes.end(), skipped.begin(), skipped.end());
    return collector.take_statements();
  }
  if (std::optional<Attestation> attestation = TRY_IN(file, read_attestation(bytes))) {
    // Once: what is in it is a document.
    if (auto inner = TRY_IN(file, read_attestation(attestation->predicate)); !inner) return read_vex(file, attestation->predicate, notes);
  }
  return Error{Code::kUnsupported, format("{}: no VEX document: it is neither OpenVEX nor CSAF nor CycloneDX", file)};
}

}  // namespace batten::policy
