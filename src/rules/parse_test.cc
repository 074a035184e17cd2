// SPDX-License-Identifier: Apache-2.0
#include "rules/parse.h"

#include <gtest/gtest.h>

#include <chrono>

#include "fuzz/replay.h"
#include "rules/load_fixture.h"

int rules_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::rules {
namespace {

using Codes = std::vector<std::string>;

TEST(Parse, ARule) {
  Parsed parsed = parse_one(
      "- rule: Shell\n  desc: >\n    A shell\n    runs\n  condition: evt.type = execve and proc.name = sh\n  output: \"  %proc.name ran  "
      "\"\n"
      "  priority: Warning\n  tags: [b, a, b]\n  enabled: no\n  warn_evttypes: false\n");
  EXPECT_EQ(in_short(parsed), Codes{});
  ASSERT_EQ(parsed.definitions.size(), 1u);
  const Definition& rule = parsed.definitions[0];
  EXPECT_EQ(rule.name, "Shell");
  EXPECT_EQ(rule.description, "A shell runs");
  EXPECT_EQ(rule.output, "%proc.name ran");
  EXPECT_EQ(rule.priority, model::Priority::kWarning);
  EXPECT_EQ(rule.source, "syscall");
  EXPECT_EQ(rule.tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(rule.enabled);
  EXPECT_FALSE(rule.warn_evttypes);
  EXPECT_FALSE(rule.counting);
  EXPECT_EQ(rule.file, "a.yaml");
  EXPECT_EQ(rule.place.line, 1u);
  EXPECT_EQ(rule.place.column, 9u);
  EXPECT_EQ(rule.output_place.line, 6u);
  EXPECT_EQ(rule.output_place.column, 14u);
  const Operand& value = rule.condition.children.at(1).right;
  EXPECT_EQ(value.place.line, 5u);
  EXPECT_EQ(value.place.column, 48u);
  EXPECT_EQ(value.place.length, 2u);
}

TEST(Parse, DocumentsAndOtherItems) {
  Parsed parsed = parse_one(
      "- required_engine_version: 0.57.0\n- required_engine_version: 26\n---\n- macro: m\n  condition: evt.type = open\n---\n---\n" +
      rule_text("m") + "- what: is this\n- ~\n");
  EXPECT_EQ(in_short(parsed), Codes{"a.yaml:13:3 LOAD_UNKNOWN_ITEM"});
  EXPECT_EQ(condition_of(parsed), "evt.type = open");
  EXPECT_EQ(in_short(parse_one("")), Codes{});
  EXPECT_EQ(in_short(parse_one("# nothing\n")), Codes{});
  EXPECT_EQ(in_short(parse_one("a: b\n")), Codes{"a.yaml:1:1 LOAD_ERR_YAML_VALIDATE"});
  EXPECT_EQ(in_short(parse_one("- a\n- [b]\n")), (Codes{"a.yaml:1:3 LOAD_ERR_YAML_VALIDATE", "a.yaml:2:3 LOAD_ERR_YAML_VALIDATE"}));
}

TEST(Parse, Versions) {
  struct Row {
    std::string_view version, codes;
  };
  const Row rows[] = {{"0.63.0", ""},
                      {"0.0.1", ""},
                      {"7", ""},
                      {"\"0.57.0\"", ""},
                      {"0.64.0", "LOAD_ERR_VALIDATE"},
                      {"1.0.0", "LOAD_ERR_VALIDATE"},
                      {"64", "LOAD_ERR_VALIDATE"},
                      {"0.57", "LOAD_ERR_YAML_VALIDATE"},
                      {"new", "LOAD_ERR_YAML_VALIDATE"},
                      {"[1]", "LOAD_ERR_YAML_VALIDATE"},
                      {"", "LOAD_ERR_YAML_VALIDATE"}};
  for (const Row& row : rows) {
    Parsed parsed = parse_one(format("- required_engine_version: {}\n", row.version));
    EXPECT_EQ(parsed.diagnostics.empty() ? "" : diagnostic_code_name(parsed.diagnostics[0].code), row.codes) << row.version;
  }
}

TEST(Parse, Plugins) {
  struct Row {
    std::string_view text, message;
  };
  const Row rows[] = {
      {"[{name: container, version: 0.4.0}]", ""},
      {"[{name: k8saudit, version: 0.1.0, alternatives: [{name: container, version: 0.2.0}]}]", ""},
      {"[{name: k8saudit, version: 0.7.0}]", "needs the plugin 'k8saudit', which Batten does not have"},
      {"[{name: k8saudit, version: 0.7.0, alternatives: [{name: k8saudit-eks, version: 0.2.0}]}]", "'k8saudit' or 'k8saudit-eks'"},
      {"[{name: k8saudit, version: 0.7.0, alternatives: [{name: k8saudit, version: 0.2.0}]}]", "named more than once"},
      {"[{name: container, version: x}]", "'x' is no version of the plugin 'container'"},
      {"[{name: container}]", "no 'version' is given"},
      {"[container]", "is a mapping with"},
      {"container", "has to be a sequence"},
      {"[{name: a, version: 0.1.0, alternatives: b}]", "'alternatives' has to be a sequence"},
  };
  for (const Row& row : rows) {
    Parsed parsed = parse_one(format("- required_plugin_versions: {}\n", row.text));
    EXPECT_EQ(parsed.diagnostics.size(), row.message.empty() ? 0u : 1u) << row.text << all_messages(parsed);
    EXPECT_TRUE(all_messages(parsed).contains(row.message)) << all_messages(parsed);
    EXPECT_EQ(parsed.has_errors(), !row.message.empty());
  }
}

TEST(Parse, Sources) {
  Parsed parsed = parse_one("- list: l\n  items: [a]\n- macro: m\n  condition: ka.verb in (l)\n" + rule_text("m", "  source: k8s_audit\n"));
  EXPECT_EQ(in_short(parsed), Codes{"a.yaml:10:11 LOAD_UNKNOWN_SOURCE"});
  EXPECT_TRUE(parsed.definitions.empty());
}

TEST(Parse, UnknownKeysAndDoubleOnes) {
  Parsed parsed = parse_one(rule_text("evt.type = open", "  priorty: info\n  desc: again\n"));
  EXPECT_EQ(in_short(parsed), (Codes{"a.yaml:6:3 LOAD_UNKNOWN_KEY", "a.yaml:7:3 LOAD_UNKNOWN_KEY"}));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kUnknownKey, "did you mean 'priority'?"));
  EXPECT_EQ(parsed.definitions.at(0).description, "d");
}

TEST(Parse, Names) {
  Parsed parsed = parse_one("- macro: a-b\n  condition: evt.type = open\n- list: a b\n  items: [c]\n");
  EXPECT_TRUE(has(parsed, DiagnosticCode::kInvalidMacroName));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kInvalidListName));
  EXPECT_FALSE(parsed.has_errors());
  EXPECT_TRUE(parse_one("- rule: \n  enabled: true\n").has_errors());
}

