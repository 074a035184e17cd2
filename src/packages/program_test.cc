// SPDX-License-Identifier: Apache-2.0
//
// Every row's example; and the programs of this machine, compared with what they say themselves.
#include "packages/program.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/process.h"
#include "packages/elf_fixture.h"
#include "packages/language_purl.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

// A path that the glob matches.
std::string path_for(std::string_view glob) {
  std::string out(glob);
  if (out.starts_with("**/")) out.replace(0, 2, "opt/x");
  if (out.ends_with('*')) out.replace(out.size() - 1, 1, "1.2.3");
  return out;
}

std::string found(std::string_view path, std::string_view content) {
  Parsed parsed = parse_with("program_versions", path, content);
  EXPECT_TRUE(parsed.result && parsed.notes.empty() && parsed.facts.packages.size() <= 1) << path;
  return parsed.facts.packages.empty() ? "" : parsed.facts.packages[0].name + " " + parsed.facts.packages[0].version;
}

std::string as_file(const Program& program, std::string text) {
  if (program.script) return text;
  ElfFixture machine{.sections = {{".text", "code"}, {".rodata", std::move(text)}}, .segments = {}};
  return machine.file();
}

std::string first_line(const std::string& shell) {
  Result<base::ProcessOutput> done = base::run_process({"sh", "-c", shell}, "", std::chrono::minutes(1));
  if (!done || done->exit_status != 0) return {};
  return done->out.substr(0, done->out.find('\n'));
}

}  // namespace

TEST(Programs, TellTheirVersionByTheirExample) {
  ASSERT_FALSE(all_programs().empty());
  for (const Program& program : all_programs()) {
    SCOPED_TRACE(program.name);
    std::string expected = std::string(program.name) + " " + std::string(program.version);
    std::string without(program.example);
    for (std::size_t at; (at = without.find(program.version)) != std::string::npos;) without.replace(at, program.version.size(), "%s");
    for (std::string_view glob : program.files) {
      EXPECT_EQ(found(path_for(glob), as_file(program, std::string(program.example))), expected) << glob;
      if (glob.ends_with('*')) continue;
      EXPECT_EQ(found(path_for(glob) + ".conf", as_file(program, std::string(program.example))), "") << glob;
    }
    EXPECT_NE(program_version(program, without), program.version);
    for (std::size_t size = 0; size < program.example.size(); ++size)
      EXPECT_LE(program_version(program, program.example.substr(0, size)).size(), program.version.size());
  }
}

TEST(Programs, AreFoundBySegmentsWhereThereAreNoSections) {
  ElfFixture machine{.sections = {}, .segments = {{0x400000, false, "code"}, {0x500000, false, "nginx version: nginx/1.25.3"}}};
  EXPECT_EQ(found("usr/sbin/nginx", machine.file()), "nginx 1.25.3");
  machine.segments.pop_back();
  EXPECT_EQ(found("usr/sbin/nginx", machine.file()), "");
}

TEST(Programs, ScriptsOfTheSameNameAreNotThem) {
  EXPECT_EQ(found("etc/init.d/nginx", "#!/bin/sh\n# nginx version: nginx/1.25.3\n"), "");
  EXPECT_EQ(found("usr/bin/node", ""), "");
}

TEST(Programs, PurlsAreGeneric) {
  model::Package package;
  package.type = "generic";
  package.name = "nginx";
  package.version = "1.25.3";
  ASSERT_TRUE(language_purl(package));
  EXPECT_EQ(language_purl(package)->text(), "pkg:generic/nginx@1.25.3");
}

TEST(Programs, OfThisMachineSayTheSame) {
  struct Ask {
    const char *name, *file, *version;
  };
  const Ask kAsks[] = {{"bash", "$(command -v bash)", "bash -c 'echo ${BASH_VERSION%%(*}'"},
                       {"perl", "$(command -v perl)", "perl -e 'print substr(sprintf(\"%vd\", $^V), 0)'"},
                       {"openssl", "$(command -v openssl)", "openssl version | cut -d' ' -f2"},
                       {"curl", "$(command -v curl)", "curl --version | cut -d' ' -f2"},
                       {"node", "$(command -v node)", "node -p process.versions.node"},
                       {"python", "$(/usr/bin/python3 -c 'import sys; print(sys.executable)')",
                        "/usr/bin/python3 -c 'import platform; print(platform.python_version())'"}};
  int compared = 0;
  for (const Ask& ask : kAsks) {
    std::string file = first_line(std::string("readlink -f ") + ask.file), version = first_line(ask.version);
    if (file.empty() || version.empty()) continue;
    Result<std::string> content = base::read_file(file, 1u << 30);
    if (!content || !content->starts_with("\x7f"
                                          "ELF"))
      continue;
    ++compared;
    EXPECT_EQ(found(file.substr(1), *content), std::string(ask.name) + " " + version);
  }
  if (compared == 0) GTEST_SKIP() << "none of them is installed";
}

}  // namespace batten::packages
