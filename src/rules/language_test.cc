// SPDX-License-Identifier: Apache-2.0
//
// The language as a whole, from the text of a file to alerts: every field that the rules in use ask for, every operator, and each form of
// changing what is there.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/format.h"
#include "rules/event_text.h"
#include "rules/field.h"
#include "rules/judge_fixture.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

LoadResult load_text(const std::string& text) {
  const std::vector<RuleFile> files = {{.name = "test.yaml", .text = text}};
  LoadOptions options;
  options.appended_fields.clear();
  options.all_matches = true;
  return load(files, options);
}

std::string first_problem(const LoadResult& loaded) {
  for (const Diagnostic& one : loaded.diagnostics) {
    if (is_error(one.code)) return one.message;
  }
  return loaded.rules ? "" : "no rules";
}

std::string rule(std::string_view condition, std::string_view output = "o") {
  std::string quoted;
  for (char c : condition) quoted += c == '\'' ? "''" : std::string(1, c);
  return format("- rule: r\n  desc: d\n  condition: '{}'\n  output: \"{}\"\n  priority: INFO\n", quoted, output);
}

TEST(Language, EveryFieldLoadsAndSaysWhatItsExamplesSay) {
  std::size_t examples = 0;
  for (const FieldFamily* family : all_field_families()) {
    for (const FieldExample& example : family->examples) {
      ++examples;
      const bool absent = example.value == "<NA>";
      if (example.field.contains('/') && !example.field.contains('[')) continue;  // a label of that name stands in brackets
      LoadResult loaded = load_text(rule(format("{}{} exists", absent ? "not " : "", example.field), format("%{}", example.field)));
      ASSERT_EQ(first_problem(loaded), "") << example.field;
      EXPECT_EQ(said(*loaded.rules, example.event), std::vector<std::string>{std::string(example.value)})
          << example.field << " of " << example.event;
    }
  }
  EXPECT_GT(examples, 200u);
}

// Those that the rules in use ask for, in conditions or outputs.
TEST(Language, TheFieldsInUseAreThere) {
  constexpr std::string_view kFields[] = {"container.id",
                                          "container.image.repository",
                                          "container.image.tag",
                                          "container.name",
                                          "container.mount.dest[/x]",
                                          "container.mounts",
                                          "container.privileged",
                                          "container.start_ts",
                                          "evt.arg.cmd",
                                          "evt.arg.domain",
                                          "evt.arg.fd",
                                          "evt.arg.filename",
                                          "evt.arg.flags",
                                          "evt.arg.linkpath",
                                          "evt.arg.mode",
                                          "evt.arg.name",
                                          "evt.arg.newpath",
                                          "evt.arg.oldpath",
                                          "evt.arg.path",
                                          "evt.arg.request",
                                          "evt.arg.target",
                                          "evt.arg.uid",
                                          "evt.args",
                                          "evt.buffer",
                                          "evt.is_open_exec",
                                          "evt.is_open_read",
                                          "evt.is_open_write",
                                          "evt.num",
                                          "evt.rawres",
                                          "evt.res",
                                          "evt.type",
                                          "evt.time",
                                          "fd.cip",
                                          "fd.cip.name",
                                          "fd.cnet",
                                          "fd.connected",
                                          "fd.directory",
                                          "fd.filename",
                                          "fd.ip",
                                          "fd.l4proto",
                                          "fd.lip.name",
                                          "fd.lport",
                                          "fd.name",
                                          "fd.name_changed",
                                          "fd.nameraw",
                                          "fd.net",
                                          "fd.num",
                                          "fd.port",
                                          "fd.rip",
                                          "fd.rip.name",
                                          "fd.rnet",
                                          "fd.rport",
                                          "fd.sip",
                                          "fd.sip.name",
                                          "fd.snet",
                                          "fd.sockfamily",
                                          "fd.sport",
                                          "fd.type",
                                          "fd.typechar",
                                          "group.gid",
                                          "group.name",
                                          "k8s.ns.name",
                                          "k8s.pod.name",
                                          "proc.aexe[2]",
                                          "proc.aexepath[2]",
                                          "proc.aname",
                                          "proc.aname[1]",
                                          "proc.aname[7]",
                                          "proc.args",
                                          "proc.cmdline",
                                          "proc.cwd",
                                          "proc.duration",
                                          "proc.env",
                                          "proc.exe",
                                          "proc.exe_ino.ctime",
                                          "proc.exe_ino.ctime_duration_proc_start",
                                          "proc.exe_ino.mtime",
                                          "proc.exepath",
                                          "proc.is_exe_from_memfd",
                                          "proc.is_exe_upper_layer",
                                          "proc.is_vpgid_leader",
                                          "proc.name",
                                          "proc.pcmdline",
                                          "proc.pexe",
                                          "proc.pexepath",
                                          "proc.pname",
                                          "proc.sname",
                                          "proc.tty",
                                          "proc.vpid",
                                          "thread.cap_effective",
                                          "thread.cap_permitted",
                                          "user.loginname",
                                          "user.loginuid",
                                          "user.name",
                                          "user.uid"};
  for (std::string_view field : kFields) {
    LoadResult loaded = load_text(rule(format("evt.type = execve and {} exists", field), format("%{}", field)));
    EXPECT_EQ(first_problem(loaded), "") << field;
  }
}