TEST(Parse, Visibility) {
  // A macro sees those before it was last changed; rules see all.
  std::string two = "- macro: first\n  condition: second\n- macro: second\n  condition: evt.type = open\n";
  Parsed parsed = parse_one(two + rule_text("first"));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrValidate, "defined further down")) << all_messages(parsed);
  parsed = parse_one(two + "- macro: first\n  condition: and second\n  override: {condition: append}\n" + rule_text("first"));
  EXPECT_EQ(condition_of(parsed), "evt.type = open and evt.type = open");
  parsed = parse_one(rule_text("late") + "- macro: late\n  condition: evt.type = open\n");
  EXPECT_EQ(condition_of(parsed), "evt.type = open");
  // Lists have no such order in conditions.
  parsed = parse_one("- macro: m\n  condition: proc.name in (l)\n- list: l\n  items: [a]\n" + rule_text("evt.type = open and m"));
  EXPECT_EQ(condition_of(parsed), "evt.type = open and proc.name in (a)");
}

TEST(Parse, CyclesAreNamed) {
  Parsed parsed = parse_one(
      "- macro: a\n  condition: evt.type = open\n- macro: b\n  condition: a\n- macro: c\n  condition: b\n"
      "- macro: a\n  condition: or c\n  override: {condition: append}\n" +
      rule_text("b"));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrValidate, "macros name each other: a -> c -> b -> a")) << all_messages(parsed);
  EXPECT_TRUE(parsed.definitions.empty());
  parsed = parse_one("- macro: a\n  condition: a\n" + rule_text("a"));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrValidate, "the macro 'a' names itself")) << all_messages(parsed);
}

