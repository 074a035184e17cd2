// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "base/format.h"
#include "rules/condition_fixture.h"
#include "rules/judge_fixture.h"
#include "rules/program.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

using enum Operator;

Ruleset make(std::vector<Definition> rules, const LoadOptions& options = {}) {
  Diagnostics diagnostics;
  std::unique_ptr<Program> program = compile(rules, options, diagnostics);
  for (const Diagnostic& one : diagnostics) ADD_FAILURE() << one.item << ": " << one.message;
  return {std::move(rules), options, std::move(program)};
}

bool matches(const Condition& condition, std::string_view event, const LoadOptions& options = {}) {
  Ruleset rules = make({rule("one", condition)}, options);
  return !judge(rules, event).empty();
}

constexpr std::string_view kOpen =
    "{openat: {name: ../etc/shadow, base: /tmp, real: /etc/shadow, flags: O_WRONLY|O_CREAT, mode: 0755, fd: 3}, process: {name: cat, exe: "
    "/bin/cat, exepath: /bin/cat, args: [-n, aGVsbG8=, 'Aÿz'], pid: 12, vpid: 12, parent: [{name: bash, pid: 10}, {name: sshd, pid: "
    "5}]}}";
constexpr std::string_view kConnect = "{connect: {fd: 5, tuple: \"10.0.0.2:4000->93.184.216.34:443\"}}";

// An "or" over several fields is looked up at once: each of its parts may be the one that holds.
TEST(Operators, AnOrOfSeveralFields) {
  const auto miner = [](std::string_view name, std::string_view argument, std::string_view letter) {
    return either({check("proc.exepath", kContains, name), check("proc.args", kIContains, argument),
                   check("proc.aname", kIn, {"sshd", "x"}), check("proc.cwd", kStartsWith, letter)});
  };
  const auto event = [](std::string_view name, std::string_view argument, std::string_view ancestor, std::string_view cwd) {
    return format("{{execve: {{}}, process: {{name: p, exepath: {}, args: [{}], cwd: {}, parent: [{{name: bash}}, {{name: {}}}]}}}}", name,
                  argument, cwd, ancestor);
  };
  EXPECT_TRUE(matches(miner("xmrig", "pool", "/no"), event("/opt/xmrig-6", "-h", "init", "/")));
  EXPECT_TRUE(matches(miner("xmrig", "pool", "/no"), event("/opt/app", "--POOL=x", "init", "/")));
  EXPECT_TRUE(matches(miner("xmrig", "pool", "/no"), event("/opt/app", "-h", "sshd", "/")));
  EXPECT_TRUE(matches(miner("xmrig", "pool", "/no"), event("/opt/app", "-h", "init", "/nowhere")));
  EXPECT_FALSE(matches(miner("xmrig", "pool", "/no"), event("/opt/app", "-h", "init", "/")));
  EXPECT_FALSE(matches(miner("xmrig", "pool", "/no"), event("/opt/XMRIG", "-h", "init", "/")));
}

// What was found for the event before is not held for this one.
TEST(Operators, EachEventIsLookedUp) {
  Ruleset rules = make({rule("one", either({check("proc.name", kIn, {"cat", "cut"}), check("proc.aname", kIn, {"sshd", "ab"})}))});
  const auto fires = [&](std::string_view name, std::string_view first, std::string_view second) {
    return !judge(rules, format("{{execve: {{}}, process: {{name: {}, parent: [{{name: {}}}, {{name: {}}}]}}}}", name, first, second))
                .empty();
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_TRUE(fires("cat", "bash", "init"));
    EXPECT_TRUE(fires("cut", "bash", "init"));
    EXPECT_FALSE(fires("ca", "bash", "init"));
    EXPECT_TRUE(fires("ca", "bash", "sshd"));
    EXPECT_TRUE(fires("ca", "ab", "c"));
    EXPECT_FALSE(fires("ca", "a", "bc"));
    EXPECT_FALSE(fires("ca", "abc", "c"));
    EXPECT_FALSE(fires("ca", "bash", "init"));
  }
  const std::string longer(600, 'x');
  EXPECT_FALSE(fires(longer, "a", "b"));
  EXPECT_TRUE(fires("cat", "a", "b"));
  EXPECT_FALSE(fires(longer, "a", "b"));
}

