// SPDX-License-Identifier: Apache-2.0
//
// Programs that Go builds here in several ways, compared with what `go version -m` says of them; and the forms that it no longer writes.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/process.h"
#include "base/text.h"
#include "model/symbol.h"
#include "packages/elf_fixture.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

using Texts = std::set<std::string>;
using std::string_literals::operator""s;

Texts names_of(const Parsed& parsed) {
  Texts out;
  for (const model::Package& package : parsed.facts.packages) out.insert(package.name + " " + package.version);
  return out;
}

Parsed parse(std::string_view content) { return parse_with("go_binary", "usr/bin/app", content); }

std::string run_go(const std::string& folder, std::vector<std::string> words) {
  std::vector<std::string> argv = {"env", "-C", folder, "GOFLAGS=-mod=vendor", "GOTOOLCHAIN=local", "CGO_ENABLED=0"};
  argv.insert(argv.end(), words.begin(), words.end());
  Result<base::ProcessOutput> done = base::run_process(argv, "", std::chrono::minutes(5));
  EXPECT_TRUE(done && done->exit_status == 0) << (done ? done->err : done.error().message);
  return done ? done->out : "";
}

bool has_go() {
  Result<base::ProcessOutput> done = base::run_process({"go", "version"}, "", std::chrono::minutes(1));
  return done && done->exit_status == 0;
}

// A program of two modules that lie in its vendor folder: one has a dot in its path's last element, the other takes the place of a third.
void write_program(const std::string& folder) {
  auto write = [&](const std::string& name, const std::string& text) {
    std::filesystem::create_directories((std::filesystem::path(folder) / name).parent_path());
    ASSERT_TRUE(base::write_file_atomic(folder + "/" + name, text));
  };
  write("go.mod",
        "module example.org/app\n\ngo 1.20\n\nrequire example.org/dotted.v2 v1.1.0\nrequire example.org/old v1.0.0\n"
        "replace example.org/old => example.org/fork v1.2.0\n");
  write("vendor/modules.txt",
        "# example.org/dotted.v2 v1.1.0\n## explicit; go 1.20\nexample.org/dotted.v2\nexample.org/dotted.v2/sub\n"
        "# example.org/old v1.0.0 => example.org/fork v1.2.0\n## explicit; go 1.20\nexample.org/old/inner\n"
        "# example.org/old => example.org/fork v1.2.0\n");
  write(
      "vendor/example.org/dotted.v2/a.go",
      "package dotted\n\ntype Value struct{ N int }\n\n//go:noinline\nfunc (v Value) Get() int { return v.N }\n"
      "//go:noinline\nfunc (v *Value) Set(n int) { v.N = n }\n//go:noinline\nfunc (v *Value) Unused() int { return v.N + 7 }\n"
      "func Small(n int) int { return n * 3 }\n//go:noinline\nfunc Unused() int { return 1 }\n"
      "//go:noinline\nfunc Map[T any](all []T, f func(T) T) []T {\n\tfor i := range all {\n\t\tall[i] = f(all[i])\n\t}\n\treturn all\n}\n");
  write("vendor/example.org/dotted.v2/sub/a.go", "package sub\n\n//go:noinline\nfunc Run(f func()) { f() }\n");
  write("vendor/example.org/old/inner/a.go", "package inner\n\n//go:noinline\nfunc Do() int { return 4 }\n");
  write("cmd/x/main.go",
        "package main\n\nimport (\n\t\"example.org/dotted.v2\"\n\t\"example.org/dotted.v2/sub\"\n\t\"example.org/old/inner\"\n)\n\n"
        "var version = \"none\"\n\nfunc main() {\n\tv := dotted.Value{N: len(version)}\n\tv.Set(dotted.Small(inner.Do()))\n"
        "\tsub.Run(func() { println(v.Get()) })\n\tall := dotted.Map([]int{1}, func(n int) int { return n + v.Get() })\n"
        "\tprintln(all[0])\n}\n");
}

// What `go version -m` prints, as packages.
Texts listed_by_go(const std::string& text) {
  Texts out;
  std::string last;
  auto flush = [&] {
    if (!last.empty()) out.insert(last);
    last.clear();
  };
  base::each_line(text, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::words(line);
    if (fields.size() < 2) return;
    if (line.front() != '\t') out.insert("stdlib " + std::string(fields.back()).substr(2));
    if (fields[0] == "mod" || fields[0] == "dep") flush();
    if (fields.size() >= 3 && (fields[0] == "mod" || fields[0] == "dep" || fields[0] == "=>"))
      last = std::string(fields[1]) + " " + std::string(fields[2]);
  });
  flush();
  return out;
}

struct Build {
  std::string name;
  std::vector<std::string> environment, flags;
};

bool holds(const Parsed& parsed, std::string_view package, std::string_view function) {
  for (const model::Package& each : parsed.facts.packages) {
    if (each.name == package && each.has_symbols) return std::ranges::binary_search(each.symbols, model::symbol_number(function));
  }
  ADD_FAILURE() << "no functions of " << package;
  return false;
}