struct OperatorCase {
  std::string_view condition;
  bool fires;
};

TEST(Language, EveryOperatorDoesAsItsTableSays) {
  constexpr std::string_view kEvent =
      "{openat: {name: /etc/shadow, flags: O_WRONLY|O_CREAT, fd: 3}, process: {name: cat, exe: CAT, args: [-n, /etc/shadow], tty: 3, "
      "parent: [{name: bash}, {name: sshd}]}, container: {name: web, image: 'nginx:1.25'}}";
  constexpr OperatorCase kCases[] = {
      {"proc.name = cat", true},
      {"proc.name == cat", true},
      {"proc.name = 'cat'", true},
      {"proc.name = \"cat\"", true},
      {"proc.name = dog", false},
      {"proc.name != dog", true},
      {"proc.name != cat", false},
      {"fd.num < 4", true},
      {"fd.num <= 3", true},
      {"fd.num > 3", false},
      {"fd.num >= 3", true},
      {"proc.tty = 0x3", true},
      {"proc.cmdline contains shadow", true},
      {"proc.cmdline contains SHADOW", false},
      {"proc.cmdline icontains SHADOW", true},
      {"fd.name startswith /etc", true},
      {"fd.name endswith dow", true},
      {"fd.name glob \"/etc/sh*\"", true},
      {"fd.name glob \"/etc/SH*\"", false},
      {"fd.name iglob \"/ETC/sh*\"", true},
      {"fd.name regex \"^/etc/[a-z]+$\"", true},
      {"fd.name regex \"^/usr\"", false},
      {"fd.name in (/etc/passwd, /etc/shadow)", true},
      {"not fd.name in (/etc/passwd, /etc/shadow)", false},
      {"fd.name pmatch (/etc, /usr)", true},
      {"fd.name pmatch (/et)", false},
      {"fd.name pmatch (\"/e*/shadow\")", true},
      {"proc.aname intersects (sshd, init)", true},
      {"proc.aname = sshd", true},
      {"proc.aname[1] = sshd", false},
      {"proc.aname[2] = sshd", true},
      {"evt.arg.flags contains O_CREAT", true},
      {"evt.arg.flags contains O_EXCL", false},
      {"fd.name exists", true},
      {"fd.sip exists", false},
      {"fd.sip = 1.1.1.1", false},
      {"not fd.sip = 1.1.1.1", true},
      {"fd.sip != 1.1.1.1", false},
      {"proc.name contains anyof (x, at)", true},
      {"proc.name contains anyof (x, y)", false},
      {"proc.name contains allof (c, t)", true},
      {"proc.name contains allof (c, x)", false},
      {"proc.name contains allof ()", false},
      {"not proc.name contains allof ()", true},
      {"proc.name contains oneof (c, x)", true},
      {"tolower(proc.exe) = cat", true},
      {"toupper(proc.name) = val(proc.exe)", true},
      {"proc.name = val(proc.exe)", false},
      {"proc.name = tolower(proc.exe)", true},
      {"basename(fd.name) = shadow", true},
      {"len(proc.name) = 3", true},
      {"b64(proc.args[9]) exists", false},
      {"concat(proc.name, \"-\", proc.pname) = \"cat-bash\"", true},
      {"proc.name = cat and (fd.num = 4 or fd.num = 3)", true},
      {"proc.name = dog or proc.name = cat and fd.num = 4", false},
      {"not proc.name = dog and not(fd.num = 4)", true},
      {"evt.dir = <", true},
      {"evt.dir = >", false},
  };
  for (const OperatorCase& one : kCases) {
    LoadResult loaded = load_text(rule(one.condition));
    ASSERT_EQ(first_problem(loaded), "") << one.condition;
    EXPECT_EQ(fired(*loaded.rules, kEvent).size(), one.fires ? 1u : 0u) << one.condition;
  }
}

