// SPDX-License-Identifier: Apache-2.0
#include "model/event.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "fuzz/replay.h"

int event_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::model {
namespace {

// A record of unlink("/tmp/x") by "sh".
struct Unlink {
  alignas(8) char bytes[128] = {};
  batten_event& header() { return *reinterpret_cast<batten_event*>(bytes); }
  batten_u64* slots() { return reinterpret_cast<batten_u64*>(bytes + sizeof(batten_event)); }

  Unlink() {
    header() = {.size = 104,
                .type = BATTEN_UNLINK,
                .slots = 3,
                .flags = 0,
                .time_ns = 5,
                .start_ns = 7,
                .pid = 10,
                .tid = 11,
                .cgroup = 1,
                .result = -13,
                .uid = 33,
                .gid = 33,
                .comm = "sh"};
    std::memcpy(bytes + 96, "/tmp/x", 6);
    slots()[0] = (batten_u64{96} << 32) | 6;
    slots()[1] = slots()[2] = BATTEN_ABSENT;
  }
  std::string_view record() { return {bytes, header().size}; }
};

TEST(Event, IsReadInPlace) {
  Unlink made;
  Result<Event> event = Event::read(made.record());
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event->type(), BATTEN_UNLINK);
  EXPECT_EQ(event->comm(), "sh");
  EXPECT_EQ(event->number(0), -13);
  EXPECT_EQ(event->role_text(event->info().roles.path), "/tmp/x");
  EXPECT_EQ(event->role_text(event->info().roles.real), std::nullopt);
  EXPECT_EQ(event->process(), (ProcessKey{10, 7}));
}

TEST(Event, WhatLiesOutsideIsRefused) {
  for (batten_u64 bad :
       {(batten_u64{96} << 32) | 9, (batten_u64{105} << 32) | 0, (batten_u64{8} << 32) | 4, (batten_u64{0xffffffff} << 32) | 1}) {
    Unlink made;
    made.slots()[0] = bad;
    EXPECT_FALSE(Event::read(made.record())) << bad;
  }
  Unlink type, slots, comm;
  type.header().type = BATTEN_EVENT_TYPES;
  EXPECT_FALSE(Event::read(type.record()));
  slots.header().slots = 2;
  EXPECT_FALSE(Event::read(slots.record()));
  std::memset(comm.header().comm, 'x', BATTEN_COMM_SIZE);
  EXPECT_FALSE(Event::read(comm.record()));
  EXPECT_FALSE(Event::read(std::string_view(Unlink().bytes, 40)));
}

TEST(Event, EndsWithClauses) {
  Unlink made;
  EXPECT_FALSE(Event::read(made.record())->clauses()) << "it does not say that it has them";
  made.header().flags = BATTEN_EVENT_CLAUSES;
  made.header().size = 120;
  const batten_event_clauses told = {.filter = 3, .clauses = 5};
  std::memcpy(made.bytes + 104, &told, sizeof told);
  const auto read = Event::read(made.record())->clauses();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->filter, 3u);
  EXPECT_EQ(read->clauses, 5u);
  made.slots()[0] = BATTEN_ABSENT;
  made.header().size = 104;
  EXPECT_FALSE(Event::read(made.record())->clauses()) << "its slots end there";
}

TEST(Event, Corpus) { REPLAY_CORPUS(event_fuzz); }

TEST(EventTypes, NamesAreUniqueAndRolesFit) {
  for (const EventTypeInfo& one : all_event_types()) {
    EXPECT_EQ(parse_event_type(one.name), one.type);
    const auto count = static_cast<int>(one.params.size());
    for (int role : {one.roles.fd, one.roles.path, one.roles.base, one.roles.real, one.roles.path2, one.roles.base2, one.roles.socket,
                     one.roles.flags})
      EXPECT_LT(role, count) << one.name;
    auto kind = [&](std::int8_t role, ParamKind otherwise) {
      return role < 0 ? otherwise : one.params[static_cast<std::size_t>(role)].kind;
    };
    EXPECT_EQ(kind(one.roles.socket, ParamKind::kSocket), ParamKind::kSocket) << one.name;
    EXPECT_EQ(kind(one.roles.path, ParamKind::kPath), ParamKind::kPath) << one.name;
    for (std::size_t i = 0; i < one.params.size(); ++i)
      EXPECT_EQ(find_param(one, one.params[i].name), static_cast<int>(i)) << one.name << "." << one.params[i].name;
  }
  EXPECT_EQ(parse_event_type("umount2"), BATTEN_UMOUNT);
  EXPECT_EQ(parse_event_type("no such"), std::nullopt);
}

}  // namespace
}  // namespace batten::model
