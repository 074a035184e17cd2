// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "rules/condition_fixture.h"
#include "rules/condition_printer.h"
#include "rules/moment_fixture.h"
#include "rules/prefilter_fixture.h"
#include "rules/program.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

using enum Operator;
using model::EventClause;
using model::PathTest;

Ruleset make(std::vector<Definition> rules) {
  Diagnostics diagnostics;
  const LoadOptions options{.all_matches = true};
  std::unique_ptr<Program> program = compile(rules, options, diagnostics);
  for (const Diagnostic& one : diagnostics) ADD_FAILURE() << one.item << ": " << one.message;
  return {std::move(rules), options, std::move(program)};
}

const Condition kOpenWrite = both({check("evt.type", kIn, {"open", "openat", "openat2"}), check("evt.is_open_write", kEqual, "true"),
                                   check("fd.typechar", kEqual, "f"), check("fd.num", kGreaterEqual, "0")});

TEST(Prefilter, SaysWhatAnOpenNeeds) {
  const model::Prefilter filter =
      make({rule("etc", both({kOpenWrite, check("container.id", kNotEqual, "host"), check("fd.name", kStartsWith, "/etc/")})),
            rule("bin", both({kOpenWrite, no(check("container.id", kEqual, "host")),
                              either({check("fd.directory", kIn, {"/bin", "/sbin"}), check("fd.name", kPMatch, {"/usr/bin"})})}))})
          .prefilter();
  EventClause clause{.where = EventClause::Where::kContainer,
                     .outcome = EventClause::Outcome::kSuccess,
                     .access = EventClause::Access::kWrite,
                     .paths = {{PathTest::Kind::kPrefix, "/etc/"}}};
  EventClause other = clause;
  other.paths = {{PathTest::Kind::kPrefix, "/bin/"},
                 {PathTest::Kind::kPrefix, "/sbin/"},
                 {PathTest::Kind::kExact, "/usr/bin"},
                 {PathTest::Kind::kPrefix, "/usr/bin/"}};
  for (auto type : {BATTEN_OPEN, BATTEN_OPENAT, BATTEN_OPENAT2}) {
    EXPECT_TRUE(filter.types[type].wanted);
    EXPECT_EQ(filter.types[type].any, (std::vector{clause, other}));
    EXPECT_EQ(filter.types[type].rules, (std::vector<std::uint32_t>{0, 1}));
    EXPECT_FALSE(filter.types[type].urgent);
  }
  for (auto type : {BATTEN_EXECVE, BATTEN_CREAT, BATTEN_CONNECT, BATTEN_CGROUP_MKDIR}) EXPECT_FALSE(filter.types[type].wanted);
  EXPECT_FALSE(filter.needs_environment);
}

TEST(Prefilter, JoinsClausesOfManyRules) {
  std::vector<Definition> rules;
  for (int i = 0; i < 60; ++i) {
    const std::string name = "r" + std::to_string(i);
    rules.push_back(rule(name, both({kOpenWrite, check("fd.name", kStartsWith, "/etc/" + name + "/")})));
  }
  const model::Prefilter filter = make(std::move(rules)).prefilter();
  ASSERT_EQ(filter.types[BATTEN_OPENAT].any.size(), 1u);
  EXPECT_EQ(filter.types[BATTEN_OPENAT].any[0].paths.size(), 60u);
}

TEST(Prefilter, SaysWhatOthersNeed) {
  Definition ptrace =
      rule("ptrace", both({check("evt.type", kEqual, "ptrace"), check("evt.arg.request", kIn, {"PTRACE_ATTACH", "PTRACE_SEIZE"})}));
  ptrace.priority = model::Priority::kCritical;
  const model::Prefilter filter =
      make({ptrace,
            rule("connect", both({check("evt.type", kEqual, "connect"), check("fd.typechar", kEqual, "6"),
                                  check("fd.sport", kIn, {"53", "80"}), check("evt.res", kEqual, "EINPROGRESS")})),
            rule("exec",
                 both({check("evt.type", kEqual, "execve"), check("proc.name", kIn, {"sh", "bash"}), check("proc.env", kContains, "X")})),
            rule("all", both({check("evt.type", kEqual, "kill"), check("proc.pname", kEqual, "x")})),
            rule("data", both({check("evt.type", kEqual, "sendto"), check("evt.buffer", kContains, "x")}))})
          .prefilter();
  EXPECT_EQ(filter.types[BATTEN_PTRACE].any, std::vector{(EventClause{.numbers = {16, 0x4206}})});
  EXPECT_TRUE(filter.types[BATTEN_PTRACE].urgent);
  EXPECT_EQ(filter.types[BATTEN_CONNECT].any,
            std::vector{(EventClause{.outcome = EventClause::Outcome::kFailure, .ports = {53, 80}, .families = {10}})});
  EXPECT_EQ(filter.types[BATTEN_EXECVE].any, std::vector{(EventClause{.comms = {"sh", "bash"}})});
  EXPECT_TRUE(filter.types[BATTEN_KILL].wanted);
  EXPECT_TRUE(filter.types[BATTEN_KILL].any.empty());
  EXPECT_TRUE(filter.needs_environment);
  EXPECT_TRUE(filter.needs_data);
  EXPECT_FALSE(filter.needs_image_facts);
  EXPECT_FALSE(filter.needs_packages);
  const model::Prefilter beside =
      make({rule("image", both({check("evt.type", kEqual, "listen"), check("batten.image.fixable_high", kGreater, "0")})),
            rule("package", both({check("evt.type", kEqual, "execve"), check("batten.proc.package", kEqual, "x")}))})
          .prefilter();
  EXPECT_TRUE(beside.needs_image_facts);
  EXPECT_TRUE(beside.needs_packages);
}

