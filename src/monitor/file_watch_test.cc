// SPDX-License-Identifier: Apache-2.0
#include "monitor/file_watch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "base/fd.h"
#include "base/format.h"
#include "base/hash.h"
#include "fuzz/replay.h"
#include "monitor/fanotify_events.h"

int fanotify_events_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

struct Seen {
  std::uint64_t flags = 0;
  std::string before, after;
  std::uint32_t pid = 0, uid = 0, mode = 0;
  std::uint64_t start_ns = 0, cgroup = 0;
};

Seen seen_of(const model::Event& event) {
  return {.flags = static_cast<std::uint64_t>(event.number(0)),
          .before = std::string(event.text(2).value_or("")),
          .after = std::string(event.text(3).value_or("")),
          .pid = event.header().pid,
          .uid = static_cast<std::uint32_t>(event.number(4)),
          .mode = static_cast<std::uint32_t>(event.number(5)),
          .start_ns = event.header().start_ns,
          .cgroup = event.header().cgroup};
}

void write_file(const fs::path& path, std::string_view text) { std::ofstream(path) << text; }

class FileWatchTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / format("batten_files_{}", ::getpid());
    fs::remove_all(root_);
    fs::create_directories(root_ / "etc/sub");
    fs::create_directories(root_ / "usr/bin");
    write_file(root_ / "etc/passwd", "root");
    write_file(root_ / "usr/bin/tool", "tool");
    fs::create_directory_symlink("usr/bin", root_ / "bin");
  }
  void TearDown() override {
    watch_.reset();
    ::umount2((root_ / "merged").c_str(), MNT_DETACH);
    fs::remove_all(root_);
  }

  // False: the kernel does not allow it here.
  bool start(WatchedTree tree, FileWatchOptions options = {.settle = milliseconds(300), .compare = milliseconds(300)}) {
    auto watch = FileWatch::open({std::move(tree)}, options);
    if (!watch) return false;
    watch_ = std::move(*watch);
    EXPECT_TRUE(watch_->wait_until_ready(milliseconds(20'000)));
    return true;
  }
  bool start_globs(std::vector<std::string> globs) { return start({.root = root_.string(), .globs = std::move(globs)}); }

  void fetch() {
    watch_->read([this](const model::OwnedEvent& event) {
      const Seen seen = seen_of(event.event());
      const std::string path(event.event().text(1).value_or(""));
      all_[path].push_back(seen);
      ++count_;
    });
  }
  // The next change of that path that was not asked for yet.
  std::optional<Seen> next(const std::string& path, milliseconds longest = milliseconds(10'000)) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (std::chrono::steady_clock::now() < end) {
      fetch();
      if (auto found = all_.find(path); found != all_.end() && asked_[path] < found->second.size()) return found->second[asked_[path]++];
      std::this_thread::sleep_for(milliseconds(5));
    }
    return std::nullopt;
  }

  fs::path root_;
  std::unique_ptr<FileWatch> watch_;
  std::map<std::string, std::vector<Seen>> all_;
  std::map<std::string, std::size_t> asked_;
  std::size_t count_ = 0;
};

#define NEEDS(started) \
  if (!(started)) GTEST_SKIP() << "fanotify is not allowed here"

TEST(FileNotices, FuzzCorpus) { REPLAY_CORPUS(fanotify_events_fuzz); }

TEST_F(FileWatchTest, TellsContentAndWho) {
  NEEDS(start_globs({"/etc/**"}));
  const pid_t child = ::fork();
  if (child == 0) {
    const int fd = ::open((root_ / "etc/passwd").c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    for (int i = 0; i < 3; ++i) {
      if (::write(fd, "evil", 4) != 4) ::_exit(1);
    }
    ::close(fd);
    ::usleep(500'000);
    ::_exit(0);
  }
  const auto seen = next("/etc/passwd");
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileModified);
  EXPECT_EQ(seen->before, base::sha256_hex("root"));
  EXPECT_EQ(seen->after, base::sha256_hex("evilevilevil"));
  EXPECT_EQ(seen->pid, static_cast<std::uint32_t>(child));
  EXPECT_NE(seen->start_ns, 0u);
  EXPECT_EQ(seen->mode, 0644u);
  // Three writes are one change, and what is not watched is none.
  write_file(root_ / "usr/bin/tool", "other");
  EXPECT_FALSE(next("/usr/bin/tool", milliseconds(300)));
  EXPECT_EQ(count_, 1u);
}

TEST_F(FileWatchTest, CreatedDeletedMovedAttributes) {
  NEEDS(start_globs({"/etc/**"}));
  write_file(root_ / "etc/new", "n");
  auto seen = next("/etc/new");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileCreated);
  EXPECT_EQ(seen->before, "");
  EXPECT_EQ(seen->after, base::sha256_hex("n"));
  fs::permissions(root_ / "etc/new", fs::perms::owner_all | fs::perms::set_uid);
  seen = next("/etc/new");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileAttributes);
  EXPECT_EQ(seen->mode, 04700u);
  // As editors save: another file takes the place.
  write_file(root_ / "outside", "saved");
  fs::rename(root_ / "outside", root_ / "etc/passwd");
  seen = next("/etc/passwd");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileMoved | kFileModified);
  EXPECT_EQ(seen->before, base::sha256_hex("root"));
  EXPECT_EQ(seen->after, base::sha256_hex("saved"));
  fs::rename(root_ / "etc/passwd", root_ / "etc/gone");
  seen = next("/etc/passwd");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileMoved | kFileDeleted);
  seen = next("/etc/gone");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileMoved | kFileCreated);
  fs::remove(root_ / "etc/gone");
  seen = next("/etc/gone");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags, kFileDeleted);
  EXPECT_EQ(seen->before, base::sha256_hex("saved"));
  EXPECT_EQ(seen->after, "");
}

