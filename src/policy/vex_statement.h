// SPDX-License-Identifier: Apache-2.0
//
// What somebody says about a vulnerability in a product: the parts that all forms of VEX (Vulnerability Exploitability eXchange) have,
// after the "Minimum Requirements for VEX" of CISA's working group.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/purl.h"

namespace batten::policy {

enum class VexStatus : std::uint8_t { kNotAffected, kAffected, kFixed, kUnderInvestigation };

// "not_affected", "affected", "fixed", "under_investigation", as OpenVEX writes them.
std::string_view vex_status_name(VexStatus status);
std::optional<VexStatus> parse_vex_status(std::string_view name);

// A piece of software; any of the names that are given identifies it.
struct VexComponent {
  std::vector<model::Purl> purls;
  std::vector<std::string> digests;  // "sha256:...", of an image
  std::vector<std::string> cpes;     // of an operating system

  bool operator==(const VexComponent&) const = default;
  bool known() const { return !purls.empty() || !digests.empty() || !cpes.empty(); }
};

struct VexProduct {
  VexComponent component;
  std::vector<VexComponent> subcomponents;  // empty: it is about the product itself, and all that is in it

  bool operator==(const VexProduct&) const = default;
};

struct VexStatement {
  std::vector<std::string> ids;  // of the vulnerability: its name, then its aliases
  std::vector<VexProduct> products;
  VexStatus status = VexStatus::kUnderInvestigation;
  std::string justification;  // "vulnerable_code_not_present": the label of the document's format
  std::string impact;         // why it is not affected, in words
  std::string action;         // what to do about it
  std::optional<std::int64_t> timestamp;
  std::string author;
  std::string source;  // "OpenVEX team.json"
  std::string place;   // "statements[3]"

  bool operator==(const VexStatement&) const = default;
};

}  // namespace batten::policy
