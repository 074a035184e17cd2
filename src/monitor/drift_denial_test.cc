// SPDX-License-Identifier: Apache-2.0
#include "monitor/drift_denial.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/format.h"

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

const std::string kId(64, 'd');
constexpr int kCouldNot = 99;

// A process in an overlay and in a cgroup of its own, that runs the programs it is told to.
class DriftDenialTest : public testing::TestWithParam<DriftMeans> {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / format("batten_drift_{}", ::getpid());
    for (const char* name : {"lower/bin", "lower/memory", "upper", "work", "merged"}) fs::create_directories(root_ / name);
    std::error_code error;
    fs::copy_file("/bin/busybox", root_ / "lower/bin/busybox", error);
    if (error) GTEST_SKIP() << "busybox is missing";
    cgroup_ = "/sys/fs/cgroup/pids/" + kId;
    if (!fs::exists("/sys/fs/cgroup/pids")) cgroup_ = "/sys/fs/cgroup/" + kId;
    fs::create_directories(cgroup_, error);
    if (error) GTEST_SKIP() << "no cgroups can be made here";
    const std::string options = format("lowerdir={0}/lower,upperdir={0}/upper,workdir={0}/work", root_.string());
    mounted_ = ::mount("overlay", (root_ / "merged").c_str(), "overlay", 0, options.c_str()) == 0;
    if (!mounted_) GTEST_SKIP() << "overlays can't be mounted here";
    fs::copy_file(root_ / "lower/bin/busybox", root_ / "merged/bin/drifted");
    ASSERT_EQ(::pipe2(orders_.data(), O_CLOEXEC), 0);
    ASSERT_EQ(::pipe2(answers_.data(), O_CLOEXEC), 0);
    pid_ = ::fork();
    if (pid_ == 0) serve();
    std::ofstream(cgroup_ / "cgroup.procs") << pid_;
    ASSERT_EQ(answer(), 0);
  }
  void TearDown() override {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    if (mounted_) ::umount2((root_ / "merged").c_str(), MNT_DETACH);
    std::error_code error;
    fs::remove_all(root_, error);
    fs::remove(cgroup_, error);
  }

  [[noreturn]] void serve() {
    int ready = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                        ::mount("tmpfs", (root_ / "merged/memory").c_str(), "tmpfs", 0, nullptr) == 0 &&
                        ::chroot((root_ / "merged").c_str()) == 0 && ::chdir("/") == 0
                    ? 0
                    : kCouldNot;
    std::error_code error;
    fs::copy_file("/bin/busybox", "/memory/drifted", error);
    std::array<char, 64> path{};
    while (::write(answers_[1], &ready, sizeof ready) == sizeof ready && ::read(orders_[0], path.data(), path.size()) > 0)
      ready = run_here(path.data());
    ::_exit(0);
  }
  static int run_here(const std::string& path) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::execl(path.c_str(), "true", nullptr);
      ::_exit(errno == EPERM ? EPERM : kCouldNot);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : kCouldNot;
  }
  int answer() const {
    int out = kCouldNot;
    return ::read(answers_[0], &out, sizeof out) == sizeof out ? out : kCouldNot;
  }
  // 0: it ran; EPERM: it was denied.
  int run(const std::string& path) const {
    std::array<char, 64> order{};
    path.copy(order.data(), order.size() - 1);
    return ::write(orders_[1], order.data(), order.size()) > 0 ? answer() : kCouldNot;
  }
  model::RunningContainer container() const {
    model::RunningContainer out;
    out.id = kId;
    out.first_pid = static_cast<std::uint32_t>(pid_);
    return out;
  }
  bool by_questions() const { return GetParam() == DriftMeans::kQuestions; }
  // Null: this kernel does not deny by these means. What is asked about each program begins some time after it is asked for.
  std::unique_ptr<DriftDenial> guarded(DriftOptions options) {
    options.means = GetParam();
    Result<std::unique_ptr<DriftDenial>> out = DriftDenial::open(std::move(options));
    if (!out) return nullptr;
    struct stat group{};
    if (::stat(cgroup_.c_str(), &group) != 0) return nullptr;
    (*out)->add(group.st_ino, container());
    for (int i = 0; by_questions() && i < 500 && (*out)->counts().asked == 0; ++i) {
      run("/bin/busybox");
      std::this_thread::sleep_for(milliseconds(5));
    }
    return *std::move(out);
  }

  fs::path root_, cgroup_;
  bool mounted_ = false;
  pid_t pid_ = -1;
  std::array<int, 2> orders_{-1, -1}, answers_{-1, -1};
};

TEST_P(DriftDenialTest, DeniesWhatIsNotInTheImage) {
  EXPECT_EQ(run("/bin/drifted"), 0);
  std::unique_ptr<DriftDenial> denial = guarded({});
  if (denial == nullptr) GTEST_SKIP() << "the kernel does not deny by these means";
  ASSERT_EQ(denial->counts().asked > 0, by_questions()) << (denial->take_notes().empty() ? "" : "there are notes");
  EXPECT_EQ(run("/bin/busybox"), 0);
  EXPECT_EQ(run("/bin/drifted"), EPERM);
  EXPECT_EQ(run("/memory/drifted"), EPERM);
  // Who is outside may.
  EXPECT_EQ(run_here((root_ / "merged/bin/drifted").string()), 0);
  const std::vector<DeniedProgram> told = denial->take();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_TRUE(told[0].path.ends_with("/bin/drifted")) << told[0].path;
  EXPECT_EQ(told[0].container_id, kId);
  EXPECT_TRUE(told[0].denied);
  EXPECT_GT(told[0].pid, 1u);
  EXPECT_TRUE(told[1].path.ends_with("/memory/drifted")) << told[1].path;
  // What is over is over.
  denial.reset();
  EXPECT_EQ(run("/bin/drifted"), 0);
}

TEST_P(DriftDenialTest, DryRunDeniesNothing) {
  std::unique_ptr<DriftDenial> denial = guarded({.dry_run = true});
  if (denial == nullptr) GTEST_SKIP() << "the kernel does not deny by these means";
  EXPECT_EQ(run("/bin/drifted"), 0);
  const std::vector<DeniedProgram> told = denial->take();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].denied);
  EXPECT_EQ(denial->counts().would_deny, 1u);
  EXPECT_EQ(denial->counts().denied, 0u);
}

TEST_P(DriftDenialTest, OtherContainersAreNotAsked) {
  std::unique_ptr<DriftDenial> denial = guarded({});
  if (denial == nullptr) GTEST_SKIP() << "the kernel does not deny by these means";
  denial->remove(kId);
  EXPECT_EQ(run("/bin/drifted"), 0);
}

TEST_P(DriftDenialTest, SaysByWhichMeans) {
  Result<std::unique_ptr<DriftDenial>> best = DriftDenial::open({});
  Result<std::unique_ptr<DriftDenial>> by_module = DriftDenial::open({.means = DriftMeans::kModule});
  if (!best) GTEST_SKIP() << best.error().message;
  // The module is taken where there is one; where there is none it is said why.
  EXPECT_EQ((*best)->means().contains("fanotify"), !by_module) << (*best)->means();
  const std::string why = by_module ? std::string() : by_module.error().message;
  EXPECT_TRUE((*best)->means().contains(why)) << (*best)->means();
}

INSTANTIATE_TEST_SUITE_P(By, DriftDenialTest, testing::Values(DriftMeans::kModule, DriftMeans::kQuestions),
                         [](const auto& means) { return means.param == DriftMeans::kModule ? "Module" : "Questions"; });

}  // namespace
}  // namespace batten::monitor
