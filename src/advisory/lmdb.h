// SPDX-License-Identifier: Apache-2.0
//
// LMDB environments as Batten uses them: one file, written once in key order, then only read through the memory map. The only
// file that includes lmdb.h is lmdb.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::advisory {

// Longest key that LMDB takes as Debian builds it.
inline constexpr std::size_t kMaxKeyBytes = 511;

// A finished file, open for reading without locks: it is replaced by rename, never changed. Views stay good as long as the
// object lives. One thread at a time per object; any number of objects and processes.
class LmdbFile {
 public:
  // not_found, denied, corrupt (no LMDB file, or shorter than its header says).
  static Result<LmdbFile> open(const std::string& path);
  LmdbFile(LmdbFile&&) noexcept;
  LmdbFile& operator=(LmdbFile&&) noexcept;
  ~LmdbFile();

  // The value, a view into the map; nothing when the key is absent.
  std::optional<std::string_view> get(std::string_view key) const;
  // Is there a key that begins so?
  bool has_prefix(std::string_view prefix) const;
  // All pairs in key order.
  Result<void> each(const std::function<void(std::string_view key, std::string_view value)>& visit) const;
  std::uint64_t size_bytes() const;
  // The same file and map for another thread, whatever has become of the file's name.
  Result<LmdbFile> another() const;

 private:
  struct Impl;
  explicit LmdbFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Writes such a file. Keys must ascend. Without finish() the file is removed again.
class LmdbBuilder {
 public:
  // expected_bytes: of all keys and values; the file may grow to three times that.
  static Result<LmdbBuilder> create(const std::string& path, std::uint64_t expected_bytes);
  LmdbBuilder(LmdbBuilder&&) noexcept;
  LmdbBuilder& operator=(LmdbBuilder&&) noexcept;
  ~LmdbBuilder();

  Result<void> append(std::string_view key, std::string_view value);
  // Commits, appends the seal and syncs to the disk.
  Result<void> finish();

 private:
  struct Impl;
  explicit LmdbBuilder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Behind the last page stands "sha256:" and the hex digest of everything before; LMDB does not look there. Checking it needs no walk
// through pages that may be damaged. not_found, corrupt.
Result<void> check_seal(const std::string& path);

}  // namespace batten::advisory