TEST_F(FileWatchTest, NewAndMovedDirectories) {
  NEEDS(start_globs({"/etc/**"}));
  fs::create_directories(root_ / "etc/a/b");
  write_file(root_ / "etc/a/b/c", "c");
  auto seen = next("/etc/a/b/c");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->flags & kFileCreated, kFileCreated);
  fs::rename(root_ / "etc/a", root_ / "etc/z");
  ASSERT_TRUE(seen = next("/etc/a/b/c"));
  EXPECT_EQ(seen->flags, kFileMoved | kFileDeleted);
  ASSERT_TRUE(next("/etc/z/b/c"));
  write_file(root_ / "etc/z/b/c", "changed");
  ASSERT_TRUE(seen = next("/etc/z/b/c"));
  EXPECT_EQ(seen->flags, kFileModified);
  EXPECT_EQ(seen->after, base::sha256_hex("changed"));
}

TEST_F(FileWatchTest, ThroughMappings) {
  NEEDS(start_globs({"/etc/passwd"}));
  const int fd = ::open((root_ / "etc/passwd").c_str(), O_RDWR | O_CLOEXEC);
  void* map = ::mmap(nullptr, 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ASSERT_NE(map, MAP_FAILED);
  ::close(fd);
  std::memcpy(map, "mmap", 4);
  ::munmap(map, 4);
  const auto seen = next("/etc/passwd");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->after, base::sha256_hex("mmap"));
  EXPECT_EQ(seen->pid, static_cast<std::uint32_t>(::getpid()));
}

// One write by a ring; false: the kernel has none.
bool write_by_ring(int fd, const char* text) {
  io_uring_params params{};
  const int ring = static_cast<int>(::syscall(SYS_io_uring_setup, 2, &params));
  if (ring < 0) return false;
  const std::size_t ring_size = params.sq_off.array + params.sq_entries * sizeof(unsigned);
  const std::size_t entries_size = params.sq_entries * sizeof(io_uring_sqe);
  auto* rings = static_cast<char*>(::mmap(nullptr, ring_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING));
  auto* entries =
      static_cast<io_uring_sqe*>(::mmap(nullptr, entries_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES));
  entries[0].opcode = IORING_OP_WRITE;
  entries[0].fd = fd;
  entries[0].addr = reinterpret_cast<std::uint64_t>(text);
  entries[0].len = static_cast<unsigned>(std::strlen(text));
  *reinterpret_cast<unsigned*>(rings + params.sq_off.array) = 0;
  std::atomic_ref(*reinterpret_cast<unsigned*>(rings + params.sq_off.tail)).store(1);
  const bool done = ::syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0) == 1;
  ::munmap(rings, ring_size);
  ::munmap(entries, entries_size);
  ::close(ring);
  return done;
}

TEST_F(FileWatchTest, ThroughIoUring) {
  NEEDS(start_globs({"/etc/passwd"}));
  const int fd = ::open((root_ / "etc/passwd").c_str(), O_WRONLY | O_CLOEXEC);
  const bool done = write_by_ring(fd, "ring");
  if (!done) GTEST_SKIP() << "no io_uring";
  // It is told although the file stays open.
  const auto seen = next("/etc/passwd");
  ::close(fd);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->after, base::sha256_hex("ring"));
  EXPECT_EQ(seen->pid, static_cast<std::uint32_t>(::getpid()));
}

TEST_F(FileWatchTest, LinksToDirectoriesAndSecondNames) {
  fs::create_hard_link(root_ / "etc/passwd", root_ / "second");
  NEEDS(start_globs({"/bin/*", "/etc/*"}));
  write_file(root_ / "usr/bin/tool", "other");
  EXPECT_TRUE(next("/usr/bin/tool"));
  write_file(root_ / "second", "by another name");
  const auto seen = next("/etc/passwd");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->after, base::sha256_hex("by another name"));
  fs::remove(root_ / "bin");
  EXPECT_TRUE(next("/bin"));
}

