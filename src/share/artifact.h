// SPDX-License-Identifier: Apache-2.0
//
// The advisory database as an artifact of an OCI registry (image-spec 1.1, artifactType): one layer per feed, which is the stream of
// advisory/transfer.h in zstd. What a layer holds stands in its annotations, so that a reader fetches only what it lacks. See
// docs/FORMATS.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/database.h"
#include "base/result.h"
#include "model/digest.h"

namespace batten::share {

inline constexpr std::string_view kManifestType = "application/vnd.oci.image.manifest.v1+json";
// The configuration that an artifact has when it needs none.
inline constexpr std::string_view kEmptyConfig = "{}";

struct SharedFeed {
  advisory::FeedStatus status;  // name, revision, dates, counts and the digest of the content; the rest is empty
  std::uint64_t stream_bytes = 0;
  model::Digest blob;
  std::uint64_t blob_bytes = 0;
};

// Without the time of the day: the same feeds give the same bytes.
std::string encode_artifact(const std::vector<SharedFeed>& feeds);
// unsupported: an image or another artifact. corrupt: a layer without what it must say, or two of one feed; limit.
Result<std::vector<SharedFeed>> decode_artifact(std::string_view manifest);

}  // namespace batten::share
