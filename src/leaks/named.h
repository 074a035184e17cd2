// SPDX-License-Identifier: Apache-2.0
//
// Patterns for secrets that have no form of their own, only a name beside them, in whatever way files write that down: NAME=v, --name v,
// "name": "v", name: 'v', <name>v</name>, define('NAME', 'v'), NAME: &str = "v", cfg["name"] = "v", ${NAME:-v}, the list of names and
// values that Kubernetes wants, JSON in a string. kAssigned is told the whole name, kNamed the issuer in it: DATADOG_API_KEY,
// datadogApiKey, "api_key" below "datadog:".
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace batten::leaks {

// A string literal as a template argument.
template <std::size_t kSize>
struct Literal {
  std::array<char, kSize> text{};  // ends in a zero byte
  consteval Literal() = default;
  consteval Literal(const char (&from)[kSize]) {  // NOLINT: converts on purpose
    for (std::size_t i = 0; i < kSize; ++i) text[i] = from[i];
  }
  constexpr std::string_view view() const { return {text.data(), kSize - 1}; }
};

template <std::size_t kFirst, std::size_t kSecond>
consteval Literal<kFirst + kSecond - 1> operator+(const Literal<kFirst>& first, const Literal<kSecond>& second) {
  Literal<kFirst + kSecond - 1> out;
  for (std::size_t i = 0; i + 1 < kFirst; ++i) out.text[i] = first.text[i];
  for (std::size_t i = 0; i < kSecond; ++i) out.text[kFirst - 1 + i] = second.text[i];
  return out;
}

namespace named_parts {

// What closes the name; a type, or ", value" of a list of names and values; the sign; what opens the value.
constexpr Literal kSign = R"re()[\\"'`\])]{0,4}(?::\s?[&\w' ]{3,12}|\s(?:string|str|String)|[,\s"'\\]{1,40}(?i:value)\\?["']?)?)re"
                          R"re(\s{0,3}(?::-|\|\||:=|[:?=]{0,2}[=:,>?(|]|\s)\s{0,3}(?i:bearer |token )?[\\"'`(\[]{0,4}()re";
constexpr Literal kEnd = R"re()(?:[^\w+/=~-]|$))re";

template <Literal kName, Literal kValue>
constexpr auto kPattern = Literal("(?i:") + kName + kSign + kValue + kEnd;
// The issuer, what may stand between, the noun, the rest of the name.
template <Literal kIssuer, Literal kNoun>
constexpr auto kNameOf =
    Literal("(?:") + kIssuer + Literal(R"re()[\w\s.:"'{}\[\]/-]{0,32}(?:)re") + kNoun + Literal(R"re()[\w.-]{0,12})re");

}  // namespace named_parts

// kName: read without regard to case, with a literal of four characters or more; kValue: what the value looks like, case counts; group 1.
// What follows it is none of the characters that tokens go on with. Each a regular expression without groups that capture.
template <Literal kName, Literal kValue>
constexpr std::string_view kAssigned = named_parts::kPattern<kName, kValue>.view();

// kIssuer: five letters or more; kWhat: one of these words stands behind it.
template <Literal kIssuer, Literal kValue, Literal kWhat = "key|token|secret|passw|credential">
constexpr std::string_view kNamed = kAssigned<named_parts::kNameOf<kIssuer, kWhat>, kValue>;

}  // namespace batten::leaks
