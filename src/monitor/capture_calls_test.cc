// SPDX-License-Identifier: Apache-2.0
//
// Calls that are easily missed: execs that fail, and those that are made as a 32-bit program makes them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "model/flag_names.h"
#include "monitor/capture.h"
#include "monitor/watched.h"

namespace batten::monitor {
namespace {

using model::Event;

void exec_in_child(const char* path) {
  const pid_t child = fork();
  if (child == 0) {
    // On the stack, which is in memory.
    char name[] = "shown-name", first[] = "first", last[] = "";
    char* const arguments[] = {name, first, last, nullptr};
    execv(path, arguments);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
}

TEST(CaptureCalls, TellsAnExecThatFails) {
  std::optional<Watched> watched = Watched::open({BATTEN_EXECVE});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  EXPECT_TRUE(watched->find(
      BATTEN_EXECVE, [] { exec_in_child("/nowhere/to-be-found"); },
      [](const Event& event) {
        if (event.result() != -ENOENT) return false;
        EXPECT_EQ(text_of(event, "filename"), "/nowhere/to-be-found");
        EXPECT_EQ(text_of(event, "exe"), "shown-name");
        EXPECT_EQ(text_of(event, "args"), std::string_view("first\0\0", 7));
        EXPECT_EQ(number_of(event, "ptid"), getpid());
        EXPECT_EQ(number_of(event, "uid"), geteuid());
        EXPECT_FALSE(text_of(event, "trusted_exepath"));
        return true;
      }));
  // One that succeeds is told once.
  const auto is_exec = [](const Event& event) { return event.type() == BATTEN_EXECVE && text_of(event, "exe") == "shown-name"; };
  EXPECT_EQ(watched->count([] { exec_in_child("/bin/true"); }, is_exec), 1);
  EXPECT_EQ(watched->corrupt, "");
}

TEST(CaptureCalls, ExecsThatFailAreFiltered) {
  model::Prefilter filter = Watched::wanting({BATTEN_EXECVE});
  filter.types[BATTEN_EXECVE].any = {{.outcome = model::EventClause::Outcome::kSuccess}};
  std::optional<Watched> watched = Watched::open(filter);
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const auto fails = [](const Event& event) { return event.type() == BATTEN_EXECVE && event.result() < 0; };
  EXPECT_EQ(watched->count([] { exec_in_child("/nowhere/to-be-found"); }, fails), 0);
  filter.types[BATTEN_EXECVE].any = {
      {.outcome = model::EventClause::Outcome::kFailure, .paths = {{model::PathTest::Kind::kPrefix, "/nowhere/"}}}};
  base::Notes notes;
  ASSERT_TRUE(watched->capture.set_filter(filter, notes));
  EXPECT_EQ(watched->count([] { exec_in_child("/nowhere/to-be-found"); }, fails), 1);
  EXPECT_EQ(watched->count([] { exec_in_child("/elsewhere/to-be-found"); }, fails), 0);
}

#if defined(__x86_64__)
long narrow_call(long number, long a, long b, long c) {
  long out = number;
  asm volatile("int $0x80" : "+a"(out) : "b"(a), "c"(b), "d"(c) : "memory", "r8", "r9", "r10", "r11");
  return out;
}

// Memory that has an address of four bytes.
class LowMemory {
 public:
  LowMemory() : at_(static_cast<char*>(mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0))) {}
  ~LowMemory() { munmap(at_, kSize); }
  long put(const void* bytes, std::size_t size) {
    std::memcpy(at_ + used_, bytes, size);
    const long out = reinterpret_cast<long>(at_ + used_);
    used_ += (size + 15) / 16 * 16;
    return out;
  }

 private:
  static constexpr std::size_t kSize = 65536;
  char* at_;
  std::size_t used_ = 0;
};

constexpr long kNarrowOpen = 5, kNarrowUnlink = 10, kNarrowSocketcall = 102, kSocketcallConnect = 3;

TEST(CaptureCalls, TellsThoseOf32BitPrograms) {
  if (narrow_call(20, 0, 0, 0) != getpid()) GTEST_SKIP() << "no 32-bit programs here";
  std::optional<Watched> watched = Watched::open({BATTEN_OPEN, BATTEN_UNLINK, BATTEN_CONNECT, BATTEN_CHMOD});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  LowMemory low;
  const std::string path = "/tmp/batten-narrow";
  const long name = low.put(path.c_str(), path.size() + 1);
  EXPECT_TRUE(watched->find(
      BATTEN_OPEN, [&] { close(static_cast<int>(narrow_call(kNarrowOpen, name, O_CREAT | O_WRONLY, 0600))); },
      [&](const Event& event) {
        return event.result() >= 0 && text_of(event, "name") == path && text_of(event, "real") == path &&
               (number_of(event, "flags") & 0xffffffff) == (O_CREAT | O_WRONLY) &&
               (static_cast<std::uint64_t>(number_of(event, "flags")) & model::kOpenCreated) != 0 && number_of(event, "mode") == 0600;
      }));
  EXPECT_TRUE(watched->find(
      BATTEN_UNLINK, [&] { narrow_call(kNarrowUnlink, name, 0, 0); },
      [&](const Event& event) { return event.result() == 0 && text_of(event, "path") == path; }));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const std::uint32_t words[3] = {static_cast<std::uint32_t>(fd), static_cast<std::uint32_t>(low.put(&address, sizeof address)),
                                  sizeof address};
  const long arguments = low.put(words, sizeof words);
  EXPECT_TRUE(watched->find(
      BATTEN_CONNECT, [&] { narrow_call(kNarrowSocketcall, kSocketcallConnect, arguments, 0); },
      [&](const Event& event) {
        const std::optional<batten_socket> ends = socket_of(event);
        return ends && ends->remote_port == 9 && number_of(event, "fd") == fd;
      }));
  close(fd);
  // The number of this one is that of unlink for others.
  const auto is_unlink = [](const Event& event) { return event.type() == BATTEN_UNLINK; };
  EXPECT_EQ(watched->count([&] { mprotect(nullptr, 0, PROT_READ); }, is_unlink), 0);
  EXPECT_EQ(watched->corrupt, "");
}

TEST(CaptureCalls, FiltersThoseOf32BitPrograms) {
  if (narrow_call(20, 0, 0, 0) != getpid()) GTEST_SKIP() << "no 32-bit programs here";
  model::Prefilter filter = Watched::wanting({BATTEN_OPEN});
  filter.types[BATTEN_OPEN].any = {{.paths = {{model::PathTest::Kind::kPrefix, "/etc/"}}}};
  std::optional<Watched> watched = Watched::open(filter);
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  LowMemory low;
  const auto opens = [&](const char* path) {
    const long name = low.put(path, std::strlen(path) + 1);
    return watched->count(
        [&] {
          for (int i = 0; i < 2; ++i) close(static_cast<int>(narrow_call(kNarrowOpen, name, O_RDONLY, 0)));
        },
        [](const Event& event) { return event.type() == BATTEN_OPEN && event.header().pid == static_cast<std::uint32_t>(getpid()); });
  };
  EXPECT_EQ(opens("/etc/passwd"), 2);
  EXPECT_EQ(opens("/dev/null"), 0);
}
#endif

}  // namespace
}  // namespace batten::monitor
