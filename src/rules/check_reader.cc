// SPDX-License-Identifier: Apache-2.0
#include "rules/check_reader.h"

#include <algorithm>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"

namespace batten::rules {
namespace {

constexpr std::size_t kMaxTransformerDepth = 32;
constexpr std::size_t kMaxFound = 40;  // bytes of what was found, in messages

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\b'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool ends_bare(char c) { return is_blank(c) || std::string_view("(),=\"'").contains(c); }
unsigned hex_value(char c) { return static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10); }

std::string did_you_mean(std::string_view near) { return near.empty() ? std::string() : format(" (did you mean '{}'?)", near); }

}  // namespace

void CheckReader::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool CheckReader::take(char c) {
  if (fault_ || peek() != c || at_end()) return false;
  ++at_;
  return true;
}

bool CheckReader::take_word(std::string_view word) {
  if (fault_ || !text_.substr(at_).starts_with(word)) return false;
  std::size_t after = at_ + word.size();
  if (after < text_.size() && !is_blank(text_[after]) && text_[after] != '(' && text_[after] != ')') return false;
  at_ = after;
  return true;
}

void CheckReader::fail_at(std::size_t at, std::size_t length, std::string message) {
  if (!fault_) fault_ = {.spot = placed_.spot(at), .length = length, .message = std::move(message)};
}

std::size_t CheckReader::found_size() const {
  std::size_t end = at_;
  while (end < text_.size() && !ends_bare(text_[end])) ++end;
  if (end == at_ && end < text_.size()) ++end;
  return end - at_;
}

std::string CheckReader::found() const {
  if (at_end()) return "the condition ends here";
  return format("found '{}'", base::printable(text_.substr(at_, std::min(found_size(), kMaxFound))));
}

std::size_t CheckReader::identifier_end(std::size_t from) const {
  if (from >= text_.size() || !is_letter(text_[from])) return from;
  while (from < text_.size() && is_word(text_[from])) ++from;
  return from;
}

Operand CheckReader::operand(Operand::Kind kind, std::size_t begin) {
  Operand out;
  out.kind = kind;
  if (++size_ > kMaxConditionSize) fail_at(begin, 0, format("more than {} fields and values in one condition", kMaxConditionSize));
  return out;
}

void CheckReader::finish(Operand& operand, std::size_t begin) const {
  operand.place = {.line = 0, .column = 0, .offset = placed_.spot(begin), .length = 0};
  if (at_ <= begin) return;
  // Of what stands in one file in one piece.
  Spot last = placed_.spot(at_ - 1);
  if (last != kNowhere && last >= operand.place.offset && last - operand.place.offset < 4 * (at_ - begin)) {
    operand.place.length = last - operand.place.offset + 1;
  }
}

Condition CheckReader::read_check() {
  Condition check;
  std::size_t begin = at_;
  std::size_t word = identifier_end(at_);
  if (word == at_) {
    fail(format("expected a field, a macro, 'not' or '(', {}", found()));
    return check;
  }
  bool is_macro = (word >= text_.size() || text_[word] != '.') && !(word < text_.size() && text_[word] == '(');
  if (is_macro) {
    check.left = operand(Operand::Kind::kText, begin);
    check.left.text = text_.substr(at_, word - at_);
    at_ = word;
    finish(check.left, begin);
    return check;
  }
  check.left = read_field_or_transformer();
  skip_blanks();
  const OperatorInfo* info = read_operator();
  if (info == nullptr) return check;
  check.op = info->op;
  if (info->kind == OperatorKind::kUnary) return check;
  skip_blanks();
  if (info->kind == OperatorKind::kText) check.quantifier = read_quantifier();
  check.right = read_right(check.quantifier == Quantifier::kNone ? info->kind : OperatorKind::kList);
  return check;
}

const OperatorInfo* CheckReader::read_operator() {
  if (fault_) return nullptr;
  std::size_t end = at_;
  while (end < text_.size() && std::string_view("=!<>").contains(text_[end]) && end < at_ + 2) ++end;
  // "<=" is one, "=<" is "=" and a value.
  if (end == at_ + 2 && text_[at_ + 1] != '=') --end;
  bool is_symbol = end > at_;
  if (!is_symbol) end = identifier_end(at_);
  std::string_view name = text_.substr(at_, end - at_);
  const OperatorInfo* info = parse_operator(name);
  bool bounded = is_symbol || end >= text_.size() || ends_bare(text_[end]);
  if (info != nullptr && bounded) {
    at_ = end;
    return info;
  }
  base::Nearest nearest(name);
  for (const OperatorInfo& one : all_operators()) nearest.offer(one.name);
  fail(format("expected an operator (=, in, contains, exists ...), {}{}", found(), did_you_mean(nearest.found())));
  return nullptr;
}

