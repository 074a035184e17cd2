// SPDX-License-Identifier: Apache-2.0
//
// Right sides of comparisons that are written in the rule.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/format.h"
#include "base/text.h"
#include "rules/check.h"
#include "rules/pattern.h"

namespace batten::rules {
namespace {

std::optional<std::string> bytes_of_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::optional<std::uint64_t> byte = base::parse_unsigned(text.substr(i, 2), 16);
    if (!byte) return std::nullopt;
    out += static_cast<char>(*byte);
  }
  return out;
}

Literal literal_of(Operator op, std::string_view text) {
  Literal out;
  out.text = op == Operator::kIContains || op == Operator::kIGlob ? base::lower(text) : std::string(text);
  out.number = parse_number(text);
  if (text == "true" || text == "1") out.truth = true;
  if (text == "false" || text == "0") out.truth = false;
  out.network = parse_network(text);
  return out;
}

}  // namespace

bool Network::contains(std::string_view address) const {
  if (address.size() != bytes.size()) return false;
  const std::size_t whole = bits / 8;
  if (std::memcmp(address.data(), bytes.data(), whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<unsigned>(0xff << (8 - bits % 8)) & 0xffu;
  return ((static_cast<unsigned char>(address[whole]) ^ static_cast<unsigned char>(bytes[whole])) & mask) == 0;
}

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string name(text.substr(0, slash));
  char bytes[16];
  const int family = name.contains(':') ? AF_INET6 : AF_INET;
  if (inet_pton(family, name.c_str(), bytes) != 1) return std::nullopt;
  const unsigned most = family == AF_INET ? 32 : 128;
  Network out{.bytes = std::string(bytes, most / 8), .bits = most};
  if (slash == std::string_view::npos) return out;
  const std::optional<std::uint64_t> bits = base::parse_unsigned(text.substr(slash + 1));
  if (!bits || *bits > most) return std::nullopt;
  out.bits = static_cast<unsigned>(*bits);
  return out;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int radix = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    radix = 16;
  }
  if (radix == 16 || text.size() >= 19) {  // may be one of the upper half
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, radix);
    if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return static_cast<std::int64_t>(number);
    if (radix == 16) return std::nullopt;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

std::string prepare(Check& check, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    Literal literal = literal_of(check.op, text);
    switch (check.op) {
      case Operator::kBContains:
      case Operator::kBStartsWith: {
        std::optional<std::string> bytes = bytes_of_hex(text);
        if (!bytes) return format("'{}' is no row of bytes: write two hexadecimal digits for each (CAFE01)", base::printable(text));
        literal.text = std::move(*bytes);
        break;
      }
      case Operator::kStartsWith: check.prefixes.add(text); break;
      case Operator::kPMatch: check.paths.add(text); break;
      case Operator::kRegex: {
        Result<Regex> pattern = Regex::compile(text);
        if (!pattern) return pattern.error().message;
        check.patterns.push_back(std::move(*pattern));
        break;
      }
      default: check.set.add(text); break;
    }
    check.literals.push_back(std::move(literal));
  }
  return {};
}

}  // namespace batten::rules