// Rules and events by chance: what a rule fires for passes.
class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  template <typename T, std::size_t N>
  const T& of(const T (&list)[N]) {
    return list[below(N)];
  }

 private:
  std::mt19937 random_;
};

constexpr std::string_view kPaths[] = {"/etc/shadow",
                                       "/etc/passwd",
                                       "/bin/sh",
                                       "/usr/bin/x",
                                       "/tmp/a.txt",
                                       "../etc/shadow",
                                       "shadow",
                                       "a/../b",
                                       "/etc//shadow/",
                                       "/proc/self/root/etc/shadow",
                                       "/",
                                       "/etc",
                                       "x.txt",
                                       "etc/shadow",
                                       "/var/run/a.txt",
                                       "anon_inode:[userfaultfd]"};
constexpr std::string_view kNames[] = {"sh", "bash", "cat", ""};
constexpr std::uint64_t kNumbers[] = {0, 1, 2, 3, 16, 0x4206, 80, 53, 0100, 0101, 0102, 01101, 0755, 04755, 01000000, 2000000};

batten_socket any_socket(Chance& chance) {
  constexpr std::uint16_t kFamilies[] = {0, 1, 2, 10, 16};
  constexpr std::uint16_t kPorts[] = {0, 53, 80, 4000};
  batten_socket out{};
  out.family = chance.of(kFamilies);
  out.local_port = chance.of(kPorts);
  out.remote_port = chance.of(kPorts);
  out.protocol = chance.below(2) == 0 ? 6 : 17;
  out.server = chance.below(2) == 0;
  for (auto* side : {&out.local, &out.remote}) {
    if (out.family == 10 && chance.below(2) == 0) (*side)[10] = (*side)[11] = 0xff;
    (*side)[out.family == 2 ? 0 : 12] = chance.below(2) == 0 ? 10 : 127;
  }
  return out;
}

model::OwnedEvent any_event(Chance& chance) {
  constexpr model::EventType kTypes[] = {BATTEN_OPEN,         BATTEN_OPENAT,      BATTEN_CREAT,      BATTEN_OPEN_BY_HANDLE_AT,
                                         BATTEN_EXECVE,       BATTEN_CONNECT,     BATTEN_ACCEPT,     BATTEN_SENDTO,
                                         BATTEN_LISTEN,       BATTEN_RENAME,      BATTEN_LINKAT,     BATTEN_SYMLINK,
                                         BATTEN_UNLINKAT,     BATTEN_MKDIR,       BATTEN_FCHMOD,     BATTEN_CHMOD,
                                         BATTEN_MOUNT,        BATTEN_PTRACE,      BATTEN_BPF,        BATTEN_DUP2,
                                         BATTEN_SOCKET,       BATTEN_SETUID,      BATTEN_PROCEXIT,   BATTEN_TCP_STATE,
                                         BATTEN_MEMFD_CREATE, BATTEN_FILE_CHANGE, BATTEN_CAPABILITY, BATTEN_DNS};
  constexpr std::int64_t kResults[] = {0, 3, -1, -2, -115};
  model::EventBuilder builder(chance.of(kTypes));
  builder.process({10, 5}).comm(chance.of(kNames)).result(chance.of(kResults));
  for (const model::Param& param : builder.info().params) {
    if (!model::has_slot(param.kind) || chance.below(8) == 0) continue;
    if (param.kind == model::ParamKind::kSocket)
      builder.socket(param.name, any_socket(chance), chance.below(2) == 0 ? "/run/x.sock" : "");
    else if (model::is_text(param.kind))
      builder.text(param.name, param.name.ends_with("base") ? (chance.below(2) == 0 ? "/" : "/tmp") : chance.of(kPaths));
    else
      builder.number(param.name, static_cast<std::int64_t>(chance.of(kNumbers)));
  }
  Result<model::OwnedEvent> made = builder.build();
  EXPECT_TRUE(made);
  return std::move(*made);
}

