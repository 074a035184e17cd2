// SPDX-License-Identifier: Apache-2.0
//
// Programs of Go: the modules of which they were built, the standard library, and which functions of these they hold. See go_build_info.h
// and go_symbols.h.
#include <algorithm>

#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/elf.h"
#include "packages/go_build_info.h"
#include "packages/go_symbols.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::string_view kUnknown = "(devel)";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "go1.21.3 X:boringcrypto" is 1.21.3, "devel go1.22-0123456 .." is 1.22-0123456, "devel +0123456 .." is of no known version.
std::string_view toolchain_version(std::string_view toolchain) {
  for (std::string_view word : base::words(toolchain)) {
    if (!word.starts_with("go") || word.size() < 3 || !is_digit(word[2])) continue;
    bool release = !toolchain.starts_with("devel");
    word.remove_prefix(2);
    return release ? word.substr(0, word.find_first_of("-+")) : word;
  }
  return kUnknown;
}

// MAJOR.MINOR.PATCH, with or without 'v' and what may follow.
bool is_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  int numbers = 0;
  while (!text.empty() && is_digit(text[0])) {
    ++numbers;
    text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
    if (numbers == 3 || !text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  return numbers == 3 && (text.empty() || text.starts_with('-') || text.starts_with('+'));
}

bool names_a_version(std::string_view variable) {
  constexpr std::string_view kNames[] = {"version",        "appversion",     "buildversion", "gitversion",
                                         "programversion", "releaseversion", "semver"};
  std::string name = base::lower(variable.substr(variable.rfind('.') + 1));
  return std::ranges::find(kNames, name) != std::end(kNames);
}

// Of "-X main.version=1.2.3": the variable of the main package first, then one of that name in another. With the 'v' that versions of
// modules have.
std::string version_of_flags(std::string_view flags) {
  std::string out;
  constexpr std::string_view kAround = "'\"";
  bool next = false;
  for (std::string_view word : base::words(flags)) {
    bool quoted = !word.empty() && kAround.contains(word.front());
    if (quoted) word.remove_prefix(1);
    if (word.starts_with("-X=") || word.starts_with("--X=")) {
      word.remove_prefix(word.find('=') + 1);
      next = true;
    }
    if (!next || word == "-X" || word == "--X") {
      next = word == "-X" || word == "--X";
      continue;
    }
    next = false;
    while (!word.empty() && kAround.contains(word.back())) word.remove_suffix(1);
    while (!word.empty() && kAround.contains(word.front())) word.remove_prefix(1);
    std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view variable = word.substr(0, equals), value = word.substr(equals + 1);
    if (!names_a_version(variable) || !is_version(value)) continue;
    bool of_main = variable.starts_with("main.");
    if (out.empty() || of_main) out = (value.starts_with('v') ? "" : "v") + std::string(value);
    if (of_main) break;
  }
  return out;
}

void add(PackageList& list, std::string_view name, std::string_view version, std::vector<std::uint32_t>* symbols) {
  model::Package* package = list.add(name, version);
  if (package == nullptr || symbols == nullptr) return;
  package->symbols = std::move(*symbols);
  package->has_symbols = true;
}

Result<void> parse_program(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  Elf elf = TRY(Elf::read(content));
  PackageList list("golang", path, facts, notes);
  if (elf.packed()) list.skipped("packed by UPX, not looked into");
  if (elf.cut_off()) list.skipped("the file is cut off: parts that it announces are not there");
  if (elf.unreadable_sections()) list.skipped("the parts of this program can't be told apart: its table of sections is broken");
  std::optional<GoBuildInfo> info = TRY(read_go_build_info(elf));
  if (!info) return {};
  if (info->unread_lines > 0) list.skipped(format("{} lines of its modules could not be read, or are too many", info->unread_lines));

  std::optional<GoSymbols> symbols;
  if (std::optional<std::string_view> names = find_go_names(elf)) symbols = read_go_symbols(*names, *info);
  std::string_view go = toolchain_version(info->toolchain);
  if (!info->main.path.empty()) {
    std::string version(info->main.version.empty() ? kUnknown : info->main.version);
    if (version == kUnknown) version = version_of_flags(info->linker_flags);
    add(list, info->main.path, version.empty() ? kUnknown : version, symbols ? &symbols->main : nullptr);
  } else if (info->main_package.starts_with("cmd/")) {
    // What advisories call Go's own commands.
    add(list, "toolchain", go, symbols ? &symbols->main : nullptr);
  }
  add(list, "stdlib", go, symbols ? &symbols->standard_library : nullptr);
  for (std::size_t i = 0; i < info->modules.size(); ++i) {
    add(list, info->modules[i].path, info->modules[i].version, symbols ? &symbols->modules[i] : nullptr);
  }
  return {};
}

bool wants_program(std::string_view head, std::uint64_t size_bytes) { return size_bytes <= kLargeProgram || has_go_note(head); }

// The least that is an ELF file: a header, the header of one writable segment, that segment.
constexpr std::string_view kProgram(
    "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0\0\0\0\0\0\0\0\0"
    "@\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0@\0008\0\1\0\0\0\0\0\0\0"
    "\1\0\0\0\6\0\0\0x\0\0\0\0\0\0\0\0\0@\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\272\0\0\0\0\0\0\0\272\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0"
    "\377 Go buildinf:\10\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\10go1.21.3\217\1"
    "0123456789abcdef"
    "path\texample.org/app\nmod\texample.org/app\t(devel)\t\n"
    "dep\texample.org/a\tv1.0.0\th1:0=\n=>\texample.org/b\tv1.2.0\th1:0=\n"
    "0123456789abcdef",
    306);

constexpr CatalogerExample kExamples[] = {
    {"usr/bin/app", kProgram, "example.org/app (devel), stdlib 1.21.3, example.org/b v1.2.0"},
    {"usr/bin/app", kProgram.substr(0, 120), ""},
};

}  // namespace

extern constinit const Cataloger go_binary;
constinit const Cataloger go_binary = {
    .name = "go_binary",
    .summary = "programs of Go: modules, standard library, functions",
    .revision = 2,
    .claims = {},
    .max_bytes = 512u << 20,
    .parse = parse_program,
    .magic = Elf::kMagic,
    .wants_program = wants_program,
    .matches = {},
    .matches_not = {},
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
