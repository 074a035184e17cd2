// SPDX-License-Identifier: Apache-2.0
//
// One feed's file DIR/<feed>.mdb, format 2. Keys, in order:
//   a ecosystem \0 package   rows (row_codec.h)
//   e CVE                    EPSS: score and percentile, each u32 millionths
//   k CVE                    KEV: date_added due_date required_action (sized), ransomware u8
//   o ecosystem              empty: the feed knows this release
//   s                        string table
//   v vulnerability          row_codec.h
//   z                        FeedStatus as JSON, with the SHA-256 over everything before it
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/database.h"
#include "base/result.h"

namespace batten::advisory {

inline constexpr int kFileFormat = 2;

// The records that a feed was built from, kept beside it (kept_source.h), so that later only what has changed must be fetched.
struct KeptSource {
  std::string base, newer;  // names of the files; newer may be empty. base empty: nothing is kept
  std::string since;        // changes from this time on may be missing
  std::string whole;        // when base was downloaded
  std::string list_etag;    // of the change list that newer goes up to
  bool operator==(const KeptSource&) const = default;
};

// A download that the file was made from, for conditional requests.
struct Download {
  std::string url, etag, last_modified;
  KeptSource kept = {};
  bool operator==(const Download&) const = default;
};

struct FeedMeta {
  FeedStatus status;
  std::vector<Download> downloads;
};

std::string encode_meta(const FeedMeta& meta);
// unsupported when another version of the program wrote it, corrupt.
Result<FeedMeta> decode_meta(std::string_view json);

std::string feed_path(const std::string& directory, std::string_view feed);
std::string row_key(std::string_view ecosystem, std::string_view package);

// Feeds the digest of a feed's content: every pair but the last (the status).
class ContentDigest {
 public:
  ContentDigest();
  ~ContentDigest();
  void add(std::string_view key, std::string_view value);
  std::string finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace batten::advisory
