// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/process.h"
#include "packages/elf_fixture.h"
#include "packages/shared_data.h"

namespace batten::packages {
namespace {

using Texts = std::vector<std::string>;

Texts names_of(const Parsed& parsed) {
  Texts out;
  for (const model::Package& package : parsed.facts.packages) out.push_back(package.type + " " + package.name + " " + package.version);
  return out;
}

// Python's zlib makes what cargo-auditable would.
std::string compressed(const std::string& program) {
  Result<base::ProcessOutput> done = base::run_process(
      {"python3", "-c", "import sys,zlib\nsys.stdout.buffer.write(zlib.compress(" + program + "))"}, "", std::chrono::minutes(1));
  EXPECT_TRUE(done && done->exit_status == 0);
  return done ? done->out : "";
}

Parsed with_section(const std::string& bytes) {
  ElfFixture machine{.sections = {{".dep-v0", bytes}}, .segments = {}};
  return parse_with("rust_binary", "usr/bin/app", machine.file());
}

Parsed with_messages(const std::string& text, const std::string& comment) {
  ElfFixture machine{.sections = {{".rodata", text}, {".comment", comment}}, .segments = {}};
  return parse_with("rust_binary", "usr/bin/app", machine.file());
}

}  // namespace

TEST(RustBinary, ListOfCargoAuditable) {
  Parsed parsed =
      with_section(compressed(R"(b'''{"packages":[{"name":"a","version":"1.0.0","source":"crates.io"},{"name":"b","version":"2.0.0",
"source":"registry","kind":"runtime"},{"name":"c","version":"3.0.0","source":"git"},{"name":"app","version":"0.1.0","source":"local","root":true},
{"name":"e","version":"5.0.0","source":"crates.io","kind":"build"}]}'''.replace(b'\n',b''))"));
  ASSERT_TRUE(parsed.result) << parsed.result.error().message;
  EXPECT_EQ(names_of(parsed), (Texts{"cargo a 1.0.0", "cargo b 2.0.0", "cargo c 3.0.0", "cargo app 0.1.0"}));
  EXPECT_TRUE(parsed.notes.empty());
}

TEST(RustBinary, WhatIsNoListIsAnError) {
  std::string good = compressed("b'{\"packages\":[]}'");
  EXPECT_TRUE(with_section(good).result);
  for (std::size_t size = 1; size < good.size(); ++size) EXPECT_FALSE(with_section(good.substr(0, size)).result) << size;
  EXPECT_FALSE(with_section("{\"packages\":[]}").result);
  EXPECT_FALSE(with_section(compressed("b'{}'")).result);
  EXPECT_FALSE(with_section(compressed("b'[]'")).result);
  Parsed bomb = with_section(compressed("bytes(40_000_000)"));
  ASSERT_FALSE(bomb.result);
  EXPECT_EQ(bomb.result.error().code, Code::kLimit);
}

TEST(RustBinary, PathsInMessagesAreEvidence) {
  const std::string text =
      "/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/memchr-2.7.1/src/lib.rs"
      "/root/.cargo/registry/src/github.com-1ecc6299db9ec823/md-5-0.10.6/src/lib.rs/usr/src"
      "/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/memchr-2.7.1/src/arch.rs"
      "C/registry/src/h/x-1.0.0-rc.1+build/a/registry/src/h/none/a/registry/src/h/y-1.0/a/registry/src/h/z-1.0.0";
  Parsed parsed = with_messages(text, "GCC: (Debian)\0rustc version 1.75.0 (0123 2023-12-21)");
  EXPECT_TRUE(parsed.facts.packages.empty()) << "a comment that ends before it names rustc";
  parsed = with_messages(text, "rustc version 1.75.0 (0123 2023-12-21)");
  EXPECT_EQ(names_of(parsed), (Texts{"cargo memchr 2.7.1", "cargo md-5 0.10.6", "cargo x 1.0.0-rc.1+build"}));
  ASSERT_EQ(parsed.notes.size(), 1u);
  EXPECT_EQ(parsed.notes[0].kind, base::Note::Kind::kInfo);
  EXPECT_TRUE(with_messages("nothing", "rustc version 1.75.0").notes.empty());
}

}  // namespace batten::packages
