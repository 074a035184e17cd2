// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/hash.h"

namespace batten::sandbox {
namespace {

// The worker does what the request names, as hostile code in it would.
Result<std::string> misbehave(std::string_view request, std::span<const int> fds, const Tick& tick) {
  if (request == "echo") return std::string("echo");
  if (request == "open") return std::to_string(::open("/etc/passwd", O_RDONLY));
  if (request == "openat") return std::to_string(::openat(AT_FDCWD, "/etc/passwd", O_RDONLY));
  if (request == "stat") {
    struct stat info{};
    return std::to_string(::stat("/etc/passwd", &info));
  }
  if (request == "socket") return std::to_string(::socket(AF_INET, SOCK_STREAM, 0));
  if (request == "execve") {
    ::execl("/bin/true", "true", nullptr);
    return std::string("still here");
  }
  if (request == "ptrace") return std::to_string(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr));
  if (request == "fork") return std::to_string(::syscall(SYS_fork));
  if (request == "vfork") return std::to_string(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  if (request == "kill") return std::to_string(::kill(::getppid(), SIGTERM));
  if (request == "exec memory") {
    return std::string(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? "no"
                                                                                                                                   : "yes");
  }
  if (request == "crash") {
    volatile int* nowhere = nullptr;
    (void)*nowhere;
  }
  if (request == "abort") std::abort();
  if (request == "memory") return std::to_string(std::string(3ull << 30, 'x').size());
  if (request == "hang") {
    while (true) std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  if (request == "spin") {
    unsigned count = 0;
    while (base::sha256_prefix("spin") != count) ++count;
  }
  if (request == "read") return base::read_all(fds[0], 1000);
  if (request == "threads") {
    std::string a, b;
    std::jthread one([&] { a = base::sha256_hex("a"); });
    std::jthread two([&] { b = base::sha256_hex("b"); });
    one.join(), two.join();
    return a + b;
  }
  if (request == "ticks") {
    for (std::uint64_t i = 1; i <= 3; ++i) tick(i * 100);
    return std::string("done");
  }
  if (request == "error") return Error{Code::kCorrupt, "entry 7: broken"};
  return std::string(request);
}

class SandboxTest : public testing::Test {
 protected:
  Sandbox sandbox_ = *Sandbox::start(misbehave);
};

TEST_F(SandboxTest, Answers) {
  EXPECT_EQ(sandbox_.run("echo", {}).value(), "echo");
  EXPECT_EQ(sandbox_.run(std::string(5'000'000, 'z'), {}).value().size(), 5'000'000u);
  auto error = sandbox_.run("error", {});
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().code, Code::kCorrupt);
  EXPECT_EQ(error.error().message, "entry 7: broken");
}

TEST_F(SandboxTest, LentDescriptorsCanBeRead) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  base::Fd reader(ends[0]), writer(ends[1]);
  ASSERT_TRUE(base::write_all(writer.get(), "content"));
  writer.reset();
  int fds[] = {reader.get()};
  EXPECT_EQ(sandbox_.run("read", fds).value(), "content");
}

TEST_F(SandboxTest, ForbiddenCallsStopTheWorker) {
  for (const char* call : {"open", "openat", "socket", "execve", "ptrace", "fork", "vfork", "kill", "exec memory"}) {
    auto result = sandbox_.run(call, {});
    ASSERT_FALSE(result) << call << " gave " << *result;
    EXPECT_EQ(result.error().code, Code::kDenied) << call;
    EXPECT_NE(result.error().message.find("SIGSYS"), std::string::npos) << call << ": " << result.error().message;
  }
  EXPECT_EQ(sandbox_.run("stat", {}).value(), "-1") << "refused, without an end";
  EXPECT_EQ(sandbox_.run("echo", {}).value(), "echo") << "the next job must not notice";
}

TEST_F(SandboxTest, CrashesAndLimitsAreErrors) {
  EXPECT_NE(sandbox_.run("crash", {}).error().message.find("SIGSEGV"), std::string::npos);
  EXPECT_NE(sandbox_.run("abort", {}).error().message.find("SIGABRT"), std::string::npos);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_EQ(sandbox_.run("memory", {}).error().code, Code::kLimit);
#endif
  Limits limits;
  limits.idle = std::chrono::seconds(1);
  EXPECT_EQ(sandbox_.run("hang", {}, limits).error().code, Code::kTimeout);
  limits.idle = std::chrono::seconds(30);
  limits.cpu = std::chrono::seconds(1);
  EXPECT_EQ(sandbox_.run("spin", {}, limits).error().code, Code::kLimit);
}

TEST_F(SandboxTest, ThreadsAndTicks) {
  EXPECT_EQ(sandbox_.run("threads", {}).value(), base::sha256_hex("a") + base::sha256_hex("b"));
  std::vector<std::uint64_t> seen;
  EXPECT_EQ(sandbox_.run("ticks", {}, {}, [&](std::uint64_t done) { seen.push_back(done); }).value(), "done");
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{100, 200, 300}));
}

TEST_F(SandboxTest, JobsOfSeveralThreadsRunSideBySide) {
  std::vector<std::jthread> threads;
  std::vector<std::string> answers(8);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = sandbox_.run("job " + std::to_string(i), {}).value_or(""); });
  }
  threads.clear();
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], "job " + std::to_string(i));
}

}  // namespace
}  // namespace batten::sandbox
