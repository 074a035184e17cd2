// SPDX-License-Identifier: Apache-2.0
//
// The grammar that patterns use (PCRE, as far as Vectorscan knows it): branches by '|', of pieces; a piece is an atom (a character, an
// escape, a class, a group) with a quantifier (* + ? {n} {n,} {n,m}, then ? or + for its greed).
#include "leaks/trigger.h"

#include <cctype>
#include <cstdint>
#include <optional>

#include "base/text.h"

namespace batten::leaks {
namespace {

constexpr std::uint64_t kLong = 8;
constexpr std::size_t kWord = 4;
constexpr std::string_view kKept = "{6}";

struct Quantifier {
  std::uint64_t least = 1, most = 1;
  std::string_view text;
};

class Cutter {
 public:
  explicit Cutter(std::string_view pattern) : left_(pattern) {}

  std::optional<std::string> run() {
    bool cut = false, word = false;
    std::optional<std::string> out = branches(false, cut, word);
    return out && left_.empty() ? out : std::nullopt;
  }

 private:
  // Up to the end or a ')'. cut: was something left out of any of them?
  std::optional<std::string> branches(bool behind_word, bool& cut, bool& word) {
    std::string out;
    word = true;  // in all of them
    while (true) {
      bool has_word = false;
      std::optional<std::string> one = branch(behind_word, cut, has_word);
      if (!one) return std::nullopt;
      word = word && has_word;
      out += *one;
      if (!left_.starts_with('|')) return out;
      out += '|';
      left_.remove_prefix(1);
    }
  }

  std::optional<std::string> branch(bool behind_word, bool& cut, bool& has_word) {
    std::string out;
    bool done = false, word = behind_word;
    std::size_t row = 0;  // given characters, one behind the other
    while (!left_.empty() && left_[0] != '|' && left_[0] != ')') {
      bool inner_cut = false;
      std::string short_form;
      bool inner_word = false;
      std::optional<std::string_view> whole = atom(word, short_form, inner_cut, inner_word);
      if (!whole) return std::nullopt;
      Quantifier times = quantifier();
      if (done) continue;
      if (word && times.most >= kLong && times.least < kLong) {
        done = cut = true;
        continue;
      }
      bool escape = (*whole)[0] == '\\' && std::isalnum(static_cast<unsigned char>((*whole)[1])) == 0;
      bool plain = whole->size() == 1 && !std::string_view(".^$").contains((*whole)[0]);
      row = times.text.empty() && (plain || escape) ? row + 1 : 0;
      word = word || row >= kWord || (inner_word && times.least >= 1);
      if (inner_cut && times.least >= 1) {  // what comes behind the group is left out for all its branches
        out += short_form;
        done = cut = true;
      } else if (word && times.least >= kLong) {
        out += std::string(*whole) + std::string(kKept);
        done = cut = true;
      } else {
        out += *whole;
        out += times.text;
      }
    }
    has_word = word;
    return out;
  }

  // The atom as it is, and of a group its short form too.
  std::optional<std::string_view> atom(bool word, std::string& short_form, bool& inner_cut, bool& inner_word) {
    std::string_view start = left_;
    auto taken = [&] { return start.substr(0, start.size() - left_.size()); };
    switch (left_[0]) {
      case '\\': {
        if (left_.size() < 2) return std::nullopt;
        std::size_t length = left_[1] == 'x' ? 4 : 2;
        if (left_.size() < length || left_.substr(1, 2) == "x{" || left_[1] == 'p' || left_[1] == 'Q') return std::nullopt;
        left_.remove_prefix(length);
        return taken();
      }
      case '[': return take_class() ? std::optional(taken()) : std::nullopt;
      case '(': {
        std::string_view head = "(";
        if (left_.starts_with("(?")) {
          std::size_t end = left_.find_first_of(":)");
          if (end == std::string_view::npos || left_.substr(0, end).find_first_of("=!<P") != std::string_view::npos) return std::nullopt;
          head = left_.substr(0, end + 1);
          left_.remove_prefix(end + 1);
          if (head.ends_with(')')) return taken();  // (?i) for what follows
        } else {
          left_.remove_prefix(1);
        }
        std::optional<std::string> inside = branches(word, inner_cut, inner_word);
        if (!inside || !left_.starts_with(')')) return std::nullopt;
        left_.remove_prefix(1);
        short_form = std::string(head) + *inside + ")";
        return taken();
      }
      default: left_.remove_prefix(1); return taken();
    }
  }

  bool take_class() {
    std::size_t at = left_.starts_with("[^") ? 2 : 1;
    if (at < left_.size() && left_[at] == ']') ++at;
    for (; at < left_.size(); ++at) {
      if (left_[at] == '\\')
        ++at;
      else if (left_.substr(at).starts_with("[:"))
        at = left_.find(":]", at) == std::string_view::npos ? left_.size() : left_.find(":]", at) + 1;
      else if (left_[at] == ']')
        break;
    }
    if (at >= left_.size()) return false;
    left_.remove_prefix(at + 1);
    return true;
  }

  Quantifier quantifier() {
    std::string_view start = left_;
    Quantifier out;
    if (left_.starts_with('*') || left_.starts_with('?')) {
      out.least = 0;
      out.most = left_[0] == '*' ? UINT64_MAX : 1;
      left_.remove_prefix(1);
    } else if (left_.starts_with('+')) {
      out.most = UINT64_MAX;
      left_.remove_prefix(1);
    } else if (left_.starts_with('{')) {
      std::size_t end = left_.find('}');
      std::string_view inside = left_.substr(1, end == std::string_view::npos ? 0 : end - 1);
      std::optional<std::uint64_t> least = base::parse_unsigned(inside.substr(0, inside.find(',')));
      if (!least) return out;  // a brace of its own
      out.least = out.most = *least;
      if (inside.contains(',')) out.most = base::parse_unsigned(inside.substr(inside.find(',') + 1)).value_or(UINT64_MAX);
      left_.remove_prefix(end + 1);
    } else {
      return out;
    }
    if (left_.starts_with('?') || left_.starts_with('+')) left_.remove_prefix(1);
    out.text = start.substr(0, start.size() - left_.size());
    return out;
  }

  std::string_view left_;
};

}  // namespace

std::string trigger_of(std::string_view pattern) { return Cutter(pattern).run().value_or(std::string(pattern)); }

}  // namespace batten::leaks
