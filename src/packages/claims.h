// SPDX-License-Identifier: Apache-2.0
//
// Which catalogers want a path. Asked for every file of every layer, so it is an index, not a walk over all globs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "packages/cataloger.h"

namespace batten::packages {

// A handful of catalogers, without allocation.
class Claimants {
 public:
  static constexpr std::size_t kMax = 8;

  void add(const Cataloger* cataloger) {
    for (std::size_t i = 0; i < size_; ++i) {
      if (list_[i] == cataloger) return;
    }
    if (size_ < kMax) list_[size_++] = cataloger;
  }
  const Cataloger* const* begin() const { return list_.data(); }
  const Cataloger* const* end() const { return list_.data() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<const Cataloger*, kMax> list_{};
  std::size_t size_ = 0;
};

// All catalogers that claim the path (relative to the root, normalised), in no particular order. Thread-safe.
Claimants find_catalogers(std::string_view path);
// Does everybody who claims the second path claim the first one too?
bool claimed_alike(std::string_view path, std::string_view claimed);
// Those that claim by content: mode is the permission bits, head the first 8 KiB.
Claimants find_by_content(std::uint32_t mode, std::uint64_t size_bytes, std::string_view head);
// Does it begin as one that might be claimed by content (16 bytes are enough), whatever its size?
bool begins_as_program(std::uint32_t mode, std::string_view head);

// The longest content that any of them reads; 0 when there is none.
std::size_t longest_read(const Claimants& claimants);
std::size_t wanted_bytes(std::string_view path);

// Could a file of that name be claimed by content? False for names of what is no program: documentation, headers, scripts, pictures.
bool may_hold_program(std::string_view path);

// Could any claimed path lie below the directory? A walk over a whole machine need not enter the others.
bool may_hold_claims(std::string_view directory);

// Changes whenever the catalogers would give another result for the same bytes. Part of the layer cache's key.
std::uint64_t analyser_revision();

}  // namespace batten::packages
