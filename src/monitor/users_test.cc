// SPDX-License-Identifier: Apache-2.0
#include "monitor/users.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace batten::monitor {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

TEST(AccountFile, TheFirstOfANumberCounts) {
  const auto users = parse_passwd(
      "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/false\n# c\nbad\nx:y:z:1:2:3:4\nwww:x:33:33:w:/var/www:/usr/sbin/nologin");
  ASSERT_EQ(users.size(), 2u);
  EXPECT_EQ(users.at(0), (Account{.name = "root", .home = "/root", .shell = "/bin/sh"}));
  EXPECT_EQ(users.at(33).shell, "/usr/sbin/nologin");
  EXPECT_EQ(parse_group("root:x:0:\nstaff:x:50:a,b\nbad\nn:x:99999999999:\n").size(), 2u);
}

struct Folder {
  std::filesystem::path path;
  explicit Folder(const char* name) : path(std::filesystem::path(testing::TempDir()) / name) {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path / "box/etc");
    std::filesystem::create_directories(path / "host/etc");
    std::ofstream(path / "host/etc/passwd") << "hostroot:x:0:0::/root:/bin/sh\n";
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  model::RunningContainer container() const {
    model::RunningContainer out;
    out.id = "c1";
    out.root = (path / "box").string();
    return out;
  }
  Users users() const { return Users({.host_root = (path / "host").string(), .proc = (path / "proc").string()}); }
};

TEST(Users, AContainerHasItsOwn) {
  const Folder folder("batten_users");
  std::ofstream(folder.path / "box/etc/passwd") << "boxroot:x:0:0::/home:/bin/ash\n";
  std::ofstream(folder.path / "box/etc/group") << "wheel:x:0:\n";
  Users users = folder.users();
  users.set_time(1000 * kSecond);
  const model::RunningContainer container = folder.container();
  EXPECT_EQ(users.user_name(&container, 0), "boxroot");
  EXPECT_EQ(users.user_home(&container, 0), "/home");
  EXPECT_EQ(users.user_shell(&container, 0), "/bin/ash");
  EXPECT_EQ(users.group_name(&container, 0), "wheel");
  EXPECT_EQ(users.user_name(&container, 5), std::nullopt);
  EXPECT_EQ(users.user_name(nullptr, 0), "hostroot");
  EXPECT_EQ(users.group_name(nullptr, 0), std::nullopt);
}

TEST(Users, AChangeIsSeen) {
  const Folder folder("batten_users_change");
  const auto write = [&](const char* text) { std::ofstream(folder.path / "box/etc/passwd") << text; };
  write("one:x:7:7::/:/\n");
  Users users = folder.users();
  users.set_time(1000 * kSecond);
  const model::RunningContainer container = folder.container();
  EXPECT_EQ(users.user_name(&container, 7), "one");
  write("other:x:7:7::/:/\n");
  EXPECT_EQ(users.user_name(&container, 7), "one");
  users.set_time(1002 * kSecond);
  EXPECT_EQ(users.user_name(&container, 7), "other");
  // Gone with its container: the last that was known stays.
  std::filesystem::remove_all(folder.path / "box");
  users.set_time(1004 * kSecond);
  EXPECT_EQ(users.user_name(&container, 7), "other");
}

TEST(Users, NoLinkLeadsOut) {
  const Folder folder("batten_users_link");
  Users users = folder.users();
  const model::RunningContainer container = folder.container();
  std::uint64_t now = 1000;
  const auto name = [&] {
    users.set_time(++now * kSecond);
    return users.user_name(&container, 0);
  };
  std::filesystem::create_symlink("../../host/etc/passwd", folder.path / "box/etc/passwd");
  EXPECT_EQ(name(), std::nullopt);
  std::filesystem::remove(folder.path / "box/etc/passwd");
  std::filesystem::create_symlink((folder.path / "host/etc/passwd"), folder.path / "box/etc/passwd");
  EXPECT_EQ(name(), std::nullopt);
  std::filesystem::remove(folder.path / "box/etc/passwd");
  // A pipe would wait for its writer.
  ASSERT_EQ(::mkfifo((folder.path / "box/etc/passwd").c_str(), 0600), 0);
  EXPECT_EQ(name(), std::nullopt);
  std::filesystem::remove(folder.path / "box/etc/passwd");
  // A link that stays inside is followed as the container itself would.
  std::ofstream(folder.path / "box/usr_passwd") << "inside:x:0:0::/:/\n";
  std::filesystem::create_symlink("/usr_passwd", folder.path / "box/etc/passwd");
  EXPECT_EQ(name(), "inside");
  // A root that is the host's is a container that is not set up yet.
  model::RunningContainer early = container;
  early.id = "c2";
  early.root = (folder.path / "host").string();
  EXPECT_EQ(users.user_name(&early, 0), std::nullopt);
}

TEST(Users, NumbersAreThoseOfItsNamespace) {
  const Folder folder("batten_users_map");
  std::ofstream(folder.path / "box/etc/passwd") << "root:x:0:0::/:/\n";
  std::filesystem::create_directories(folder.path / "proc/42");
  std::ofstream(folder.path / "proc/42/uid_map") << "0 100000 65536\n";
  Users users = folder.users();
  model::RunningContainer container = folder.container();
  container.first_pid = 42;
  EXPECT_EQ(users.user_name(&container, 100'000), "root");
}

TEST(Users, OnlySoManyAreKept) {
  const Folder folder("batten_users_many");
  std::ofstream(folder.path / "box/etc/passwd") << "root:x:0:0::/:/\n";
  Users users({.host_root = (folder.path / "host").string(), .max_containers = 8});
  model::RunningContainer container = folder.container();
  for (int i = 0; i < 100; ++i) {
    users.set_time(static_cast<std::uint64_t>(1000 + i) * kSecond);
    container.id = std::to_string(i);
    EXPECT_EQ(users.user_name(&container, 0), "root");
  }
}

}  // namespace
}  // namespace batten::monitor
