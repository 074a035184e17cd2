// SPDX-License-Identifier: Apache-2.0
//
// VEX documents that came attached to the image that was scanned: as they are, or in attestations about it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "model/report.h"
#include "policy/vex_statement.h"

namespace batten::policy {

// What may hold statements, as text of unknown origin.
struct AttachedText {
  std::string attached_by;  // "sha256:..." of the manifest that holds it, or a tag
  std::string bytes;
};

// All statements in them. An attestation must be about the image of the report, by the digest of its manifest or index; one about something
// else, or whose predicate is no VEX, is left aside. The statements' source says that no signature was checked, and so does a note, which
// counts them. What can't be read is a note.
std::vector<VexStatement> read_attached(const std::vector<AttachedText>& texts, model::Report& report);

}  // namespace batten::policy
