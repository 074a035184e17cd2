// SPDX-License-Identifier: Apache-2.0
#include "packages/go_symbols.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/symbol.h"
#include "packages/elf_fixture.h"

namespace batten::packages {
namespace {

using std::string_literals::operator""s;

std::string parsed(std::string_view name) {
  std::optional<GoFunction> function = parse_go_function(name);
  if (!function) return "-";
  return function->package + " " + function->name + (function->outer.empty() ? "" : " " + function->outer);
}

// The table with its names at the end, as the linker writes it since Go 1.16 (words: where the names begin is number 2, since 1.18 3).
std::string table(const ElfFixture& machine, std::uint32_t magic, const std::string& names) {
  std::size_t before = magic == 0xfffffffa ? 2 : 3, words = 8;
  std::uint64_t begin = 8 + words * machine.word(0).size();
  std::string out = machine.number(magic, 4) + "\0\0\1"s + static_cast<char>(machine.word(0).size()) + machine.word(1);
  for (std::size_t i = 1; i < before; ++i) out += machine.word(7);
  out += machine.word(begin) + machine.word(begin + names.size());
  while (out.size() < begin) out += '\0';
  return out + names + "behind";
}

bool holds(const std::vector<std::uint32_t>& numbers, std::string_view name) {
  return std::ranges::binary_search(numbers, model::symbol_number(name));
}

}  // namespace

TEST(GoSymbols, NamesAsAdvisoriesHaveThem) {
  EXPECT_EQ(parsed("example.org/a/pkg.Func"), "example.org/a/pkg Func");
  EXPECT_EQ(parsed("example.org/a/pkg.(*Type).Method"), "example.org/a/pkg Type.Method");
  EXPECT_EQ(parsed("example.org/a/pkg.Type.Method"), "example.org/a/pkg Type.Method Type");
  EXPECT_EQ(parsed("example.org/a/pkg.Func.func1"), "example.org/a/pkg Func");
  EXPECT_EQ(parsed("example.org/a/pkg.Func.func1.2.3"), "example.org/a/pkg Func");
  EXPECT_EQ(parsed("example.org/a/pkg.Func.gowrap2"), "example.org/a/pkg Func");
  EXPECT_EQ(parsed("example.org/a/pkg.(*Type).Method.deferwrap1"), "example.org/a/pkg Type.Method");
  EXPECT_EQ(parsed("example.org/a/pkg.(*Type).Method-fm"), "example.org/a/pkg Type.Method");
  EXPECT_EQ(parsed("example.org/a/pkg.Func.func1-range1"), "example.org/a/pkg Func");
  EXPECT_EQ(parsed("example.org/a/pkg.Outer.Inner.func1"), "example.org/a/pkg Outer.Inner Outer");
  EXPECT_EQ(parsed("example.org/a/pkg.Map[...]"), "example.org/a/pkg Map");
  EXPECT_EQ(parsed("example.org/a/pkg.Map[go.shape.[]example.org/b.T,go.shape.int].func1"), "example.org/a/pkg Map");
  EXPECT_EQ(parsed("example.org/a/pkg.(*Tree[go.shape.struct { example.org/b/c.f func() }]).Walk"), "example.org/a/pkg Tree.Walk");
  EXPECT_EQ(parsed("gopkg.in/yaml%2ev2.Unmarshal"), "gopkg.in/yaml.v2 Unmarshal");
  EXPECT_EQ(parsed("example.org/a.b/pkg.F"), "example.org/a.b/pkg F");
  EXPECT_EQ(parsed("net/http.init.0"), "net/http init");
  EXPECT_EQ(parsed("net/http.glob..func1"), "net/http glob");
  EXPECT_EQ(parsed("runtime.main"), "runtime main");
  for (std::string_view none : {"type:.eq.example.org/a.T", "type..eq.[2]string", "go:buildid", "_rt0_amd64_linux", ".F", "", "x_cgo_init"})
    EXPECT_EQ(parsed(none), "-") << none;
}

TEST(GoSymbols, GoToTheModuleWithTheLongestPath) {
  GoBuildInfo info;
  info.main = {"example.org/app", "example.org/app", "v1.0.0"};
  info.main_package = "example.org/app/cmd/x";
  info.modules = {
      {"example.org/a", "example.org/a", "v1"}, {"example.org/a/b", "example.org/fork", "v2"}, {"example.org/un", "example.org/un", "v1"}};
  std::string names = "runtime.main\0main.main\0main.helper\0example.org/app/inner.F\0example.org/a.F\0example.org/a/b/c.(*T).M\0"s +
                      "example.org/ab.F\0vendor/golang.org/x/net.F\0example.org/a/x.F.func1\0"s;
  std::optional<GoSymbols> symbols = read_go_symbols(names, info);
  ASSERT_TRUE(symbols);
  for (std::string_view name :
       {"example.org/app/cmd/x.main", "example.org/app/cmd/x.helper", "example.org/app/cmd/x", "example.org/app/inner.F"})
    EXPECT_TRUE(holds(symbols->main, name)) << name;
  for (std::string_view name : {"runtime", "runtime.main", "vendor/golang.org/x/net.F"})
    EXPECT_TRUE(holds(symbols->standard_library, name)) << name;
  for (std::string_view name : {"example.org/a", "example.org/a.F", "example.org/a/x", "example.org/a/x.F"})
    EXPECT_TRUE(holds(symbols->modules[0], name)) << name;
  // Under the name of the module that took its place, as advisories on it say.
  EXPECT_TRUE(holds(symbols->modules[1], "example.org/fork/c.T.M"));
  EXPECT_EQ(symbols->modules[0].size(), 4u);
  EXPECT_EQ(symbols->modules[1].size(), 2u);
  EXPECT_TRUE(symbols->modules[2].empty());
}

TEST(GoSymbols, AreNotKnownWithoutTheRuntime) {
  GoBuildInfo info;
  EXPECT_TRUE(read_go_symbols("runtime.main\0"s, info));
  EXPECT_FALSE(read_go_symbols("runtime.other\0zX2.aB\0"s, info));
  EXPECT_FALSE(read_go_symbols("", info));
}

TEST(GoSymbols, TablesOfAllVersionsAreFoundBySectionOrByMagic) {
  const std::string names = "runtime.main\0main.main\0"s;
  for (std::uint32_t magic : {0xfffffff1u, 0xfffffff0u, 0xfffffffau}) {
    for (bool wide : {false, true}) {
      for (bool big_endian : {false, true}) {
        ElfFixture machine{.wide = wide, .big_endian = big_endian, .sections = {}, .segments = {}};
        std::string bytes = table(machine, magic, names);
        machine.segments = {{0x1000, false, std::string(64, 'x') + bytes}};
        std::string by_magic = machine.file();
        EXPECT_EQ(find_go_names(*Elf::read(by_magic)), names) << magic;
        machine.sections = {{".other", "x"}};
        std::string among_others = machine.file();
        EXPECT_EQ(find_go_names(*Elf::read(among_others)), names) << magic;
        machine.segments.push_back({0x9000, true, bytes});
        std::string twice = machine.file();
        EXPECT_FALSE(find_go_names(*Elf::read(twice))) << "which one is this program's?";
        machine.sections = {{".data.rel.ro.gopclntab", bytes}};
        std::string by_section = machine.file();
        EXPECT_EQ(find_go_names(*Elf::read(by_section)), names) << magic;
      }
    }
  }
}

TEST(GoSymbols, TheOldestTablesHaveOtherBytesBetweenNames) {
  ElfFixture machine;
  std::string bytes = machine.number(0xfffffffb, 4) + "\0\0\1\x08"s + machine.word(1) + machine.word(0x401000) + machine.word(40) +
                      machine.word(0x402000) + machine.word(0x401000) + "\x28\0\0\0"s + "runtime.main\0"s + "\2\5\x7fmain.main\0"s;
  machine.sections = {{".gopclntab", bytes}};
  std::string file = machine.file();
  std::optional<std::string_view> names = find_go_names(*Elf::read(file));
  ASSERT_TRUE(names);
  GoBuildInfo info;
  info.main = {"example.org/app", "example.org/app", "v1.0.0"};
  info.main_package = "example.org/app";
  std::optional<GoSymbols> symbols = read_go_symbols(*names, info);
  ASSERT_TRUE(symbols);
  EXPECT_TRUE(holds(symbols->main, "example.org/app.main"));
}

TEST(GoSymbols, LyingTablesAreNone) {
  ElfFixture machine;
  const std::string good = table(machine, 0xfffffff1, "runtime.main\0"s);
  auto found = [&](std::size_t at, const std::string& bytes) {
    ElfFixture changed = machine;
    std::string text = good;
    text.replace(at, bytes.size(), bytes);
    changed.sections = {{".gopclntab", text}};
    std::string file = changed.file();
    return find_go_names(*Elf::read(file)).has_value();
  };
  EXPECT_TRUE(found(8, machine.word(1)));
  EXPECT_FALSE(found(0, machine.number(0xfffffff2, 4)));
  EXPECT_FALSE(found(4, "\1"));
  EXPECT_FALSE(found(6, "\3"));
  EXPECT_FALSE(found(7, "\7"));
  EXPECT_FALSE(found(8, machine.word(0)));
  for (std::uint64_t wild : {std::uint64_t{0}, std::uint64_t{4096}, ~std::uint64_t{0}}) EXPECT_FALSE(found(40, machine.word(wild))) << wild;
  EXPECT_FALSE(found(32, machine.word(4096)));
  ElfFixture old = machine;
  old.sections = {{".gopclntab", machine.number(0xfffffffb, 4) + "\0\0\1\x08"s + machine.word(~std::uint64_t{0}) + "runtime.main\0"s}};
  std::string file = old.file();
  EXPECT_FALSE(find_go_names(*Elf::read(file)));
}

}  // namespace batten::packages