Condition any_check(Chance& chance) {
  constexpr std::string_view kPathFields[] = {"fd.name",        "fd.directory",    "fd.filename",     "fs.path.name",    "fs.path.source",
                                              "fs.path.target", "evt.abspath",     "evt.abspath.src", "evt.abspath.dst", "evt.arg.name",
                                              "evt.arg.path",   "evt.arg.newpath", "evt.arg.oldpath", "fd.nameraw"};
  constexpr Operator kPathOperators[] = {kEqual, kNotEqual, kIn, kStartsWith, kEndsWith, kContains, kGlob, kPMatch, kIContains, kExists};
  constexpr std::string_view kPathTexts[] = {"/etc", "/etc/",    "shadow", "/etc/shadow", "/etc/*", "/*/shadow", "*", "/",
                                             "etc",  "/usr/bin", ".txt",   "/tmp/a?txt",  "b",      "/etc/.",    ""};
  constexpr std::pair<std::string_view, std::string_view> kTexts[] = {{"container.id", "host"},
                                                                      {"container.id", "3ad7b26ded6d"},
                                                                      {"evt.res", "SUCCESS"},
                                                                      {"evt.res", "ENOENT"},
                                                                      {"evt.res", "EINPROGRESS"},
                                                                      {"evt.failed", "true"},
                                                                      {"evt.failed", "false"},
                                                                      {"evt.is_open_read", "true"},
                                                                      {"evt.is_open_write", "true"},
                                                                      {"evt.is_open_write", "false"},
                                                                      {"evt.is_open_exec", "true"},
                                                                      {"proc.name", "sh"},
                                                                      {"proc.name", "cat"},
                                                                      {"fd.typechar", "4"},
                                                                      {"fd.typechar", "6"},
                                                                      {"fd.typechar", "u"},
                                                                      {"fd.typechar", "f"},
                                                                      {"fd.type", "ipv4"},
                                                                      {"fd.type", "unix"},
                                                                      {"fd.sockfamily", "ip"},
                                                                      {"fd.l4proto", "tcp"},
                                                                      {"fd.net", "10.0.0.0/8"},
                                                                      {"fd.sip", "10.0.0.0"},
                                                                      {"fd.ip", "127.0.0.0"},
                                                                      {"evt.arg.request", "PTRACE_ATTACH"},
                                                                      {"evt.arg.request", "16"},
                                                                      {"evt.arg.domain", "AF_INET"},
                                                                      {"evt.arg.cmd", "BPF_PROG_LOAD"},
                                                                      {"evt.arg.cap", "CAP_SYS_ADMIN"},
                                                                      {"container.privileged", "true"},
                                                                      {"k8s.pod.name", "x"},
                                                                      {"container.image.repository", "nginx"},
                                                                      {"evt.type", "openat"},
                                                                      {"evt.type", "connect"},
                                                                      {"evt.category", "file"},
                                                                      {"syscall.type", "ptrace"}};
  constexpr std::pair<std::string_view, std::string_view> kNumberTexts[] = {
      {"fd.num", "0"},        {"fd.num", "-1"},    {"fd.num", "3"},    {"evt.rawres", "0"}, {"evt.rawres", "-1"},
      {"evt.rawres", "-115"}, {"evt.rawres", "3"}, {"fd.sport", "80"}, {"fd.port", "53"},   {"fd.lport", "0"}};
  constexpr Operator kOrder[] = {kLess, kLessEqual, kGreater, kGreaterEqual, kEqual, kNotEqual, kIn};
  constexpr Operator kSame[] = {kEqual, kNotEqual, kIn, kStartsWith, kExists};
  constexpr std::string_view kFlagTexts[] = {"O_CREAT", "O_TRUNC", "O_RDONLY", "O_WRONLY", "O_RDWR", "O_", "O_EXCL"};
  switch (chance.below(5)) {
    case 0:
    case 1: {
      const Operator op = chance.of(kPathOperators);
      if (op == kIn || op == kPMatch) return check(chance.of(kPathFields), op, {chance.of(kPathTexts), chance.of(kPathTexts)});
      Condition out = check(chance.of(kPathFields), op, chance.of(kPathTexts));
      if (op != kExists && chance.below(4) == 0) {
        out.right = list({chance.of(kPathTexts), chance.of(kPathTexts)});
        constexpr Quantifier kQuantifiers[] = {Quantifier::kOneOf, Quantifier::kAnyOf, Quantifier::kAllOf};
        out.quantifier = chance.of(kQuantifiers);
      }
      return out;
    }
    case 2: {
      const auto& [field_name, value] = chance.of(kNumberTexts);
      const Operator op = chance.of(kOrder);
      return op == kIn ? check(field_name, op, {value, "-2"}) : check(field_name, op, value);
    }
    case 3:
      if (chance.below(4) == 0) return check("evt.arg.flags", chance.below(2) == 0 ? kContains : kEqual, chance.of(kFlagTexts));
      [[fallthrough]];
    default: {
      const auto& [field_name, value] = chance.of(kTexts);
      const Operator op = chance.of(kSame);
      return op == kIn ? check(field_name, op, {value, chance.of(kTexts).second}) : check(field_name, op, value);
    }
  }
}

