// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int dockerfile_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

std::vector<std::string> bodies(const Instruction& instruction) {
  std::vector<std::string> out;
  for (const Heredoc& document : instruction.heredocs) out.push_back(document.body.text);
  return out;
}

// What stands at a place: how every place is checked.
std::string at(const Dockerfile& file, const model::Place& place) { return file.text.substr(place.offset, place.length); }

std::string spelled(const std::vector<Word>& words) {
  std::string out;
  for (const Word& word : words) out += "[" + word.value + (word.unknown ? "?" : "") + "]";
  return out;
}

std::string named(const ShellScript& script) {
  std::string out;
  for (const ShellCommand& command : script.commands) out += (out.empty() ? "" : " ") + command.name;
  return out;
}

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
  EXPECT_EQ(stage.instructions[0].arguments, "apt-get update  && apt-get install -y python3");
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

TEST(Dockerfile, AStageNamedByThePlatform) {
  auto file =
      parse_dockerfile("FROM debian:12 AS bin-windows\nFROM scratch AS bin-linux\nFROM bin-$TARGETOS AS bin\nFROM app-${TARGETARCH}\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->stages[2].built_on, 1);
  EXPECT_TRUE(file->stages[2].base_known);
  EXPECT_FALSE(file->stages[3].base_known);
  ASSERT_EQ(file->notes.size(), 1u);
  EXPECT_NE(file->notes[0].message.find("TARGETARCH has no value"), std::string::npos);
}

TEST(Dockerfile, DocumentsAreNotInstructions) {
  auto file = parse_dockerfile("FROM a\nRUN <<EOF\nFROM evil\nEOF\nCOPY <<-\"X\" /x\n\tbody\nX\nUSER app\n");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->stages.size(), 1u);
  ASSERT_EQ(file->stages[0].instructions.size(), 3u);
  EXPECT_EQ(bodies(file->stages[0].instructions[0]), std::vector<std::string>{"FROM evil\n"});
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
  EXPECT_EQ(bodies(found[1]), std::vector<std::string>{"  END.txt\nEND\n"});
  ASSERT_EQ(found[2].trigger.size(), 1u);
  EXPECT_EQ(found[2].trigger[0].keyword, "RUN");
  EXPECT_EQ(bodies(found[2].trigger[0]), (std::vector<std::string>{"a\n", "b\n\tB\n"}));
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
  EXPECT_EQ(found[1].arguments, "a   bc");  // as BuildKit joins it: blanks stay
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
  EXPECT_EQ(file->stages[0].instructions[0].arguments, "dir C:\\  && b");
}

TEST(Dockerfile, OthersAreRefused) {
  EXPECT_EQ(parse_dockerfile("").error().code, Code::kCorrupt);
  EXPECT_EQ(parse_dockerfile("RUN x\n").error().code, Code::kCorrupt);
  std::string many = "FROM a\n";
  for (int i = 0; i < 10'001; ++i) many += "RUN x\n";
  EXPECT_EQ(parse_dockerfile(many).error().code, Code::kLimit);
  EXPECT_EQ(parse_dockerfile("FROM a\n" + std::string(5 << 20, 'x')).error().code, Code::kLimit);
}

TEST(Dockerfile, EverythingHasItsPlace) {
  auto file = parse_dockerfile(
      "# syntax=docker/dockerfile:1\n# check=skip=JSONArgsRecommended\nFROM --platform=linux/amd64 a:1 AS One\n"
      "  RUN --mount=type=secret,id=x --network=none apt-get \\\n    install \\\n# why\n    'cu rl'\nCOPY --from=one [\"a b\", \"/x/\"]\n");
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->notes.empty());
  ASSERT_EQ(file->directives.size(), 2u);
  EXPECT_EQ(file->directive("syntax")->value.value, "docker/dockerfile:1");
  EXPECT_EQ(at(*file, file->directive("check")->value.place), "skip=JSONArgsRecommended");
  const Stage& stage = file->stages[0];
  EXPECT_EQ(stage.name, "one");
  EXPECT_EQ(at(*file, stage.name_place), "One");
  EXPECT_EQ(at(*file, stage.base_place), "a:1");
  EXPECT_EQ(stage.platform, "linux/amd64");
  const Instruction& run = stage.instructions[0];
  EXPECT_EQ(run.place.line, 4u);
  EXPECT_EQ(run.place.column, 3u);
  EXPECT_TRUE(at(*file, run.place).ends_with("'cu rl'"));
  ASSERT_EQ(run.comments.size(), 1u);
  EXPECT_EQ(run.comments[0].value, "why");
  EXPECT_EQ(at(*file, run.comments[0].place), "# why");
  ASSERT_EQ(run.flags.size(), 2u);
  EXPECT_EQ(at(*file, run.flags[1].place), "--network=none");
  EXPECT_EQ(at(*file, run.flags[1].value_place), "none");
  EXPECT_EQ(mount_field(run.flags[0], "id"), "x");
  EXPECT_EQ(mount_field(run.flags[0], "source"), "");
  ASSERT_EQ(run.script.commands.size(), 1u);
  const ShellCommand& command = run.script.commands[0];
  ASSERT_EQ(command.words.size(), 3u);
  EXPECT_EQ(command.words[2].value, "cu rl");
  EXPECT_EQ(at(*file, command.words[2].place), "'cu rl'");
  EXPECT_EQ(command.words[2].place.line, 7u);
  EXPECT_EQ(command.words[2].place.column, 5u);
  const Instruction& copy = stage.instructions[1];
  EXPECT_EQ(copy.form, Instruction::Form::kExec);
  EXPECT_EQ(spelled(copy.words), "[a b][/x/]");
  EXPECT_EQ(at(*file, copy.words[0].place), "\"a b\"");
}

