// SPDX-License-Identifier: Apache-2.0
#include "model/event_build.h"

#include <gtest/gtest.h>

#include <string>

#include "model/process.h"

namespace batten::model {
namespace {

TEST(EventBuild, EveryTypeReadsBackWhatWasGiven) {
  for (const EventTypeInfo& info : all_event_types()) {
    EventBuilder builder(info.type);
    builder.process({7, 9}).time(5).cgroup(3).owner(1, 2).comm("a name that is too long").result(-2);
    std::int64_t next = -100;
    for (const Param& param : info.params) {
      if (is_text(param.kind)) {
        builder.text(param.name, std::string("text of ") + std::string(param.name));
      } else if (has_slot(param.kind)) {
        builder.number(param.name, next++);
      }
    }
    Result<OwnedEvent> made = builder.build();
    ASSERT_TRUE(made) << made.error().message;
    Result<Event> event = Event::read(made->record());
    ASSERT_TRUE(event) << event.error().message;
    EXPECT_EQ(event->type(), info.type);
    EXPECT_EQ(event->process(), (ProcessKey{7, 9}));
    EXPECT_EQ(event->header().tid, 7u);
    EXPECT_EQ(event->comm(), "a name that is ");
    EXPECT_EQ(event->result(), -2);
    next = -100;
    for (unsigned i = 0; i < info.params.size(); ++i) {
      const Param& param = info.params[i];
      if (is_text(param.kind)) {
        EXPECT_EQ(event->text(i), std::string("text of ") + std::string(param.name)) << info.name;
      } else {
        EXPECT_EQ(event->number(i), has_slot(param.kind) ? next++ : -2) << info.name << "." << param.name;
      }
    }
  }
}

TEST(EventBuild, WhatIsNotGivenIsAbsent) {
  Result<OwnedEvent> made = EventBuilder(BATTEN_OPENAT).number("fd", -13).text("name", "").build();
  ASSERT_TRUE(made);
  const Event event = made->event();
  EXPECT_EQ(event.result(), -13);
  EXPECT_EQ(event.role_text(event.info().roles.path), "");
  EXPECT_EQ(event.role_text(event.info().roles.real), std::nullopt);
  EXPECT_EQ(event.number(static_cast<unsigned>(find_param(event.info(), "ino"))), 0);
}

TEST(EventBuild, StringsAndSocketsKeepTheirForm) {
  Result<OwnedEvent> exec = EventBuilder(BATTEN_EXECVE).strings("args", {"-c", "", "id"}).build();
  ASSERT_TRUE(exec);
  const Event event = exec->event();
  EXPECT_EQ(split_strings(*event.text(static_cast<unsigned>(find_param(event.info(), "args")))),
            (std::vector<std::string_view>{"-c", "", "id"}));
  const batten_socket address{.family = 1, .protocol = 0, .server = 1, .local_port = 0, .remote_port = 0, .local = {}, .remote = {}};
  Result<OwnedEvent> connect = EventBuilder(BATTEN_CONNECT).socket("tuple", address, "/run/docker.sock").build();
  ASSERT_TRUE(connect);
  const Event connected = connect->event();
  ASSERT_TRUE(connected.socket(1));
  EXPECT_EQ(connected.socket(1)->server, 1);
  EXPECT_EQ(connected.text(1)->substr(sizeof(batten_socket)), "/run/docker.sock");
}

TEST(EventBuild, MistakesAreNamed) {
  auto message = [](const EventBuilder& builder) {
    Result<OwnedEvent> made = builder.build();
    return made ? std::string() : made.error().message;
  };
  EXPECT_EQ(message(EventBuilder(BATTEN_OPEN).number("nome", 1)), "event: open has no 'nome'");
  EXPECT_EQ(message(EventBuilder(BATTEN_OPEN).number("name", 1)), "event: open.name takes a text, not a number");
  EXPECT_EQ(message(EventBuilder(BATTEN_OPEN).text("flags", "1")), "event: open.flags takes a number, not a text");
  EXPECT_NE(message(EventBuilder(BATTEN_OPEN).text("name", std::string(kMaxRecordBytes, 'x'))), "");
}

TEST(EventBuild, CopiesOfBytesAreChecked) {
  Result<OwnedEvent> made = EventBuilder(BATTEN_UNLINK).text("path", "/tmp/x").build();
  ASSERT_TRUE(made);
  const std::string shifted = " " + std::string(made->record());
  Result<OwnedEvent> copied = OwnedEvent::copy(std::string_view(shifted).substr(1));
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->record(), made->record());
  EXPECT_FALSE(OwnedEvent::copy(made->record().substr(1)));
  EXPECT_FALSE(OwnedEvent::copy({}));
  EXPECT_FALSE(OwnedEvent::copy(std::string(kMaxRecordBytes + 8, '\0')));
}

}  // namespace
}  // namespace batten::model