TEST(Parse, UnknownMacros) {
  Parsed parsed = parse_one("- macro: spawned_process\n  condition: evt.type = execve\n" + rule_text("spawned_proces and proc.name = a"));
  EXPECT_EQ(in_short(parsed).at(1), "a.yaml:7:14 LOAD_ERR_VALIDATE") << all_messages(parsed);
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrValidate, "no macro is called 'spawned_proces'; did you mean 'spawned_process'?"));
  // What follows from another fault is not told.
  parsed = parse_one("- macro: broken\n" + rule_text("broken"));
  EXPECT_EQ(in_short(parsed), Codes{"a.yaml:1:3 LOAD_ERR_YAML_VALIDATE"});
  parsed = parse_one("- macro: broken\n  condition: (\n" + rule_text("broken"));
  EXPECT_EQ(parsed.diagnostics.size(), 1u) << all_messages(parsed);
}

TEST(Parse, FaultsHavePlacesInEveryStyle) {
  struct Row {
    std::string_view condition;
    std::uint32_t line, column;
  };
  const Row rows[] = {
      {"evt.type = open and proc.nam = x", 5, 34},
      {"'evt.type = ''open'' and proc.nam = x'", 5, 39},
      {"\"evt.type = \\x6fpen\\\n    \\ and \\\"x\\\" proc.nam = x\"", 6, 11},
      {">\n    evt.type = open\n    and proc.nam = x", 7, 9},
      {">-\n    evt.type = open\n\n    and proc.nam = x", 8, 9},
      {"|\n    evt.type = open\n      and proc.nam = x", 7, 11},
      {"|2\n    evt.type = open\n    and proc.nam = x", 7, 9},
      {"> # why\n    evt.type = open and proc.nam = x", 6, 25},
      {"evt.type = open\n    and\n    proc.nam = x", 7, 5},
      {"&anchor evt.type = open and proc.nam = x", 5, 42},
      {"!!str evt.type = open and proc.nam = x", 5, 40},
      {"evt.type = open and fd.name = \"\xC3\xA9\" and proc.nam = x", 5, 53},
  };
  for (const Row& row : rows) {
    Parsed parsed = parse_one(rule_text(row.condition));
    ASSERT_FALSE(parsed.diagnostics.empty()) << row.condition;
    const Diagnostic& one = parsed.diagnostics[0];
    EXPECT_TRUE(is_error(one.code)) << one.message;
    EXPECT_EQ(format("{}:{}", one.place.line, one.place.column), format("{}:{}", row.line, row.column)) << row.condition << "\n"
                                                                                                        << one.message;
  }
  // An alias is at its own place, what is appended at that of its file.
  Parsed parsed = parse_one("- macro: m\n  condition: &c evt.type =\n- macro: n\n  condition: *c\n");
  EXPECT_EQ(in_short(parsed).at(3), "a.yaml:4:14 LOAD_ERR_COMPILE_CONDITION") << all_messages(parsed);
  parsed = parse_texts({rule_text("evt.type = open"), "- rule: R\n  condition: and proc.nam = x\n  override: {condition: append}\n"});
  EXPECT_EQ(in_short(parsed), Codes{"b.yaml:2:18 LOAD_ERR_COMPILE_CONDITION"});
  parsed = parse_texts({"- list: l\n  items: [80, many]\n", rule_text("evt.type = connect and fd.sport in (l)")});
  EXPECT_EQ(in_short(parsed), Codes{"a.yaml:2:15 LOAD_ERR_COMPILE_CONDITION"});
}