TEST(Dockerfile, CommentsWhereBuildKitAllowsThem) {
  auto file = parse_dockerfile(
      "FROM a\n# one\n\n  # two\nRUN <<EOF\n# of the shell\ncurl x\nEOF\n# right behind\nRUN a && \\\n  # between\n\n  b\n# last\n");
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->notes.empty());
  const std::vector<Instruction>& found = file->stages[0].instructions;
  ASSERT_EQ(found.size(), 2u);
  ASSERT_EQ(found[0].comments.size(), 2u);
  EXPECT_EQ(named(found[0].script), "curl");
  EXPECT_TRUE(at(*file, found[0].place).ends_with("\nEOF"));
  ASSERT_EQ(found[1].comments.size(), 2u);
  EXPECT_EQ(found[1].comments[0].value, "right behind");
  EXPECT_EQ(found[1].comments[1].value, "between");
  EXPECT_EQ(named(found[1].script), "a b");
  ASSERT_EQ(file->comments.size(), 1u);
}

TEST(Dockerfile, WordsAndVariables) {
  auto file = parse_dockerfile(
      "ARG V=1\nFROM a\nARG V\nARG W\nARG X=x Y='a $V'\nENV A=\"$V b\" B=$A C=\\$V D='$V' E=$W\nENV OLD some value\n"
      "COPY --chown=$V \"a\" $X/$W ./\nUSER ${A}:${NO:-2}\nVOLUME [\"/$X\"]\nARG A=changed\nWORKDIR /$A\nLABEL x=\"a \\\"b\\\"\"\n");
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->notes.empty());
  const std::vector<Instruction>& found = file->stages[0].instructions;
  ASSERT_EQ(found.size(), 11u);
  std::string pairs;
  for (const Pair& pair : found[3].pairs) pairs += pair.name.value + "=" + pair.value.value + (pair.value.unknown ? "? " : " ");
  EXPECT_EQ(pairs, "A=1 b B=$A? C=$V D=$V E=$W? ");
  EXPECT_EQ(found[2].pairs[1].value.value, "a $V");
  EXPECT_EQ(found[4].pairs[0].value.value, "some value");
  EXPECT_EQ(found[5].flags[0].value, "1");
  EXPECT_EQ(spelled(found[5].words), "[a][x/$W?][./]");
  EXPECT_EQ(spelled(found[6].words), "[1 b:2]");
  EXPECT_EQ(spelled(found[7].words), "[/x]");
  EXPECT_EQ(spelled(found[9].words), "[/1 b]");  // ENV goes before ARG
  EXPECT_EQ(found[10].pairs[0].value.value, "a \"b\"");
}

