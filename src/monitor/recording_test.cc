// SPDX-License-Identifier: Apache-2.0
#include "monitor/recording.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/file.h"
#include "fuzz/replay.h"
#include "model/event_build.h"
#include "monitor/recording_items.h"

int recording_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::monitor {
namespace {

using model::EventBuilder;
using model::OwnedEvent;
using model::Process;
using model::RunningContainer;

const RecordingHeader kHeader{.begin_ns = 5, .boot_ns = 3, .hostname = "node-1", .kernel = "6.1.0", .program = "batten 0"};

std::string path_of(const char* name) { return (std::filesystem::path(testing::TempDir()) / name).string(); }

OwnedEvent event_of(std::uint64_t number) {
  Result<OwnedEvent> made = EventBuilder(BATTEN_OPEN)
                                .process({static_cast<std::uint32_t>(number), number})
                                .time(1)
                                .comm("cat")
                                .text("name", "/tmp/" + std::to_string(number))
                                .build();
  return *std::move(made);
}

Process full_process() {
  Process out;
  out.key = {10, 20};
  model::Program program{.exe = "sh", .path = "/bin/\xff", .arguments = std::string("-c\0id\0", 6), .environment = "", .flags = 3};
  program.device = 1;
  program.inode = 2;
  program.changed_ns = 3;
  program.modified_ns = ~std::uint64_t{0};
  out.program = std::make_shared<const model::Program>(program);
  out.comm = "s\xfeh";
  out.directory = "/root";
  out.parent_pid = 1;
  out.group = 2;
  out.session = 3;
  out.virtual_pid = 4;
  out.virtual_group = 5;
  out.virtual_session = 6;
  out.terminal = 34816;
  out.uid = 0xffffffff;
  out.gid = 7;
  out.login_uid = -1;
  out.capabilities_effective = ~std::uint64_t{0};
  out.cgroup = 9;
  out.clone_ns = 11;
  out.exec_ns = 12;
  out.ended = true;
  return out;
}

bool same(const Process& one, Process other) {
  const bool program = *one.program == *other.program;
  other.program = one.program;
  return program && one.key == other.key && one.comm == other.comm && one.directory == other.directory && one.uid == other.uid &&
         one.gid == other.gid && one.login_uid == other.login_uid && one.terminal == other.terminal && one.group == other.group &&
         one.session == other.session && one.virtual_pid == other.virtual_pid && one.virtual_group == other.virtual_group &&
         one.virtual_session == other.virtual_session && one.capabilities_effective == other.capabilities_effective &&
         one.cgroup == other.cgroup && one.clone_ns == other.clone_ns && one.exec_ns == other.exec_ns && one.ended == other.ended &&
         one.known == other.known && one.parent_pid == other.parent_pid;
}

// Events of the file, until its end or an error.
struct Read {
  std::vector<std::uint64_t> pids;
  std::optional<Error> error;
  bool complete = false;
};

Read read(const std::string& path) {
  Read out;
  Result<RecordingReader> reader = RecordingReader::open(path);
  if (!reader) {
    out.error = reader.error();
    return out;
  }
  while (true) {
    Result<std::optional<RecordingReader::Item>> item = reader->next();
    if (!item) out.error = item.error();
    if (!item || !*item) break;
    if (const auto* event = std::get_if<model::Event>(&**item)) out.pids.push_back(event->header().pid);
  }
  out.complete = reader->complete();
  return out;
}

void write(const std::string& path, std::uint64_t count, std::size_t block, bool finish) {
  Result<RecordingWriter> writer = RecordingWriter::create(path, kHeader, {.block_bytes = block});
  ASSERT_TRUE(writer);
  for (std::uint64_t i = 0; i < count; ++i) ASSERT_TRUE(writer->add(event_of(i).record(), 1000 + i));
  ASSERT_TRUE(finish ? writer->finish() : writer->flush());
  EXPECT_EQ(writer->written(), std::filesystem::file_size(path));
}

TEST(Recording, ReadsBackWhatWasWritten) {
  const std::string path = path_of("batten_recording");
  RunningContainer container;
  container.id = "abc";
  container.name = "web";
  {
    Result<RecordingWriter> writer = RecordingWriter::create(path, kHeader, {});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE(writer->add(full_process()));
    ASSERT_TRUE(writer->add(9, &container));
    ASSERT_TRUE(writer->add(event_of(10).record(), 777));
    ASSERT_TRUE(writer->add(9, nullptr));
    ASSERT_TRUE(writer->finish());
  }
  Result<RecordingReader> reader = RecordingReader::open(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(reader->header(), kHeader);
  const auto next = [&]() -> RecordingReader::Item {
    auto item = reader->next();
    EXPECT_TRUE(item && *item);
    return **item;
  };
  EXPECT_TRUE(same(std::get<Process>(next()), full_process()));
  EXPECT_EQ(std::get<RecordedContainer>(next()), (RecordedContainer{.cgroup = 9, .container = container}));
  const model::Event event = std::get<model::Event>(next());
  EXPECT_EQ(event.header().time_ns, 777u);
  EXPECT_EQ(event.role_text(event.info().roles.path), "/tmp/10");
  EXPECT_EQ(std::get<RecordedContainer>(next()), (RecordedContainer{.cgroup = 9, .container = std::nullopt}));
  auto end = reader->next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
  EXPECT_TRUE(reader->complete());
  std::filesystem::remove(path);
}

TEST(Recording, ACutFileIsGoodUpToItsLastWholeBlock) {
  const std::string path = path_of("batten_recording_cut");
  write(path, 500, 4096, true);
  const std::uintmax_t size = std::filesystem::file_size(path);
  const Read whole = read(path);
  EXPECT_EQ(whole.pids.size(), 500u);
  EXPECT_TRUE(whole.complete);
  std::size_t most = 500;
  for (std::uintmax_t cut = size - 1; cut > 100; cut -= std::min<std::uintmax_t>(cut, 97)) {
    std::filesystem::resize_file(path, cut);
    const Read part = read(path);
    EXPECT_FALSE(part.error) << cut << ": " << part.error->message;
    EXPECT_FALSE(part.complete);
    EXPECT_LE(part.pids.size(), most);
    for (std::size_t i = 0; i < part.pids.size(); ++i) ASSERT_EQ(part.pids[i], i);
    most = part.pids.size();
  }
  write(path, 500, 4096, false);
  EXPECT_EQ(read(path).pids.size(), 500u);
  EXPECT_FALSE(read(path).complete);
  std::filesystem::remove(path);
}

TEST(Recording, ChangedBytesAreFound) {
  const std::string path = path_of("batten_recording_changed");
  write(path, 200, 4096, true);
  const Result<std::string> good = base::read_file(path, 1u << 20);
  ASSERT_TRUE(good);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good->size(); at += 7) {
    std::string bad = *good;
    bad[at] = static_cast<char>(bad[at] ^ 0x41);
    std::ofstream(path, std::ios::binary) << bad;
    const Read part = read(path);
    refused += part.error || part.pids.size() < 200 ? 1 : 0;
    for (std::size_t i = 0; i < part.pids.size(); ++i) ASSERT_EQ(part.pids[i], i);
  }
  EXPECT_GT(refused, good->size() / 7 * 8 / 10);
  std::filesystem::remove(path);
}

TEST(Recording, SizesThatAreNoneAreRefused) {
  const std::string path = path_of("batten_recording_sizes");
  const auto refused = [&](std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
    const Read part = read(path);
    return part.error ? part.error->code : Code::kInternal;
  };
  EXPECT_EQ(refused(""), Code::kUnsupported);
  EXPECT_EQ(refused("BATTENR\n"), Code::kCorrupt);
  EXPECT_EQ(refused("PK\3\4 another file of some length"), Code::kUnsupported);
  base::Writer other;
  other.bytes(kRecordingMagic);
  other.u32le(2);
  other.u32le(0);
  EXPECT_EQ(refused(other.view()), Code::kUnsupported);
  const auto block = [&](std::uint32_t packed, std::uint32_t plain, std::uint32_t items) {
    const std::string header = pack_header(kHeader);
    base::Writer out;
    out.bytes(kRecordingMagic);
    out.u32le(kRecordingVersion);
    out.u32le(static_cast<std::uint32_t>(header.size()));
    out.bytes(header);
    out.bytes(kBlockMagic);
    for (std::uint32_t number : {packed, plain, items, 0u, 0u}) out.u32le(number);
    return out.take();
  };
  EXPECT_EQ(refused(block(8, 0xffffffff, 1)), Code::kLimit);
  EXPECT_EQ(refused(block(0xffffffff, 8, 1)), Code::kLimit);
  EXPECT_EQ(refused(block(8, 9, 1)), Code::kCorrupt);
  EXPECT_EQ(refused(block(8, 64, 1000)), Code::kCorrupt);
  EXPECT_EQ(refused(block(0, 8, 1)), Code::kCorrupt);
  EXPECT_EQ(RecordingReader::open("/nonexistent/file").error().code, Code::kNotFound);
  std::filesystem::remove(path);
}

TEST(Recording, EndsAtItsLimit) {
  const std::string path = path_of("batten_recording_limit");
  Result<RecordingWriter> writer = RecordingWriter::create(path, kHeader, {.block_bytes = 1024, .max_bytes = 4096});
  ASSERT_TRUE(writer);
  Result<void> added;
  for (std::uint64_t i = 0; added && i < 10'000; ++i) added = writer->add(event_of(i * 7919).record(), i);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, Code::kLimit);
  EXPECT_LE(std::filesystem::file_size(path), 4096u);
  EXPECT_FALSE(read(path).error);
  std::filesystem::remove(path);
}

TEST(Recording, AnEventTakesFewBytes) {
  const std::string path = path_of("batten_recording_small");
  write(path, 20'000, 256u << 10, true);
  EXPECT_LT(std::filesystem::file_size(path) / 20'000, 24u);
  std::filesystem::remove(path);
}

TEST(Fuzz, Recording) { REPLAY_CORPUS(recording_fuzz); }

}  // namespace
}  // namespace batten::monitor