void expect_functions(const Parsed& parsed) {
  for (std::string_view name : {"example.org/dotted.v2", "example.org/dotted.v2.Value.Get", "example.org/dotted.v2.Value.Set",
                                "example.org/dotted.v2.Small", "example.org/dotted.v2.Map", "example.org/dotted.v2/sub.Run"})
    EXPECT_TRUE(holds(parsed, "example.org/dotted.v2", name)) << name;
  for (std::string_view name : {"example.org/dotted.v2.Unused", "example.org/dotted.v2.Value.Unused"})
    EXPECT_FALSE(holds(parsed, "example.org/dotted.v2", name)) << name;
  EXPECT_TRUE(holds(parsed, "example.org/fork", "example.org/fork/inner.Do"));
  EXPECT_TRUE(holds(parsed, "example.org/app", "example.org/app/cmd/x.main"));
  EXPECT_TRUE(holds(parsed, "stdlib", "runtime.main"));
  EXPECT_FALSE(holds(parsed, "stdlib", "net/http.ListenAndServe"));
}

// A program of before Go 1.18: pointers to Go strings.
std::string old_program(ElfFixture machine, std::uint64_t length) {
  constexpr std::uint64_t kAt = 0x500000;
  std::string modules =
      "0123456789abcdef"
      "path\texample.org/app\nmod\texample.org/app\tv0.1.0\th1:0=\n"
      "0123456789abcdef";
  std::string toolchain = "go1.15.2";
  std::size_t word = machine.word(0).size();
  std::string data = "\xff Go buildinf:"s + static_cast<char>(word) + (machine.big_endian ? '\1' : '\0') + machine.word(kAt + 64) +
                     machine.word(kAt + 64 + 2 * word);
  data.resize(64, '\0');
  data += machine.word(kAt + 128) + machine.word(toolchain.size()) + machine.word(kAt + 160) +
          machine.word(length == 0 ? modules.size() : length);
  data.resize(128, '\0');
  data += toolchain;
  data.resize(160, '\0');
  data += modules;
  machine.segments = {{kAt, true, data}};
  return machine.file();
}

std::string new_program(const std::string& toolchain, const std::string& lines) {
  auto sized = [](const std::string& text) {
    std::string out;
    std::size_t size = text.size();
    for (; size >= 0x80; size >>= 7) out += static_cast<char>(size | 0x80);
    return out + static_cast<char>(size) + text;
  };
  std::string info = "\xff Go buildinf:\x08\2"s + std::string(16, '\0') + sized(toolchain);
  info += sized(lines.empty() ? "" : "0123456789abcdef" + lines + "0123456789abcdef");
  ElfFixture machine;
  machine.sections = {{".go.buildinfo", info}};
  return machine.file();
}

Texts packages_of(const std::string& toolchain, const std::string& lines) { return names_of(parse(new_program(toolchain, lines))); }

}  // namespace

TEST(GoBinary, SaysWhatGoSaysOfItsPrograms) {
  if (!has_go()) GTEST_SKIP() << "go is not installed";
  TemporaryDirectory folder;
  write_program(folder.path());
  const Build kBuilds[] = {{"plain", {}, {}},
                           {"stripped", {}, {"-ldflags=-s -w -X main.version=1.4.2"}},
                           {"pie", {}, {"-buildmode=pie"}},
                           {"32 bits, without paths", {"GOARCH=386"}, {"-trimpath"}},
                           {"big-endian", {"GOARCH=s390x"}, {}}};
  for (const Build& build : kBuilds) {
    SCOPED_TRACE(build.name);
    std::vector<std::string> argv = build.environment;
    argv.insert(argv.end(), {"go", "build", "-o", "program"});
    argv.insert(argv.end(), build.flags.begin(), build.flags.end());
    argv.emplace_back("./cmd/x");
    run_go(folder.path(), argv);
    Result<std::string> content = base::read_file(folder.path() + "/program", 64u << 20);
    ASSERT_TRUE(content);
    Parsed parsed = parse(*content);
    ASSERT_TRUE(parsed.result) << parsed.result.error().message;
    EXPECT_TRUE(parsed.notes.empty());
    Texts expected = listed_by_go(run_go(folder.path(), {"go", "version", "-m", "program"}));
    ASSERT_GE(expected.size(), 4u);
    if (build.name == "stripped") {
      EXPECT_EQ(expected.erase("example.org/app (devel)"), 1u);
      expected.insert("example.org/app v1.4.2");
    }
    EXPECT_EQ(names_of(parsed), expected);
    expect_functions(parsed);
    // Without sections it is found by its segments.
    std::fill_n(content->begin() + ((*content)[4] == 2 ? 40 : 32), (*content)[4] == 2 ? 8 : 4, '\0');
    parsed = parse(*content);
    EXPECT_EQ(names_of(parsed), expected);
    expect_functions(parsed);
  }
}

