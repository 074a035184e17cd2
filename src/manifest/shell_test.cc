// SPDX-License-Identifier: Apache-2.0
#include "manifest/shell.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int shell_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

ShellScript parsed(std::string_view text) {
  MappedText whole;
  whole.append(text, 0);
  return parse_shell(whole, Lines(text));
}

// "name(argument|argument)", with what joins it to the one before; ! behind what cannot be read to its end.
std::string shape(std::string_view text) {
  ShellScript script = parsed(text);
  std::string out;
  for (const ShellCommand& command : script.commands) {
    static constexpr std::string_view kJoins[] = {"", "&& ", "|| ", "; ", "| ", "& "};
    if (!out.empty()) out += " ";
    out += kJoins[static_cast<std::size_t>(command.after)];
    for (const ShellWord& wrapper : command.wrapped_in) out += wrapper.value + ":";
    out += command.name + "(";
    for (std::size_t i = 1; i < command.words.size(); ++i) out += (i > 1 ? "," : "") + command.words[i].value;
    out += ")";
    if (command.substituted) out += "$";
    if (command.conditional) out += "?";
  }
  return out + (script.problem.empty() ? "" : " !" + script.problem);
}

TEST(Shell, Commands) {
  struct Case {
    std::string_view text, expected;
  };
  constexpr Case kCases[] = {
      {"apt-get update && apt-get install -y curl; rm -rf /x || true &",
       "apt-get(update) && apt-get(install,-y,curl) ; rm(-rf,/x) || true()"},
      {"curl -fsSL https://x/y | bash -s -- a", "curl(-fsSL,https://x/y) | bash(-s,--,a)"},
      {"a 'b c' \"d $e\" f\\ g \"h\\\"i\"", "a(b c,d $e,f g,h\"i)"},
      {"A=1 B=\"x y\" cmd z", "cmd(z)"},
      {"a >x 2>&1 <y &>>z b", "a(b)"},
      {"if [ -f x ]; then a; else b; fi; c", "[(-f,x,])? ; a()? ; b()? ; c()"},
      {"for f in *.c $(ls); do cc $f; done && d", "; cc($f)? && d() ls()$?"},
      {"while read x; do a; done < y", "read(x)? ; a()?"},
      {"case \"$x\" in a|b) c;; (*) d ;; esac; e", "; c()? ; d()? ; e()"},
      {"case x in a) if b; then c; fi esac; d", "; b()? ; c()? ; d()"},
      {"(cd x && make) | tee y", "cd(x) && make() | tee(y)"},
      {"{ a; b; } && c", "a() ; b() && c()"},
      {"f() { a; }; f", "a()? ; f()"},
      {"function g { a; }\ng", "a()? ; g()"},
      {"a $(b | c) `d e` ${F:-$(g)}", "a($(b | c),`d e`,${F:-$(g)}) b()$ | c()$ d(e)$ g()$"},
      {"a $((1 + 2)) ; (( x )) ; b", "a($((1 + 2))) ; b()"},
      {"[[ a && b < c ]] && d", "[[(a,b,c,]]) && d()"},
      {"a # b && c\nd", "a() ; d()"},
      {"a#b c", "a#b(c)"},
      {"a &&\n b", "a() && b()"},
      {"cat <<E > f\nrm -rf /\nE\nls", "cat() ; ls()"},
      {"cat <<-'E'\n\tx\n\tE\nls", "cat() ; ls()"},
      {"X=(a b) c", "c()"},
      {"! a; time b", "a() ; time:b()"},
      {"bash <(curl x)", "bash(<(curl x)) curl(x)$"},
      {"sudo -u app -E apt-get install x", "sudo:apt-get(install,x)"},
      {"env -i A=b timeout -s KILL 5 npm ci", "env:timeout:npm(ci)"},
      {"find . | xargs -0 -n 1 rm -f", "find(.) | xargs:rm(-f)"},
      {"exec gosu app:app /usr/bin/node x", "exec:gosu:node(x)"},
      {"command -v curl", "command(-v,curl)"},
      {"sh -c 'a && b \"c d\"' | e", "sh(-c,a && b \"c d\") | e() sh:a() sh:&& b(c d)"},
      {"bash -euo pipefail -c \"a | b \\$x\"", "bash(-euo,pipefail,-c,a | b $x) bash:a() bash:| b($x)"},
      {"su app -c 'a'", "su(app,-c,a) su:a()"},
      {"eval \"a b\"", "eval(a b) eval:a(b)"},
      {"a 'b", "a(b) !a quote has no end"},
      {"a $(b", "a($(b) b()$ !$( has no end"},
      {"a ) b", "a() ; b() !an unexpected ) or ;;"},
      {"", ""},
  };
  for (const Case& one : kCases) {
    std::string found = shape(one.text), expected(one.expected);
    // The join of a wrapped command stands before the wrappers; so it is easier to write above.
    if (std::size_t at = expected.find("sh:&& "); at != std::string::npos) expected.replace(at, 6, "&& sh:");
    if (std::size_t at = expected.find("bash:| "); at != std::string::npos) expected.replace(at, 7, "| bash:");
    EXPECT_EQ(found, expected) << one.text;
  }
}

