// SPDX-License-Identifier: Apache-2.0
#include "rules/output_text.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"
#include "rules/condition_fixture.h"
#include "rules/moment_fixture.h"
#include "rules/program.h"

int output_text_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::rules {
namespace {

std::vector<model::Alert> alerts_of(std::string_view output, std::string_view event_text, const LoadOptions& options) {
  Diagnostics diagnostics;
  std::vector<Definition> rules{rule("a rule", no(check("proc.name", Operator::kEqual, "nobody")), output)};
  rules[0].tags = {"T1059", "container"};
  std::unique_ptr<Program> program = compile(rules, options, diagnostics);
  for (const Diagnostic& one : diagnostics) ADD_FAILURE() << one.message;
  Ruleset set(std::move(rules), options, std::move(program));
  TableSurroundings around;
  Result<WrittenEvent> written = read_event_text(event_text);
  EXPECT_TRUE(written) << event_text;
  const model::Event event = written->event.event();
  std::vector<model::Alert> out;
  set.judge(moment_of(*written, event, around), out);
  EXPECT_EQ(out.size(), 1u);
  out.resize(1);
  return out;
}

std::string shown(std::string_view output,
                  std::string_view event = "{execve: {}, process: {name: cat, args: [/etc/passwd], parent: {name: bash}}}") {
  LoadOptions options;
  options.appended_fields.clear();
  return alerts_of(output, event, options)[0].output;
}

TEST(OutputText, FieldsInText) {
  EXPECT_EQ(shown("plain"), "plain");
  EXPECT_EQ(shown("a %proc.name b"), "a cat b");
  EXPECT_EQ(shown("*%proc.name (%proc.cmdline)"), "cat (cat /etc/passwd)");
  EXPECT_EQ(shown("%proc.aname[1]/%proc.aname[2]"), "bash/<NA>");
  EXPECT_EQ(shown("100%% of %proc.name."), "100% of cat.");
  EXPECT_EQ(shown("%proc.name.exe %evt.type.x"), "cat.exe execve.x");
  EXPECT_EQ(shown("[%6proc.name|%2proc.name]"), "[cat   |ca]");
  EXPECT_EQ(shown("%toupper(proc.name) %len(proc.name) %concat(proc.name, \":\", proc.pname)"), "CAT 3 cat:bash");
  EXPECT_EQ(shown("%tolower(toupper(proc.name))"), "cat");
  EXPECT_EQ(shown("%proc.aname"), "(bash)");
  EXPECT_EQ(shown("%fd.name %k8s.pod.name"), "<NA> <NA>");
  EXPECT_EQ(shown("%evt.arg.uid %evt.rawarg.uid", "{setuid: {uid: 33}}"), "www-data 33");
  EXPECT_EQ(shown("%fd.name", "{openat: {name: \"/a\\nb\\e[1m\", fd: 3}}"), "/a\\nb\\x1b[1m");
  EXPECT_EQ(shown("ends\n"), "ends");
}

TEST(OutputText, WhatIsNoFieldIsSaid) {
  for (std::string_view bad : {"%", "100% sure", "%nothing.here", "%proc.aname[1", "%tolower(proc.name", "%nobody(proc.name)", "%evt.arg",
                               "%concat(proc.name, \"x)", "%99999999999999999999x.y"}) {
    ReadingTable readings;
    EXPECT_FALSE(parse_output(bad, readings)) << bad;
  }
  std::string deep = "%";
  for (int i = 0; i < 1000; ++i) deep += "tolower(";
  ReadingTable readings;
  EXPECT_FALSE(parse_output(deep, readings));
}

TEST(OutputText, Fuzz) { REPLAY_CORPUS(output_text_fuzz); }

TEST(Alerts, SayAllThatTheRuleNames) {
  const model::Alert alert =
      alerts_of("%proc.name %proc.pid %evt.is_open_read %fd.types %fd.sip %evt.arg.fd %proc.name",
                "{openat: {name: /x, flags: O_RDONLY, fd: 3}, process: {name: cat, pid: 9}, container: {id: 3ad7b26ded6d8e7b, image: "
                "\"nginx:1.25\"}, time: 5}",
                {})[0];
  using Fields = std::vector<std::pair<std::string, model::AlertValue>>;
  EXPECT_EQ(alert.fields, (Fields{{"container.id", "3ad7b26ded6d"},
                                  {"container.image.repository", "nginx"},
                                  {"container.image.tag", "1.25"},
                                  {"container.name", "web"},
                                  {"evt.arg.fd", "<f>/x"},
                                  {"evt.is_open_read", true},
                                  {"evt.time", std::int64_t{5}},
                                  {"fd.sip", std::monostate()},
                                  {"fd.types", std::vector<std::string>{"file"}},
                                  {"k8s.ns.name", std::monostate()},
                                  {"k8s.pod.name", std::monostate()},
                                  {"proc.name", "cat"},
                                  {"proc.pid", std::int64_t{9}}}));
  EXPECT_EQ(alert.message, "cat 9 true (file) <NA> <f>/x cat");
  EXPECT_EQ(alert.output, alert.message +
                              " container_id=3ad7b26ded6d container_name=web container_image_repository=nginx container_image_tag=1.25 "
                              "k8s_pod_name=<NA> k8s_ns_name=<NA>");
  EXPECT_EQ(alert.rule, "a rule");
  EXPECT_EQ(alert.priority, model::Priority::kWarning);
  EXPECT_EQ(alert.tags, (std::vector<std::string>{"T1059", "container"}));
  EXPECT_EQ(alert.hostname, "node1");
  EXPECT_EQ(alert.container_id, "3ad7b26ded6d");
  EXPECT_EQ(alert.image, "nginx:1.25");
  EXPECT_EQ(alert.time_ns, 5u);
}

}  // namespace
}  // namespace batten::rules
