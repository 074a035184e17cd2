// SPDX-License-Identifier: Apache-2.0
//
// Patterns for secrets that have no form of their own, only a name beside them: assigned<"heroku.{0,9}key", "[0-9a-f]{32}"> is the pattern
// of a value behind that name, in whatever way files write that down: NAME=v, --name v, "name": "v", name: 'v', <name>v</name>,
// define('NAME', 'v'), NAME: &str = "v", cfg["name"] = "v", ${NAME:-v}, the list of name and value that Kubernetes wants, JSON in a string.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace batten::leaks {

template <std::size_t size>
struct Piece {
  std::array<char, size> text{};
  // Not explicit: pieces are written as literals.
  consteval Piece(const char (&literal)[size]) { std::ranges::copy(literal, text.begin()); }  // NOLINT
};

// The pieces one after the other, made by the compiler.
template <Piece... pieces>
struct Joined {
  static constexpr auto kText = [] {
    std::array<char, ((pieces.text.size() - 1) + ...)> out{};
    std::size_t at = 0;
    ((std::ranges::copy_n(pieces.text.begin(), pieces.text.size() - 1, out.begin() + static_cast<std::ptrdiff_t>(at)),
      at += pieces.text.size() - 1),
     ...);
    return out;
  }();
  static constexpr std::string_view kView{kText.data(), kText.size()};
};

// name is read without regard to case and has a literal of four characters or more; value, group 1, as it stands. What follows the value is
// none of the characters that it might go on with.
template <Piece name, Piece value>
constexpr std::string_view assigned =
    Joined<"(?i:", name, R"()[\\"'\])]{0,4}(?::\s?[&\w' ]{3,12})?\s{0,3}(?::-|\|\||[:?=]{0,2}[=:,>?]|\s|,?\s{1,40}["']?value["']?\s?[:=]))",
           R"(\s{0,3}[\\"'(]{0,4}()", value, R"()(?:[^\w+/=~-]|$))">::kView;

}  // namespace batten::leaks