TEST(Language, BytesAreCompared) {
  constexpr std::string_view kEvent = "{sendto: {res: 4, data: ABCD, fd: 3, size: 4, tuple: '10.0.0.2:4000->1.1.1.1:80'}}";
  for (const OperatorCase& one : {OperatorCase{"evt.buffer bcontains 4243", true}, OperatorCase{"evt.buffer bstartswith 4142", true},
                                  OperatorCase{"evt.buffer bstartswith 42", false}, OperatorCase{"evt.buffer contains BC", true}}) {
    LoadResult loaded = load_text(rule(one.condition));
    ASSERT_EQ(first_problem(loaded), "") << one.condition;
    EXPECT_EQ(fired(*loaded.rules, kEvent).size(), one.fires ? 1u : 0u) << one.condition;
  }
}

TEST(Language, AppendsOverridesExceptionsAndSwitchesTakeEffect) {
  LoadResult loaded = load_text(R"(
- required_engine_version: 0.57.0
- list: readers
  items: [cat]
- list: readers
  items: [less, more]
  override: {items: append}
- macro: reads
  condition: evt.type = openat and evt.is_open_read = true
- macro: reads
  condition: and fd.num >= 0
  override: {condition: append}
- rule: appended
  desc: d
  condition: reads and proc.name in (readers)
  output: "%proc.name"
  priority: INFO
  tags: [one]
- rule: appended
  condition: and not fd.name startswith /tmp
  tags: [two]
  priority: ERROR
  override: {condition: append, tags: append, priority: replace}
- rule: excepted
  desc: d
  condition: reads
  output: "%proc.name"
  priority: INFO
  exceptions:
    - name: programs
      fields: proc.name
      comps: in
      values: [sshd]
    - name: program_of_file
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values: [[cat, /usr]]
- rule: excepted
  exceptions:
    - name: programs
      values: [login]
  override: {exceptions: append}
- rule: off
  desc: d
  condition: reads
  output: o
  priority: INFO
  enabled: false
- rule: switched on
  desc: d
  condition: reads and proc.name = more
  output: o
  priority: INFO
  enabled: false
- rule: switched on
  enabled: true
)");
  ASSERT_EQ(first_problem(loaded), "");
  const auto fired_by = [&](std::string_view name, std::string_view file) {
    return fired(*loaded.rules, format("{{openat: {{name: {}, flags: O_RDONLY, fd: 3}}, process: {{name: {}}}}}", file, name));
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(fired_by("cat", "/etc/x"), (Names{"appended", "excepted"}));
  EXPECT_EQ(fired_by("more", "/etc/x"), (Names{"appended", "excepted", "switched on"}));
  EXPECT_EQ(fired_by("cat", "/tmp/x"), (Names{"excepted"}));
  EXPECT_EQ(fired_by("cat", "/usr/x"), (Names{"appended"}));
  EXPECT_EQ(fired_by("sshd", "/etc/x"), Names{});
  EXPECT_EQ(fired_by("login", "/etc/x"), Names{});
  EXPECT_EQ(loaded.rules->rules().at(0).priority, model::Priority::kError);
  EXPECT_EQ(loaded.rules->rules().at(0).tags, (Names{"one", "two"}));
}

TEST(Language, OwnRulesLoadWithoutAWord) {
  LoadResult loaded = load(own_rules());
  EXPECT_TRUE(loaded.rules);
  EXPECT_TRUE(loaded.diagnostics.empty()) << loaded.diagnostics.at(0).message;
  EXPECT_GT(loaded.rules->rules().size(), 50u);
}

}  // namespace
}  // namespace batten::rules
