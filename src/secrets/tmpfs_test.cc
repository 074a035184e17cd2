// SPDX-License-Identifier: Apache-2.0
#include "secrets/tmpfs.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

#include "base/file.h"

namespace batten::secrets {
namespace {

// Namespaces are of a whole process: each test has one. 0: all is well; 77: that place is not to be had here.
int in_process(const std::function<int()>& body) {
  pid_t pid = ::fork();
  if (pid == 0) ::_exit(body());
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string in_memory() {
  std::string name = "/dev/shm/batten-test-XXXXXX";
  return is_in_memory("/dev/shm") && ::mkdtemp(name.data()) != nullptr ? name : "";
}

int use(Place& place) {
  base::Notes notes;
  auto path = place.write("db", "made-up-1", {.uid = {}, .gid = {}, .mode = 0440});
  if (!path) return 1;
  auto read = base::read_file(*path, 100);
  if (!read || *read != "made-up-1") return 2;
  struct stat info{};
  if (::stat(path->c_str(), &info) != 0 || (info.st_mode & 07777) != 0440) return 3;
  if (place.write("db", "", {})) return 4;
  if (place.kind() == PlaceKind::kMemory) return place.write("keys/a", "made-up-3", {}) ? 0 : 5;
  if (!is_in_memory(place.directory())) return 6;
  base::Fd before(::open(path->c_str(), O_RDONLY));
  if (!place.write("db", "made-up-2", {.uid = {}, .gid = {}, .mode = 0400})) return 7;
  if (*base::read_file(*path, 100) != "made-up-2" || *base::read_all(before.get(), 100) != "made-up-1") return 8;
  if (!place.write("keys/a", "made-up-3", {}) || *base::read_file(place.directory() + "/keys/a", 100) != "made-up-3") return 9;
  for (const char* name : {"../a", "a/../b", "/a", "a//b", ""}) {
    if (place.write(name, "made-up", {})) return 10;
  }
  return base::list_directory(place.directory())->size() == 2 ? 0 : 11;  // nothing is left of the writing
}

TEST(Place, OfItsOwnNamespaceIsSeenByNobodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "not root";
  int ready[2], done[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(done), 0);
  pid_t pid = ::fork();
  if (pid == 0) {
    base::Notes notes;
    auto place = Place::open(PlaceKind::kNamespace, notes);
    int status = place ? use(*place) : 77;
    char byte = 0;
    (void)!::write(ready[1], &byte, 1);
    (void)!::read(done[0], &byte, 1);
    ::_exit(status);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  auto seen = base::read_file(std::string(kPlaceDirectory) + "/db", 100);
  ASSERT_EQ(::write(done[1], &byte, 1), 1);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "no mount namespace here";
  EXPECT_EQ(status, 0);
  EXPECT_FALSE(seen);
}

TEST(Place, OfAUserNamespaceNeedsNoRoot) {
  int status = in_process([] {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return 77;
    ::prctl(PR_SET_DUMPABLE, 1);  // as a program is that such a user starts
    base::Notes notes;
    auto place = Place::open(PlaceKind::kUserNamespace, notes);
    if (!place) return 77;
    uid_t uid = ::geteuid();
    return uid == 0 ? 20 : use(*place);
  });
  if (status == 77) GTEST_SKIP() << "no user namespaces here";
  EXPECT_EQ(status, 0);
}

TEST(Place, OfTheRuntimeDirectoryIsEmptyAfterwards) {
  std::string runtime = in_memory();
  if (runtime.empty()) GTEST_SKIP() << "/dev/shm is not in memory";
  EXPECT_EQ(in_process([&] {
              ::setenv("XDG_RUNTIME_DIR", runtime.c_str(), 1);
              base::Notes notes;
              auto place = Place::open(PlaceKind::kRuntimeDirectory, notes);
              return place ? use(*place) : 77;
            }),
            0);
  // The process ended without destructors; with them, nothing stays.
  std::system(("rm -rf " + runtime + "/*").c_str());
  {
    ::setenv("XDG_RUNTIME_DIR", runtime.c_str(), 1);
    base::Notes notes;
    auto place = Place::open(PlaceKind::kRuntimeDirectory, notes);
    ::unsetenv("XDG_RUNTIME_DIR");
    ASSERT_TRUE(place) << place.error().message;
    ASSERT_TRUE(place->write("a", "made-up", {}));
    EXPECT_EQ(base::list_directory(runtime)->size(), 1u);
  }
  EXPECT_TRUE(base::list_directory(runtime)->empty());
  ::rmdir(runtime.c_str());
}

TEST(Place, OfAnonymousFilesIsSealed) {
  base::Notes notes;
  auto place = Place::open(PlaceKind::kMemory, notes);
  ASSERT_TRUE(place) << place.error().message;
  EXPECT_FALSE(place->can_replace());
  EXPECT_EQ(use(*place), 0);
  EXPECT_EQ(place->descriptors().size(), 2u);
  auto path = place->write("x", "made-up", {.uid = {}, .gid = {}, .mode = 0600});
  ASSERT_TRUE(path);
  base::Fd fd(::open(path->c_str(), O_WRONLY));
  ASSERT_TRUE(fd.valid());
  EXPECT_LT(::write(fd.get(), "y", 1), 0);
}

TEST(Place, IsNeverADisk) {
  std::string disk = "/var/tmp/batten-test-XXXXXX";
  ASSERT_NE(::mkdtemp(disk.data()), nullptr);
  if (is_in_memory(disk)) {
    ::rmdir(disk.c_str());
    GTEST_SKIP() << "/var/tmp is in memory";
  }
  auto place = Place::in(disk);
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().code, Code::kDenied);
  ::setenv("XDG_RUNTIME_DIR", disk.c_str(), 1);
  base::Notes notes;
  EXPECT_FALSE(Place::open(PlaceKind::kRuntimeDirectory, notes));
  ::unsetenv("XDG_RUNTIME_DIR");
  EXPECT_TRUE(base::list_directory(disk)->empty());
  ::rmdir(disk.c_str());
}

TEST(Place, FollowsNoLinks) {
  std::string directory = in_memory();
  if (directory.empty()) GTEST_SKIP() << "/dev/shm is not in memory";
  ASSERT_EQ(::symlink("/var/tmp", (directory + "/sub").c_str()), 0);
  ASSERT_EQ(::symlink("/var/tmp/batten-test-target", (directory + "/file").c_str()), 0);
  {
    auto place = Place::in(directory + "//");
    ASSERT_TRUE(place);
    EXPECT_FALSE(place->write("sub/a", "made-up", {}));
    ASSERT_TRUE(place->write("file", "made-up", {}));  // takes the link's place
    EXPECT_FALSE(base::is_regular_file("/var/tmp/batten-test-target"));
    ASSERT_TRUE(place->overwrite("file", "new"));
    EXPECT_EQ(*base::read_file(directory + "/file", 100), "new");
  }
  EXPECT_EQ(base::list_directory(directory)->size(), 1u);
  std::system(("rm -rf " + directory).c_str());
}

TEST(Place, NamesOfKindsComeBack) {
  for (PlaceKind kind :
       {PlaceKind::kNamespace, PlaceKind::kUserNamespace, PlaceKind::kGiven, PlaceKind::kRuntimeDirectory, PlaceKind::kMemory})
    EXPECT_EQ(parse_place(place_name(kind)), kind);
  EXPECT_FALSE(parse_place("disk"));
}

}  // namespace
}  // namespace batten::secrets