struct Row {
  std::string_view left;
  Operator op;
  std::string_view right;
  bool holds;
};

TEST(Operators, OneByOne) {
  const Row rows[] = {
      {"proc.name", kEqual, "cat", true},
      {"proc.name", kEqual, "ca", false},
      {"proc.name", kNotEqual, "cat", false},
      {"proc.name", kNotEqual, "dog", true},
      {"fd.num", kLess, "4", true},
      {"fd.num", kLess, "3", false},
      {"fd.num", kLessEqual, "3", true},
      {"fd.num", kGreater, "0x2", true},
      {"fd.num", kGreater, "3", false},
      {"fd.num", kGreaterEqual, "3", true},
      {"fd.num", kEqual, "3", true},
      {"fd.num", kNotEqual, "3", false},
      {"fd.name", kContains, "c/sh", true},
      {"fd.name", kContains, "C/SH", false},
      {"fd.name", kIContains, "C/SH", true},
      {"fd.name", kIContains, "x", false},
      {"proc.cmdline", kBContains, "41c3bf7a", true},
      {"proc.cmdline", kBContains, "41fe7a", false},
      {"proc.cmdline", kBStartsWith, "636174", true},
      {"proc.cmdline", kBStartsWith, "00", false},
      {"fd.name", kStartsWith, "/etc/", true},
      {"fd.name", kStartsWith, "/tmp", false},
      {"fd.name", kEndsWith, "shadow", true},
      {"fd.name", kEndsWith, "/shado", false},
      {"fd.name", kGlob, "/e*/sh[a-z]dow", true},
      {"fd.name", kGlob, "/e*", true},
      {"fd.name", kGlob, "/E*", false},
      {"fd.name", kIGlob, "/E*SHADO?", true},
      {"fd.name", kRegex, "/etc/[a-z]+", true},
      {"fd.name", kRegex, "etc", false},
      {"fd.name", kPMatch, "/etc", true},
      {"fd.name", kPMatch, "/et", false},
      {"fd.name", kPMatch, "/*/shadow", true},
      {"fd.name", kPMatch, "/*", true},
      {"evt.arg.flags", kContains, "O_CREAT", true},
      {"evt.arg.flags", kContains, "O_TRUNC", false},
      {"evt.arg.flags", kContains, "O_CREAT|O_WRONLY", true},
      {"evt.arg.flags", kEqual, "O_CREAT|O_WRONLY", true},
      {"evt.arg.flags", kIContains, "o_creat", true},
      {"evt.arg.mode", kContains, "S_IXUSR", true},
      {"evt.arg.mode", kContains, "S_ISUID", false},
      {"evt.is_open_write", kEqual, "true", true},
      {"evt.is_open_read", kEqual, "true", false},
      {"evt.is_open_read", kNotEqual, "true", true},
      {"evt.rawres", kGreaterEqual, "0", true},
      {"evt.res", kEqual, "SUCCESS", true},
      {"evt.dir", kEqual, "<", true},
      {"evt.dir", kEqual, ">", false},
      {"evt.type", kEqual, "openat", true},
      {"evt.type", kNotEqual, "openat", false},
      {"evt.type", kContains, "pena", true},
      {"evt.type.is.openat", kEqual, "1", true},
      {"proc.aname", kEqual, "sshd", true},
      {"proc.aname", kEqual, "cat", false},
      {"proc.aname", kStartsWith, "ba", true},
      {"proc.aname[1]", kEqual, "bash", true},
      {"proc.aname[2]", kEqual, "bash", false},
      {"proc.apid", kEqual, "5", true},
      {"proc.apid", kGreater, "9", true},
      {"proc.apid", kGreater, "10", false},
      {"fd.sip", kEqual, "1.2.3.4", false},
      {"fd.sip", kNotEqual, "1.2.3.4", false},  // a file has none
      {"k8s.pod.name", kEqual, "<NA>", false},
      {"container.id", kEqual, "host", true},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(matches(check(row.left, row.op, row.right), kOpen), row.holds)
        << row.left << " operator " << static_cast<int>(row.op) << " " << row.right;
  }
}

