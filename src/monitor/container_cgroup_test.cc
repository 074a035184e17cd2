// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_cgroup.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "monitor/sleeper.h"

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;

const std::string kId(64, 'c');

TEST(ContainerCgroup, OfAPath) {
  EXPECT_EQ(cgroup_of_container("/docker/" + kId + "/below", kId), "/docker/" + kId);
  EXPECT_EQ(cgroup_of_container("/system.slice/docker-" + kId + ".scope/x", kId), "/system.slice/docker-" + kId + ".scope");
  EXPECT_EQ(cgroup_of_container("/", kId), "");
  EXPECT_EQ(cgroup_of_container("/docker", ""), "");
}

TEST(ContainerCgroup, NamesOfContainers) {
  EXPECT_TRUE(names_container("4:memory:/docker/" + kId + "\n0::/\n", kId));
  EXPECT_FALSE(names_container("4:memory:/\n", kId));
  EXPECT_FALSE(names_container("4:memory:/\n", ""));
}

TEST(ContainerCgroup, WhoIsInNone) {
  const Sleeper sleeper;
  EXPECT_FALSE(ContainerCgroup::find(static_cast<std::uint32_t>(sleeper.pid()), kId));
  EXPECT_FALSE(ContainerCgroup::find(0x7fffffff, kId));
}

class ContainerCgroupTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"freezer", "pids"}) {
      if (fs::exists(fs::path("/sys/fs/cgroup") / name)) places_.push_back(fs::path("/sys/fs/cgroup") / name / kId);
    }
    if (places_.empty()) places_.push_back("/sys/fs/cgroup/" + kId);
    std::error_code error;
    for (const fs::path& place : places_) {
      fs::create_directories(place / "below", error);
      if (error) GTEST_SKIP() << "no cgroups can be made here";
      std::ofstream(place / "below/cgroup.procs") << one_.pid();
      std::ofstream(place / "below/cgroup.procs") << two_.pid();
    }
  }
  void TearDown() override {
    std::error_code error;
    for (const fs::path& place : places_) {
      std::ofstream(place / "freezer.state") << "THAWED";
      for (const fs::path& cgroup : {place / "below", place}) fs::remove(cgroup, error);
    }
  }

  Sleeper one_, two_, three_;
  std::vector<fs::path> places_;
};

TEST_F(ContainerCgroupTest, FreezesAndKillsAll) {
  const auto cgroup = ContainerCgroup::find(static_cast<std::uint32_t>(two_.pid()), kId);
  ASSERT_TRUE(cgroup) << cgroup.error().message;
  EXPECT_EQ(cgroup->processes().size(), 2u);
  const Result<void> frozen = cgroup->freeze(true);
  ASSERT_TRUE(frozen) << frozen.error().message;
  ASSERT_TRUE(cgroup->freeze(false));
  const auto killed = cgroup->kill();
  ASSERT_TRUE(killed) << killed.error().message;
  EXPECT_EQ(*killed, 2u);
  EXPECT_TRUE(one_.killed());
  EXPECT_TRUE(two_.killed());
  EXPECT_TRUE(three_.lives());
}

// Who is frozen is killed all the same.
TEST_F(ContainerCgroupTest, KillsTheFrozen) {
  const auto cgroup = ContainerCgroup::find(static_cast<std::uint32_t>(one_.pid()), kId);
  ASSERT_TRUE(cgroup);
  ASSERT_TRUE(cgroup->freeze(true));
  const auto killed = cgroup->kill();
  ASSERT_TRUE(killed) << killed.error().message;
  EXPECT_TRUE(one_.killed());
  EXPECT_TRUE(two_.killed());
}

}  // namespace
}  // namespace batten::monitor
