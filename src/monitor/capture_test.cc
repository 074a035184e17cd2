// SPDX-License-Identifier: Apache-2.0
#include "monitor/capture.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/flag_names.h"
#include "monitor/watched.h"

namespace batten::monitor {
namespace {

using model::Event;

#define WATCH_OR_SKIP(name, ...)                            \
  std::optional<Watched> name = Watched::open(__VA_ARGS__); \
  if (!name) GTEST_SKIP() << "kernel programs can't be loaded here"

pid_t in_child(const std::function<void()>& act) {
  const pid_t child = fork();
  if (child == 0) {
    act();
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return child;
}

std::string scratch_directory() {
  char name[] = "/tmp/batten-capture-XXXXXX";
  return mkdtemp(name) == nullptr ? "" : name;
}

TEST(Capture, TellsAnExecAndItsEnd) {
  WATCH_OR_SKIP(watched, {BATTEN_EXECVE});
  pid_t child = 0;
  std::uint64_t start = 0;
  const auto run = [&] {
    child = in_child([] {
      if (chdir("/tmp") == 0) execl("/bin/sh", "my-shell", "-c", "exit 3", nullptr);
    });
  };
  EXPECT_TRUE(watched->find(BATTEN_EXECVE, run, [&](const Event& event) {
    if (event.header().pid != static_cast<std::uint32_t>(child)) return false;
    EXPECT_EQ(text_of(event, "exe"), "my-shell");
    EXPECT_EQ(text_of(event, "args"), std::string_view("-c\0exit 3\0", 10));
    EXPECT_EQ(text_of(event, "filename"), "/bin/sh");
    EXPECT_EQ(text_of(event, "cwd"), "/tmp");
    EXPECT_EQ(text_of(event, "comm"), "sh");
    EXPECT_EQ(text_of(event, "env"), std::nullopt);
    EXPECT_EQ(text_of(event, "trusted_exepath"), std::filesystem::canonical("/bin/sh").string());
    EXPECT_EQ(number_of(event, "ptid"), getpid());
    EXPECT_EQ(number_of(event, "uid"), static_cast<std::int64_t>(geteuid()));
    EXPECT_EQ(number_of(event, "sid"), getsid(0));
    struct stat found = {};
    stat("/bin/sh", &found);
    EXPECT_EQ(number_of(event, "exe_ino"), static_cast<std::int64_t>(found.st_ino));
    EXPECT_EQ(number_of(event, "exe_ino_mtime") / 1'000'000'000, found.st_mtim.tv_sec);
    EXPECT_EQ(number_of(event, "exe_ino_ctime") / 1'000'000'000, found.st_ctim.tv_sec);
    start = event.header().start_ns;
    return true;
  }));
  EXPECT_TRUE(watched->find(BATTEN_PROCEXIT, run, [&](const Event& event) {
    if (event.header().pid != static_cast<std::uint32_t>(child)) return false;
    EXPECT_EQ(number_of(event, "ret"), 3);
    EXPECT_EQ(number_of(event, "sig"), 0);
    EXPECT_GE(event.header().start_ns, start);
    return true;
  }));
  EXPECT_EQ(watched->corrupt, "");
}

TEST(Capture, TellsWhatAProgramReadsAndWrites) {
  WATCH_OR_SKIP(watched, {BATTEN_EXECVE});
  pid_t child = 0;
  const auto streams_with = [&](int input, int output) {
    std::int64_t out = -1;
    const auto run = [&] {
      child = in_child([&] {
        if (input >= 0) dup2(input, 0);
        if (input < 0) close(0);
        dup2(output, 1);
        dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), 2);
        execl("/bin/true", "true", nullptr);
      });
    };
    watched->find(BATTEN_EXECVE, run, [&](const Event& event) {
      if (event.header().pid == static_cast<std::uint32_t>(child)) out = number_of(event, "streams");
      return out >= 0;
    });
    return out;
  };
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const int four = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), six = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), folder = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const auto packed = [](int input, int output) { return input | output << 4 | BATTEN_STREAM_FILE << 8; };
  EXPECT_EQ(streams_with(four, ends[1]), packed(BATTEN_STREAM_IPV4, BATTEN_STREAM_PIPE));
  EXPECT_EQ(streams_with(six, local), packed(BATTEN_STREAM_IPV6, BATTEN_STREAM_UNIX));
  EXPECT_EQ(streams_with(-1, folder), packed(BATTEN_STREAM_UNKNOWN, BATTEN_STREAM_DIRECTORY));
  for (const int fd : {ends[0], ends[1], four, six, local, folder}) close(fd);
}

TEST(Capture, TellsAForkBeforeItsExec) {
  WATCH_OR_SKIP(watched, {BATTEN_EXECVE});
  pid_t child = 0;
  std::uint64_t start = 0;
  const auto run = [&] { child = in_child([] { execl("/bin/true", "true", nullptr); }); };
  std::vector<model::EventType> order;
  watched->count(run, [&](const Event& event) {
    const bool fork = event.type() <= BATTEN_VFORK && event.type() >= BATTEN_CLONE;
    if (fork && number_of(event, "child_pid") == child) {
      start = static_cast<std::uint64_t>(number_of(event, "child_start"));
      EXPECT_EQ(event.header().pid, static_cast<std::uint32_t>(getpid()));
      order.push_back(event.type());
    }
    if (event.header().pid == static_cast<std::uint32_t>(child) && event.type() != BATTEN_TASK_RENAME) {
      EXPECT_EQ(event.header().start_ns, start);
      order.push_back(event.type());
    }
    return true;
  });
  ASSERT_EQ(order.size(), 3u);
  EXPECT_EQ(order[1], BATTEN_EXECVE);
  EXPECT_EQ(order[2], BATTEN_PROCEXIT);
}

TEST(Capture, TellsEnvironmentWhenAsked) {
  model::Prefilter filter = Watched::wanting({BATTEN_EXECVE});
  filter.needs_environment = true;
  WATCH_OR_SKIP(watched, filter);
  const auto run = [] {
    in_child([] {
      const char* const environment[] = {"A=1", "B=two", nullptr};
      execle("/bin/true", "true", nullptr, environment);
    });
  };
  EXPECT_TRUE(
      watched->find(BATTEN_EXECVE, run, [](const Event& event) { return text_of(event, "env") == std::string_view("A=1\0B=two\0", 10); }));
}

TEST(Capture, TellsAProgramThatIsNoFile) {
  WATCH_OR_SKIP(watched, {BATTEN_EXECVEAT, BATTEN_MEMFD_CREATE});
  const auto run = [] {
    in_child([] {
      const int memory = static_cast<int>(syscall(SYS_memfd_create, "payload", MFD_CLOEXEC));
      const int file = open("/bin/true", O_RDONLY);
      char buffer[65536];
      for (ssize_t n = 0; (n = read(file, buffer, sizeof buffer)) > 0;) {
        if (write(memory, buffer, static_cast<std::size_t>(n)) != n) return;
      }
      const char* arguments[] = {"payload", nullptr};
      syscall(SYS_execveat, memory, "", arguments, nullptr, AT_EMPTY_PATH);
    });
  };
  EXPECT_TRUE(watched->find(BATTEN_EXECVEAT, run, [](const Event& event) {
    EXPECT_EQ(text_of(event, "trusted_exepath"), "memfd:payload (deleted)");
    EXPECT_NE(number_of(event, "flags") & static_cast<std::int64_t>(model::kExeFromMemfd), 0);
    return true;
  }));
}

TEST(Capture, CutsArgumentsThatAreTooMany) {
  WATCH_OR_SKIP(watched, {BATTEN_EXECVE});
  const auto run = [] {
    in_child([] {
      const std::string one(100'000, 'x');
      std::vector<char*> arguments{const_cast<char*>("long")};
      for (int i = 0; i < 20; ++i) arguments.push_back(const_cast<char*>(one.c_str()));
      arguments.push_back(nullptr);
      execv("/bin/true", arguments.data());
    });
  };
  EXPECT_TRUE(watched->find(BATTEN_EXECVE, run, [](const Event& event) {
    if (text_of(event, "exe") != "long") return false;
    EXPECT_NE(event.header().flags & BATTEN_EVENT_CUT, 0);
    EXPECT_EQ(text_of(event, "args").value_or("").size(), 32768u - 5);
    EXPECT_EQ(text_of(event, "comm"), "true");
    return true;
  }));
  EXPECT_EQ(watched->corrupt, "");
}

TEST(Capture, TellsWhereAFileReallyIs) {
  WATCH_OR_SKIP(watched, {BATTEN_OPENAT, BATTEN_OPEN});
  const char* name = "/proc/self/root/etc/../etc/passwd";
  EXPECT_TRUE(watched->find(
      BATTEN_OPENAT, [&] { close(open(name, O_RDONLY)); },
      [&](const Event& event) {
        if (text_of(event, "name") != name) return false;
        EXPECT_EQ(text_of(event, "real"), "/etc/passwd");
        EXPECT_EQ(event.header().pid, static_cast<std::uint32_t>(getpid()));
        EXPECT_EQ(text_of(event, "base"), std::nullopt);
        EXPECT_GE(event.result(), 0);
        return true;
      }));
  const std::string directory = scratch_directory();
  const std::string odd = "\xff\xfe na\nme";
  EXPECT_TRUE(watched->find(
      BATTEN_OPENAT,
      [&] {
        const int at = open(directory.c_str(), O_RDONLY | O_DIRECTORY);
        close(openat(at, odd.c_str(), O_CREAT | O_WRONLY, 0640));
        close(at);
      },
      [&](const Event& event) {
        if (text_of(event, "name") != odd) return false;
        EXPECT_EQ(text_of(event, "real"), directory + "/" + odd);
        EXPECT_EQ(text_of(event, "base"), directory);
        EXPECT_EQ(number_of(event, "mode"), 0640);
        EXPECT_EQ(number_of(event, "flags") & 0xffffffff, O_CREAT | O_WRONLY);
        struct stat found = {};
        stat((directory + "/" + odd).c_str(), &found);
        EXPECT_EQ(number_of(event, "ino"), static_cast<std::int64_t>(found.st_ino));
        return true;
      }));
  EXPECT_TRUE(watched->find(
      BATTEN_OPENAT, [] { (void)open("/no/such", O_RDONLY); },
      [](const Event& event) { return event.result() == -ENOENT && text_of(event, "name") == "/no/such" && !text_of(event, "real"); }));
  std::filesystem::remove_all(directory);
}

TEST(Capture, TellsAPathOfFourThousandBytes) {
  WATCH_OR_SKIP(watched, {BATTEN_OPENAT});
  const std::string directory = scratch_directory(), part = std::string(200, 'd');
  std::string path = directory;
  int at = open(directory.c_str(), O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < 19; ++i) {
    ASSERT_EQ(mkdirat(at, part.c_str(), 0700), 0);
    const int next = openat(at, part.c_str(), O_RDONLY | O_DIRECTORY);
    close(at);
    at = next;
    path += "/" + part;
  }
  EXPECT_TRUE(watched->find(
      BATTEN_OPENAT, [&] { close(openat(at, "deep", O_CREAT | O_RDWR, 0600)); },
      [&](const Event& event) { return text_of(event, "name") == "deep" && text_of(event, "real") == path + "/deep"; }));
  close(at);
  std::filesystem::remove_all(directory);
  EXPECT_EQ(watched->corrupt, "");
}

// One act each, and a question to its event.
struct Act {
  model::EventType type;
  std::function<void()> act;
  std::function<bool(const Event&)> suits;
};

TEST(Capture, TellsCallsOnFiles) {
  const std::string d = scratch_directory(), a = d + "/a", b = d + "/b";
  const auto is = [](const char* param, const std::string& value) {
    return [param, value](const Event& event) { return text_of(event, param) == value; };
  };
  const Act acts[] = {
      {BATTEN_MKDIR, [&] { syscall(SYS_mkdir, a.c_str(), 0750); },
       [&](const Event& event) { return text_of(event, "path") == a && number_of(event, "mode") == 0750; }},
      {BATTEN_RENAME, [&] { syscall(SYS_rename, a.c_str(), b.c_str()); },
       [&](const Event& event) { return text_of(event, "oldpath") == a && text_of(event, "newpath") == b; }},
      {BATTEN_CHMOD, [&] { syscall(SYS_chmod, b.c_str(), 0700); },
       [&](const Event& event) { return text_of(event, "filename") == b && number_of(event, "mode") == 0700; }},
      {BATTEN_SYMLINK, [&] { syscall(SYS_symlink, "to", a.c_str()); },
       [&](const Event& event) { return text_of(event, "target") == "to" && text_of(event, "linkpath") == a; }},
      {BATTEN_UNLINK, [&] { syscall(SYS_unlink, a.c_str()); }, is("path", a)},
      {BATTEN_RMDIR, [&] { syscall(SYS_rmdir, b.c_str()); }, is("path", b)},
      {BATTEN_CREAT, [&] { close(static_cast<int>(syscall(SYS_creat, a.c_str(), 0600))); }, is("real", a)},
      {BATTEN_LINK, [&] { syscall(SYS_link, a.c_str(), b.c_str()); }, is("newpath", b)},
      {BATTEN_UNLINKAT, [&] { syscall(SYS_unlinkat, AT_FDCWD, b.c_str(), 0); }, is("name", b)},
      {BATTEN_CHDIR, [&] { in_child([&] { (void)!chdir(d.c_str()); }); }, is("real", d)},
      {BATTEN_MOUNT, [&] { syscall(SYS_mount, "none", a.c_str(), "nosuchfs", 0, nullptr); },
       [&](const Event& event) { return text_of(event, "dir") == a && text_of(event, "type") == "nosuchfs" && event.result() < 0; }},
      {BATTEN_FCHMOD,
       [&] {
         const int fd = open(a.c_str(), O_RDONLY);
         fchmod(fd, 0755);
         close(fd);
       },
       is("real", a)},
  };
  model::Prefilter filter;
  for (const Act& one : acts) filter.types[one.type].wanted = true;
  WATCH_OR_SKIP(watched, filter);
  for (const Act& one : acts) EXPECT_TRUE(watched->find(one.type, one.act, one.suits)) << model::event_type_info(one.type)->name;
  EXPECT_EQ(watched->corrupt, "");
  std::filesystem::remove_all(d);
}

// Of a file on a plain file system, in an overlay's writable layer, and below it.
TEST(Capture, TellsWhatTheKernelKnowsOfAnOpenedFile) {
  std::optional<Watched> watched = Watched::open({BATTEN_OPENAT, BATTEN_CREAT});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  namespace fs = std::filesystem;
  char name[] = "/tmp/batten-opened-XXXXXX";
  ASSERT_NE(mkdtemp(name), nullptr);
  const std::string root = name;
  // An overlay can't have one for its writable layer, as /tmp of a container may be.
  ASSERT_EQ(mount("tmp", root.c_str(), "tmpfs", 0, nullptr), 0);
  for (const char* one : {"/lower", "/upper", "/work", "/merged"}) fs::create_directory(root + one);
  close(open((root + "/lower/old").c_str(), O_CREAT | O_WRONLY, 0600));
  const std::string options = "lowerdir=" + root + "/lower,upperdir=" + root + "/upper,workdir=" + root + "/work";
  const bool layered = mount("overlay", (root + "/merged").c_str(), "overlay", 0, options.c_str()) == 0;
  const auto flags_of = [&](const std::string& path, int flags) {
    std::int64_t out = -1;
    watched->find(
        BATTEN_OPENAT, [&] { close(open(path.c_str(), flags, 0600)); },
        [&](const Event& event) {
          if (text_of(event, "name") == path) out = number_of(event, "flags");
          return out >= 0;
        });
    return static_cast<std::uint64_t>(out) >> 32 << 32;
  };
  EXPECT_EQ(flags_of(root + "/new", O_CREAT | O_RDWR), model::kOpenCreated);
  EXPECT_EQ(flags_of(root + "/new", O_CREAT | O_RDWR), 0u) << "it was there";
  EXPECT_EQ(flags_of(root + "/new", O_RDONLY), 0u);
  EXPECT_TRUE(watched->find(
      BATTEN_CREAT, [&] { close(static_cast<int>(syscall(SYS_creat, (root + "/made").c_str(), 0600))); },
      [&](const Event& event) {
        return text_of(event, "name") == root + "/made" &&
               (static_cast<std::uint64_t>(event.number(static_cast<unsigned>(event.info().roles.flags))) & model::kOpenCreated) != 0;
      }));
  if (layered) {
    EXPECT_EQ(flags_of(root + "/merged/old", O_RDONLY), model::kOpenLowerLayer);
    EXPECT_EQ(flags_of(root + "/merged/new", O_CREAT | O_WRONLY), model::kOpenCreated | model::kOpenUpperLayer);
    EXPECT_EQ(flags_of(root + "/merged/old", O_WRONLY), model::kOpenUpperLayer) << "it was copied up";
    umount((root + "/merged").c_str());
  }
  umount(root.c_str());
  fs::remove_all(root);
}

TEST(Capture, TellsOtherCalls) {
  const auto number_is = [](const char* param, std::int64_t value) {
    return [param, value](const Event& event) { return number_of(event, param) == value; };
  };
  const Act acts[] = {
      {BATTEN_PTRACE, [] { ptrace(static_cast<__ptrace_request>(PTRACE_ATTACH), 0x7fffffff, nullptr, nullptr); },
       number_is("request", PTRACE_ATTACH)},
      {BATTEN_MEMFD_CREATE, [] { close(static_cast<int>(syscall(SYS_memfd_create, "here", 0))); },
       [](const Event& event) { return text_of(event, "name") == "here"; }},
      {BATTEN_DUP2, [] { close(static_cast<int>(syscall(SYS_dup2, 1, 77))); }, number_is("newfd", 77)},
      {BATTEN_SETUID, [] { in_child([] { syscall(SYS_setuid, 12345); }); }, number_is("uid", 12345)},
      {BATTEN_SETRESGID, [] { in_child([] { syscall(SYS_setresgid, 5, 6, 7); }); }, number_is("egid", 6)},
      {BATTEN_UNSHARE, [] { in_child([] { syscall(SYS_unshare, 0x02000000); }); }, number_is("flags", 0x02000000)},
      {BATTEN_KILL, [] { kill(getpid(), 0); }, number_is("pid", getpid())},
      {BATTEN_BPF, [] { syscall(SYS_bpf, 99, nullptr, 0); }, number_is("cmd", 99)},
      {BATTEN_PRCTL, [] { prctl(PR_SET_NAME, "renamed"); },
       [](const Event& event) { return number_of(event, "option") == PR_SET_NAME && text_of(event, "arg2_str") == "renamed"; }},
      {BATTEN_TASK_RENAME, [] { prctl(PR_SET_NAME, "again"); }, [](const Event& event) { return text_of(event, "name") == "again"; }},
      {BATTEN_SIGNALDELIVER,
       [] {
         std::signal(SIGUSR1, [](int) {});
         kill(getpid(), SIGUSR1);
       },
       [](const Event& event) { return number_of(event, "sig") == SIGUSR1 && number_of(event, "spid") == getpid(); }},
      {BATTEN_CAPABILITY, [] { in_child([] { (void)!chroot("/"); }); }, number_is("cap", CAP_SYS_CHROOT)},
  };
  model::Prefilter filter;
  for (const Act& one : acts) filter.types[one.type].wanted = true;
  WATCH_OR_SKIP(watched, filter);
  for (const Act& one : acts) {
    if (!watched->capture.sees(one.type)) continue;
    EXPECT_TRUE(watched->find(one.type, one.act, one.suits)) << model::event_type_info(one.type)->name;
  }
  EXPECT_EQ(watched->corrupt, "");
}

TEST(Capture, CountsWhatABufferCanNotTake) {
  WATCH_OR_SKIP(watched, {BATTEN_OPENAT}, CaptureOptions{.buffer_bytes = 4096});
  for (int i = 0; i < 1000; ++i) close(open("/tmp", O_RDONLY));
  const EventCounts counts = watched->capture.counts(BATTEN_OPENAT);
  EXPECT_GT(counts.dropped, 900u);
  EXPECT_EQ(counts.seen, counts.sent + counts.dropped);
}

TEST(Capture, LetsAContainerSendOnlySoMuch) {
  WATCH_OR_SKIP(watched, {BATTEN_OPENAT}, CaptureOptions{.container_rate = 10, .container_burst = 20});
  for (int i = 0; i < 1000; ++i) close(open("/tmp", O_RDONLY));
  const EventCounts counts = watched->capture.counts(BATTEN_OPENAT);
  EXPECT_GT(counts.limited, 800u);
  EXPECT_GE(counts.sent, 20u);
}

TEST(Capture, WithoutTheRightItSaysSo) {
  if (geteuid() != 0) GTEST_SKIP() << "not root: there is nothing to drop";
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2] = {};
    syscall(SYS_capset, &header, none);
    base::Notes notes;
    Result<Capture> capture = Capture::open({}, Watched::wanting({BATTEN_OPENAT}), notes);
    const std::string said = capture ? "opened" : std::string(base::code_name(capture.error().code)) + ": " + capture.error().message;
    _exit(write(ends[1], said.data(), said.size()) < 0 ? 1 : 0);
  }
  close(ends[1]);
  char said[512] = {};
  ASSERT_GT(read(ends[0], said, sizeof said - 1), 0);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::string_view(said).starts_with("denied: ")) << said;
}

}  // namespace
}  // namespace batten::monitor
