// SPDX-License-Identifier: Apache-2.0
//
// What Go's linker writes into every program about its build (debug/buildinfo): the toolchain's version and, line by line, the main
// package, the modules and the settings. Behind a mark of 14 bytes stand the size of a pointer and flags; since Go 1.18 both texts follow
// at byte 32, each after its length as a varint; before, two pointers to Go strings. The module text is wrapped in 16 bytes on either side.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "packages/elf.h"

namespace batten::packages {

struct GoModule {
  std::string_view import_path;    // by which the program's packages name it
  std::string_view path, version;  // where it was taken from: another module when it was replaced
};

struct GoBuildInfo {
  std::string_view toolchain;     // "go1.21.3", "devel go1.22-0123456 Thu Jan 1 ..", "go1.21.3 X:boringcrypto"
  std::string_view main_package;  // "example.org/app/cmd/app", "cmd/go", "command-line-arguments"
  GoModule main;                  // all empty: built outside of a module
  std::vector<GoModule> modules;  // the others
  std::string linker_flags;       // the setting -ldflags; empty: none, or not written down (-trimpath)
  std::size_t unread_lines = 0;   // that are none, or beyond the limit
};

inline constexpr std::size_t kMaxGoModules = 10'000;

// nullopt: not a program of Go with build information. corrupt when the mark is there and what follows is not. Views into the file.
Result<std::optional<GoBuildInfo>> read_go_build_info(const Elf& elf);

// The lines of the module text.
GoBuildInfo parse_go_modules(std::string_view toolchain, std::string_view text);

}  // namespace batten::packages
