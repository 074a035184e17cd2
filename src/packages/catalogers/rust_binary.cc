// SPDX-License-Identifier: Apache-2.0
//
// Programs of Rust. What cargo-auditable puts into them: a section .dep-v0 of zlib-compressed JSON that names all crates, as Cargo.lock
// does; those that only took part in the build, and local ones but the program's own, are left out. Other programs name some of their
// crates by the paths of source files in their messages (.cargo/registry/src/HOST/NAME-VERSION/..): these are listed, with a note that
// there may be more. go_binary says what is wrong with a file as such.
#include <algorithm>

#include "archive/byte_source.h"
#include "packages/cataloger.h"
#include "packages/elf.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::uint64_t kMaxList = 8u << 20;
constexpr std::string_view kCrates = "/registry/src/";
constexpr std::size_t kMaxPart = 200;

Result<void> read_list(std::string_view section, PackageList& list) {
  std::unique_ptr<archive::ByteSource> stored = archive::memory_source(section);
  std::unique_ptr<archive::ByteSource> inflated = archive::inflated_source(*stored, archive::Compression::kZlib, {.max_bytes = kMaxList});
  std::string text = TRY(archive::read_all(*inflated, kMaxList));
  json::Document document = TRY(json_object(text));
  if (!document.root()["packages"].is_array()) return Error{Code::kCorrupt, "no list of packages"};
  document.root()["packages"].each([&](json::View crate) {
    bool own = crate["root"].boolean();
    if (crate["kind"].string() == "build" || (crate["source"].string() == "local" && !own)) return;
    list.add(crate["name"].string(), crate["version"].string());
  });
  return {};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Does the text begin with two numbers, each followed by a dot, and a digit?
bool begins_version(std::string_view text) {
  for (int i = 0; i < 2; ++i) {
    std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits == text.size() || text[digits] != '.') return false;
    text.remove_prefix(digits + 1);
  }
  return !text.empty() && is_digit(text[0]);
}

bool is_plain(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '+';
  });
}

// "md-5-0.10.6" is md-5 0.10.6.
void add_crate(std::string_view folder, PackageList& list) {
  for (std::size_t dash = folder.find('-'); dash != std::string_view::npos; dash = folder.find('-', dash + 1)) {
    if (dash == 0 || !begins_version(folder.substr(dash + 1))) continue;
    list.add(folder.substr(0, dash), folder.substr(dash + 1));
    return;
  }
}

void read_messages(std::string_view text, PackageList& list) {
  for (std::size_t at = text.find(kCrates); at != std::string_view::npos; at = text.find(kCrates, at + 1)) {
    std::string_view rest = text.substr(at + kCrates.size(), 2 * kMaxPart);
    std::size_t host = rest.find('/');
    if (host == std::string_view::npos) continue;
    rest.remove_prefix(host + 1);
    std::string_view folder = rest.substr(0, std::min(rest.find('/'), rest.size()));
    if (folder.size() < rest.size() && is_plain(folder)) add_crate(folder, list);
  }
}

Result<void> parse_program(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  Result<Elf> elf = Elf::read(content);
  if (!elf) return {};
  PackageList list("cargo", path, facts, notes);
  if (std::string_view section = elf->section(".dep-v0"); !section.empty()) {
    TRY_IN("list of its crates (.dep-v0)", read_list(section, list));
    return {};
  }
  if (!elf->section(".comment").contains("rustc version")) return {};
  std::size_t before = facts.packages.size();
  read_messages(elf->section(".rodata"), list);
  if (std::size_t found = facts.packages.size() - before; found > 0) {
    notes.push_back({base::Note::Kind::kInfo, std::string(path),
                     format("{} crates of this Rust program were found by paths in its messages; it may hold more", found),
                     "build it with cargo-auditable"});
  }
  return {};
}

bool wants_program(std::string_view, std::uint64_t size_bytes) { return size_bytes <= kLargeProgram; }

// Two section headers at 64: the names of sections (at 192), and .dep-v0 (at 211), a zlib stream of one stored block.
constexpr std::string_view kProgram(
    "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0@\0\0\0\0\0\0\0\0\0\0\0@\0\0\0\0\0@\0\2\0\0\0"
    "\1\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\300\0\0\0\0\0\0\0"
    "\23\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\13\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\323\0\0\0\0\0\0\0"
    "\6\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0.shstrtab\0.dep-v0\0"
    "x\1\1\373\0\4\377"
    "{\"packages\":[{\"name\":\"app\",\"version\":\"0.1.0\",\"source\":\"local\",\"root\":true},"
    "{\"name\":\"own\",\"version\":\"0.1.0\",\"source\":\"local\"},"
    "{\"name\":\"cc\",\"version\":\"1.0.0\",\"source\":\"crates.io\",\"kind\":\"build\"},"
    "{\"name\":\"libc\",\"version\":\"0.2.150\",\"source\":\"crates.io\"}]}"
    "\242VN2",
    473);

constexpr CatalogerExample kExamples[] = {
    {"usr/bin/app", kProgram, "app 0.1.0, libc 0.2.150"},
    {"usr/bin/app", kProgram.substr(0, 64), ""},
};

}  // namespace

extern constinit const Cataloger rust_binary;
constinit const Cataloger rust_binary = {
    .name = "rust_binary",
    .summary = "programs of Rust: crates by cargo-auditable, or by paths in their messages",
    .revision = 1,
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
