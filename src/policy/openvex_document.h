// SPDX-License-Identifier: Apache-2.0
//
// Decisions written down: OpenVEX documents (OpenVEX Specification 0.2.0).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/vex_statement.h"

namespace batten::policy {

struct VexDecision {
  std::vector<std::string> products;       // package URLs
  std::vector<std::string> subcomponents;  // package URLs; of each product
  std::string id;                          // of the vulnerability
  std::vector<std::string> aliases;
  VexStatus status = VexStatus::kUnderInvestigation;
  std::string justification, impact, action;
  std::string author, tooling;  // of a new document
  std::int64_t time = 0;
};

// invalid_argument: not_affected wants a justification (one of the specification's) or an impact statement, affected an action, and only
// they may have them; products must be there.
Result<void> check_decision(const VexDecision& decision);

// A document of one statement. The same decision gives the same bytes.
std::string new_openvex(const VexDecision& decision);

// The document with one more statement and the next version; all else in it stays, in its order. unsupported when it is no OpenVEX of
// version 0.2, corrupt, limit.
Result<std::string> add_to_openvex(std::string_view document, const VexDecision& decision);

// The package URL (type oci) of an image reference: tag and digest only when the reference names them. Text that is a package URL stays
// as it is. invalid_argument when it is neither.
Result<std::string> product_purl(std::string_view text);

}  // namespace batten::policy
