// SPDX-License-Identifier: Apache-2.0
#include "monitor/real_paths.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/format.h"
#include "model/event_build.h"

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;

// The folder of processes has the root of process 10 alone; its child 11 has ended.
class RealPathsTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::path(testing::TempDir()) / format("batten_real_{}", ::getpid());
    root_ = directory_ / "root";
    fs::create_directories(root_ / "etc/deep");
    fs::create_directories(root_ / "tmp");
    std::ofstream(root_ / "etc/shadow") << "x";
    fs::create_directory_symlink("/etc", root_ / "tmp/x");
    fs::create_symlink("../etc/shadow", root_ / "tmp/file");
    fs::create_directories(directory_ / "proc/10");
    fs::create_directory_symlink(root_, directory_ / "proc/10/root");
    // What is looked for lies in the kernel's memory, as after a call.
    (void)fs::exists(root_ / "tmp/x/deep");
    parent_ = std::make_shared<model::Process>();
    parent_->key = {.pid = 10, .start_ns = 1};
    process_.key = {.pid = 11, .start_ns = 2};
    process_.parent = parent_;
    container_.id = std::string(64, 'a');
  }
  void TearDown() override { fs::remove_all(directory_); }

  RealPaths paths() const { return RealPaths({.proc = (directory_ / "proc").string(), .host_root = "/nowhere"}); }
  Attributed whose(std::uint64_t time_ns = 1) const { return {.process = &process_, .container = &container_, .time_ns = time_ns}; }
  // The real path of that name after completion; "-": nothing was to be completed.
  std::string real(RealPaths& paths, const model::EventBuilder& made, std::string_view name = "real", std::uint64_t time_ns = 1) {
    const Result<model::OwnedEvent> event = made.build();
    if (!event) return event.error().message;
    const std::string_view record = paths.complete(event->event(), whose(time_ns));
    if (record.empty()) return "-";
    const Result<model::Event> completed = model::Event::read(record);
    if (!completed) return completed.error().message;
    return std::string(completed->text(static_cast<unsigned>(model::find_param(completed->info(), name))).value_or("-"));
  }
  static model::EventBuilder unlinks(std::string_view path, std::string_view base = {}) {
    model::EventBuilder out(BATTEN_UNLINK);
    out.text("path", path);
    if (!base.empty()) out.text("base", base);
    return out;
  }
  static model::EventBuilder links(std::string_view target, std::string_view path) {
    model::EventBuilder out(BATTEN_SYMLINK);
    out.text("target", target).text("linkpath", path);
    return out;
  }

  fs::path directory_, root_;
  std::shared_ptr<model::Process> parent_;
  model::Process process_;
  model::RunningContainer container_;
};

TEST_F(RealPathsTest, FollowsLinksOfDirectories) {
  RealPaths to = paths();
  EXPECT_EQ(real(to, unlinks("/tmp/x/shadow")), "/etc/shadow");
  EXPECT_EQ(real(to, unlinks("x/shadow", "/tmp")), "/etc/shadow");
  EXPECT_EQ(real(to, unlinks("/tmp/x/deep/../shadow")), "/etc/shadow");
  EXPECT_EQ(real(to, unlinks("/tmp/x/../shadow")), "/shadow");
  EXPECT_EQ(real(to, unlinks("/etc/shadow")), "-");
  EXPECT_EQ(real(to, unlinks("shadow", "/etc")), "-");
  EXPECT_EQ(real(to, unlinks("/tmp/file")), "-") << "the link itself is removed";
  EXPECT_EQ(real(to, unlinks("/proc/self/root/etc/shadow")), "/etc/shadow");
  EXPECT_EQ(real(to, unlinks("/proc/77/root/tmp/x/shadow")), "/etc/shadow");
  EXPECT_EQ(real(to, unlinks("/tmp/x/shadow").result(-ENOENT)), "-");
}

TEST_F(RealPathsTest, ClausesThatNoLongerEndTheRecordAreNotSaid) {
  RealPaths to = paths();
  const Result<model::OwnedEvent> made = unlinks("/tmp/x/shadow").build();
  ASSERT_TRUE(made);
  std::string bytes(made->event().record());
  bytes.append(sizeof(batten_event_clauses), '\x01');
  auto* header = reinterpret_cast<batten_event*>(bytes.data());
  header->flags = BATTEN_EVENT_CLAUSES;
  header->size = static_cast<batten_u32>(bytes.size());
  const Result<model::Event> event = model::Event::read(bytes);
  ASSERT_TRUE(event && event->clauses());
  const Result<model::Event> completed = model::Event::read(to.complete(*event, whose()));
  ASSERT_TRUE(completed);
  EXPECT_EQ(completed->role_text(completed->info().roles.real), "/etc/shadow");
  EXPECT_FALSE(completed->clauses());
}