TEST(Parse, TextThatIsNoYaml) {
  Parsed parsed = parse_one("- rule: [\n- x\n");
  ASSERT_EQ(parsed.diagnostics.size(), 1u);
  EXPECT_EQ(parsed.diagnostics[0].code, DiagnosticCode::kErrYamlParse);
  EXPECT_EQ(parsed.diagnostics[0].place.line, 2u);
  EXPECT_TRUE(has(parse_one("- rule: \xff\xfe\n"), DiagnosticCode::kErrYamlParse));
  EXPECT_TRUE(has(parse_one(std::string(1000, '[')), DiagnosticCode::kErrYamlParse, "nested deeper"));
  std::string bomb = "- &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    std::string alias = format("*{}", static_cast<char>(c - 1));
    bomb += format("- &{} [{}", c, alias);
    for (int i = 0; i < 8; ++i) bomb += "," + alias;
    bomb += "]\n";
  }
  EXPECT_TRUE(has(parse_one(bomb), DiagnosticCode::kErrYamlParse));
}

TEST(Parse, MacrosAndListsThatGrowWithoutEndAreRefused) {
  std::string macros = "- macro: m0\n  condition: evt.type = open\n", lists = "- list: l0\n  items: [a, b]\n";
  for (int i = 1; i < 60; ++i) {
    macros += format("- macro: m{}\n  condition: m{} or m{}\n", i, i - 1, i - 1);
    lists += format("- list: l{}\n  items: [l{}, l{}]\n", i, i - 1, i - 1);
  }
  auto begin = std::chrono::steady_clock::now();
  Parsed parsed = parse_one(macros + rule_text("m59"));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrCompileCondition, "with its macros")) << all_messages(parsed);
  parsed = parse_one(lists + rule_text("proc.name in (l59)"));
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrValidate, "more than 500000 items")) << all_messages(parsed);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  std::string chain = "- macro: c0\n  condition: not evt.type = open\n";
  for (int i = 1; i < 2000; ++i) chain += format("- macro: c{}\n  condition: not c{}\n", i, i - 1);
  EXPECT_TRUE(has(parse_one(chain + rule_text("c1999")), DiagnosticCode::kErrCompileCondition, "nested deeper than 1000"));
  EXPECT_FALSE(parse_one(chain + rule_text("c900")).definitions.empty());
}

TEST(Parse, ALongChainOfMacrosOfALaterTime) {
  // Each is made to see the one behind it, so that the first leads to the last.
  std::string text;
  for (int i = 0; i < 3000; ++i) text += format("- macro: c{}\n  condition: evt.type = open\n", i);
  for (int i = 0; i < 2999; ++i) text += format("- macro: c{}\n  condition: c{}\n  override: {{condition: replace}}\n", i, i + 1);
  EXPECT_TRUE(has(parse_one(text + rule_text("c0")), DiagnosticCode::kErrValidate, "macros in macros deeper than 500"));
}