TEST(Operators, OnBothEndsOfAConnection) {
  const Row rows[] = {
      {"fd.ip", kEqual, "10.0.0.2", true},
      {"fd.ip", kEqual, "93.184.216.34", true},
      {"fd.ip", kEqual, "1.1.1.1", false},
      {"fd.ip", kNotEqual, "1.1.1.1", true},
      {"fd.ip", kNotEqual, "10.0.0.2", false},
      {"fd.port", kEqual, "443", true},
      {"fd.port", kEqual, "4000", true},
      {"fd.port", kNotEqual, "443", false},
      {"fd.port", kGreater, "1000", true},
      {"fd.sport", kEqual, "443", true},
      {"fd.net", kEqual, "10.0.0.0/8", true},
      {"fd.net", kNotEqual, "127.0.0.0/8", true},
      {"fd.net", kNotEqual, "10.0.0.0/8", false},
      {"fd.snet", kEqual, "10.0.0.0/8", false},
      {"fd.snet", kEqual, "93.184.216.0/23", true},
      {"fd.cnet", kEqual, "10.0.0.2", true},
      {"fd.sip", kEqual, "93.184.216.34", true},
      {"fd.sip.name", kEqual, "example.com", true},
      {"fd.sip.name", kEqual, "example.org", false},
      {"fd.sip.name", kNotEqual, "example.org", true},
      {"fd.l4proto", kEqual, "tcp", true},
      {"fd.typechar", kEqual, "4", true},
      {"fd.directory", kNotEqual, "/x", false},
  };
  for (const Row& row : rows) EXPECT_EQ(matches(check(row.left, row.op, row.right), kConnect), row.holds) << row.left << " " << row.right;
  EXPECT_TRUE(matches(check("fd.snet", kIn, {"10.0.0.0/8", "93.0.0.0/8"}), kConnect));
  EXPECT_FALSE(matches(check("fd.snet", kIn, {"10.0.0.0/8", "fe80::/10"}), kConnect));
  EXPECT_TRUE(matches(check("fd.sip.name", kIn, {"example.org", "example.com"}), kConnect));
  EXPECT_TRUE(matches(check("fd.sport", kIn, {"80", "443"}), kConnect));
}

TEST(Operators, OnLists) {
  EXPECT_TRUE(matches(check("proc.name", kIn, {"dog", "cat"}), kOpen));
  EXPECT_FALSE(matches(check("proc.name", kIn, {}), kOpen));
  EXPECT_TRUE(matches(check("proc.aname", kIn, {"bash"}), kOpen));
  EXPECT_TRUE(matches(check("fd.types", kIn, {"file", "ipv4"}), kOpen));
  EXPECT_FALSE(matches(check("fd.types", kIn, {"ipv4"}), kOpen));
  EXPECT_TRUE(matches(check("fd.types", kIntersects, {"ipv4", "file"}), kOpen));
  EXPECT_TRUE(matches(check("fd.name", kPMatch, {"/var", "/etc"}), kOpen));
  EXPECT_TRUE(matches(check("evt.rawres", kIn, {"-2", "3"}), kOpen));
}

TEST(Quantifiers, OneAnyAll) {
  const auto holds = [](Operator op, Quantifier quantifier, std::initializer_list<std::string_view> right) {
    return matches(check(field("fd.name"), op, list(right), quantifier), kOpen);
  };
  EXPECT_TRUE(holds(kContains, Quantifier::kAnyOf, {"x", "etc"}));
  EXPECT_FALSE(holds(kContains, Quantifier::kAnyOf, {"x", "y"}));
  EXPECT_TRUE(holds(kContains, Quantifier::kOneOf, {"x", "etc"}));
  EXPECT_FALSE(holds(kContains, Quantifier::kOneOf, {"shadow", "etc"}));
  EXPECT_TRUE(holds(kContains, Quantifier::kAllOf, {"shadow", "etc"}));
  EXPECT_FALSE(holds(kContains, Quantifier::kAllOf, {"shadow", "x"}));
  EXPECT_TRUE(holds(kStartsWith, Quantifier::kAnyOf, {"/x", "/etc"}));
  EXPECT_TRUE(holds(kRegex, Quantifier::kAnyOf, {"x", "/etc/.*"}));
  EXPECT_TRUE(holds(kGlob, Quantifier::kAllOf, {"/e*", "*w"}));
  EXPECT_TRUE(holds(kNotEqual, Quantifier::kAllOf, {"a", "b"}));
  EXPECT_FALSE(holds(kNotEqual, Quantifier::kAllOf, {"a", "/etc/shadow"}));
  EXPECT_TRUE(holds(kNotEqual, Quantifier::kAnyOf, {"a", "/etc/shadow"}));
}

