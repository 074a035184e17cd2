// SPDX-License-Identifier: Apache-2.0
//
// What a person has chosen in the terminal view, and what each key changes of it. Knows no terminal.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "watch/terminal_keys.h"
#include "watch/top_table.h"

namespace batten::watch {

class TopControl {
 public:
  enum class Page : std::uint8_t { kTable, kDetails, kHelp };
  enum class Wish : std::uint8_t { kNone, kQuit, kSuspend, kRedraw };

  TopControl() = default;
  explicit TopControl(TopQuestion question) : question_(std::move(question)) {}

  // table: as it was shown last; rows: how many of it fit.
  Wish press(const KeyPress& key, const TopTable& table, std::size_t rows);
  // The table is another one now: the same row stays chosen, as far as it is there, and is within what is shown.
  void settle(const TopTable& table, std::size_t rows);
  // Of that container alone from now on.
  void place_in(std::string container) { question_.container = std::move(container); }
  // The page of details has so many lines.
  void settle_details(std::size_t lines, std::size_t rows);

  const TopQuestion& question() const { return question_; }
  Page page() const { return page_; }
  bool paused() const { return paused_; }
  bool typing() const { return typing_; }         // of the filter
  std::size_t chosen() const { return chosen_; }  // row
  std::size_t first() const { return page_ == Page::kTable ? first_ : details_first_; }
  const std::string& key() const { return key_; }  // of the chosen row

 private:
  Wish press_letter(std::string_view letter, const TopTable& table);
  void type(const KeyPress& key);
  void move(std::ptrdiff_t by, const TopTable& table);
  void show(TopView view);
  void enter(const TopTable& table);
  void leave();

  TopQuestion question_;
  std::array<std::size_t, kTopViews> sorts_{};
  Page page_ = Page::kTable;
  bool paused_ = false, typing_ = false;
  std::size_t chosen_ = 0, first_ = 0, details_first_ = 0;
  std::string key_;
};

}  // namespace batten::watch