TEST(Dockerfile, WhatIsNoInstructionIsSaid) {
  auto file = parse_dockerfile("FROM a\nCOPPY a b\nRUN --mont=type=ssh x\nCMD [1]\nENV A=b c\nHELLO\n");
  ASSERT_TRUE(file);
  std::string notes;
  for (const base::Note& note : file->notes) notes += note.where + ": " + note.message + ": " + note.hint + "\n";
  EXPECT_EQ(notes,
            "line 2: COPPY is no instruction: did you mean COPY?\n"
            "line 3: RUN has no flag --mont: did you mean --mount?\n"
            "line 4: holds a JSON array with something else than strings: BuildKit refuses it\n"
            "line 5: ENV: no = in c: \n"
            "line 6: HELLO is no instruction: \n");
  auto error = parse_dockerfile("FORM alpine\nRUN x\n");
  ASSERT_FALSE(error);
  EXPECT_NE(error.error().message.find("did you mean FROM?"), std::string::npos) << error.error().message;
}

TEST(Dockerfile, WhatAStageSaysInTheEnd) {
  auto file = parse_dockerfile(
      "FROM debian AS base\nUSER app\nWORKDIR /srv\nCMD a\nEXPOSE 80/tcp\nENV A=1\nFROM base\nWORKDIR x\nENTRYPOINT [\"b\"]\n"
      "HEALTHCHECK --interval=5s CMD curl localhost\n");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->stages.size(), 2u);
  EXPECT_EQ(file->stages[1].built_on, 0);
  StageState state = final_state(*file, file->stages[1]);
  EXPECT_EQ(state.base, &file->stages[0]);
  ASSERT_NE(state.user, nullptr);
  EXPECT_EQ(state.user->words[0].value, "app");
  EXPECT_EQ(state.directory, "/srv/x");
  EXPECT_EQ(state.command, nullptr);  // an ENTRYPOINT puts it out of force
  ASSERT_NE(state.healthcheck, nullptr);
  EXPECT_EQ(state.healthcheck->words[0].value, "CMD");
  EXPECT_EQ(named(state.healthcheck->script), "curl");
  EXPECT_EQ(spelled(state.exposed), "[80/tcp]");
  EXPECT_EQ(state.environment.at("A").value, "1");
}

TEST(Dockerfile, ShellsThatAreNotPosixAreLeftAlone) {
  auto file = parse_dockerfile(
      "FROM a\nRUN x\nSHELL [\"powershell\", \"-Command\"]\nRUN Get-Item | y\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\n"
      "RUN a | b\nFROM mcr.microsoft.com/windows/nanoserver\nRUN dir\nFROM a\nRUN [\"powershell\", \"x\"]\n");
  ASSERT_TRUE(file);
  const std::vector<Instruction>& found = file->stages[0].instructions;
  EXPECT_TRUE(found[0].posix);
  EXPECT_FALSE(found[2].posix);
  EXPECT_TRUE(found[2].script.commands.empty());
  ASSERT_EQ(found[4].script.commands.size(), 2u);
  EXPECT_TRUE(found[4].script.commands[0].pipefail);
  EXPECT_TRUE(found[4].script.commands[0].errexit);
  EXPECT_FALSE(file->stages[1].instructions[0].posix);
  EXPECT_EQ(named(file->stages[2].instructions[0].script), "powershell");
}

// Bytes that nobody means well with: an error, a note, and no great effort.
TEST(Dockerfile, HostileBytes) {
  EXPECT_EQ(parse_dockerfile(std::string_view("FROM a\0b\n", 9))->notes.at(0).message, "holds NUL bytes");
  EXPECT_EQ(parse_dockerfile("FROM a\nLABEL x=\xff\n")->notes.at(0).message, "holds bytes that are not UTF-8");
  auto line = parse_dockerfile("FROM a\nRUN " + std::string(70'000, 'x') + "\n");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->notes.at(0).message, "has a line of more than 65,535 bytes");
  std::string joins = "FROM a\nRUN a";
  for (int i = 0; i < 100'000; ++i) joins += "\\\n";
  EXPECT_TRUE(parse_dockerfile(joins));
  std::string grown = "FROM a\nARG A=" + std::string(4000, 'x') + "\nENV";
  for (int i = 0; i < 100'000; ++i) grown += " B=$A";
  auto cut = parse_dockerfile(grown);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->notes.at(0).message, "more than 19999 words: those behind were not read");
  std::string stages = "FROM a AS a\n";
  for (int i = 0; i < 900; ++i) stages += "ENV A" + std::to_string(i) + "=1\n";
  for (int i = 0; i < 2000; ++i) stages += "FROM a\n";
  EXPECT_TRUE(parse_dockerfile(stages));
}

TEST(Fuzz, Corpus) { REPLAY_CORPUS(dockerfile_fuzz); }

}  // namespace
}  // namespace batten::manifest
