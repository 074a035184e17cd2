// SPDX-License-Identifier: Apache-2.0
//
// Patterns for values without a form of their own, found by their issuer's name in front: DATADOG_API_KEY=..., "datadogApiKey": "...",
// <datadog-api-key>..., --datadog-api-key ..., a mapping "api_key" below "datadog:", an environment list's name and value.
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

constexpr Literal kBetween = R"re()[\w\s.:"'{}\[\]/-]{0,32}(?i:)re";
// The rest of the name and what closes it; ", value:" of a list of names and values; a type; an assignment; what opens the value.
constexpr Literal kAssigned = R"re()[\w.-]{0,12}[\\"'`\])]{0,4}(?:[,\s"'\\]{1,16}(?i:value)\\?["']?)?(?:\s?:?\s?(?:string|str|String))?)re"
                              R"re(\s{0,3}(?:=>|:=|==?|[:,>(|]|\s)\s{0,3}(?i:bearer |token )?[\\"'`(\[]{0,3}()re";

template <Literal kName, Literal kValue, Literal kWhat>
constexpr auto kPattern = Literal("(?i:") + kName + kBetween + kWhat + kAssigned + kValue + Literal(R"()(?:[^\w-]|$))");

}  // namespace named_parts

// kName: the issuer, of five letters or more, case ignored; kWhat: one of these words stands behind it; kValue: what the value looks
// like, case counts; what follows is none of the characters that tokens go on with. Each a regular expression without groups that capture.
template <Literal kName, Literal kValue, Literal kWhat = "key|token|secret|passw|credential">
constexpr std::string_view kNamed = named_parts::kPattern<kName, kValue, kWhat>.view();

}  // namespace batten::leaks
