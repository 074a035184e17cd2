// SPDX-License-Identifier: Apache-2.0
//
// Bytes of a secret: locked in memory (mlock), left out of core dumps, overwritten before they are given back. They can be moved, never
// copied by accident, and nothing prints them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace batten::base {

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::string_view bytes);
  // Takes the bytes and wipes where they came from.
  static SecretBytes taken_from(std::string& bytes);
  ~SecretBytes() { clear(); }
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  SecretBytes copy() const { return SecretBytes(view()); }
  std::string_view view() const { return {data_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void clear();
  // Compares without telling by its time where they differ.
  bool equals(std::string_view other) const;

 private:
  char* data_ = nullptr;  // pages of its own
  std::size_t size_ = 0, mapped_ = 0;
};

// Overwrites the characters of a string, also those beyond its size, and empties it.
void wipe(std::string& text);

// For a process that will hold secrets: no core dump, no ptrace by other processes of the same user, memory never swapped out. False when
// the system does not allow to lock all memory (RLIMIT_MEMLOCK): then SecretBytes alone are locked, as far as the limit goes.
bool protect_process_memory();

}  // namespace batten::base
