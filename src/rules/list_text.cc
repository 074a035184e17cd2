// SPDX-License-Identifier: Apache-2.0
//
// Falco goes through the lists in their order and replaces each name in the whole text; so what a list brings in is searched for the
// lists behind it alone. Here the text is read once, and what a list brings in once for all conditions.
#include "rules/list_text.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::rules {
namespace {

constexpr std::size_t kMaxItems = 500'000;            // of all lists together, with those that they name
constexpr std::size_t kMaxBytes = 128u << 20;         // of all conditions together, lists put in
constexpr std::size_t kMaxConditionBytes = 8u << 20;  // of one
constexpr std::size_t kMaxDepth = 500;                // lists in lists
constexpr std::string_view kBlanks = " \t\n\r";
constexpr std::string_view kBounds = " \t\n\r(),=";

void cut_blanks(PlacedText& text) {
  std::size_t last = text.text().find_last_not_of(kBlanks);
  text.cut(last == std::string::npos ? 0 : last + 1);
}

}  // namespace

void append_item(PlacedText& out, const PlacedText& item) {
  std::string_view text = item.text();
  if (!text.contains(' ') || text.front() == '"' || text.front() == '\'') return out.append(item);
  out.append_made("\"", item.spot(0));
  std::size_t from = 0;
  for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
    if (at > 0 && text[at - 1] == '\\') continue;
    out.append(item, from, at);
    out.append_made("\\", item.spot(at));
    from = at;
  }
  out.append(item, from, text.size());
  out.append_made("\"", item.spot(text.size()));
}

ListTexts::ListTexts(const Book& book, Reports& reports)
    : book_(book),
      reports_(reports),
      items_(book.lists().size()),
      spliced_(book.lists().size()),
      joined_(book.lists().size()),
      texts_(book.lists().size()),
      used_(book.lists().size()) {
  for (std::size_t i = 0; i < book.lists().size(); ++i) index_.emplace(book.lists()[i].name, i);
  for (std::size_t i = 0; i < book.lists().size(); ++i) splice(i, 0);
}

std::string ListTexts::label(std::size_t index) const { return format("list '{}'", base::printable(book_.lists()[index].name)); }

void ListTexts::splice(std::size_t index, std::size_t depth) {
  if (spliced_[index] != State::kNew) return;
  spliced_[index] = State::kRunning;
  for (const PlacedText& item : book_.lists()[index].items) splice_item(index, item, depth);
  spliced_[index] = State::kDone;
}

// Names of earlier lists stand for their items; a name that can't be taken so stays a text, as any other.
void ListTexts::splice_item(std::size_t index, const PlacedText& item, std::size_t depth) {
  const BookList& list = book_.lists()[index];
  auto found = index_.find(item.text());
  bool names_list = found != index_.end() && found->second != index && list.order.can_see(book_.lists()[found->second].order);
  std::size_t added = 1;
  if (names_list && spliced_[found->second] == State::kRunning) {
    reports_.add(
        DiagnosticCode::kCompileCondition, item.spot(0), item.size(), label(index),
        format("'{}' and '{}' name each other; here the name stands for itself", base::printable(list.name), base::printable(item.text())));
    names_list = false;
  }
  if (names_list && depth >= kMaxDepth) {
    return reports_.add(DiagnosticCode::kErrValidate, item.spot(0), item.size(), label(index),
                        format("lists in lists deeper than {}", kMaxDepth));
  }
  if (names_list) {
    splice(found->second, depth + 1);
    used_[found->second] = true;
    added = items_[found->second].size();
  }
  total_items_ += added;
  if (total_items_ > kMaxItems) {
    return reports_.add(DiagnosticCode::kErrValidate, item.spot(0), item.size(), label(index),
                        format("more than {} items in all lists together", kMaxItems));
  }
  if (!names_list) {
    items_[index].push_back(item);
  } else {
    items_[index].insert(items_[index].end(), items_[found->second].begin(), items_[found->second].end());
  }
}

bool ListTexts::has_room(std::size_t bytes, Spot spot, std::string_view item) {
  if (bytes <= kMaxConditionBytes && total_bytes_ + bytes <= kMaxBytes) return true;
  reports_.add(DiagnosticCode::kErrCompileCondition, spot, 0, std::string(item),
               format("with its lists put in the condition is longer than allowed: {} MiB each, {} MiB all together",
                      kMaxConditionBytes >> 20, kMaxBytes >> 20));
  return false;
}

const PlacedText& ListTexts::text_of(std::size_t index) {
  used_[index] = true;
  if (joined_[index] != State::kNew) return texts_[index];
  joined_[index] = State::kRunning;
  PlacedText joined;
  for (const PlacedText& item : items_[index]) {
    if (!joined.empty()) joined.append_made(", ", item.spot(0));
    append_item(joined, item);
  }
  // Lists behind this one only, so that there is an end; how deep is bounded all the same.
  if (depth_ < kMaxDepth) {
    ++depth_;
    joined = put_from(joined, index + 1, label(index));
    --depth_;
  }
  cut_blanks(joined);
  texts_[index] = std::move(joined);
  joined_[index] = State::kDone;
  return texts_[index];
}

PlacedText ListTexts::put_from(const PlacedText& text, std::size_t least, std::string_view item) {
  std::string_view bytes = text.text();
  PlacedText out;
  char quote = '\0';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = std::min(bytes.find_first_of(kBounds, at), bytes.size());
    std::string_view word = bytes.substr(at, end - at);
    auto found = word.empty() ? index_.end() : index_.find(word);
    if (found == index_.end() || found->second < least) {
      for (std::size_t i = at; i < end; ++i) {
        if (bytes[i] == '\\' && quote != '\0') {
          ++i;
        } else if (quote == '\0' ? bytes[i] == '"' || bytes[i] == '\'' : bytes[i] == quote) {
          quote = quote == '\0' ? bytes[i] : '\0';
        }
      }
      at = std::max(end, at + 1);
      continue;
    }
    if (quote != '\0') {
      reports_.add(DiagnosticCode::kCompileCondition, text.spot(at), word.size(), std::string(item),
                   format("'{}' in this quoted text is the name of a list, whose items are put in, as Falco does; rename the list",
                          base::printable(word)));
    }
    out.append(text, copied, at);
    cut_blanks(out);
    const PlacedText& sub = text_of(found->second);
    at = std::min(bytes.find_first_not_of(kBlanks, end), bytes.size());
    if (sub.empty() && out.text().ends_with(',')) {
      out.cut(out.size() - 1);
    } else if (sub.empty() && at < bytes.size() && bytes[at] == ',') {
      ++at;
    }
    if (!has_room(out.size() + sub.size(), text.spot(end), item)) return out;
    out.append_made(" ", text.spot(at > 0 ? at - 1 : 0));
    out.append(sub);
    out.append_made(" ", text.spot(at > 0 ? at - 1 : 0));
    copied = at;
  }
  out.append(text, copied, bytes.size());
  total_bytes_ += out.size();
  return out;
}

}  // namespace batten::rules