Quantifier CheckReader::read_quantifier() {
  std::size_t end = identifier_end(at_);
  std::optional<Quantifier> quantifier = parse_quantifier(text_.substr(at_, end - at_));
  std::size_t next = end;
  while (next < text_.size() && is_blank(text_[next])) ++next;
  // A text may be that word too; behind one that is meant as a quantifier stands a list.
  if (!quantifier || next >= text_.size() || text_[next] != '(') return Quantifier::kNone;
  at_ = next;
  return *quantifier;
}

bool CheckReader::before_transformer() const {
  std::size_t end = identifier_end(at_);
  return end > at_ && end < text_.size() && text_[end] == '(' && find_transformer(text_.substr(at_, end - at_)) != nullptr;
}

Operand CheckReader::read_field_or_transformer() {
  std::size_t end = identifier_end(at_);
  bool called = end > at_ && end < text_.size() && text_[end] == '(';
  return called ? read_transformer(0, false) : read_field();
}

Operand CheckReader::read_field() {
  std::size_t begin = at_;
  Operand field = operand(Operand::Kind::kField, begin);
  std::size_t end = identifier_end(at_);
  std::size_t parts = end > at_ ? 1 : 0;
  while (parts > 0 && end < text_.size() && text_[end] == '.' && identifier_end(end + 1) > end + 1) {
    end = identifier_end(end + 1);
    ++parts;
  }
  if (parts < 2) {
    fail(format("expected a field, which has a dot in its name (proc.name), {}", found()));
    return field;
  }
  field.text = text_.substr(begin, end - begin);
  at_ = end;
  if (peek() == '[') read_field_argument(field);
  finish(field, begin);
  return field;
}

void CheckReader::read_field_argument(Operand& field) {
  std::size_t open = at_++;
  field.has_argument = true;
  skip_blanks();
  if (peek() == '"' || peek() == '\'') {
    Operand quoted;
    read_quoted(quoted);
    field.argument = std::move(quoted.text);
  } else {
    std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && !std::string_view("[]\"'").contains(text_[at_])) ++at_;
    field.argument = text_.substr(begin, at_ - begin);
    if (begin == at_) fail(format("expected an argument in the brackets of {}, {}", field.text, found()));
  }
  skip_blanks();
  if (!take(']')) fail_at(open, 1, format("expected ']' behind the argument of {}, {}", field.text, found()));
}

Operand CheckReader::read_transformer(std::size_t depth, bool on_the_right) {
  std::size_t begin = at_;
  Operand out = operand(Operand::Kind::kTransformer, begin);
  std::size_t end = identifier_end(at_);
  out.text = text_.substr(begin, end - begin);
  const TransformerInfo* info = find_transformer(out.text);
  if (info == nullptr || (out.text == "val" && !on_the_right)) {
    base::Nearest nearest(out.text);
    for (const TransformerInfo& one : all_transformers()) {
      if (one.name != "val" || on_the_right) nearest.offer(one.name);
    }
    fail(info == nullptr ? format("no transformer is called '{}'{}", out.text, did_you_mean(nearest.found()))
                         : std::string("val() takes a field on the right of an operator; on the left the field stands alone"));
    return out;
  }
  if (depth >= kMaxTransformerDepth) fail(format("transformers are nested deeper than {}", kMaxTransformerDepth));
  at_ = end + 1;
  while (!fault_) {
    skip_blanks();
    out.parts.push_back(info->name == "val" ? read_field() : read_transformer_argument(depth + 1));
    skip_blanks();
    if (out.parts.size() < info->most && take(',')) continue;
    if (!take(')')) fail(format("expected ')' behind what {}() is given, {}", out.text, found()));
    break;
  }
  finish(out, begin);
  return out;
}

Operand CheckReader::read_transformer_argument(std::size_t depth) {
  std::size_t end = identifier_end(at_);
  if (end > at_ && end < text_.size() && text_[end] == '(') return read_transformer(depth, false);
  if (end > at_ && end < text_.size() && text_[end] == '.') return read_field();
  if (depth == 1 && peek() == '(') {  // join(",", (proc.name, proc.pname))
    std::size_t begin = at_;
    Operand list = operand(Operand::Kind::kList, begin);
    ++at_;
    while (!fault_) {
      skip_blanks();
      list.parts.push_back(read_transformer_argument(depth + 1));
      skip_blanks();
      if (take(',')) continue;
      if (!take(')')) fail(format("expected ',' or ')', {}", found()));
      break;
    }
    finish(list, begin);
    return list;
  }
  return read_text();
}

