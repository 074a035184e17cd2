// SPDX-License-Identifier: Apache-2.0
//
// A cursor over the text of a condition that reads one check: field, operator and value. After a fault it stands still.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "rules/condition_text.h"
#include "rules/operator_names.h"

namespace batten::rules {

class CheckReader {
 public:
  explicit CheckReader(const PlacedText& text, std::size_t at = 0) : placed_(text), text_(text.text()), at_(at) {}

  const std::optional<ConditionFault>& fault() const { return fault_; }
  std::size_t size() const { return size_; }
  bool at_end() const { return at_ >= text_.size(); }
  std::size_t at() const { return at_; }
  void skip_blanks();
  bool take(char c);
  // A keyword: blank, parenthesis or the end follows.
  bool take_word(std::string_view word);
  // Sets a fault at the cursor, unless there is one.
  void fail(std::string message) { fail_at(at_, found_size(), std::move(message)); }
  void fail_at(std::size_t at, std::size_t length, std::string message);
  // "found 'x'", "the condition ends here".
  std::string found() const;

  // A check, or a macro's name.
  Condition read_check();
  Operand read_field_or_transformer();

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::size_t identifier_end(std::size_t from) const;
  std::size_t found_size() const;
  Operand operand(Operand::Kind kind, std::size_t begin);
  void finish(Operand& operand, std::size_t begin) const;
  bool before_transformer() const;
  const OperatorInfo* read_operator();
  Quantifier read_quantifier();
  Operand read_field();
  void read_field_argument(Operand& field);
  Operand read_transformer(std::size_t depth, bool on_the_right);
  Operand read_transformer_argument(std::size_t depth);
  Operand read_right(OperatorKind kind);
  Operand read_number();
  Operand read_text();
  void read_quoted(Operand& out);
  std::optional<char> read_escape(char quote);
  Operand read_list();

  const PlacedText& placed_;
  std::string_view text_;
  std::size_t at_;
  std::size_t size_ = 0;
  std::optional<ConditionFault> fault_;
};

}  // namespace batten::rules