Condition any_condition(Chance& chance, unsigned depth) {
  const std::size_t kind = depth == 0 ? 0 : chance.below(5);
  if (kind == 0) return any_check(chance);
  if (kind == 1) return no(any_condition(chance, depth - 1));
  std::vector<Condition> children;
  for (std::size_t i = 0; i < 2 + chance.below(2); ++i) children.push_back(any_condition(chance, depth - 1));
  return kind < 4 ? both(std::move(children)) : either(std::move(children));
}

std::vector<std::string> names_of(const std::vector<model::Alert>& alerts) {
  std::vector<std::string> out;
  for (const model::Alert& one : alerts) out.push_back(one.rule);
  return out;
}

// Bits of the clauses that hold.
std::uint64_t clauses_met(const model::EventFilter& filter, const Moment& moment) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < filter.any.size() && i < 64; ++i) out |= std::uint64_t{clause_passes(filter.any[i], moment)} << i;
  return filter.any.empty() ? ~std::uint64_t{0} : out;
}

std::string conditions(const Ruleset& set) {
  std::string out;
  for (const Definition& one : set.rules()) out += "\n" + one.name + ": " + to_text(one.condition);
  return out;
}

// For the message of a failure.
std::string parts_of(const model::Event& event) {
  std::string out = "result " + std::to_string(event.result());
  for (unsigned i = 0; i < event.info().params.size(); ++i) {
    out += " " + std::string(event.info().params[i].name) + "=";
    out += model::is_text(event.info().params[i].kind) ? std::string(event.text(i).value_or("-")) : std::to_string(event.number(i));
  }
  return out;
}

TEST(Prefilter, NeverLosesAMatch) {
  TableSurroundings around;
  model::RunningContainer container;
  container.id = "3ad7b26ded6d8e7b";
  container.image_repository = "nginx";
  container.privileged = true;
  model::Process process;
  process.program = std::make_shared<model::Program>();
  std::size_t fired = 0, passed = 0, judged = 0, several = 0;
  Chance chance(20'260'102);
  for (int round = 0; round < 500; ++round) {
    std::vector<Definition> rules;
    for (std::size_t i = 0; i < 1 + chance.below(6); ++i) rules.push_back(rule("r" + std::to_string(i), any_condition(chance, 3)));
    Ruleset set = make(std::move(rules));
    const model::Prefilter filter = set.prefilter();
    for (int i = 0; i < 40; ++i) {
      const model::OwnedEvent bytes = any_event(chance);
      const model::Event event = bytes.event();
      process.comm = chance.of(kNames);
      Moment moment{
          .event = &event, .process = &process, .container = chance.below(2) == 0 ? &container : nullptr, .surroundings = &around};
      std::vector<model::Alert> alerts;
      set.judge(moment, alerts);
      const bool passes = filter_passes(filter.types[event.type()], moment);
      ++judged;
      passed += passes ? 1 : 0;
      fired += alerts.empty() ? 0 : 1;
      ASSERT_TRUE(alerts.empty() || passes) << "round " << round << ", " << event.info().name << ": " << alerts[0].rule << ": "
                                            << conditions(set) << "\n"
                                            << parts_of(event);
      moment.clauses = clauses_met(filter.types[event.type()], moment);
      several += filter.types[event.type()].any.size() > 1 && moment.clauses != ~std::uint64_t{0} ? 1 : 0;
      std::vector<model::Alert> narrowed;
      set.judge(moment, narrowed);
      ASSERT_EQ(names_of(narrowed), names_of(alerts)) << "round " << round << ", " << event.info().name << ", clauses " << moment.clauses;
    }
  }
  // The other way round it has to be worth something.
  EXPECT_GT(fired, judged / 20);
  EXPECT_LT(passed, judged * 9 / 10);
  EXPECT_GT(several, 100u);
  RecordProperty("fired", static_cast<int>(fired));
  RecordProperty("passed", static_cast<int>(passed));
}

}  // namespace
}  // namespace batten::rules
