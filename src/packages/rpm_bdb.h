// SPDX-License-Identifier: Apache-2.0
//
// Berkeley DB hash files, as far as rpm's "Packages" needs them (db_page.h of Berkeley DB 4 and 5; RHEL up to 8, Fedora up to 32,
// Amazon Linux 2). Both byte orders, pages of 512 bytes to 64 KiB.
//
//   page 0 (metadata):  @12 magic 0x061561 | @16 version | @20 page size | @24 encryption | @25 type 8 | @26 flags | @32 last page
//   every page:         @8 own number | @12 previous | @16 next | @20 item count | @22 free space | @25 type | @26 item offsets, u16 each
//   hash page (2, 13):  items in pairs key, value; from the page's end downwards
//     item type 1:      the bytes themselves
//     item type 3:      @4 first overflow page | @8 length
//   overflow page (7):  @22 bytes on this page | @26 bytes
//
// All hash pages in file order give all items: buckets need not be computed. Pages that were freed have type 0.
#pragma once

#include <string_view>

#include "base/result.h"
#include "packages/rpm_ndb.h"

namespace batten::packages {

// Every value whose key is not 0 (rpm keeps its counter there). A page or item that is broken goes to trouble and the rest follows.
// corrupt / unsupported when the metadata page is not what it should be.
Result<void> read_bdb_hash(std::string_view bytes, const BlobVisitor& visit, const TroubleVisitor& trouble);

}  // namespace batten::packages
