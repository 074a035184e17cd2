// SPDX-License-Identifier: Apache-2.0
//
// Brings the kept records of an archive up to date without downloading it: the publisher's change list says which are newer, and only those
// are fetched. The result is the same as that of the whole archive, or an error; then the whole has to be fetched:
// - too much has changed, or the archive that is kept is a month old (a record that vanished without being withdrawn is seen then);
// - the list does not reach back, is not in order, or names a record that is not there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "advisory/feed_file.h"
#include "advisory/kept_source.h"
#include "advisory/record_fetch.h"
#include "base/progress.h"
#include "http/client.h"

namespace batten::advisory {

struct NewerRecords {
  std::size_t changed = 0;  // records that are not as they were
  Download download;        // with what is kept now
  Records records;          // all that are newer than the archive
};

// known: the archive's download, with what is kept of it. list: the name of the change list beside it.
Result<NewerRecords> newer_records(http::Client& client, const Download& known, std::string_view list, const SourceStore& store,
                                   std::string_view task, base::Progress& progress);

// From when on changes have to be looked at, of an archive whose newest record is of that date: a publisher's files are not made in one
// moment.
std::string changes_since(std::string_view newest_record, std::int64_t fetched);

}  // namespace batten::advisory
