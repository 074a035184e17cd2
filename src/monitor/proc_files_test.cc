// SPDX-License-Identifier: Apache-2.0
#include "monitor/proc_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "monitor/proc_reader.h"

namespace batten::monitor {
namespace {

TEST(ProcFiles, AStatLineMayHoldAnyName) {
  const std::string rest = " S 1 20 30 34816 20 4194304 1 2 3 4 5 6 7 8 20 0 1 0 98765 100 200";
  const std::optional<ProcStat> stat = parse_proc_stat("42 (a) b (c) 9)" + rest);
  ASSERT_TRUE(stat);
  EXPECT_EQ(
      *stat,
      (ProcStat{.comm = "a) b (c) 9", .state = 'S', .parent = 1, .group = 20, .session = 30, .terminal = 34816, .start_ticks = 98765}));
  for (const char* bad :
       {"", "42", "42 (x)", "42 (x) ", "42 )x( S 1 2 3", "42 (x) S 1 2 3", "42 (x) S a 20 30 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1"})
    EXPECT_FALSE(parse_proc_stat(bad)) << bad;
}

TEST(ProcFiles, StatusSaysIdsAndCapabilities) {
  const std::optional<ProcStatus> status = parse_proc_status(
      "Name:\tUid:\t5\nTgid:\t42\nUid:\t1000\t1001\t1002\t1003\nGid:\t1\t2\t3\t4\nNStgid:\t42\t7\nNSpgid:\t42\t6\nNSsid:\t40\t5\n"
      "CapInh:\t0000000000000001\nCapPrm:\t000001ffffffffff\nCapEff:\t00000000a80425fb\n");
  ASSERT_TRUE(status);
  EXPECT_EQ(*status, (ProcStatus{.thread_group = 42,
                                 .uid = 1001,
                                 .gid = 2,
                                 .virtual_pid = 7,
                                 .virtual_group = 6,
                                 .virtual_session = 5,
                                 .inheritable = 1,
                                 .permitted = 0x1ffffffffff,
                                 .effective = 0xa80425fb}));
  EXPECT_FALSE(parse_proc_status("Tgid:\t1\n"));
  EXPECT_FALSE(parse_proc_status("Uid:\t1\n"));
}

TEST(ProcFiles, NumbersAreSeenFromInside) {
  const std::vector<IdRange> map = parse_id_map("         0     100000      65536\n 65536 5 1\nnonsense\n1 2\n");
  ASSERT_EQ(map.size(), 2u);
  EXPECT_EQ(id_inside(map, 100'033), 33u);
  EXPECT_EQ(id_inside(map, 5), 65'536u);
  EXPECT_EQ(id_inside(map, 7), 7u);
  EXPECT_EQ(id_inside({}, 7), 7u);
}

TEST(ProcReader, ReadsAFolderOfTheSameForm) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "batten_proc_reader";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "42");
  const auto write = [&](const char* name, std::string_view text) { std::ofstream(folder / "42" / name) << text; };
  write("stat", "42 (sh) S 1 42 42 34816 42 0 0 0 0 0 0 0 0 0 20 0 1 0 300 0 0\n");
  write("status", "Tgid:\t42\nUid:\t0\t33\t0\t0\nGid:\t0\t34\t0\t0\nNStgid:\t42\t7\nCapEff:\tff\n");
  write("cmdline", std::string_view("/bin/sh\0-c\0id\0", 14));
  write("loginuid", "1000");
  std::filesystem::create_symlink("/memfd:x (deleted)", folder / "42/exe");
  std::filesystem::create_symlink("/srv", folder / "42/cwd");
  std::filesystem::create_directories(folder / "43");  // gone: without files
  std::filesystem::create_directories(folder / "self");
  Result<ProcReader> reader = ProcReader::open({.folder = folder.string(), .boot_ns = 5}, nullptr);
  ASSERT_TRUE(reader);
  std::vector<model::Process> found;
  EXPECT_EQ(reader->scan([&](model::Process one) { found.push_back(std::move(one)); }), 1u);
  ASSERT_EQ(found.size(), 1u);
  const model::Process& process = found[0];
  EXPECT_EQ(process.key, (model::ProcessKey{42, 300 * reader->tick_ns()}));
  EXPECT_EQ(model::command_line(process), "sh -c id");
  EXPECT_EQ(process.program->path, "memfd:x (deleted)");
  EXPECT_EQ(process.program->flags, model::kExeFromMemfd);
  EXPECT_EQ(process.directory, "/srv");
  EXPECT_EQ(process.uid, 33u);
  EXPECT_EQ(process.virtual_pid, 7u);
  EXPECT_EQ(process.login_uid, 1000);
  EXPECT_EQ(process.terminal, 34816u);
  EXPECT_EQ(process.clone_ns, 5 + process.key.start_ns);
  EXPECT_EQ(reader->read(43).error().code, Code::kCorrupt);
  EXPECT_EQ(reader->read(44).error().code, Code::kNotFound);
  EXPECT_FALSE(ProcReader::open({.folder = (folder / "none").string()}, nullptr));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace batten::monitor
