// SPDX-License-Identifier: Apache-2.0
#include "rules/condition_printer.h"

#include <string_view>

#include "base/format.h"
#include "rules/operator_names.h"

namespace batten::rules {
namespace {

constexpr std::string_view kNeedsQuotes = " \t\n\r\b(),=\"'";

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

// A word that would be read as something else than a text.
bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (char c : text) {
    if (kNeedsQuotes.contains(c) || static_cast<unsigned char>(c) < 0x20) return true;
  }
  return false;
}

void append_parts(std::string& out, const std::vector<Operand>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += ", ";
    out += to_text(parts[i]);
  }
}

std::string check_text(const Condition& check) {
  std::string out = to_text(check.left);
  out += ' ';
  out += operator_info(check.op).name;
  if (check.op == Operator::kExists) return out;
  if (check.quantifier != Quantifier::kNone) out += format(" {}", quantifier_name(check.quantifier));
  return out + ' ' + to_text(check.right);
}

}  // namespace

std::string to_text(const Operand& operand) {
  using enum Operand::Kind;
  std::string out;
  switch (operand.kind) {
    case kText: return operand.quoted || needs_quotes(operand.text) ? quoted(operand.text) : operand.text;
    case kField:
      out = operand.text;
      if (operand.has_argument) {
        bool plain = !operand.argument.empty() && operand.argument.find_first_of(" \b\t\n\r[]\"'\\") == std::string::npos;
        out += '[' + (plain ? operand.argument : quoted(operand.argument)) + ']';
      }
      return out;
    case kList: out = "("; break;
    case kTransformer: out = operand.text + '('; break;
  }
  append_parts(out, operand.parts);
  return out + ')';
}

std::string to_text(const Condition& condition) {
  using enum Condition::Kind;
  if (condition.kind == kCheck) return condition.left.kind == Operand::Kind::kText ? condition.left.text : check_text(condition);
  std::string out;
  if (condition.kind == kNot) {
    const Condition& inner = condition.children.front();
    bool simple = inner.kind == kCheck || inner.kind == kNot;
    return simple ? "not " + to_text(inner) : "not (" + to_text(inner) + ")";
  }
  for (const Condition& child : condition.children) {
    if (!out.empty()) out += condition.kind == kAnd ? " and " : " or ";
    bool simple = child.kind == kCheck || child.kind == kNot || (child.kind == kAnd && condition.kind == kOr);
    out += simple ? to_text(child) : "(" + to_text(child) + ")";
  }
  return out;
}

}  // namespace batten::rules
