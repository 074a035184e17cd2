// SPDX-License-Identifier: Apache-2.0
#include "version/comparator.h"

#include "base/format.h"

namespace batten::version {

Operator take_operator(std::string_view& text) {
  struct Written {
    std::string_view text;
    Operator op;
  };
  // Longer ones first.
  static constexpr Written kOperators[] = {{"===", Operator::kIdentical},   {"==", Operator::kEqual},      {"!=", Operator::kNotEqual},
                                           {"<>", Operator::kNotEqual},     {"<=", Operator::kLessEqual},  {">=", Operator::kGreaterEqual},
                                           {"~>", Operator::kTildeGreater}, {"~=", Operator::kTildeEqual}, {"=", Operator::kEqual},
                                           {"<", Operator::kLess},          {">", Operator::kGreater},     {"~", Operator::kTilde},
                                           {"^", Operator::kCaret}};
  for (const Written& written : kOperators) {
    if (!text.starts_with(written.text)) continue;
    text.remove_prefix(written.text.size());
    return written.op;
  }
  return Operator::kNone;
}

bool holds(Operator op, std::strong_ordering order) {
  switch (op) {
    case Operator::kNone:
    case Operator::kEqual: return order == 0;
    case Operator::kNotEqual: return order != 0;
    case Operator::kLess: return order < 0;
    case Operator::kLessEqual: return order <= 0;
    case Operator::kGreater: return order > 0;
    case Operator::kGreaterEqual: return order >= 0;
    default: return false;
  }
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> pieces(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> out;
  while (true) {
    std::size_t end = text.find(separator);
    out.push_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + separator.size());
  }
}

std::string plus_one(std::string_view digits) {
  std::string out(digits);
  for (std::size_t i = out.size(); i > 0; --i) {
    if (out[i - 1] != '9') return ++out[i - 1], out;
    out[i - 1] = '0';
  }
  return "1" + out;
}

Error bad_range(std::string_view what, std::string_view text) {
  constexpr std::size_t kShown = 80;
  return Error{Code::kCorrupt, format("range: {}: {}", what, text.substr(0, kShown))};
}

}  // namespace batten::version
