// SPDX-License-Identifier: Apache-2.0
//
// The central directory of a zip that was read as a stream, held against the members that went by (APPNOTE 6.3.10, 4.3.12 to 4.3.16).
// Programs that can seek, the Java virtual machine among them, go by the directory that the last end record names: what it says
// otherwise than the members themselves, they see otherwise than a reader of the stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::archive {

// What the directory and the members do not agree in: the first few in words, and how many.
struct ZipDoubts {
  static constexpr std::size_t kShown = 5;
  std::vector<std::string> first;
  std::size_t count = 0;
  void add(std::string text) {
    if (++count <= kShown) first.push_back(std::move(text));
  }
};

class ZipDirectory {
 public:
  static constexpr std::size_t kEntryBytes = 46, kEndBytes = 22, kEnd64Bytes = 56;

  // A member that went by: where its header stood, and its bytes as stored.
  void member(std::uint64_t offset, std::string_view name, std::uint64_t stored_bytes);
  // The fixed part of a directory entry, which stood at position; what follows it are name, extra field and comment.
  struct Lengths {
    std::size_t name = 0, extra = 0, comment = 0;
    std::size_t all() const { return kEntryBytes + name + extra + comment; }
  };
  static Lengths lengths(std::string_view fixed);
  void entry(std::uint64_t position, std::string_view bytes);
  void end(std::uint64_t position, std::string_view bytes);
  void end64(std::uint64_t position, std::string_view bytes);

  std::size_t entry_count() const { return entries_.size(); }
  bool has_end() const { return end_.has_value(); }
  // Compares; once, at the end.
  void compare(ZipDoubts& doubts);

 private:
  struct Member {
    std::uint64_t offset, name_hash, stored_bytes;
    bool named = false;
  };
  struct Entry {
    std::uint64_t position, offset, name_hash, stored_bytes;
    std::size_t name_at, name_size;
  };
  struct End {
    std::uint64_t position = 0, size = 0, offset = 0, count = 0;
    bool counts_to_65535 = true;
  };
  std::string name_of(const Entry& entry) const;
  void compare_entry(const Entry& entry, std::uint64_t base, ZipDoubts& doubts);

  std::vector<Member> members_;  // by offset
  std::vector<Entry> entries_;   // by position
  std::string names_;            // of the entries, for what is said about them
  std::optional<End> end_, end64_;
};

}  // namespace batten::archive
