// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int dockerfile_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

TEST(Dockerfile, InstructionsWithTheirLines) {
  auto file = parse_dockerfile(
      "# comment\nFROM ubuntu:latest\n\nrun apt-get update \\\n # in between\n\n && apt-get install -y python3\nCMD [\"python3\", "
      "\"app.py\"]\n");
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->stages.size(), 1u);
  const Stage& stage = file->stages[0];
  EXPECT_EQ(stage.base, "ubuntu:latest");
  EXPECT_EQ(stage.line, 2);
  ASSERT_EQ(stage.instructions.size(), 2u);
  EXPECT_EQ(stage.instructions[0].keyword, "RUN");
  EXPECT_EQ(stage.instructions[0].arguments, "apt-get update && apt-get install -y python3");
  EXPECT_EQ(stage.instructions[0].line, 4);
  EXPECT_EQ(stage.instructions[1].line, 8);
}

TEST(Dockerfile, StagesAndWhatTheyAreBuiltFrom) {
  auto file = parse_dockerfile(
      "ARG TAG=1.22\nARG IMAGE=golang:${TAG}\nFROM --platform=$BUILDPLATFORM $IMAGE AS Build\nRUN x\nFROM scratch AS empty\nFROM build as "
      "last\n");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->stages.size(), 3u);
  EXPECT_EQ(file->stages[0].base, "golang:1.22");
  EXPECT_EQ(file->stages[0].name, "build");
  EXPECT_EQ(base_stage(*file), &file->stages[0]);
  EXPECT_TRUE(file->notes.empty());
}

TEST(Dockerfile, AVariableWithoutAValueIsANote) {
  auto file = parse_dockerfile("ARG BASE\nFROM ${BASE}\n");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->notes.size(), 1u);
  EXPECT_NE(file->notes[0].message.find("BASE has no value"), std::string::npos);
  EXPECT_EQ(parse_dockerfile("FROM ${BASE:-debian:12}\n")->stages[0].base, "debian:12");
}

TEST(Dockerfile, DocumentsAreNotInstructions) {
  auto file = parse_dockerfile("FROM a\nRUN <<EOF\nFROM evil\nEOF\nCOPY <<-\"X\" /x\n\tbody\nX\nUSER app\n");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->stages.size(), 1u);
  ASSERT_EQ(file->stages[0].instructions.size(), 3u);
  EXPECT_EQ(file->stages[0].instructions[0].heredocs, std::vector<std::string>{"FROM evil\n"});
  EXPECT_EQ(file->stages[0].instructions[2].keyword, "USER");
}

TEST(Dockerfile, OnlyAWordOfItsOwnBeginsADocument) {
  auto file = parse_dockerfile(
      "FROM a\nRUN echo $((1<<N)) \"x <<EOF y\" <<<text\nRUN 3<<END.txt cat\n  END.txt\nEND\nEND.txt\nONBUILD RUN <<-A "
      "<<'B'\n\ta\n\tA\nb\n\tB\n"
      "B\nFROM c\n");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->stages.size(), 2u);
  const std::vector<Instruction>& found = file->stages[0].instructions;
  ASSERT_EQ(found.size(), 3u);
  EXPECT_TRUE(found[0].heredocs.empty());
  EXPECT_EQ(found[1].heredocs, std::vector<std::string>{"  END.txt\nEND\n"});
  EXPECT_EQ(found[2].heredocs, (std::vector<std::string>{"a\n", "b\n\tB\n"}));
  EXPECT_TRUE(file->notes.empty());
  file = parse_dockerfile("FROM a\nRUN <<EOF\nFROM b\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->stages.size(), 1u);
  ASSERT_EQ(file->notes.size(), 1u);
  EXPECT_EQ(file->notes[0].message, "the document <<EOF has no end: nothing behind it was read");
}

TEST(Dockerfile, LinesGoOnAsTheyAreWritten) {
  auto file = parse_dockerfile("FROM deb\\\nian:12\nRUN echo C:\\\\\nRUN a\\ \n   b\\\n\\\nc\nCMD x\\");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->stages[0].base, "debian:12");
  const std::vector<Instruction>& found = file->stages[0].instructions;
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].arguments, "echo C:\\\\");
  EXPECT_EQ(found[1].arguments, "a bc");
  EXPECT_EQ(found[1].line, 4);
  EXPECT_EQ(found[2].arguments, "x");
}

TEST(Dockerfile, Variables) {
  std::map<std::string, std::string> values{{"A", "1"}, {"EMPTY", ""}};
  auto expanded = [&](std::string_view text) {
    std::vector<std::string> missing;
    std::string out = expand_variables(text, values, '\\', missing);
    for (const std::string& name : missing) out += " !" + name;
    return out;
  };
  EXPECT_EQ(expanded("$A-${A}b\\$A$"), "1-1b$A$");
  EXPECT_EQ(expanded("${NO:-x}${EMPTY:-y}${EMPTY-z}${A:+w}${NO+v}"), "xyw");
  EXPECT_EQ(expanded("${NO:-a${A}${NO:-${EMPTY:-b}}}c"), "a1bc");
  EXPECT_EQ(expanded("${A:-$NO}"), "1");
  EXPECT_EQ(expanded("${NO:-$OTHER}"), " !OTHER");
  EXPECT_EQ(expanded("$NO"), " !NO");
  EXPECT_EQ(expanded("${A"), "1");
}

// Each variable twice the one before: 2^40 bytes if somebody let it.
TEST(Dockerfile, VariablesThatGrow) {
  std::string text = "ARG V0=0123456789\n";
  for (int i = 1; i < 40; ++i) text += "ARG V" + std::to_string(i) + "=$V" + std::to_string(i - 1) + "$V" + std::to_string(i - 1) + "\n";
  auto file = parse_dockerfile(text + "FROM $V39\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->stages[0].base.size(), 4096u);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "${X:-";
  EXPECT_TRUE(parse_dockerfile("FROM " + deep + "\n"));
}

TEST(Dockerfile, TheEscapeDirective) {
  auto file = parse_dockerfile("# escape=`\nFROM a\nRUN dir C:\\ `\n && b\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->stages[0].instructions[0].arguments, "dir C:\\ && b");
}

TEST(Dockerfile, OthersAreRefused) {
  EXPECT_EQ(parse_dockerfile("").error().code, Code::kCorrupt);
  EXPECT_EQ(parse_dockerfile("RUN x\n").error().code, Code::kCorrupt);
  std::string many = "FROM a\n";
  for (int i = 0; i < 10'001; ++i) many += "RUN x\n";
  EXPECT_EQ(parse_dockerfile(many).error().code, Code::kLimit);
  EXPECT_EQ(parse_dockerfile("FROM a\n" + std::string(5 << 20, 'x')).error().code, Code::kLimit);
}

TEST(Fuzz, Corpus) { REPLAY_CORPUS(dockerfile_fuzz); }

}  // namespace
}  // namespace batten::manifest
