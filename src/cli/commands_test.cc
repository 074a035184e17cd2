// SPDX-License-Identifier: Apache-2.0
//
// What holds for every command, and the help that is made from them.
#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/help.h"

namespace batten::cli {
namespace {

TEST(Commands, ExamplesAreCommandLines) {
  ASSERT_FALSE(all_commands().empty());
  for (const Command* command : all_commands()) {
    EXPECT_FALSE(command->examples.empty()) << command->name << " has no examples";
    for (const CommandExample& example : command->examples) {
      EXPECT_FALSE(example.help.empty()) << example.line;
      std::vector<std::string> words;
      for (std::string_view word : base::words(example.line)) {
        if (word == "<" || word == "|" || word == ">") break;
        words.emplace_back(word);
      }
      ASSERT_GE(words.size(), 2u) << example.line;
      EXPECT_EQ(words[0], "batten");
      EXPECT_EQ(words[1], command->name);
      if (command->own_words) continue;  // it reads them itself
      auto arguments = parse_arguments(std::span(words).subspan(2), command->options);
      EXPECT_TRUE(arguments) << example.line << ": " << arguments.error().message;
    }
  }
}

TEST(Commands, OptionsHaveDistinctNames) {
  for (const Command* command : all_commands()) {
    std::set<std::string, std::less<>> seen{"--help", "-h"};
    for (const OptionSpec& option : command->options) {
      EXPECT_FALSE(option.help.empty()) << option.name;
      for (std::string_view name : base::split(option.name, ',')) {
        EXPECT_TRUE(seen.emplace(name).second) << command->name << " " << name;
        EXPECT_TRUE(name.starts_with("--") ? name.size() > 3 : name.size() == 2 && name[0] == '-') << command->name << " " << name;
      }
    }
  }
}

TEST(Help, FitsTheTerminal) {
  for (int columns : {60, 80, 100, 200}) {
    std::string all = program_help(columns);
    for (const Command* command : all_commands()) {
      EXPECT_NE(all.find("  " + std::string(command->name) + " "), std::string::npos);
      std::string help = command_help(*command, columns);
      for (const OptionSpec& option : command->options)
        EXPECT_NE(help.find(base::split(option.name, ',')[0]), std::string::npos) << option.name;
      for (const CommandExample& example : command->examples) EXPECT_NE(help.find(example.line), std::string::npos);
      // An example is kept whole: it is there to be copied.
      base::each_line(all + help, [&](std::string_view line) {
        EXPECT_TRUE(line.size() <= 100 &&
                    (line.size() <= static_cast<std::size_t>(columns) || line.starts_with("  batten ") || line.starts_with("Usage")))
            << columns << ": " << line;
      });
    }
  }
}

TEST(Help, OptionsInTwoColumns) {
  constexpr OptionSpec kOptions[] = {{"--format,-f", "NAME", "one of several words that do not fit the line of sixty columns"},
                                     {"--all", "", "everything"}};
  constexpr CommandExample kExamples[] = {{"batten try this", "what it does"}};
  Command command{.name = "try",
                  .summary = "a trial",
                  .positional = "THIS",
                  .description = "",
                  .options = kOptions,
                  .run = nullptr,
                  .examples = kExamples};
  EXPECT_EQ(command_help(command, 60),
            "batten try: a trial\n"
            "\n"
            "Usage: batten try [options] THIS\n"
            "\n"
            "Options:\n"
            "  -f, --format NAME   one of several words that do not fit\n"
            "                      the line of sixty columns\n"
            "      --all           everything\n"
            "\n"
            "Examples:\n"
            "  batten try this\n"
            "      what it does\n");
}

}  // namespace
}  // namespace batten::cli
