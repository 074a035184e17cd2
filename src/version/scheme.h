// SPDX-License-Identifier: Apache-2.0
//
// How the versions of one packaging system are ordered. One file in schemes/ per system.
#pragma once

#include <compare>
#include <span>
#include <string_view>

#include "base/result.h"

namespace batten::version {

struct SchemeExample {
  std::string_view left;
  char relation;  // '<', '=' or '>'
  std::string_view right;
};

struct Scheme {
  std::string_view name;     // "dpkg"
  std::string_view summary;  // one line, with the specification's name
  // Total order over all strings; a string that is no version of the scheme has a place all the same (the native
  // tool's, where it has one).
  std::strong_ordering (*compare)(std::string_view left, std::string_view right);
  // Would the native tool accept it?
  bool (*valid)(std::string_view version);
  // Where the scheme knows "same as far as the right side goes" (apk's ~ operator); else nullptr.
  std::strong_ordering (*compare_prefix)(std::string_view left, std::string_view prefix);
  std::span<const SchemeExample> examples;
};

// All of schemes/, by name.
std::span<const Scheme* const> all_schemes();
// nullptr when there is none of that name.
const Scheme* find_scheme(std::string_view name);
// How the scheme of that name orders two versions; equal when there is no such scheme.
std::strong_ordering order(std::string_view scheme, std::string_view left, std::string_view right);

}  // namespace batten::version
