// SPDX-License-Identifier: Apache-2.0
#include "watch/top_control.h"

#include <algorithm>
#include <utility>

namespace batten::watch {
namespace {

constexpr std::size_t kLongestFilter = 200;

// Of valid UTF-8.
void drop_last_letter(std::string& text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  if (!text.empty()) text.pop_back();
}

}  // namespace

void TopControl::settle(const TopTable& table, std::size_t rows) {
  const std::size_t count = table.rows.size();
  if (count == 0) {
    chosen_ = first_ = 0;
    key_.clear();
    return;
  }
  if (chosen_ >= count || table.rows[chosen_].key != key_) {
    const auto found = std::ranges::find(table.rows, key_, &TopRow::key);
    // The first row is chosen by nobody: what comes to stand there is.
    if (chosen_ != 0 && found != table.rows.end()) chosen_ = static_cast<std::size_t>(found - table.rows.begin());
  }
  chosen_ = std::min(chosen_, count - 1);
  key_ = table.rows[chosen_].key;
  rows = std::max<std::size_t>(rows, 1);
  if (chosen_ < first_) first_ = chosen_;
  if (chosen_ >= first_ + rows) first_ = chosen_ - rows + 1;
  // No empty room below while there are rows above.
  if (first_ + rows > count) first_ = count > rows ? count - rows : 0;
}

void TopControl::settle_details(std::size_t lines, std::size_t rows) {
  details_first_ = std::min(details_first_, lines > rows ? lines - rows : 0);
}

void TopControl::move(std::ptrdiff_t by, const TopTable& table) {
  std::size_t& at = page_ == Page::kTable ? chosen_ : details_first_;
  const std::size_t last = page_ != Page::kTable ? 10'000 : table.rows.empty() ? 0 : table.rows.size() - 1;
  at = by < 0 ? at - std::min(at, static_cast<std::size_t>(-by)) : std::min(last, at + static_cast<std::size_t>(by));
  if (page_ == Page::kTable && at < table.rows.size()) key_ = table.rows[at].key;
}

void TopControl::show(TopView view) {
  page_ = Page::kTable;
  if (view == question_.view) return;
  sorts_[static_cast<std::size_t>(question_.view)] = question_.sort;
  question_.view = view;
  question_.sort = sorts_[static_cast<std::size_t>(view)];
  question_.filter.clear();
  chosen_ = first_ = 0;
  key_.clear();
}

void TopControl::enter(const TopTable& table) {
  if (page_ != Page::kTable || chosen_ >= table.rows.size()) return;
  if (question_.view == TopView::kContainers) {
    question_.container = key_;
    show(TopView::kProcesses);
    return;
  }
  page_ = Page::kDetails;
  details_first_ = 0;
}

// One step back.
void TopControl::leave() {
  if (page_ != Page::kTable) {
    page_ = Page::kTable;
  } else if (!question_.filter.empty()) {
    question_.filter.clear();
  } else if (question_.container) {
    const std::string container = *question_.container;
    question_.container.reset();
    show(TopView::kContainers);
    key_ = container;
    chosen_ = 1;  // settle() looks for it
  }
}

void TopControl::type(const KeyPress& key) {
  if (key.key == Key::kEnter) typing_ = false;
  if (key.key == Key::kEscape) {
    typing_ = false;
    question_.filter.clear();
  }
  if (key.key == Key::kBackspace) drop_last_letter(question_.filter);
  if (key.key == Key::kLetter && question_.filter.size() < kLongestFilter) question_.filter += key.text;
}

TopControl::Wish TopControl::press_letter(std::string_view letter, const TopTable& table) {
  if (letter == "q") return Wish::kQuit;
  if (letter == "?" || letter == "h") page_ = page_ == Page::kHelp ? Page::kTable : Page::kHelp;
  if (letter == "p") paused_ = !paused_;
  if (letter == "j") move(1, table);
  if (letter == "k") move(-1, table);
  if (letter == "g") move(-100'000'000, table);
  if (letter == "G") move(100'000'000, table);
  if (letter.size() == 1 && letter[0] >= '1' && letter[0] < '1' + static_cast<char>(kTopViews)) show(static_cast<TopView>(letter[0] - '1'));
  if (page_ != Page::kTable) return Wish::kNone;
  if (letter == "s") {
    question_.sort = (question_.sort + 1) % top_sorts(question_.view).size();
    chosen_ = first_ = 0;
  }
  if (letter == "/") {
    typing_ = true;
    question_.filter.clear();
  }
  return Wish::kNone;
}

TopControl::Wish TopControl::press(const KeyPress& key, const TopTable& table, std::size_t rows) {
  if (key.key == Key::kInterrupt) return Wish::kQuit;
  if (key.key == Key::kSuspend) return Wish::kSuspend;
  if (key.key == Key::kRedraw) return Wish::kRedraw;
  if (typing_ && (key.key == Key::kEnter || key.key == Key::kEscape || key.key == Key::kBackspace || key.key == Key::kLetter)) {
    type(key);
    return Wish::kNone;
  }
  const auto a_page = static_cast<std::ptrdiff_t>(std::max<std::size_t>(rows, 2) - 1);
  const auto view = static_cast<std::size_t>(question_.view);
  switch (key.key) {
    case Key::kLetter: return press_letter(key.text, table);
    case Key::kUp: move(-1, table); break;
    case Key::kDown: move(1, table); break;
    case Key::kPageUp: move(-a_page, table); break;
    case Key::kPageDown: move(a_page, table); break;
    case Key::kHome: move(-100'000'000, table); break;
    case Key::kEnd: move(100'000'000, table); break;
    case Key::kTab:
    case Key::kRight: show(static_cast<TopView>((view + 1) % kTopViews)); break;
    case Key::kBackTab:
    case Key::kLeft: show(static_cast<TopView>((view + kTopViews - 1) % kTopViews)); break;
    case Key::kEnter: enter(table); break;
    case Key::kEscape:
    case Key::kBackspace: leave(); break;
    default: break;
  }
  return Wish::kNone;
}

}  // namespace batten::watch