Operand CheckReader::read_right(OperatorKind kind) {
  if (before_transformer()) return read_transformer(0, true);
  if (kind == OperatorKind::kNumber) return read_number();
  if (kind == OperatorKind::kList) return read_list();
  return read_text();
}

Operand CheckReader::read_number() {
  std::size_t begin = at_;
  Operand out = operand(Operand::Kind::kText, begin);
  std::size_t end = at_;
  auto digits = [&] {
    std::size_t from = end;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    return end > from;
  };
  bool good = false;
  if (peek() == '0' && (peek(1) | 0x20) == 'x') {
    end += 2;
    while (end < text_.size() && is_hex(text_[end])) ++end;
    good = end > at_ + 2;
  } else {
    if (peek() == '+' || peek() == '-') ++end;
    good = digits();
    if (good && end < text_.size() && text_[end] == '.') ++end, digits();
    if (good && end < text_.size() && (text_[end] | 0x20) == 'e') {
      std::size_t before = end++;
      if (end < text_.size() && (text_[end] == '+' || text_[end] == '-')) ++end;
      if (!digits()) end = before;
    }
  }
  if (!good || (end < text_.size() && !ends_bare(text_[end]))) {
    fail(format("expected a number, {}", found()));
    return out;
  }
  out.text = text_.substr(begin, end - begin);
  at_ = end;
  finish(out, begin);
  return out;
}

Operand CheckReader::read_text() {
  std::size_t begin = at_;
  Operand out = operand(Operand::Kind::kText, begin);
  if (peek() == '"' || peek() == '\'') {
    read_quoted(out);
  } else {
    while (at_ < text_.size() && !ends_bare(text_[at_])) ++at_;
    out.text = text_.substr(begin, at_ - begin);
    if (at_ == begin) fail(format("expected a value, {}; one with blanks, quotes or any of ( ) , = stands in quotes", found()));
  }
  finish(out, begin);
  return out;
}

void CheckReader::read_quoted(Operand& out) {
  std::size_t open = at_;
  char quote = text_[at_++];
  out.quoted = true;
  while (!fault_) {
    if (at_end()) return fail_at(open, 1, format("this {} is not closed", quote));
    char c = text_[at_++];
    if (c == quote) return;
    if (c == '\\') {
      std::optional<char> escaped = read_escape(quote);
      if (!escaped) return;
      c = *escaped;
    }
    out.text += c;
  }
}

// Behind the backslash.
std::optional<char> CheckReader::read_escape(char quote) {
  std::size_t begin = at_ - 1;
  char c = peek();
  ++at_;
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case ' ':  // Falco gives a backslash for this too
    case '\\': return '\\';
    case '/': return '/';
    case 'x':
      if (!is_hex(peek()) || !is_hex(peek(1))) break;
      at_ += 2;
      return static_cast<char>(hex_value(text_[at_ - 2]) * 16 + hex_value(text_[at_ - 1]));
    default: break;
  }
  if (c == quote) return c;
  at_ = std::min(at_, text_.size());
  std::string shown = base::printable(text_.substr(begin, at_ - begin));
  fail_at(begin, at_ - begin,
          format("'{}' is no escape; there are \\{} \\\\ \\/ \\b \\f \\n \\r \\t and \\xHH, and a backslash is \\\\", shown, quote));
  return std::nullopt;
}

Operand CheckReader::read_list() {
  std::size_t begin = at_;
  Operand list = operand(Operand::Kind::kList, begin);
  if (peek() != '(' || at_end()) {
    std::size_t end = identifier_end(at_);
    if (end == at_) {
      fail(format("expected a list in parentheses, {}", found()));
      return list;
    }
    list.parts.push_back(read_text());
    finish(list, begin);
    return list;
  }
  ++at_;
  skip_blanks();
  if (!take(')')) {
    while (!fault_) {
      skip_blanks();
      list.parts.push_back(read_text());
      skip_blanks();
      if (take(',')) continue;
      if (!take(')')) fail(format("expected ',' or ')' in the list, {}", found()));
      break;
    }
  }
  finish(list, begin);
  return list;
}

}  // namespace batten::rules
