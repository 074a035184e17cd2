// SPDX-License-Identifier: Apache-2.0
//
// Index files of repositories, kept on disk: asked for again only when they are old, and then only if they have changed. When the
// server can't be reached the copy serves, with a note. Safe for several processes: files are replaced whole and checked by hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/note.h"
#include "base/result.h"
#include "http/client.h"

namespace batten::advisory {

class IndexCache {
 public:
  // Directory empty: nothing is kept.
  IndexCache(std::string directory, std::int64_t max_age_seconds, base::Notes& notes)
      : directory_(std::move(directory)), max_age_seconds_(max_age_seconds), notes_(notes) {}

  Result<std::string> get(const std::string& url, std::uint64_t max_bytes);
  // A file whose digest is known never changes: fetched once. corrupt when the answer has another.
  Result<std::string> get_by_digest(const std::string& url, std::string_view sha256, std::uint64_t size_bytes);

 private:
  struct Entry;
  Entry load(const std::string& stem) const;
  void store(const std::string& stem, const std::string& url, const http::Response& answer) const;
  void remove_old() const;

  std::string directory_;
  std::int64_t max_age_seconds_;
  base::Notes& notes_;
  http::Client client_;
};

}  // namespace batten::advisory
