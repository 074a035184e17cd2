// SPDX-License-Identifier: Apache-2.0
#include "rules/condition_check.h"

#include <gtest/gtest.h>

#include "rules/known_event_names.h"
#include "rules/load_fixture.h"

namespace batten::rules {
namespace {

Parsed checked(std::string_view condition, std::string_view more = {}) {
  std::string quoted(condition);
  for (std::size_t at = quoted.find('\''); at != std::string::npos; at = quoted.find('\'', at + 2)) quoted.insert(at, "'");
  return parse_one(rule_text(format("'evt.type = openat and {}'", quoted), more));
}

TEST(ConditionCheck, Accepts) {
  for (std::string_view condition : {"proc.name in (a, b)",
                                     "proc.aname = a",
                                     "proc.aname[3] contains a",
                                     "proc.args[1] = x",
                                     "proc.env[HOME] = /root",
                                     "evt.arg.flags contains O_TRUNC",
                                     "evt.arg[0] = x",
                                     "evt.arg[flags] contains O_CREAT",
                                     "evt.rawarg.mode >= 1",
                                     "evt.rawres < 0",
                                     "evt.rawres = -2",
                                     "proc.tty != 0",
                                     "proc.tty in (0, 0x1f)",
                                     "evt.is_open_read = true",
                                     "evt.is_open_read != false",
                                     "evt.buffer bcontains CAFE",
                                     "evt.buffer bstartswith 00ff",
                                     "evt.buffer contains \"\\x00\"",
                                     "fd.sip = 10.0.0.1",
                                     "fd.sip in (\"::1\", 127.0.0.1)",
                                     "fd.snet in (10.0.0.0/8, \"fe80::/10\")",
                                     "fd.sport in (80, 443)",
                                     "fd.name pmatch (/etc)",
                                     "fd.name regex \"/etc/[a-z]+\"",
                                     "fd.name glob /etc/*",
                                     "tolower(proc.name) = a",
                                     "len(proc.args) > 5",
                                     "proc.name = val(proc.pname)",
                                     "toupper(proc.name) = toupper(proc.pname)",
                                     "proc.pid = val(proc.ppid)",
                                     "k8s.pod.name exists",
                                     "container.privileged = true",
                                     "basename(proc.exepath) = val(proc.name)",
                                     "proc.name startswith anyof (a, b)",
                                     "fd.sip.name = example.org"}) {
    Parsed parsed = checked(condition);
    EXPECT_TRUE(parsed.diagnostics.empty()) << condition << "\n" << all_messages(parsed);
  }
}

TEST(ConditionCheck, Refuses) {
  struct Row {
    std::string_view condition, message;
  };
  const Row rows[] = {
      {"proc.nam = x", "no field is called 'proc.nam'; did you mean 'proc.name'?"},
      {"proc.name[1] = x", "the field 'proc.name' takes no argument"},
      {"evt.arg = x", "the field 'evt.arg' needs an argument in brackets: evt.arg[name]"},
      {"evt.arg.flags[1] = x", "has two arguments"},
      {"proc.aname[x] = a", "the argument of 'proc.aname' has to be a number"},
      {"proc.aname[-1] = a", "has to be a number"},
      {"proc.tty contains 1", "'contains' does not go with 'proc.tty', which is a number"},
      {"proc.tty startswith 1", "does not go with"},
      {"proc.name < 5", "'<' does not go with 'proc.name', which is a text"},
      {"proc.name bcontains CAFE", "'bcontains' does not go with"},
      {"fd.sip contains 10", "which is an address"},
      {"fd.snet < 10", "which is a network"},
      {"evt.is_open_read contains t", "which is true or false"},
      {"evt.is_open_read = maybe", "'maybe' beside 'evt.is_open_read': true or false is expected"},
      {"proc.tty = many", "'many' beside 'proc.tty': a number is expected"},
      {"proc.tty in (1, two)", "'two' beside 'proc.tty'"},
      {"proc.tty = nan", "a number is expected"},
      {"fd.sip = 10.0.0", "an address is expected"},
      {"fd.snet = 10.0.0.0/33", "an address or a network is expected"},
      {"evt.buffer bcontains xyz", "hexadecimal digits"},
      {"evt.buffer bcontains ABC", "hexadecimal digits"},
      {"proc.name = \"a\\x00\"", "a byte of zero"},
      {"tolower(proc.pid) = x", "tolower() takes a text, but 'proc.pid' is a number"},
      {"proc.name = val(proc.pid)", "'proc.name' is a text, what it is compared with is a number"},
      {"proc.name = val(proc.nme)", "no field is called 'proc.nme'"},
      {"len(proc.name) = x", "a number is expected"},
      {"fd.name regex \"a[\"", "regex 'a['"},
      {"evt.type = opn", "no event has the type 'opn'; did you mean 'open'?"},
      {"evt.type in (open, opennat)", "no event has the type 'opennat'; did you mean 'openat'?"},
  };
  for (const Row& row : rows) {
    Parsed parsed = checked(row.condition);
    EXPECT_TRUE(has(parsed, DiagnosticCode::kErrCompileCondition, row.message)) << row.condition << "\n" << all_messages(parsed);
    EXPECT_TRUE(parsed.definitions.empty());
  }
}

TEST(ConditionCheck, Warns) {
  struct Row {
    std::string_view condition;
    DiagnosticCode code;
    std::string_view message;
  };
  const Row rows[] = {
      {"proc.pname = <NA>", DiagnosticCode::kUnsafeNaCheck, "ask 'proc.pname exists'"},
      {"proc.pname != \"<NA>\"", DiagnosticCode::kUnsafeNaCheck, "not safe"},
      {"proc.pname in (a, \"<NA>\")", DiagnosticCode::kUnsafeNaCheck, "not safe"},
      {"evt.dir = <", DiagnosticCode::kDeprecatedItem, "'evt.dir' is deprecated"},
      {"evt.type in (openat, pause)", DiagnosticCode::kCompileCondition, "does not watch 'pause'"},
      {"evt.type = open", DiagnosticCode::kCompileCondition, "so the rule never fires"},
  };
  for (const Row& row : rows) {
    Parsed parsed = checked(row.condition);
    EXPECT_TRUE(has(parsed, row.code, row.message)) << row.condition << "\n" << all_messages(parsed);
    EXPECT_EQ(parsed.definitions.size(), 1u);
  }
}

TEST(ConditionCheck, SkipIfUnknown) {
  std::string_view skip = "  skip-if-unknown-filter: true\n";
  Parsed parsed = checked("fd.some_new_field = x", skip);
  EXPECT_EQ(in_short(parsed), std::vector<std::string>{"a.yaml:5:37 LOAD_UNKNOWN_FILTER"});
  EXPECT_TRUE(parsed.definitions.empty());
  EXPECT_TRUE(has(checked("evt.type = newcall_of_tomorrow", skip), DiagnosticCode::kUnknownFilter));
  EXPECT_TRUE(has(checked("proc.tty = many", skip), DiagnosticCode::kErrCompileCondition));
  parsed = parse_one("- rule: R\n  desc: d\n  output: x %fd.some_new_field\n  priority: info\n  condition: evt.type = open\n" +
                     std::string(skip));
  EXPECT_EQ(in_short(parsed), std::vector<std::string>{"a.yaml:3:14 LOAD_UNKNOWN_FILTER"}) << "a new field in the output alone";
  EXPECT_TRUE(parsed.definitions.empty());
}

TEST(ConditionCheck, EventTypesAreAskedFor) {
  EXPECT_TRUE(has(parse_one(rule_text("proc.name = a")), DiagnosticCode::kNoEvttype));
  EXPECT_TRUE(has(parse_one(rule_text("evt.type != open")), DiagnosticCode::kNoEvttype));
  EXPECT_TRUE(has(parse_one(rule_text("evt.type = open or proc.name = a")), DiagnosticCode::kNoEvttype));
  EXPECT_FALSE(has(parse_one(rule_text("proc.name = a", "  warn_evttypes: false\n")), DiagnosticCode::kNoEvttype));
  EXPECT_FALSE(has(parse_one(rule_text("not evt.type != open and proc.name = a")), DiagnosticCode::kNoEvttype));
}

TEST(ConditionCheck, EveryTypeOfTheMonitorIsKnown) {
  for (const model::EventTypeInfo& info : model::all_event_types()) {
    if (!info.for_rules) continue;
    Parsed parsed = parse_one(rule_text(format("evt.type = {}", info.name)));
    EXPECT_TRUE(parsed.diagnostics.empty()) << info.name << all_messages(parsed);
  }
  EXPECT_TRUE(is_known_event_name("read"));
  EXPECT_FALSE(is_known_event_name("reed"));
  EXPECT_GT(known_event_names().size(), 350u);
}

TEST(OutputCheck, Fields) {
  struct Row {
    std::string_view output, message;
  };
  const Row rows[] = {
      {"plain", ""},
      {"100%% of %proc.name", ""},
      {"%30proc.name|%proc.aname[2]|%evt.arg.flags %evt.arg[0]", ""},
      {"*%proc.name.", ""},
      {"wrote %fd.name.txt, (%user.name)", ""},
      {"%tolower(proc.name) %toupper(tolower(proc.name))", ""},
      {"x %container.info", ""},
      {"%proc.nam", "no field is called 'proc.nam'"},
      {"%proc.name[1]", "takes no argument"},
      {"50% done", "no field"},
      {"ends in %", "the condition ends here"},
      {"%proc", "has a dot in its name"},
      {"%evt.arg", "needs an argument"},
      {"%tolwer(proc.name)", "did you mean 'tolower'?"},
      {"%tolower(proc.name", "expected ')'"},
      {"%proc.aname[2", "expected ']'"},
  };
  for (const Row& row : rows) {
    Parsed parsed = parse_one(format("- rule: R\n  desc: d\n  output: '{}'\n  priority: info\n  condition: evt.type = open\n", row.output));
    EXPECT_EQ(row.message.empty(), parsed.diagnostics.empty()) << row.output << all_messages(parsed);
    bool told = row.message.empty() || has(parsed, DiagnosticCode::kErrCompileOutput, row.message);
    EXPECT_TRUE(told) << row.output << all_messages(parsed);
  }
  Parsed parsed =
      parse_one("- rule: R\n  desc: d\n  output: >\n    a %proc.name\n    b %proc.nam\n  priority: info\n  condition: evt.type = open\n");
  EXPECT_EQ(in_short(parsed), std::vector<std::string>{"a.yaml:5:8 LOAD_ERR_COMPILE_OUTPUT"});
  parsed = parse_one("- rule: R\n  desc: d\n  output: a %container.info b\n  priority: info\n  condition: evt.type = open\n");
  EXPECT_EQ(parsed.definitions.at(0).output, "a  b");
}

}  // namespace
}  // namespace batten::rules
