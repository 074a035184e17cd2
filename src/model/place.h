// SPDX-License-Identifier: Apache-2.0
//
// Where in a text something is written.
#pragma once

#include <cstdint>
#include <string>

namespace batten::model {

// Lines and columns begin at 1, a column is a byte; line 0: not written anywhere. offset and length in bytes of the text.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  explicit operator bool() const { return line != 0; }
  bool operator==(const Place&) const = default;
};

// A value and where it is written: which of several files is told by whoever holds it.
template <typename T>
struct Placed {
  T value{};
  Place place;

  bool operator==(const Placed&) const = default;
};

// A change of a text: length bytes at offset are replaced. Edits of one list do not overlap and refer to the unchanged text.
struct Edit {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string text;

  bool operator==(const Edit&) const = default;
};

}  // namespace batten::model
