// SPDX-License-Identifier: Apache-2.0
//
// Text that was put together from pieces of a file (continued lines, a word without its quotes), and the way back from its bytes to the
// file's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/place.h"

namespace batten::manifest {

// Where the lines of a text begin: places from offsets.
class Lines {
 public:
  Lines() = default;
  explicit Lines(std::string_view text);
  // Of the bytes from offset on.
  model::Place place(std::size_t offset, std::size_t length) const;
  std::size_t count() const { return begins_.size(); }

 private:
  std::vector<std::uint32_t> begins_;
};

struct MappedText {
  // text[at] and what follows it, up to the next piece, is at offset of the file.
  struct Piece {
    std::uint32_t at = 0;
    std::uint32_t offset = 0;

    bool operator==(const Piece&) const = default;
  };
  std::string text;
  std::vector<Piece> pieces;

  // bytes stand at offset in the file; adjoining ones share a piece.
  void append(std::string_view bytes, std::size_t offset);
  MappedText slice(std::size_t begin, std::size_t end) const;
  // In the file; of the end of text: behind its last byte. 0 without pieces.
  std::size_t offset_of(std::size_t at) const;
  // From the first of the bytes [begin, end) to the last, with what lies between them in the file.
  model::Place place(std::size_t begin, std::size_t end, const Lines& lines) const;

  bool operator==(const MappedText&) const = default;
};

}  // namespace batten::manifest