TEST_F(RealPathsTest, FollowsTheLastWhereTheCallDoes) {
  RealPaths to = paths();
  EXPECT_EQ(real(to, model::EventBuilder(BATTEN_CHMOD).text("filename", "/tmp/file")), "/etc/shadow");
  EXPECT_EQ(real(to, model::EventBuilder(BATTEN_LCHOWN).text("path", "/tmp/file")), "-");
  model::EventBuilder owner(BATTEN_FCHOWNAT);
  owner.text("pathname", "file").text("base", "/tmp");
  EXPECT_EQ(real(to, owner), "/etc/shadow");
  EXPECT_EQ(real(to, owner.number("flags", AT_SYMLINK_NOFOLLOW)), "-");
}

TEST_F(RealPathsTest, KnowsBothPathsOfARename) {
  RealPaths to = paths();
  model::EventBuilder moves(BATTEN_RENAME);
  moves.text("oldpath", "/tmp/x/shadow").text("newpath", "/tmp/s");
  EXPECT_EQ(real(to, moves, "oldreal"), "/etc/shadow");
  EXPECT_EQ(real(to, moves, "real"), "-");
  model::EventBuilder into(BATTEN_RENAMEAT2);
  into.text("oldpath", "s").text("oldbase", "/tmp").text("newpath", "x/../tmp/x/deep/s").text("newbase", "/tmp");
  EXPECT_EQ(real(to, into, "real"), "/etc/deep/s");
  EXPECT_EQ(real(to, into, "oldreal"), "-");
}

TEST_F(RealPathsTest, RemembersLinksThatAreGone) {
  RealPaths to = paths();
  EXPECT_EQ(real(to, links("/etc", "/tmp/gone")), "-");
  EXPECT_EQ(real(to, unlinks("/tmp/gone/shadow")), "/etc/shadow");
  // Also through another name, and of nobody whose root is known.
  model::EventBuilder moves(BATTEN_RENAME);
  moves.text("oldpath", "/tmp/gone").text("newpath", "/tmp/other");
  EXPECT_EQ(real(to, moves), "-");
  EXPECT_EQ(real(to, unlinks("/tmp/gone/shadow")), "-");
  parent_->key.pid = 12;
  to.rest();
  EXPECT_EQ(real(to, unlinks("/tmp/other/shadow")), "/etc/shadow");
  EXPECT_GT(to.counts().rootless, 0u);
  // Not those of another container, and not for ever.
  container_.id = std::string(64, 'b');
  EXPECT_EQ(real(to, unlinks("/tmp/other/shadow")), "-");
  container_.id = std::string(64, 'a');
  EXPECT_EQ(real(to, unlinks("/tmp/other/shadow"), "real", 20'000'000'000), "-");
}

// A program may make its directories as deep as it likes, and a link in front of them.
TEST_F(RealPathsTest, DeepPathsDoNotHoldItUp) {
  RealPaths to = paths();
  std::string deep;
  const int top = ::open((root_ / "tmp").c_str(), O_PATH | O_DIRECTORY);
  int at = ::dup(top);
  for (int i = 0; i < 1'000; ++i) {
    ASSERT_EQ(::mkdirat(at, "d", 0700), 0);
    const int next = ::openat(at, "d", O_PATH | O_DIRECTORY);
    ::close(at);
    at = next;
    deep += "/d";
  }
  ::close(at);
  ::close(top);
  fs::create_directory_symlink("/tmp", root_ / "etc/t");
  ASSERT_TRUE(fs::exists(root_ / ("tmp" + deep)));
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(real(to, unlinks("/etc/t" + deep + "/file")), "/tmp" + deep + "/file");
    ASSERT_EQ(real(to, unlinks("/etc/t" + deep + "/no/such/file")), "/tmp" + deep + "/no/such/file");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(RealPathsTest, KeepsNoMoreLinksThanItMay) {
  RealPaths to({.proc = "/nowhere", .host_root = "/nowhere", .max_links = 3});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(real(to, links("/etc", format("/tmp/l{}", i))), "-");
  EXPECT_EQ(real(to, unlinks("/tmp/l1/shadow")), "-");
  EXPECT_EQ(real(to, unlinks("/tmp/l4/shadow")), "/etc/shadow");
}

TEST_F(RealPathsTest, OnlyWhoWantsThemSeesLinksMade) {
  model::Prefilter filter;
  RealPaths::widen(filter);
  EXPECT_FALSE(filter.types[BATTEN_SYMLINK].wanted);
  filter.types[BATTEN_UNLINK].wanted = true;
  filter.types[BATTEN_UNLINK].any = {{.where = model::EventClause::Where::kContainer}};
  RealPaths::widen(filter);
  ASSERT_TRUE(filter.types[BATTEN_SYMLINKAT].wanted);
  ASSERT_EQ(filter.types[BATTEN_SYMLINKAT].any.size(), 1u);
  EXPECT_EQ(filter.types[BATTEN_SYMLINKAT].any[0].where, model::EventClause::Where::kContainer);
}

}  // namespace
}  // namespace batten::monitor
