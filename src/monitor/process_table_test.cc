// SPDX-License-Identifier: Apache-2.0
#include "monitor/process_table.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "base/format.h"
#include "model/event_build.h"

namespace batten::monitor {
namespace {

using model::EventBuilder;
using model::OwnedEvent;
using model::Process;
using model::ProcessKey;

constexpr std::uint64_t kSecond = 1'000'000'000;

// A table without /proc, and a clock that moves with each event.
struct Fed {
  ProcessTable table;
  std::uint64_t now = 1000 * kSecond;

  explicit Fed(ProcessTable::Options options = {}, ProcReader* reader = nullptr) : table(options, reader) {}

  const Process& apply(const EventBuilder& builder) {
    const Result<OwnedEvent> made = builder.build();
    EXPECT_TRUE(made) << made.error().message;
    now += 1000;
    return table.apply(made->event(), now);
  }
  const Process& exec(ProcessKey key, ProcessKey parent, std::string_view path, std::vector<std::string_view> arguments = {}) {
    return apply(EventBuilder(BATTEN_EXECVE)
                     .process(key)
                     .owner(0, 0)
                     .cgroup(7)
                     .comm(path.substr(path.rfind('/') + 1))
                     .text("exe", path)
                     .text("trusted_exepath", path)
                     .strings("args", arguments)
                     .text("cwd", "/root")
                     .number("ptid", parent.pid)
                     .number("parent_start", static_cast<std::int64_t>(parent.start_ns))
                     .number("cap_permitted", 0xff)
                     .number("cap_effective", 0xff)
                     .number("loginuid", -1));
  }
  const Process& fork(ProcessKey parent, ProcessKey child, std::int64_t flags = 0) {
    return apply(EventBuilder(BATTEN_CLONE)
                     .process(parent)
                     .cgroup(7)
                     .result(child.pid)
                     .number("flags", flags)
                     .number("child_pid", child.pid)
                     .number("child_tid", child.pid)
                     .number("child_start", static_cast<std::int64_t>(child.start_ns)));
  }
  void exit(ProcessKey key) { apply(EventBuilder(BATTEN_PROCEXIT).process(key)); }
};

TEST(ProcessTable, AnExecThatFailsChangesNothing) {
  Fed fed;
  const ProcessKey shell{10, 5};
  fed.exec(shell, {}, "/bin/bash");
  const Process& still = fed.apply(EventBuilder(BATTEN_EXECVE).process(shell).result(-2).text("exe", "none").text("filename", "/none"));
  EXPECT_EQ(still.comm, "bash");
  EXPECT_EQ(still.program->path, "/bin/bash");
}

TEST(ProcessTable, AnExecSaysAllOfItsProcess) {
  Fed fed;
  const ProcessKey shell{10, 5}, child{11, 6};
  fed.exec(shell, {}, "/bin/bash");
  fed.fork(shell, child);
  const Process& run = fed.exec(child, shell, "/usr/bin/curl", {"-s", "http://x"});
  EXPECT_EQ(run.comm, "curl");
  EXPECT_EQ(run.program->path, "/usr/bin/curl");
  EXPECT_EQ(model::command_line(run), "curl -s http://x");
  EXPECT_EQ(run.directory, "/root");
  EXPECT_EQ(run.login_uid, -1);
  EXPECT_EQ(run.exec_ns, fed.now);
  ASSERT_TRUE(run.parent);
  EXPECT_EQ(run.parent->comm, "bash");
  EXPECT_TRUE(run.known);
  EXPECT_EQ(fed.table.find(child), &run);
  EXPECT_EQ(fed.table.find({11, 7}), nullptr);
}

TEST(ProcessTable, AForkCopiesAndAThreadDoesNot) {
  Fed fed;
  const ProcessKey shell{10, 5};
  fed.exec(shell, {}, "/bin/bash", {"-i"});
  fed.fork(shell, {11, 6});
  const Process* child = fed.table.find({11, 6});
  ASSERT_NE(child, nullptr);
  EXPECT_EQ(child->comm, "bash");
  EXPECT_EQ(child->program, fed.table.find(shell)->program);
  EXPECT_EQ(child->parent_pid, 10u);
  EXPECT_EQ(child->exec_ns, 0u);
  const std::uint64_t before = fed.table.counts().processes;
  fed.apply(EventBuilder(BATTEN_CLONE).process(shell).result(12).number("child_pid", 10).number("child_tid", 12).number("child_start", 5));
  EXPECT_EQ(fed.table.counts().processes, before);
  EXPECT_FALSE(fed.table.find(shell)->ended);
  // CLONE_PARENT: a brother.
  fed.fork({11, 6}, {13, 8}, 0x8000);
  EXPECT_EQ(fed.table.find({13, 8})->parent_pid, 10u);
}

TEST(ProcessTable, EventsOfAChildMayComeBeforeItsFork) {
  Fed fed;
  const ProcessKey shell{10, 5}, child{11, 6};
  fed.exec(shell, {}, "/bin/bash");
  const Process& early = fed.apply(EventBuilder(BATTEN_OPEN).process(child).comm("bash").text("name", "/etc/passwd"));
  EXPECT_FALSE(early.known);
  EXPECT_EQ(early.comm, "bash");
  fed.fork(shell, child);
  ASSERT_TRUE(fed.table.find(child)->parent);
  EXPECT_TRUE(fed.table.find(child)->known);
  EXPECT_EQ(fed.table.counts().unknown, 1u);
}

TEST(ProcessTable, EndedProcessesStayForLateEventsAndAsAncestors) {
  Fed fed;
  const ProcessKey shell{10, 5}, middle{11, 6}, last{12, 7};
  fed.exec(shell, {}, "/bin/bash");
  fed.fork(shell, middle);
  fed.exec(middle, shell, "/usr/bin/setsid");
  fed.fork(middle, last);
  fed.exit(middle);
  ASSERT_NE(fed.table.find(middle), nullptr);
  EXPECT_TRUE(fed.table.find(middle)->ended);
  fed.table.tidy(fed.now + 10 * kSecond);
  EXPECT_EQ(fed.table.find(middle), nullptr);
  const Process* daemon = fed.table.find(last);
  ASSERT_TRUE(daemon != nullptr && daemon->parent && daemon->parent->parent);
  EXPECT_EQ(daemon->parent->comm, "setsid");
  EXPECT_EQ(daemon->parent->parent->comm, "bash");
}

TEST(ProcessTable, APidIsGivenAgain) {
  Fed fed;
  fed.exec({10, 5}, {}, "/bin/first");
  fed.exit({10, 5});
  fed.exec({10, 50}, {}, "/bin/second");
  ASSERT_NE(fed.table.find({10, 5}), nullptr);
  EXPECT_EQ(fed.table.find({10, 5})->comm, "first");
  EXPECT_EQ(fed.table.find({10, 50})->comm, "second");
  fed.table.tidy(fed.now + 10 * kSecond);
  EXPECT_EQ(fed.table.find({10, 5}), nullptr);
  EXPECT_EQ(fed.table.find({10, 50})->comm, "second");
}

TEST(ProcessTable, NamesCredentialsAndDirectoriesChange) {
  Fed fed;
  const ProcessKey key{10, 5};
  fed.exec(key, {}, "/bin/bash");
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_TASK_RENAME).process(key).text("name", "kworker/0:0")).comm, "kworker/0:0");
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_CHDIR).process(key).text("path", "../tmp/./x")).directory, "/tmp/x");
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_CHDIR).process(key).text("path", "link").text("real", "/srv/data")).directory, "/srv/data");
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_CHDIR).process(key).result(-2).text("path", "/none")).directory, "/srv/data");
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_FCHDIR).process(key).text("real", "/")).directory, "/");
  EXPECT_EQ(
      fed.apply(EventBuilder(BATTEN_CAPSET).process(key).number("cap_permitted", 3).number("cap_effective", 1)).capabilities_effective, 1u);
  const Process& user = fed.apply(EventBuilder(BATTEN_SETUID).process(key).owner(33, 33).number("uid", 33));
  EXPECT_EQ(user.uid, 0u) << "who asked for it";
  EXPECT_EQ(user.gid, 33u);
  EXPECT_EQ(user.capabilities_effective, 0u);
  EXPECT_EQ(user.capabilities_permitted, 0u);
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_OPEN).process(key).owner(33, 33)).uid, 33u);
}

