// SPDX-License-Identifier: Apache-2.0
#include "monitor/capture.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <string>

#include "model/event.h"

namespace batten::monitor {
namespace {

using model::Event;

// A capture of these types, and the events of this process and its children.
class Watched {
 public:
  static std::optional<Watched> open(std::initializer_list<model::EventType> types, CaptureOptions options = {}) {
    model::Prefilter filter;
    for (model::EventType type : types) filter.types[type].wanted = true;
    options.own_events = true;
    base::Notes notes;
    Result<Capture> capture = Capture::open(options, filter, notes);
    if (!capture) return std::nullopt;
    return Watched(*std::move(capture));
  }

  // Runs act, then looks for an event that suits for up to two seconds.
  bool find(const std::function<void()>& act, const std::function<bool(const Event&)>& suits) {
    act();
    bool found = false;
    for (int i = 0; i < 200 && !found; ++i) {
      capture.poll(std::chrono::milliseconds(10), [&](std::string_view record) {
        Result<Event> event = Event::read(record);
        EXPECT_TRUE(event) << event.error().message;
        if (event && suits(*event)) found = true;
      });
    }
    return found;
  }

  Capture capture;

 private:
  explicit Watched(Capture made) : capture(std::move(made)) {}
};

std::optional<std::string_view> text(const Event& event, std::string_view name) {
  return event.text(static_cast<unsigned>(model::find_param(event.info(), name)));
}
std::int64_t number(const Event& event, std::string_view name) {
  return event.number(static_cast<unsigned>(model::find_param(event.info(), name)));
}

TEST(Capture, TellsAnExecAndItsEnd) {
  std::optional<Watched> watched = Watched::open({BATTEN_EXECVE});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  pid_t child = 0;
  EXPECT_TRUE(watched->find(
      [&] {
        child = fork();
        if (child == 0) {
          if (chdir("/tmp") != 0) _exit(1);
          execl("/bin/sh", "my-shell", "-c", "exit 3", nullptr);
          _exit(1);
        }
        int status = 0;
        waitpid(child, &status, 0);
      },
      [&](const Event& event) {
        if (event.type() != BATTEN_EXECVE || event.header().pid != static_cast<std::uint32_t>(child)) return false;
        EXPECT_EQ(text(event, "exe"), "my-shell");
        EXPECT_EQ(text(event, "args"), std::string_view("-c\0exit 3\0", 10));
        EXPECT_EQ(text(event, "filename"), "/bin/sh");
        EXPECT_EQ(text(event, "cwd"), "/tmp");
        EXPECT_EQ(text(event, "comm"), "sh");
        EXPECT_EQ(text(event, "trusted_exepath").value_or("").substr(0, 9), "/usr/bin/");
        EXPECT_EQ(number(event, "ptid"), getpid());
        EXPECT_EQ(number(event, "uid"), static_cast<std::int64_t>(geteuid()));
        return true;
      }));
}

TEST(Capture, TellsWhereAFileReallyIs) {
  std::optional<Watched> watched = Watched::open({BATTEN_OPENAT});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  EXPECT_TRUE(watched->find(
      [] {
        int fd = open("/proc/self/root/etc/../etc/passwd", O_RDONLY);
        close(fd);
      },
      [](const Event& event) {
        if (event.type() != BATTEN_OPENAT || text(event, "name") != "/proc/self/root/etc/../etc/passwd") return false;
        EXPECT_EQ(text(event, "real"), "/etc/passwd");
        EXPECT_EQ(event.header().pid, static_cast<std::uint32_t>(getpid()));
        EXPECT_GE(event.result(), 0);
        return true;
      }));
}

}  // namespace
}  // namespace batten::monitor
