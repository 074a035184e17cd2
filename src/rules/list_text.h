// SPDX-License-Identifier: Apache-2.0
//
// Lists are put into conditions as text, before these are parsed: where a list's name stands between blanks or any of ( ) , = its items
// stand instead, joined by commas, those with blanks in quotes. An empty list takes a comma beside it away.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/book.h"
#include "rules/reports.h"

namespace batten::rules {

// An item as a condition can hold it: in quotes when it has blanks and none yet.
void append_item(PlacedText& out, const PlacedText& item);

class ListTexts {
 public:
  ListTexts(const Book& book, Reports& reports);

  // item: whose condition it is, for messages.
  PlacedText put_into(const PlacedText& condition, std::string_view item) { return put_from(condition, 0, item); }
  // By index of Book::lists(): named by a condition or by another list.
  const std::vector<bool>& used() const { return used_; }

 private:
  enum class State : unsigned char { kNew, kRunning, kDone };
  void splice(std::size_t index, std::size_t depth);
  void splice_item(std::size_t index, const PlacedText& item, std::size_t depth);
  const PlacedText& text_of(std::size_t index);
  PlacedText put_from(const PlacedText& text, std::size_t least, std::string_view item);
  bool has_room(std::size_t bytes, Spot spot, std::string_view item);
  std::string label(std::size_t index) const;

  const Book& book_;
  Reports& reports_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::vector<std::vector<PlacedText>> items_;  // lists that they name put in
  std::vector<State> spliced_, joined_;
  std::vector<PlacedText> texts_;
  std::vector<bool> used_;
  std::size_t total_items_ = 0, total_bytes_ = 0, depth_ = 0;
};

}  // namespace batten::rules
