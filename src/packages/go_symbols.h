// SPDX-License-Identifier: Apache-2.0
//
// Which functions of which modules a program of Go holds: the table of function names that the runtime prints stack traces from (pclntab,
// runtime/symtab.go; headers of Go 1.2, 1.16, 1.18 and 1.20). It is there however the program was stripped, and it names functions that
// were inlined too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "packages/elf.h"
#include "packages/go_build_info.h"

namespace batten::packages {

// The names, each ended by NUL; in the oldest form with other bytes between them. nullopt: none, or not to be read.
std::optional<std::string_view> find_go_names(const Elf& elf);

// A function by the names that advisories use: "example.org/a/pkg" and "Type.Method". A closure is its function, a method's receiver has
// neither star nor parentheses, type parameters are left out.
struct GoFunction {
  std::string package;
  std::string name;
  std::string outer;  // "A" of "A.B", which may be a function in which B was inlined; else empty
};
// nullopt: none of Go's, or a name of the compiler's own.
std::optional<GoFunction> parse_go_function(std::string_view name);

// Numbers (model/symbol.h) of functions and packages, by module; sorted.
struct GoSymbols {
  std::vector<std::uint32_t> main, standard_library;
  std::vector<std::vector<std::uint32_t>> modules;  // in the order of GoBuildInfo::modules
};
// nullopt when the names are not all there: Go's own runtime is not among them (obfuscated, or linked against shared libraries).
std::optional<GoSymbols> read_go_symbols(std::string_view names, const GoBuildInfo& info);

}  // namespace batten::packages
