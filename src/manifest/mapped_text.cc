// SPDX-License-Identifier: Apache-2.0
#include "manifest/mapped_text.h"

#include <algorithm>

namespace batten::manifest {

Lines::Lines(std::string_view text) {
  begins_.push_back(0);
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    begins_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

model::Place Lines::place(std::size_t offset, std::size_t length) const {
  if (begins_.empty()) return {};
  auto after = std::upper_bound(begins_.begin(), begins_.end(), offset);
  auto line = static_cast<std::size_t>(after - begins_.begin());
  return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(offset - begins_[line - 1] + 1), static_cast<std::uint32_t>(offset),
          static_cast<std::uint32_t>(length)};
}

void MappedText::append(std::string_view bytes, std::size_t offset) {
  if (bytes.empty()) return;
  if (pieces.empty() || pieces.back().offset + (text.size() - pieces.back().at) != offset) {
    pieces.push_back({static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(offset)});
  }
  text += bytes;
}

MappedText MappedText::slice(std::size_t begin, std::size_t end) const {
  MappedText out;
  std::string_view bytes = std::string_view(text).substr(begin, end - begin);
  for (std::size_t i = 0; i < pieces.size() && pieces[i].at < end; ++i) {
    std::size_t last = i + 1 < pieces.size() ? std::min<std::size_t>(pieces[i + 1].at, end) : end;
    std::size_t first = std::max<std::size_t>(pieces[i].at, begin);
    if (first < last) out.append(bytes.substr(first - begin, last - first), pieces[i].offset + (first - pieces[i].at));
  }
  return out;
}

std::size_t MappedText::offset_of(std::size_t at) const {
  if (pieces.empty()) return 0;
  if (at >= text.size() && at > 0) return offset_of(text.size() - 1) + 1;
  auto after = std::upper_bound(pieces.begin(), pieces.end(), at, [](std::size_t wanted, const Piece& piece) { return wanted < piece.at; });
  const Piece& piece = *(after - 1);
  return piece.offset + (at - piece.at);
}

model::Place MappedText::place(std::size_t begin, std::size_t end, const Lines& lines) const {
  std::size_t first = offset_of(begin);
  std::size_t last = end > begin ? offset_of(end - 1) + 1 : first;
  return lines.place(first, last - first);
}

}  // namespace batten::manifest