TEST(Parse, SelectionAndPriority) {
  std::string text;
  for (std::string_view name : {"Shell in pod", "Shell/host", "Write"}) {
    text += format("- rule: {}\n  desc: d\n  output: o\n  priority: {}\n  condition: evt.type = open\n  tags: [{}]\n", name,
                   name == "Write" ? "debug" : "error", name == "Write" ? "file" : "shell");
  }
  auto enabled = [&](std::vector<Selection> selections, model::Priority least = model::Priority::kDebug) {
    std::string out;
    for (const Definition& one :
         parse_one(text, {.least = least, .selections = std::move(selections), .appended_fields = {}}).definitions) {
      out += one.enabled ? '1' : '0';
    }
    return out;
  };
  EXPECT_EQ(enabled({}), "111");
  EXPECT_EQ(enabled({}, model::Priority::kInformational), "11");
  EXPECT_EQ(enabled({{.enable = false, .rule_glob = "Shell*", .tag = {}}}), "001");
  EXPECT_EQ(enabled({{.enable = false, .rule_glob = "*", .tag = {}}, {.enable = true, .rule_glob = {}, .tag = "file"}}), "001");
  EXPECT_EQ(enabled({{.enable = false, .rule_glob = "Shell?host", .tag = {}}}), "101");
  EXPECT_EQ(enabled({{.enable = false, .rule_glob = {}, .tag = "shell"}, {.enable = true, .rule_glob = "*pod", .tag = {}}}), "101");
}

TEST(Parse, Counting) {
  std::string_view other = "- rule: Other\n  desc: d\n  output: o\n  priority: info\n  condition: evt.type = open\n";
  auto parsed = [&](std::string_view keys) { return parse_one(std::string(other) + rule_text("evt.type = connect", keys)); };
  Parsed good = parsed("  count: 5\n  within: 10s\n  by: [container.id, 'tolower(proc.name)', 'proc.aname[1]']\n  after: [Other]\n");
  EXPECT_EQ(in_short(good), Codes{});
  const Definition& rule = good.definitions.at(1);
  ASSERT_TRUE(rule.counting);
  EXPECT_EQ(rule.counting->count, 5u);
  EXPECT_EQ(rule.counting->within_ns, 10'000'000'000u);
  EXPECT_EQ(rule.counting->by.size(), 3u);
  EXPECT_EQ(to_text(rule.counting->by[1]), "tolower(proc.name)");
  EXPECT_EQ(rule.counting->after, std::vector<std::string>{"Other"});
  EXPECT_EQ(parsed("  after: Other\n  within: 500ms\n").definitions.at(1).counting->within_ns, 500'000'000u);
  struct Row {
    std::string_view keys, message;
  };
  const Row rows[] = {{"  count: 5\n", "need 'within'"},
                      {"  within: 5s\n", "need a 'count'"},
                      {"  count: 0\n  within: 5s\n", "a number from 1 to 1000000"},
                      {"  count: x\n  within: 5s\n", "a number from 1"},
                      {"  count: 2\n  within: 5\n", "has to be a time such as"},
                      {"  count: 2\n  within: 0s\n", "has to be a time"},
                      {"  count: 2\n  within: 31d\n", "at most 30d"},
                      {"  count: 2\n  within: 99999999999999999999s\n", "has to be a time"},
                      {"  count: 2\n  within: 5s\n  by: [name]\n", "'by': expected a field"},
                      {"  count: 2\n  within: 5s\n  by: [proc.nme]\n", "did you mean 'proc.name'?"},
                      {"  after: [Othr]\n  within: 5s\n", "did you mean 'Other'?"},
                      {"  after: [R]\n  within: 5s\n", "names the rule itself"}};
  for (const Row& row : rows) {
    Parsed bad = parsed(row.keys);
    EXPECT_TRUE(bad.has_errors()) << row.keys;
    EXPECT_TRUE(all_messages(bad).contains(row.message)) << row.keys << all_messages(bad);
  }
}

TEST(Parse, ManyDiagnosticsEnd) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += format("- rule: R{}\n", i);
  Parsed parsed = parse_one(text);
  EXPECT_EQ(parsed.diagnostics.size(), 1001u);
  EXPECT_TRUE(has(parsed, DiagnosticCode::kErrYamlValidate, "the rest is not shown"));
}

TEST(Parse, Corpus) { REPLAY_CORPUS(rules_fuzz); }

}  // namespace
}  // namespace batten::rules
