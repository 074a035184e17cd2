// SPDX-License-Identifier: Apache-2.0
//
// From a file as a feed is served - plain, compressed, a tar, a zip - to the records that an importer takes. An archive is inflated on a
// second thread while the importer works; nothing is written to disk and little is held in memory. Members of a zip come in the order of
// their names, whatever their order in the file: the same records give the same feed.
#pragma once

#include <cstdint>
#include <string>

#include "advisory/feed.h"
#include "advisory/record_fetch.h"
#include "base/progress.h"

namespace batten::advisory {

struct UnpackLimits {
  std::uint64_t max_bytes = 8ull << 30;        // of everything, inflated
  std::uint64_t max_plain_bytes = 1ull << 30;  // of a file that is no archive
  std::uint64_t max_member_bytes = 256ull << 20;
  std::uint64_t max_members = 2'000'000;
};

struct Unpacked {
  std::uint64_t members = 0;
  std::uint64_t bytes = 0;  // inflated
};

// Imports a file. name: what the importer is told for a plain file (without .zst and the like). An archive's regular members that end in
// .json, .xml, .yml or .yaml are records; one that the importer can't use is refused and the next is read. An archive that is damaged or
// ends early is an error. newer: records that a zip has in an older state or not at all; they come as if they were in it.
Result<Unpacked> unpack(const std::string& path, std::string_view name, const Feed& feed, FeedSink& sink, base::Progress& progress,
                        std::string_view task, UnpackLimits limits = {}, const Records& newer = {});

// Without .zst, .gz, .xz, .bz2.
std::string_view without_compression(std::string_view name);

}  // namespace batten::advisory
