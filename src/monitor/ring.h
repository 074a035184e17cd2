// SPDX-License-Identifier: Apache-2.0
//
// The reading end of a kernel ring buffer (BPF_MAP_TYPE_RINGBUF): a page with the reader's position, a page with the writer's, then the
// data, mapped twice in a row so that no record is broken. A record is a word of length and state, a word of the kernel's, then its bytes,
// at multiples of 8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace batten::monitor {

class Ring {
 public:
  Ring() = default;
  Ring(Ring&& other) noexcept { swap(other); }
  Ring& operator=(Ring&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Ring();
  // size: of the data, as the map was made.
  static Result<Ring> open(int map, std::size_t size);

  // The oldest record, in place until pop(); empty: there is none that is finished.
  std::string_view front();
  void pop();
  std::size_t filled() const;

 private:
  void swap(Ring& other) noexcept {
    std::swap(reader_, other.reader_);
    std::swap(writer_, other.writer_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(at_, other.at_);
  }

  unsigned long* reader_ = nullptr;
  const unsigned long* writer_ = nullptr;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  unsigned long at_ = 0;
};

}  // namespace batten::monitor
