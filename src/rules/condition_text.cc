// SPDX-License-Identifier: Apache-2.0
#include "rules/condition_text.h"

#include <algorithm>
#include <vector>

#include "base/format.h"
#include "rules/check_reader.h"

namespace batten::rules {
namespace {

enum class Mark : std::uint8_t { kParenthesis, kOr, kAnd, kNot };  // in the order of precedence

struct Waiting {
  Mark mark;
  std::size_t at;
};

// A finished part. One that "and" or "or" has begun takes the next operand in; one in parentheses is closed.
struct Part {
  Condition condition;
  std::size_t depth = 1;
  bool open = false;
};

class Parser {
 public:
  explicit Parser(const PlacedText& text) : placed_(text), reader_(text) {}

  ConditionTree parse() {
    bool wants_operand = true;
    while (!reader_.fault()) {
      reader_.skip_blanks();
      if (wants_operand) {
        wants_operand = !operand();
      } else if (!joint(wants_operand)) {
        break;
      }
    }
    ConditionTree out;
    out.fault = reader_.fault();
    out.size = reader_.size();
    if (out.fault) return out;
    out.depth = parts_.back().depth;
    out.condition = std::move(parts_.back().condition);
    return out;
  }

 private:
  // True when an operand is complete, so that "and", "or", ")" or the end follows.
  bool operand() {
    std::size_t at = reader_.at();
    if (reader_.at_end()) {
      reader_.fail(parts_.empty() && waiting_.empty() ? std::string("the condition is empty")
                                                      : std::string("expected a check or a macro, the condition ends here"));
    } else if (reader_.take('(')) {
      nest(Mark::kParenthesis, at);
    } else if (reader_.take_word("not")) {
      nest(Mark::kNot, at);
    } else {
      parts_.push_back({.condition = reader_.read_check()});
      return true;
    }
    return false;
  }

  void nest(Mark mark, std::size_t at) {
    waiting_.push_back({mark, at});
    if (++nested_ > kMaxConditionDepth) reader_.fail_at(at, 1, format("nested deeper than {}", kMaxConditionDepth));
  }

  // False at the end.
  bool joint(bool& wants_operand) {
    std::size_t at = reader_.at();
    if (reader_.at_end()) {
      reduce(Mark::kOr);
      if (!waiting_.empty()) reader_.fail_at(waiting_.back().at, 1, "this '(' is not closed");
      return false;
    }
    if (reader_.take(')')) {
      reduce(Mark::kOr);
      if (waiting_.empty()) {
        reader_.fail_at(at, 1, "')' without a '(' before it");
        return false;
      }
      waiting_.pop_back();
      --nested_;
      parts_.back().open = false;
      return true;
    }
    for (Mark mark : {Mark::kAnd, Mark::kOr}) {
      if (!reader_.take_word(mark == Mark::kAnd ? "and" : "or")) continue;
      reduce(mark);
      waiting_.push_back({mark, at});
      wants_operand = true;
      return true;
    }
    reader_.fail(format("expected 'and', 'or'{} or the end of the condition, {}{}", waiting_parenthesis() ? ", ')'" : "", reader_.found(),
                        advice()));
    return false;
  }

  bool waiting_parenthesis() const { return std::ranges::find(waiting_, Mark::kParenthesis, &Waiting::mark) != waiting_.end(); }

  std::string advice() const {
    const Part& last = parts_.back();
    if (is_macro_use(last.condition) && !last.open)
      return format("; '{}' is a macro here, names of fields have a dot", last.condition.left.text);
    std::string_view rest = std::string_view(placed_.text()).substr(reader_.at());
    if (rest.starts_with(',')) return "; a list stands in parentheses: in (a, b)";
    if (rest.starts_with('=') || rest.starts_with('"') || rest.starts_with('\'')) return "; a value with such characters stands in quotes";
    return {};
  }

  // Everything that binds at least as strongly as least is put together.
  void reduce(Mark least) {
    while (!waiting_.empty() && waiting_.back().mark >= least) {
      Mark mark = waiting_.back().mark;
      waiting_.pop_back();
      if (mark == Mark::kNot) {
        --nested_;
        negate();
      } else {
        combine(mark == Mark::kAnd ? Condition::Kind::kAnd : Condition::Kind::kOr);
      }
    }
  }

  void negate() {
    Part out;
    out.condition.kind = Condition::Kind::kNot;
    out.depth = parts_.back().depth + 1;
    out.condition.children.push_back(std::move(parts_.back().condition));
    parts_.back() = std::move(out);
  }

  void combine(Condition::Kind kind) {
    Part right = std::move(parts_.back());
    parts_.pop_back();
    Part& left = parts_.back();
    if (!left.open || left.condition.kind != kind) {
      Part out;
      out.condition.kind = kind;
      out.depth = left.depth + 1;
      out.open = true;
      out.condition.children.push_back(std::move(left.condition));
      left = std::move(out);
    }
    left.depth = std::max(left.depth, right.depth + 1);
    left.condition.children.push_back(std::move(right.condition));
  }

  const PlacedText& placed_;
  CheckReader reader_;
  std::vector<Part> parts_;
  std::vector<Waiting> waiting_;
  std::size_t nested_ = 0;
};

}  // namespace

ConditionTree parse_condition(const PlacedText& text) { return Parser(text).parse(); }

OperandText parse_operand(const PlacedText& text) {
  CheckReader reader(text);
  OperandText out;
  reader.skip_blanks();
  out.operand = reader.read_field_or_transformer();
  reader.skip_blanks();
  if (!reader.at_end()) reader.fail(format("expected a field and nothing else, {}", reader.found()));
  out.fault = reader.fault();
  return out;
}

}  // namespace batten::rules
