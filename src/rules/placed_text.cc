// SPDX-License-Identifier: Apache-2.0
#include "rules/placed_text.h"

#include <algorithm>

namespace batten::rules {
namespace {

constexpr std::uint64_t kMaxBytes = 1u << 30;

}  // namespace

bool Spots::add(std::string_view text, Spot& first) {
  if (next_ + text.size() > kMaxBytes) return false;
  first = static_cast<Spot>(next_);
  File file{.first = first, .lines = {first}};
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    file.lines.push_back(first + static_cast<Spot>(at) + 1);
  }
  next_ += text.size() + 1;
  files_.push_back(std::move(file));
  return true;
}

FilePlace Spots::place(Spot spot, std::size_t length) const {
  if (files_.empty() || spot == kNowhere) return {};
  auto after = std::ranges::upper_bound(files_, spot, {}, &File::first);
  const File& file = *(after - 1);
  auto line_after = std::ranges::upper_bound(file.lines, spot);
  auto line = static_cast<std::uint32_t>(line_after - file.lines.begin());
  model::Place place{line, spot - *(line_after - 1) + 1, spot - file.first, static_cast<std::uint32_t>(length)};
  return {static_cast<std::size_t>(after - files_.begin()) - 1, place};
}

void PlacedText::append(std::string_view bytes, Spot spot) {
  if (bytes.empty()) return;
  auto at = static_cast<std::uint32_t>(text_.size());
  bool goes_on = !pieces_.empty() && !pieces_.back().made && pieces_.back().spot + (at - pieces_.back().at) == spot;
  if (!goes_on) pieces_.push_back({at, spot, false});
  text_ += bytes;
}

void PlacedText::append_made(std::string_view bytes, Spot spot) {
  if (bytes.empty()) return;
  bool goes_on = !pieces_.empty() && pieces_.back().made && pieces_.back().spot == spot;
  if (!goes_on) pieces_.push_back({static_cast<std::uint32_t>(text_.size()), spot, true});
  text_ += bytes;
}

void PlacedText::append(const PlacedText& other, std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  auto from = std::ranges::upper_bound(other.pieces_, begin, {}, &Piece::at) - 1;
  for (auto piece = from; piece != other.pieces_.end() && piece->at < end; ++piece) {
    std::size_t first = std::max<std::size_t>(piece->at, begin);
    std::size_t last = piece + 1 == other.pieces_.end() ? end : std::min<std::size_t>((piece + 1)->at, end);
    std::string_view bytes = std::string_view(other.text_).substr(first, last - first);
    if (piece->made) {
      append_made(bytes, piece->spot);
    } else {
      append(bytes, piece->spot + static_cast<Spot>(first - piece->at));
    }
  }
}

void PlacedText::cut(std::size_t size) {
  text_.resize(std::min(size, text_.size()));
  while (!pieces_.empty() && pieces_.back().at >= text_.size()) pieces_.pop_back();
}

PlacedText PlacedText::trimmed() const {
  constexpr std::string_view kBlanks = " \t\n\r\v\f";
  std::size_t begin = text_.find_first_not_of(kBlanks);
  PlacedText out;
  if (begin != std::string::npos) out.append(*this, begin, text_.find_last_not_of(kBlanks) + 1);
  return out;
}

Spot PlacedText::spot(std::size_t at) const {
  if (pieces_.empty()) return kNowhere;
  if (at >= text_.size()) {
    const Piece& last = pieces_.back();
    return last.made ? last.spot : last.spot + static_cast<Spot>(text_.size() - last.at);
  }
  const Piece& piece = *(std::ranges::upper_bound(pieces_, at, {}, &Piece::at) - 1);
  return piece.made ? piece.spot : piece.spot + static_cast<Spot>(at - piece.at);
}

}  // namespace batten::rules
