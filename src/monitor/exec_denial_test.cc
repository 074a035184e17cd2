// SPDX-License-Identifier: Apache-2.0
#include "monitor/exec_denial.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;

// A cgroup below which is another, and an overlay with a program of the lower layer and one that was written later.
class ExecDenialTest : public testing::Test {
 protected:
  void SetUp() override {
    Result<ExecDenial> opened = ExecDenial::open();
    if (!opened) {
      EXPECT_TRUE(opened.error().code == Code::kDenied || opened.error().code == Code::kUnavailable);
      EXPECT_FALSE(opened.error().message.empty());
      GTEST_SKIP() << opened.error().message;
    }
    denial_.emplace(*std::move(opened));
    if (!fs::exists("/sys/fs/cgroup/cgroup.procs")) GTEST_SKIP() << "no cgroup2 at /sys/fs/cgroup";
    group_ = "/sys/fs/cgroup/batten-denial";
    fs::create_directories(group_ + "/below");
    char name[] = "/tmp/batten-denial-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    directory_ = name;
    for (const char* one : {"/lower", "/upper", "/work", "/merged"}) fs::create_directory(directory_ + one);
    fs::copy_file("/bin/true", directory_ + "/lower/tool");
    fs::copy_file("/bin/true", directory_ + "/lower/other");
    const std::string options = "lowerdir=" + directory_ + "/lower,upperdir=" + directory_ + "/upper,workdir=" + directory_ + "/work";
    if (mount("overlay", (directory_ + "/merged").c_str(), "overlay", 0, options.c_str()) != 0)
      GTEST_SKIP() << "no overlay can be mounted in " << directory_;
    fs::copy_file("/bin/true", directory_ + "/merged/later");
  }
  void TearDown() override {
    if (directory_.empty()) return;
    umount2((directory_ + "/merged").c_str(), MNT_DETACH);
    fs::remove_all(directory_);
    fs::remove(group_ + "/below");
    fs::remove(group_);
  }

  static std::uint64_t id_of(const std::string& group) {
    struct stat found = {};
    return stat(group.c_str(), &found) == 0 ? found.st_ino : 0;
  }
  // 0: it ran; else why not. group: empty: where this process is.
  int run(const std::string& program, const std::string& group) const {
    const std::string path = directory_ + "/merged/" + program;
    const pid_t child = fork();
    if (child == 0) {
      if (!group.empty()) std::ofstream(group + "/cgroup.procs") << getpid() << std::flush;
      execl(path.c_str(), path.c_str(), nullptr);
      _exit(errno);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::optional<ExecDenial> denial_;
  std::string directory_, group_;
};

TEST_F(ExecDenialTest, RefusesWhatIsNotOfTheImage) {
  const std::uint64_t id = id_of(group_);
  EXPECT_EQ(run("later", group_), 0) << "nobody is denied yet";
  ASSERT_TRUE(denial_->deny(id, true));
  EXPECT_EQ(run("later", group_), EPERM);
  EXPECT_EQ(run("later", group_ + "/below"), EPERM);
  EXPECT_EQ(run("tool", group_), 0) << "of the image";
  EXPECT_EQ(run("later", ""), 0) << "another cgroup";
  EXPECT_EQ(denial_->counts(), (std::map<std::uint64_t, std::uint64_t>{{id, 2}}));
  const std::vector<DeniedExec> told = denial_->take();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].cgroup, id);
  EXPECT_TRUE(told[0].path.ends_with("/merged/later")) << told[0].path;
  EXPECT_TRUE(told[0].refused);
  EXPECT_GT(told[0].pid, 1u);
  char name[16] = {};
  prctl(PR_GET_NAME, name);
  EXPECT_EQ(told[0].comm, name) << "of who wanted to become it";
  std::ofstream(directory_ + "/merged/other", std::ios::app) << "changed";
  EXPECT_EQ(run("other", group_), EPERM) << "of the image, and changed since";
  ASSERT_TRUE(denial_->deny(id, false));
  EXPECT_EQ(run("later", group_), 0);
  EXPECT_TRUE(denial_->counts().empty());
}

TEST_F(ExecDenialTest, OfMemoryWhatIsNotLetThrough) {
  ASSERT_EQ(mount("tmpfs", (directory_ + "/merged").c_str(), "tmpfs", 0, nullptr), 0);
  fs::copy_file("/bin/true", directory_ + "/merged/later");
  struct stat facts = {};
  ASSERT_EQ(stat((directory_ + "/merged").c_str(), &facts), 0);
  ASSERT_TRUE(denial_->deny(id_of(group_), true));
  EXPECT_EQ(run("later", group_), EPERM);
  ASSERT_TRUE(denial_->let_through(facts.st_dev));
  EXPECT_EQ(run("later", group_), 0);
  umount2((directory_ + "/merged").c_str(), MNT_DETACH);
}

TEST_F(ExecDenialTest, MemoryFilesRun) {
  ASSERT_TRUE(denial_->deny(id_of(group_), true));
  const pid_t child = fork();
  if (child == 0) {
    std::ofstream(group_ + "/cgroup.procs") << getpid() << std::flush;
    const int file = memfd_create("program", 0);
    std::ifstream in("/bin/true", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) _exit(2);
    char name[] = "true";
    char* const arguments[] = {name, nullptr};
    fexecve(file, arguments, environ);
    _exit(errno);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(ExecDenialTest, DryRunTellsAndRefusesNothing) {
  denial_->set_dry_run(true);
  ASSERT_TRUE(denial_->deny(id_of(group_), true));
  EXPECT_EQ(run("later", group_), 0);
  const std::vector<DeniedExec> told = denial_->take();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].refused);
  EXPECT_EQ(denial_->untold(), 0u);
}

TEST_F(ExecDenialTest, EndsWithItsObject) {
  ASSERT_TRUE(denial_->deny(id_of(group_), true));
  EXPECT_EQ(run("later", group_), EPERM);
  denial_.reset();
  EXPECT_EQ(run("later", group_), 0);
}

}  // namespace
}  // namespace batten::monitor