TEST(Shell, RedirectsAndAssignments) {
  ShellScript script = parsed("A=1 B='x y' a 2> /dev/null <<E >> \"o ut\"\nbody $x\nE\n");
  ASSERT_EQ(script.commands.size(), 1u);
  const ShellCommand& command = script.commands[0];
  ASSERT_EQ(command.before.size(), 2u);
  EXPECT_EQ(command.before[1].name, "B");
  EXPECT_EQ(command.before[1].value.value, "x y");
  ASSERT_EQ(command.redirects.size(), 3u);
  EXPECT_EQ(command.redirects[0].descriptor, 2);
  EXPECT_EQ(command.redirects[0].target.value, "/dev/null");
  EXPECT_EQ(command.redirects[1].body, "body $x\n");
  EXPECT_EQ(command.redirects[2].op, ">>");
  EXPECT_EQ(command.redirects[2].target.value, "o ut");
}

TEST(Shell, PlacesThroughQuotesOfQuotes) {
  std::string text = "a && sh -c \"b \\\"c d\\\" && e\"";
  ShellScript script = parsed(text);
  ASSERT_EQ(script.commands.size(), 4u);
  auto written = [&](const model::Place& place) { return text.substr(place.offset, place.length); };
  EXPECT_EQ(written(script.commands[1].place), "sh -c \"b \\\"c d\\\" && e\"");
  EXPECT_EQ(written(script.commands[2].words[1].place), "\"c d\\\"");  // from the " that the inner shell sees
  EXPECT_EQ(written(script.commands[3].place), "e");
}

TEST(Shell, WhatSetSays) {
  ShellScript script = parsed("a; set -eux -o pipefail; b | c; (set +e; d); e; bash -c 'f'");
  ASSERT_EQ(script.commands.size(), 9u);
  EXPECT_FALSE(script.commands[0].pipefail);
  EXPECT_TRUE(script.commands[2].pipefail);
  EXPECT_TRUE(script.commands[2].errexit);
  EXPECT_TRUE(script.commands[2].pipe_to_next);
  EXPECT_FALSE(script.commands[5].errexit);
  EXPECT_TRUE(script.commands[6].errexit);
  EXPECT_FALSE(script.commands[8].errexit);  // a new shell
}

TEST(Shell, Options) {
  ShellScript script = parsed("apt-get install -qy --no-install-recommends=x a -- -z");
  const ShellCommand& command = script.commands.at(0);
  EXPECT_TRUE(command.has_option({"-y", "--yes"}));
  EXPECT_TRUE(command.has_option({"--no-install-recommends"}));
  EXPECT_FALSE(command.has_option({"-z"}));
  EXPECT_FALSE(command.has_option({"--no-install"}));
}

TEST(Shell, Bounds) {
  std::string deep(100'000, '(');
  EXPECT_FALSE(parsed(deep).problem.empty());
  std::string substituted;
  for (int i = 0; i < 100'000; ++i) substituted += "$(";
  EXPECT_FALSE(parsed("a " + substituted).problem.empty());
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "a;";
  ShellScript script = parsed(many);
  EXPECT_EQ(script.commands.size(), 2000u);
  EXPECT_EQ(script.problem, "more commands or words than are read");
  std::string words;
  for (int i = 0; i < 100'000; ++i) words += "a <<E ";
  EXPECT_EQ(parsed(words).problem, "more commands or words than are read");
  std::string cases;
  for (int i = 0; i < 10'000; ++i) cases += "case x in a) ";
  EXPECT_FALSE(parsed(cases).problem.empty());
}

TEST(Shell, WrappersAreBounded) {
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "sudo ";
  std::string commands;
  for (int i = 0; i < 1000; ++i) commands += "a;";
  ShellScript script = parsed(many + "sh -c '" + commands + "'");
  EXPECT_LE(script.commands.at(0).wrapped_in.size(), 50u);
  script = parsed("sudo env a=b nice -n 5 sh -c '" + commands + "'");
  EXPECT_EQ(script.commands.size(), 1001u);
  EXPECT_EQ(script.commands.at(1).wrapped_in.size(), 4u);
}

TEST(Shell, ACaseEndsWhateverBlanksItHas) {
  EXPECT_EQ(parsed("case x in \v a\f) b;; \v\f\r esac").commands.at(0).name, "b");
  EXPECT_EQ(parsed("case x in a) b;;\v\v").problem, "case has no esac");
  EXPECT_EQ(parsed("case x in a\v\f").problem, "case has no esac");
}

TEST(Fuzz, ShellCorpus) { REPLAY_CORPUS(shell_fuzz); }

}  // namespace
}  // namespace batten::manifest
