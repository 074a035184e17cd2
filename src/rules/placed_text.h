// SPDX-License-Identifier: Apache-2.0
//
// Text of rule files and where it is written. Conditions are put together from pieces: a block of one file, what another appends to it,
// the items of a list. A Spot is a byte of any of the files, which stand behind one another in one line of numbers; each byte of a
// PlacedText knows the Spot that it comes from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/place.h"

namespace batten::rules {

using Spot = std::uint32_t;
constexpr Spot kNowhere = ~Spot{0};

struct FilePlace {
  std::size_t file = 0;  // number of the file
  model::Place place;
};

// Where the lines of all files begin.
class Spots {
 public:
  // The Spot of its first byte. False: more than fits, 1 GiB in all.
  bool add(std::string_view text, Spot& first);
  FilePlace place(Spot spot, std::size_t length = 0) const;

 private:
  struct File {
    Spot first = 0;
    std::vector<Spot> lines;
  };
  std::vector<File> files_;
  std::uint64_t next_ = 0;
};

class PlacedText {
 public:
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }
  // Bytes that stand there one behind the other.
  void append(std::string_view bytes, Spot spot);
  // Bytes that are written nowhere: all have the same Spot.
  void append_made(std::string_view bytes, Spot spot);
  void append(const PlacedText& other) { append(other, 0, other.size()); }
  void append(const PlacedText& other, std::size_t begin, std::size_t end);
  void cut(std::size_t size);  // to its first bytes
  PlacedText trimmed() const;
  // Of the end: behind its last byte. kNowhere without text.
  Spot spot(std::size_t at) const;

 private:
  struct Piece {
    std::uint32_t at = 0;  // index of its first byte
    Spot spot = 0;
    bool made = false;
  };
  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace batten::rules