TEST_F(FileWatchTest, LinksDoNotLeadOut) {
  NEEDS(start_globs({"/etc/**"}));
  fs::create_symlink("/etc/shadow", root_ / "etc/shadow");
  const auto seen = next("/etc/shadow");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->after, base::sha256_hex("/etc/shadow"));
}

// What is found although the kernel's queue ran over.
TEST_F(FileWatchTest, Overflow) {
  NEEDS(start_globs({"/etc/**"}));
  std::uint64_t limit = 0;
  std::ifstream("/proc/sys/fs/fanotify/max_queued_events") >> limit;
  if (limit == 0 || limit > 20'000) GTEST_SKIP() << "the kernel's queue is long";
  const int fd = ::open((root_ / "etc/passwd").c_str(), O_WRONLY | O_CLOEXEC);
  for (std::uint64_t i = 0; i < 3 * limit; ++i) {
    const int one = ::open((root_ / format("etc/sub/{}", i)).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ::close(one);
    ::unlink((root_ / format("etc/sub/{}", i)).c_str());
  }
  EXPECT_EQ(::write(fd, "late", 4), 4);
  ::close(fd);
  const auto seen = next("/etc/passwd", milliseconds(60'000));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->after, base::sha256_hex("late"));
}

class OverlayWatchTest : public FileWatchTest {
 protected:
  bool mount_overlay() {
    for (const char* name : {"upper", "work", "merged"}) fs::create_directories(root_ / name);
    fs::create_directories(root_ / "lower");
    fs::rename(root_ / "etc", root_ / "lower/etc");
    const std::string options = format("lowerdir={0}/lower,upperdir={0}/upper,workdir={0}/work", root_.string());
    return ::mount("overlay", (root_ / "merged").c_str(), "overlay", 0, options.c_str()) == 0;
  }
  // Where handles are given all is told by them.
  void expect_no_notes() {
    const base::Fd top(::open((root_ / "merged").c_str(), O_PATH | O_CLOEXEC));
    const base::Notes notes = watch_->take_notes();
    EXPECT_TRUE(place_of(top.get(), "").empty() || notes.empty());
  }
  void change_three() {
    write_file(root_ / "merged/etc/passwd", "evil");
    write_file(root_ / "merged/etc/sub/dropped", "d");
    const auto seen = next("/etc/passwd");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->before, base::sha256_hex("root"));
    EXPECT_EQ(seen->after, base::sha256_hex("evil"));
    EXPECT_EQ(seen->pid, static_cast<std::uint32_t>(::getpid()));
    EXPECT_EQ(seen->cgroup, 77u);
    EXPECT_TRUE(next("/etc/sub/dropped"));
    fs::remove(root_ / "merged/etc/passwd");
    const auto gone = next("/etc/passwd");
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->flags, kFileDeleted);
  }
};

TEST_F(OverlayWatchTest, AllFiles) {
  if (!mount_overlay()) GTEST_SKIP() << "overlays can't be mounted here";
  NEEDS(start({.root = (root_ / "merged").string(), .container = "c1", .cgroup = 77, .globs = {}, .all_files = true}));
  change_three();
  expect_no_notes();
}

TEST_F(OverlayWatchTest, Globs) {
  if (!mount_overlay()) GTEST_SKIP() << "overlays can't be mounted here";
  NEEDS(start({.root = (root_ / "merged").string(), .container = "c1", .cgroup = 77, .globs = {"/etc/**"}}));
  change_three();
  expect_no_notes();
}

TEST_F(OverlayWatchTest, WithoutHandles) {
  if (!mount_overlay()) GTEST_SKIP() << "overlays can't be mounted here";
  NEEDS(start({.root = (root_ / "merged").string(), .container = "c1", .cgroup = 77, .globs = {"/etc/**"}, .without_handles = true}));
  change_three();
  EXPECT_EQ(watch_->take_notes().size(), 1u);
}

TEST(WatchedTree, GlobsReachBelow) {
  EXPECT_TRUE(glob_reaches_below("/etc/**", "/"));
  EXPECT_TRUE(glob_reaches_below("/etc/**", "/etc/a/b"));
  EXPECT_FALSE(glob_reaches_below("/etc/**", "/usr"));
  EXPECT_TRUE(glob_reaches_below("/usr/*/sh", "/usr/bin"));
  EXPECT_FALSE(glob_reaches_below("/usr/*/sh", "/usr/bin/sh"));
  EXPECT_TRUE(glob_covers("/etc/*", "/etc/passwd"));
  EXPECT_FALSE(glob_covers("/etc/*", "/etc/a/b"));
}

TEST(FileNotices, HostileBytes) {
  const auto nothing = [](const FileNotice&) { FAIL(); };
  EXPECT_FALSE(read_file_notices("short", nothing));
  EXPECT_FALSE(read_file_notices(std::string(64, '\xff'), nothing));
  EXPECT_TRUE(read_file_notices("", nothing));
}

}  // namespace
}  // namespace batten::monitor