TEST(GoBinary, PointersOfBeforeGo118) {
  for (bool wide : {false, true}) {
    for (bool big_endian : {false, true}) {
      ElfFixture machine{.wide = wide, .big_endian = big_endian, .sections = {}, .segments = {}};
      EXPECT_EQ(names_of(parse(old_program(machine, 0))), (Texts{"example.org/app v0.1.0", "stdlib 1.15.2"}));
      // A length beyond the file: the modules are not known.
      EXPECT_EQ(names_of(parse(old_program(machine, 1u << 30))), Texts{"stdlib 1.15.2"});
    }
  }
}

TEST(GoBinary, VersionsOfTheToolchain) {
  EXPECT_EQ(packages_of("go1.21.3", ""), Texts{"stdlib 1.21.3"});
  EXPECT_EQ(packages_of("go1.21rc2", ""), Texts{"stdlib 1.21rc2"});
  EXPECT_EQ(packages_of("go1.21.3 X:boringcrypto", ""), Texts{"stdlib 1.21.3"});
  EXPECT_EQ(packages_of("go1.21.3-custom", ""), Texts{"stdlib 1.21.3"});
  EXPECT_EQ(packages_of("devel go1.22-0123456789 Thu Jan 1 00:00:00 2023 +0000", ""), Texts{"stdlib 1.22-0123456789"});
  EXPECT_EQ(packages_of("devel +0123456789 Thu Jan 1", ""), Texts{"stdlib (devel)"});
  EXPECT_EQ(packages_of("go1.26.8", "path\tcmd/go\nbuild\t-compiler=gc\n"), (Texts{"stdlib 1.26.8", "toolchain 1.26.8"}));
}

TEST(GoBinary, VersionOfTheMainModuleByItsFlags) {
  auto version = [](const std::string& flags) {
    for (const std::string& each : packages_of("go1.22.0", "path\ta.b/c\nmod\ta.b/c\t(devel)\t\nbuild\t-ldflags=" + flags + "\n")) {
      if (each.starts_with("a.b/c ")) return each.substr(6);
    }
    return "none"s;
  };
  EXPECT_EQ(version("\"-s -w -X main.version=1.2.3\""), "v1.2.3");
  EXPECT_EQ(version("\"-X 'main.Version=v1.2.3-rc.1' -X main.commit=0123\""), "v1.2.3-rc.1");
  EXPECT_EQ(version("\"-X=a.b/c/internal/build.Version=4.5.6 -X main.version=1.2.3\""), "v1.2.3");
  EXPECT_EQ(version("\"-X a.b/c/internal/build.gitVersion=v4.5.6+x\""), "v4.5.6+x");
  EXPECT_EQ(version("\"-X \\\"main.version=1.2.3\\\"\""), "v1.2.3");
  EXPECT_EQ(version("-X=main.version=1.2.3"), "v1.2.3");
  for (const char* other : {"\"-X main.version=dev\"", "\"-X main.goVersion=1.2.3\"", "\"-X main.version=1.2\"", "\"-X\"",
                            "\"-X main.version\"", "\"main.version=1.2.3\"", "\"-X main.version=1.2.3.4\""})
    EXPECT_EQ(version(other), "(devel)") << other;
}

TEST(GoBinary, ModulesInAFolderHaveNoVersion) {
  EXPECT_EQ(
      packages_of("go1.22.0", "path\ta\nmod\ta\tv1.0.0\t\ndep\tb.c/d\tv1.0.0\n=>\t./d\t(devel)\t\ndep\tb.c/e\tv1.0.0\n=>\t../e\t\t\n"),
      (Texts{"a v1.0.0", "b.c/d (devel)", "b.c/e (devel)", "stdlib 1.22.0"}));
}

TEST(GoBinary, LyingLengthsAreErrors) {
  std::string good = new_program("go1.22.0", "path\ta\nmod\ta\tv1.0.0\t\n");
  std::size_t at = good.find("\x08go1.22.0");
  ASSERT_NE(at, std::string::npos);
  for (char length : {'\x7f', '\x00'}) {
    std::string changed = good;
    changed[at] = length;
    EXPECT_FALSE(parse(changed).result);
  }
  std::string endless = good;
  endless.replace(at, 9, std::string(9, '\xff'));
  EXPECT_FALSE(parse(endless).result);
  ElfFixture machine;
  machine.sections = {{".go.buildinfo", "\xff Go buildinf:\x08\2"}};
  EXPECT_FALSE(parse(machine.file()).result);
  machine.sections = {{".go.buildinfo", std::string(100, 'x')}};
  EXPECT_TRUE(parse(machine.file()).result);
}

TEST(GoBinary, TooManyModulesAreANote) {
  std::string lines = "path\ta\n";
  for (int i = 0; i < 10'001; ++i) lines += format("dep\tb.c/{}\tv1.0.0\th1:0=\n", i);
  Parsed parsed = parse(new_program("go1.22.0", lines));
  EXPECT_EQ(parsed.facts.packages.size(), 10'001u);  // and the standard library
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_EQ(parsed.notes[0].message, "1 lines of its modules could not be read, or are too many");
}

}  // namespace batten::packages
