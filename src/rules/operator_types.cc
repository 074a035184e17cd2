// SPDX-License-Identifier: Apache-2.0
#include "rules/operator_types.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "rules/regex.h"

namespace batten::rules {
namespace {

using Kind = Value::Kind;

bool is_ordering(Operator op) {
  return op == Operator::kLess || op == Operator::kLessEqual || op == Operator::kGreater || op == Operator::kGreaterEqual;
}
bool is_membership(Operator op) {
  return op == Operator::kExists || op == Operator::kEqual || op == Operator::kNotEqual || op == Operator::kIn ||
         op == Operator::kIntersects;
}
bool is_of_bytes(Operator op) { return op == Operator::kBContains || op == Operator::kBStartsWith; }

bool is_number(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) {
    std::string_view digits = text.substr(2);
    return !digits.empty() && digits.size() <= 16 && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool is_word = text.find_first_not_of("0123456789+-.eE") != std::string_view::npos;  // nan, inf
  return error == std::errc() && end == text.data() + text.size() && !is_word;
}

int address_bits(std::string_view text) {
  std::array<unsigned char, 16> out{};
  std::string name(text);
  if (inet_pton(AF_INET, name.c_str(), out.data()) == 1) return 32;
  return inet_pton(AF_INET6, name.c_str(), out.data()) == 1 ? 128 : 0;
}

bool is_network(std::string_view text) {
  std::size_t slash = text.find('/');
  int bits = address_bits(text.substr(0, slash));
  if (slash == std::string_view::npos || bits == 0) return bits > 0;
  std::optional<std::uint64_t> length = base::parse_unsigned(text.substr(slash + 1));
  return length && *length <= static_cast<std::uint64_t>(bits);
}

bool is_hex(std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

std::string_view kind_words(Kind kind) {
  switch (kind) {
    case Kind::kBool: return "true or false";
    case Kind::kNumber: return "a number";
    case Kind::kText: return "a text";
    case Kind::kBytes: return "bytes";
    case Kind::kFlags: return "flags";
    case Kind::kAddress: return "an address";
    case Kind::kNetwork: return "a network";
    case Kind::kHost: return "a host's name";
    case Kind::kList: return "a list";
    default: return "a value";
  }
}

bool operator_fits(Operator op, Kind kind) {
  switch (kind) {
    case Kind::kBool:
    case Kind::kAddress:
    case Kind::kNetwork:
    case Kind::kHost: return is_membership(op);
    case Kind::kNumber: return is_membership(op) || is_ordering(op);
    case Kind::kFlags: return is_membership(op) || is_ordering(op) || op == Operator::kContains;
    case Kind::kBytes: return !is_ordering(op) && op != Operator::kPMatch;
    case Kind::kText:
    case Kind::kList: return !is_ordering(op) && !is_of_bytes(op);
    default: return true;
  }
}

std::string text_problem(Operator op, Kind kind, std::string_view text) {
  if (is_of_bytes(op)) return is_hex(text) ? "" : "bytes are written in hexadecimal digits, two for each (CAFE01)";
  if (op == Operator::kRegex) {
    Result<Regex> compiled = Regex::compile(text);
    return compiled ? "" : compiled.error().message;
  }
  if (is_ordering(op)) return is_number(text) ? "" : "a number is expected";
  if (kind != Kind::kBytes && kind != Kind::kNone && text.contains('\0')) return "a byte of zero is in no value but bytes";
  switch (kind) {
    case Kind::kNumber: return is_number(text) ? "" : "a number is expected";
    case Kind::kBool: return text == "true" || text == "false" || text == "0" || text == "1" ? "" : "true or false is expected";
    case Kind::kAddress: return address_bits(text) > 0 ? "" : "an address is expected (10.0.0.1, fe80::1)";
    case Kind::kNetwork: return is_network(text) ? "" : "an address or a network is expected (10.0.0.0/8)";
    default: return {};
  }
}

}  // namespace batten::rules
