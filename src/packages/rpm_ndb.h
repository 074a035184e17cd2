// SPDX-License-Identifier: Apache-2.0
//
// rpm's own database format NDB (Packages.db of SUSE): slots that say where the blobs are, little-endian.
//
//   header, 32 bytes:  "RpmP" | version 0 | generation | slot pages | next package number | 12 bytes
//   slot, 16 bytes:    "Slot" | package number (0: free) | blob offset / 16 | blob blocks of 16 bytes
//   blob:              "BlbS" | package number | generation | length | data | padding | Adler-32 | length | "BlbE"
//
// Slots fill the first slot pages (4096 bytes each) behind the header.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::packages {

using BlobVisitor = std::function<void(std::uint64_t number, std::string_view blob)>;
using TroubleVisitor = std::function<void(std::string message)>;

// Every header blob in slot order; a blob that is broken goes to trouble and the rest follows. corrupt / unsupported when the header of
// the file is not what it should be.
Result<void> read_ndb(std::string_view bytes, const BlobVisitor& visit, const TroubleVisitor& trouble);

}  // namespace batten::packages
