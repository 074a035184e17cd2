// SPDX-License-Identifier: Apache-2.0
//
// How much of the texts that somebody else wrote about a container is kept: labels of an image may be as long as an image likes.
#pragma once

#include <cstddef>

namespace batten::monitor {

inline constexpr std::size_t kMaxText = 4096;  // of one name

class TextRoom {
 public:
  // Whether there is room for one more of that size, beside some bytes for itself; then it is taken.
  bool take(std::size_t size) {
    if (size + kEach > left_) return false;
    left_ -= size + kEach;
    return true;
  }

 private:
  static constexpr std::size_t kEach = 64;
  std::size_t left_ = 128u << 10;
};

}  // namespace batten::monitor