TEST(Transformers, OneByOne) {
  const auto holds = [](Operand left, Operator op, Operand right) { return matches(check(std::move(left), op, std::move(right)), kOpen); };
  EXPECT_TRUE(holds(call("toupper", {field("proc.name")}), kEqual, text("CAT")));
  EXPECT_TRUE(holds(call("tolower", {call("toupper", {field("proc.name")})}), kEqual, text("cat")));
  EXPECT_TRUE(holds(call("b64", {field("proc.args[1]")}), kEqual, text("hello")));
  EXPECT_FALSE(holds(call("b64", {field("proc.exe")}), kEqual, text("hello")));
  EXPECT_FALSE(holds(call("b64", {field("proc.args[0]")}), kNotEqual, text("x")));  // can't be decoded: no value
  EXPECT_TRUE(holds(call("basename", {field("proc.exepath")}), kEqual, text("cat")));
  EXPECT_TRUE(holds(call("len", {field("proc.name")}), kEqual, text("3")));
  EXPECT_TRUE(holds(call("len", {field("fd.types")}), kEqual, text("1")));
  EXPECT_TRUE(holds(call("len", {field("proc.aname")}), kGreater, text("1")));
  EXPECT_TRUE(holds(call("concat", {field("proc.name"), text(":"), field("fd.num")}), kIn, list({"cat:3"})));
  EXPECT_FALSE(holds(call("concat", {field("proc.name"), field("fd.sport")}), kNotEqual, text("x")));
  EXPECT_TRUE(holds(call("join", {text(","), field("proc.aname")}), kEqual, text("bash,sshd")));
  EXPECT_TRUE(holds(call("join", {field("proc.aname"), text("->")}), kEqual, text("bash->sshd")));
  EXPECT_TRUE(holds(call("join", {text("-"), field("proc.name"), field("fd.num")}), kEqual, text("cat-3")));
  EXPECT_TRUE(holds(call("getopt", {field("proc.args"), text("n:x")}), kIntersects, list({"n"})));
  EXPECT_FALSE(holds(call("getopt", {field("proc.args"), text("x")}), kIntersects, list({"n", "x"})));
  EXPECT_TRUE(holds(field("proc.exe"), kEqual, call("val", {field("proc.exepath")})));
  EXPECT_FALSE(holds(field("proc.name"), kEqual, call("val", {field("proc.pname")})));
  EXPECT_TRUE(holds(field("proc.exepath"), kEndsWith, call("val", {field("proc.name")})));
  EXPECT_TRUE(holds(field("proc.pid"), kEqual, call("val", {field("proc.vpid")})));
  EXPECT_TRUE(holds(field("proc.pid"), kGreater, call("val", {field("proc.ppid")})));
  EXPECT_TRUE(holds(call("tolower", {field("proc.name")}), kEqual, call("tolower", {field("proc.name")})));
  EXPECT_TRUE(holds(field("proc.pname"), kEqual, call("val", {field("proc.aname")})));  // any ancestor
}

TEST(Judging, NotOfWhatIsMissingHolds) {
  EXPECT_TRUE(matches(no(check("fd.sip", kEqual, "1.2.3.4")), kOpen));
  EXPECT_FALSE(matches(exists("fd.sip"), kOpen));
  EXPECT_TRUE(matches(exists("fd.name"), kOpen));
  EXPECT_TRUE(matches(no(exists("k8s.pod.name")), kOpen));
}

