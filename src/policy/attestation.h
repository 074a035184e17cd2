// SPDX-License-Identifier: Apache-2.0
//
// What is said about an image in an attestation: an in-toto Statement (versions 0.1 and 1), plain, in a DSSE envelope
// (secure-systems-lab/dsse) or in a Sigstore bundle with one. Signatures are not looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::policy {

struct Attestation {
  std::string predicate_type;         // "https://openvex.dev/ns/v0.2.0"
  std::vector<std::string> subjects;  // "sha256:...": what it is about
  std::string predicate;              // JSON
};

// nullopt: JSON, and no attestation. corrupt; unsupported: an envelope around something else; limit.
Result<std::optional<Attestation>> read_attestation(std::string_view text);

}  // namespace batten::policy