TEST(ProcessTable, AnEffectiveUserKeepsWhatItMayTakeBack) {
  Fed fed;
  const ProcessKey key{10, 5};
  fed.exec(key, {}, "/usr/sbin/sshd");
  const auto change = [&](std::uint32_t uid) -> const Process& {
    return fed.apply(EventBuilder(BATTEN_SETRESUID).process(key).owner(uid, 0).number("ruid", -1).number("euid", uid).number("suid", -1));
  };
  EXPECT_EQ(change(1000).capabilities_effective, 0u);
  EXPECT_EQ(fed.table.find(key)->capabilities_permitted, 0xffu);
  EXPECT_EQ(change(0).capabilities_effective, 0xffu);
}

TEST(ProcessTable, ManyShortChildrenDoNotMakeItGrow) {
  Fed fed({.max_ended = 1000});
  const ProcessKey parent{10, 5};
  fed.exec(parent, {}, "/bin/bomb");
  for (std::uint32_t i = 0; i < 30'000; ++i) {
    const ProcessKey child{100 + i % 10'000, 1000 + i};
    fed.fork(parent, child);
    fed.exit(child);
  }
  EXPECT_LE(fed.table.counts().remembered, 1100u);
  EXPECT_EQ(fed.table.find(parent)->comm, "bomb");
}

TEST(ProcessTable, ThereIsALimitWhateverLives) {
  Fed fed({.max_processes = 1000, .max_ended = 100});
  const ProcessKey parent{1, 5};
  fed.exec(parent, {}, "/sbin/init");
  for (std::uint32_t i = 0; i < 5000; ++i) {
    fed.fork(parent, {100 + i, 1000 + i});
    EXPECT_LE(fed.table.counts().remembered, 1000u);
  }
  EXPECT_GT(fed.table.counts().removed_for_room, 4000u);
  EXPECT_NE(fed.table.find({5099, 5999}), nullptr);
  EXPECT_NE(fed.table.find(parent), nullptr);
}

TEST(ProcessTable, ALongLineOfEndedAncestorsIsCut) {
  Fed fed({.keep_ended_ns = 0});
  ProcessKey last{1, 1};
  fed.exec(last, {}, "/bin/line");
  for (std::uint32_t i = 2; i < 20'000; ++i) {
    const ProcessKey next{i, i};
    fed.fork(last, next);
    fed.exit(last);
    fed.table.tidy(fed.now + 1);
    last = next;
  }
  EXPECT_LE(fed.table.counts().remembered, 200u);
  std::size_t ancestors = 0;
  for (const Process* one = fed.table.find(last); one->parent; one = one->parent.get()) ++ancestors;
  EXPECT_GE(ancestors, 60u);
  EXPECT_LE(ancestors, 140u);
}

TEST(ProcessTable, ALongLineThatLivesEndsWithoutHarm) {
  auto fed = std::make_unique<Fed>();
  ProcessKey last{1, 1};
  fed->exec(last, {}, "/bin/line");
  for (std::uint32_t i = 2; i < 50'000; ++i) {
    fed->fork(last, {i, i});
    last = {i, i};
  }
  EXPECT_EQ(fed->table.counts().remembered, 49'999u);
  fed.reset();
}

TEST(ProcessTable, LongArgumentsOfManyAreCut) {
  Fed fed({.max_text_bytes = 100'000});
  const std::string longest(30'000, 'x');
  for (std::uint32_t i = 1; i < 100; ++i) fed.exec({i, i}, {}, "/bin/true", {longest});
  EXPECT_GT(fed.table.find({1, 1})->program->arguments.size(), 30'000u);
  EXPECT_LE(fed.table.find({99, 99})->program->arguments.size(), 256u);
}

TEST(ProcessTable, ParentsOfACircleAreRefused) {
  ProcessTable table({}, nullptr);
  const auto process = [](std::uint32_t pid, std::uint32_t parent) {
    Process out;
    out.key = {pid, 1};
    out.parent_pid = parent;
    return out;
  };
  table.add(process(1, 2));
  table.add(process(2, 1));
  table.add(process(2, 1));
  EXPECT_EQ(table.counts().processes, 2u);
  const Result<OwnedEvent> exec = EventBuilder(BATTEN_EXECVE).process({1, 1}).number("ptid", 2).number("parent_start", 1).build();
  ASSERT_TRUE(exec);
  EXPECT_EQ(table.apply(exec->event(), 5).parent, nullptr);
}

TEST(ProcessTable, WhatRunsNowIsFoundByItsEvents) {
  Result<ProcReader> reader = ProcReader::open({.boot_ns = boot_time_ns()}, nullptr);
  ASSERT_TRUE(reader) << reader.error().message;
  Fed fed({.boot_ns = boot_time_ns()}, &*reader);
  EXPECT_GT(fed.table.scan(), 0u);
  const auto own = static_cast<std::uint32_t>(::getpid());
  const Result<Process> self = reader->read(own);
  ASSERT_TRUE(self);
  // The kernel says it exactly; /proc says the tick.
  const ProcessKey exact{own, self->key.start_ns + 1234};
  const Process* found = fed.table.find(exact);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->comm, self->comm);
  ASSERT_TRUE(found->parent);
  EXPECT_EQ(found->parent->key.pid, static_cast<std::uint32_t>(::getppid()));
  EXPECT_EQ(fed.apply(EventBuilder(BATTEN_OPEN).process(exact).owner(self->uid, self->gid)).key, exact);
  EXPECT_EQ(fed.table.find({own, self->key.start_ns + 1}), nullptr);  // the start is known exactly now
  EXPECT_EQ(fed.table.find({own, self->key.start_ns + reader->tick_ns() * 2}), nullptr);
}

TEST(ProcessTable, AProcessThatNobodyToldIsReadOnce) {
  Result<ProcReader> reader = ProcReader::open({}, nullptr);
  ASSERT_TRUE(reader);
  Fed fed({}, &*reader);
  const auto own = static_cast<std::uint32_t>(::getpid());
  const ProcessKey key = reader->read(own)->key;
  const Process& found = fed.apply(EventBuilder(BATTEN_OPEN).process({own, key.start_ns + 77}));
  EXPECT_TRUE(found.known);
  EXPECT_TRUE(found.parent);
  EXPECT_EQ(found.key.start_ns, key.start_ns + 77);
  // Another one of that number: it is gone, and what its event says is all.
  const Process& gone = fed.apply(EventBuilder(BATTEN_OPEN).process({own, 5}).comm("gone"));
  EXPECT_FALSE(gone.known);
  EXPECT_EQ(gone.comm, "gone");
  const std::uint64_t reads = fed.table.counts().proc_reads;
  fed.apply(EventBuilder(BATTEN_OPEN).process({own, 5}).comm("gone"));
  EXPECT_EQ(fed.table.counts().proc_reads, reads);
}

TEST(ProcessTable, ReadingHasALimit) {
  Result<ProcReader> reader = ProcReader::open({}, nullptr);
  ASSERT_TRUE(reader);
  Fed fed({.reads_per_second = 10}, &*reader);
  for (std::uint32_t i = 0; i < 500; ++i) fed.apply(EventBuilder(BATTEN_OPEN).process({4'100'000 + i, 5 + i}));
  EXPECT_EQ(fed.table.counts().proc_reads, 10u);
}

TEST(ProcessTable, AnEndThatNobodyToldIsFoundOut) {
  Result<ProcReader> reader = ProcReader::open({}, nullptr);
  ASSERT_TRUE(reader);
  Fed fed({}, &*reader);
  fed.exec({4'100'000, 5}, {}, "/bin/gone");  // above any pid there is
  fed.table.tidy(fed.now);
  EXPECT_FALSE(fed.table.find({4'100'000, 5})->ended);
  fed.table.tidy(fed.now + 20 * kSecond);
  fed.table.tidy(fed.now + 20 * kSecond);
  EXPECT_EQ(fed.table.counts().lost_exits, 1u);
}

}  // namespace
}  // namespace batten::monitor