TEST(Judging, MeetsAPathByTextAndWhereItReallyIs) {
  constexpr std::string_view kLink = "{openat: {name: /proc/self/root/etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}}";
  const Condition etc = check("fd.name", kStartsWith, "/etc/");
  const Condition proc = check("fd.name", kStartsWith, "/proc/");
  EXPECT_TRUE(matches(etc, kLink));
  EXPECT_TRUE(matches(proc, kLink));
  EXPECT_FALSE(matches(both({etc, proc}), kLink));  // one view at a time
  EXPECT_FALSE(matches(etc, kLink, {.text_paths_only = true}));
  EXPECT_TRUE(matches(check("fd.directory", kEqual, "/etc"), kLink));
  EXPECT_TRUE(matches(check("evt.arg.name", kEqual, "/etc/shadow"), kLink));
  EXPECT_TRUE(matches(check("fs.path.name", kPMatch, {"/etc"}), kLink));
  Ruleset rules = make({rule("shadow", etc, "%fd.name %fd.nameraw %batten.realpath")}, {.appended_fields = {}});
  const auto alerts = judge(rules, kLink);
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].output, "/proc/self/root/etc/shadow /proc/self/root/etc/shadow /etc/shadow");
}

TEST(Judging, FirstRuleOrAll) {
  const auto rules = [] {
    return std::vector<Definition>{rule("exec", check("evt.type", kEqual, "execve")), rule("cat", check("proc.name", kEqual, "cat")),
                                   rule("open", check("evt.type", kIn, {"open", "openat"})),
                                   rule("off", check("proc.name", kEqual, "cat"))};
  };
  Ruleset first = make(rules());
  std::vector<model::Alert> alerts = judge(first, kOpen);
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].rule, "cat");
  Ruleset all = make(rules(), {.all_matches = true});
  EXPECT_EQ(judge(all, kOpen).size(), 3u);
  EXPECT_EQ(all.counts().matches, (std::vector<std::uint64_t>{0, 1, 1, 1}));
  EXPECT_EQ(all.counts().events, 1u);
}

TEST(Judging, RulesStandOnlyWithTypesThatTheyCanMatch) {
  Diagnostics diagnostics;
  const auto program = compile({rule("open", both({check("evt.type", kIn, {"open", "openat"}), check("proc.name", kEqual, "cat")})),
                                rule("umount", check("evt.type", kEqual, "umount2")), rule("sock", check("fd.sport", kEqual, "80")),
                                rule("never", both({check("evt.type", kEqual, "execve"), check("fd.name", kStartsWith, "/")})),
                                rule("not", no(check("evt.type", kNotEqual, "close")))},
                               {}, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  std::vector<std::size_t> count(5);
  for (const auto& entries : program->by_type) {
    for (const RuleEntry& entry : entries) ++count[entry.rule];
  }
  EXPECT_EQ(count[0], 2u);
  EXPECT_EQ(count[1], 1u);
  EXPECT_GT(count[2], 4u);
  EXPECT_LT(count[2], 20u);
  EXPECT_EQ(count[3], 0u);
  EXPECT_EQ(count[4], 0u);
}

TEST(Judging, EqualPartsAreOneNode) {
  Diagnostics diagnostics;
  const Condition macro = both({check("evt.type", kEqual, "openat"), check("proc.name", kIn, {"a", "b"})});
  std::vector<Definition> rules;
  for (int i = 0; i < 100; ++i) rules.push_back(rule("r" + std::to_string(i), both({macro, check("fd.name", kEqual, std::to_string(i))})));
  const auto program = compile(rules, {}, diagnostics);
  EXPECT_EQ(program->checks.size(), 102u);
}

TEST(Judging, WhatCannotBeCompiledIsSaid) {
  Diagnostics diagnostics;
  const auto program =
      compile({rule("field", check("no.such", kEqual, "x")), rule("regex", check("fd.name", kRegex, "(")),
               rule("output", check("proc.name", kEqual, "x"), "%nothing"), rule("bytes", check("evt.buffer", kBContains, "x"))},
              {}, diagnostics);
  ASSERT_EQ(diagnostics.size(), 4u);
  EXPECT_EQ(diagnostics[0].code, DiagnosticCode::kErrCompileCondition);
  EXPECT_TRUE(diagnostics[0].message.contains("no.such")) << diagnostics[0].message;
  EXPECT_TRUE(diagnostics[1].message.contains("regex '('")) << diagnostics[1].message;
  EXPECT_EQ(diagnostics[2].code, DiagnosticCode::kErrCompileOutput);
  EXPECT_TRUE(diagnostics[3].message.contains("hexadecimal")) << diagnostics[3].message;
}

TEST(Judging, GoesDeep) {
  Condition deep = check("proc.name", kEqual, "cat");
  for (int i = 0; i < 1000; ++i) deep = no(std::move(deep));
  EXPECT_TRUE(matches(deep, kOpen));
}

TEST(Counting, FiresAtTheCountWithinTheTime) {
  Definition many = rule("many", check("evt.type", kEqual, "openat"));
  many.counting = Counting{.count = 3, .within_ns = 10'000'000'000, .by = {field("proc.name")}, .after = {}};
  Ruleset rules = make({many});
  const auto at = [&](int second, std::string_view name) {
    const std::string text = "{openat: {name: /x, fd: 3}, process: {name: " + std::string(name) + "}, time: 17673230" +
                             std::string(second < 10 ? "0" : "") + std::to_string(second) + "000000000}";
    return judge(rules, text).size();
  };
  EXPECT_EQ(at(1, "a"), 0u);
  EXPECT_EQ(at(2, "a"), 0u);
  EXPECT_EQ(at(3, "b"), 0u);
  EXPECT_EQ(at(4, "a"), 1u);
  EXPECT_EQ(at(5, "a"), 0u);
  EXPECT_EQ(at(16, "a"), 0u);  // the fifth second is too long ago
  EXPECT_EQ(at(17, "a"), 0u);
  EXPECT_EQ(at(18, "a"), 1u);
  EXPECT_EQ(rules.counts().matches[0], 2u);

  EXPECT_EQ(at(20, "c"), 0u);
  EXPECT_EQ(at(21, "c"), 0u);
  Ruleset after = make({many, rule("other", check("evt.type", kEqual, "open"))});
  after.take_over(rules);
  rules = std::move(after);
  EXPECT_EQ(at(22, "c"), 1u);
  EXPECT_EQ(rules.counts().matches[0], 3u);
}

TEST(Counting, FiresAfterOthersInTheirOrder) {
  Definition last = rule("last", check("evt.type", kEqual, "connect"));
  last.counting = Counting{.count = 1, .within_ns = 5'000'000'000, .by = {field("proc.pid")}, .after = {"first", "second"}};
  Ruleset rules = make({rule("first", check("evt.type", kEqual, "openat")), rule("second", check("evt.type", kEqual, "unlink")), last});
  const auto at = [&](int second, std::string_view event, int pid = 7) {
    const std::string text =
        "{" + std::string(event) + ", process: {pid: " + std::to_string(pid) + "}, time: 176732300" + std::to_string(second) + "000000000}";
    const auto alerts = judge(rules, text);
    return alerts.empty() ? std::string() : alerts[0].rule;
  };
  const std::string_view open = "openat: {name: /x, fd: 3}", unlink = "unlink: {path: /x}", connect = "connect: {fd: 3}";
  EXPECT_EQ(at(1, connect), "");
  EXPECT_EQ(at(1, unlink), "second");
  EXPECT_EQ(at(1, open), "first");
  EXPECT_EQ(at(2, connect), "");
  EXPECT_EQ(at(2, unlink), "second");
  EXPECT_EQ(at(3, connect, 8), "");
  EXPECT_EQ(at(3, connect), "last");
  EXPECT_EQ(at(3, connect), "");
  EXPECT_EQ(at(3, open), "first");
  EXPECT_EQ(at(4, unlink), "second");
  EXPECT_EQ(at(9, connect), "");  // the first was six seconds ago
}

}  // namespace
}  // namespace batten::rules
