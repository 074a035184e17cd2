// SPDX-License-Identifier: Apache-2.0
//
// Alerts on their way to local outputs: what is written, what is full or gone, what a stuck one costs the others.
#include "alert/dispatcher.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

#include "alert/line_writer.h"
#include "alert/sample_alert.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest() : directory_(testing::TempDir() + format("batten_dispatcher_{}", ::getpid())) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    ::setenv("TZ", "UTC", 1);
    ::tzset();
  }
  ~DispatcherTest() override { std::filesystem::remove_all(directory_); }

  static std::unique_ptr<Dispatcher> started(const std::vector<std::string>& outputs, const DispatchOptions& options = {}) {
    std::vector<OutputConfig> configs;
    for (const std::string& text : outputs) {
      auto config = parse_output(text);
      EXPECT_TRUE(config) << config.error().message;
      configs.push_back(*config);
    }
    auto out = Dispatcher::start(configs, options);
    EXPECT_TRUE(out) << out.error().message;
    return out ? std::move(*out) : nullptr;
  }
  static std::vector<std::string> lines(const std::string& path) {
    std::vector<std::string> out;
    base::each_line(base::read_file(path, 64u << 20).value_or(""), [&](std::string_view line) { out.emplace_back(line); });
    return out;
  }

  std::string directory_;
};

TEST_F(DispatcherTest, FilesAsTextAndJson) {
  std::string text = directory_ + "/a.log", json = directory_ + "/a.json", urgent = directory_ + "/urgent";
  auto dispatcher = started({"file=" + text, "file=" + json + ",json", "file=" + urgent + ",priority=critical"});
  model::Alert alert = sample_alert();
  alert.output += "\x1b[31m\n";
  dispatcher->dispatch(alert);
  alert.priority = model::Priority::kCritical;
  dispatcher->dispatch(alert);
  ASSERT_TRUE(dispatcher->flush(seconds(10)));
  ASSERT_EQ(lines(text).size(), 2u);
  EXPECT_EQ(lines(text)[0], "22:13:20.000000042: Error File below /etc changed <0> file=/etc/passwd?[31m?");
  ASSERT_EQ(lines(json).size(), 2u);
  EXPECT_EQ(lines(json)[1], model::alert_json(alert));
  EXPECT_EQ(lines(urgent).size(), 1u);
  auto counts = dispatcher->end();
  EXPECT_EQ(counts[0].output, "file");
  EXPECT_EQ(counts[1].output, "file#2");
  EXPECT_EQ(counts[0].sent, 2u);
  EXPECT_EQ(counts[2].sent, 1u);
}

TEST_F(DispatcherTest, ARotatedFileIsOpenedAnew) {
  std::string path = directory_ + "/a.log";
  auto dispatcher = started({"file=" + path});
  dispatcher->dispatch(sample_alert(1));
  ASSERT_TRUE(dispatcher->flush(seconds(10)));
  std::filesystem::rename(path, path + ".1");
  dispatcher->dispatch(sample_alert(2));
  ASSERT_TRUE(dispatcher->flush(seconds(10)));
  EXPECT_EQ(lines(path + ".1").size(), 1u);
  EXPECT_EQ(lines(path).size(), 1u);
  std::filesystem::rename(path, path + ".2");
  dispatcher->reopen();
  dispatcher->dispatch(sample_alert(3));
  ASSERT_TRUE(dispatcher->flush(seconds(10)));
  EXPECT_EQ(lines(path).size(), 1u);
  EXPECT_NE(lines(path)[0].find("<3>"), std::string::npos);
}

TEST_F(DispatcherTest, AFullDiskIsTriedAgain) {
  if (::access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full";
  DispatchOptions options;
  options.lane.first_wait = options.lane.longest_wait = milliseconds(20);
  auto dispatcher = started({"file=/dev/full"}, options);
  dispatcher->dispatch(sample_alert());
  EXPECT_FALSE(dispatcher->flush(milliseconds(300)));
  LaneCounts counts = dispatcher->counts()[0];
  EXPECT_GE(counts.retries, 3u);
  EXPECT_TRUE(counts.failing);
  EXPECT_NE(counts.problem.find("No space left"), std::string::npos) << counts.problem;
  EXPECT_EQ(dispatcher->end()[0].dropped, 1u);
}

TEST_F(DispatcherTest, AStuckOneHoldsUpNobody) {
  // A named pipe whose reader sleeps, and a program that does.
  std::string pipe = directory_ + "/pipe", log = directory_ + "/a.log";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  base::Fd sleeper(::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  DispatchOptions options;
  options.lane.in_memory = 100;
  options.lane.first_wait = milliseconds(10);
  options.farewell = milliseconds(100);
  auto dispatcher = started({"file=" + pipe + ",json", "command=sleep 30,timeout=2s", "file=" + log}, options);
  auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) {
    dispatcher->dispatch(sample_alert(i));
    if (i % 50 == 49) {
      for (int n = 0; n < 2000 && dispatcher->counts()[2].waiting > 0; ++n) std::this_thread::sleep_for(milliseconds(1));
    }
  }
  EXPECT_EQ(lines(log).size(), 1000u);
  auto counts = dispatcher->counts();
  EXPECT_GT(counts[0].dropped, 500u);
  EXPECT_GT(counts[1].dropped, 500u);
  EXPECT_EQ(counts[2].dropped, 0u);
  auto ended = dispatcher->end();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(8));
  for (const LaneCounts& one : ended) EXPECT_EQ(one.sent + one.refused + one.dropped, 1000u) << one.output;
}

TEST_F(DispatcherTest, DispatchIsCheap) {
  auto dispatcher = started({"file=/dev/null,json", "file=/dev/null", "http=http://127.0.0.1:9"});
  std::vector<model::Alert> alerts(2000, sample_alert());
  auto begun = std::chrono::steady_clock::now();
  for (model::Alert& alert : alerts) dispatcher->dispatch(std::move(alert));
  auto each = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begun).count() / 2000;
  RecordProperty("nanoseconds", static_cast<int>(each));
  EXPECT_LT(each, 100'000);  // a busy machine, no optimisation; bench/dispatch.cc measures
}

TEST_F(DispatcherTest, ACommandGetsTheJson) {
  std::string out = directory_ + "/out";
  auto dispatcher = started({"command=tee " + out, "command=false", "command=/nowhere/program", "command=sleep 9,timeout=50ms"});
  dispatcher->dispatch(sample_alert());
  ASSERT_TRUE(dispatcher->flush(seconds(20)));
  EXPECT_EQ(lines(out), std::vector<std::string>{model::alert_json(sample_alert())});
  auto counts = dispatcher->counts();
  EXPECT_EQ(counts[0].sent, 1u) << counts[0].problem;
  EXPECT_NE(counts[1].problem.find("status 1"), std::string::npos) << counts[1].problem;
  EXPECT_NE(counts[2].problem.find("No such file"), std::string::npos) << counts[2].problem;
  EXPECT_NE(counts[3].problem.find("50 ms"), std::string::npos) << counts[3].problem;
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(counts[i].refused, 1u);
}

TEST_F(DispatcherTest, ALimitHoldsBack) {
  std::string path = directory_ + "/a.json";
  DispatchOptions options;
  options.limit = {.burst = 3, .window = seconds(1)};
  auto dispatcher = started({"file=" + path + ",json"}, options);
  for (int i = 0; i < 100; ++i) dispatcher->dispatch(sample_alert(i));  // 1 ms apart
  dispatcher->dispatch(sample_alert(2000));
  ASSERT_TRUE(dispatcher->flush(seconds(10)));
  EXPECT_EQ(dispatcher->held_back(), 97u);
  ASSERT_EQ(lines(path).size(), 4u);
  EXPECT_NE(lines(path)[3].find("\"batten.held_back\":97"), std::string::npos) << lines(path)[3];
}

base::Fd bound_log(const std::string& path) {
  base::Fd out(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  ::unlink(path.c_str());
  EXPECT_EQ(::bind(out.get(), reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
  timeval patience{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(out.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return out;
}

std::string datagram(const base::Fd& log) {
  char buffer[20'000];
  ssize_t got = ::recv(log.get(), buffer, sizeof buffer, 0);
  return got < 0 ? "(nothing)" : std::string(buffer, static_cast<std::size_t>(got));
}

TEST_F(DispatcherTest, SyslogInBothForms) {
  std::string path = directory_ + "/log";
  base::Fd log = bound_log(path);
  {
    started({"syslog=" + path + ",facility=local3"})->dispatch(sample_alert());
    EXPECT_EQ(datagram(log),
              format("<155>Nov 14 22:13:20 batten[{}]: Write below etc: File below /etc changed <0> file=/etc/passwd", ::getpid()));
  }
  {
    started({"syslog=" + path + ",format=5424,tag=my tag"})->dispatch(sample_alert());
    EXPECT_EQ(datagram(log),
              format("<27>1 2023-11-14T22:13:20.000000Z node-1 my_tag {} alert - Write below etc: File below /etc changed <0> "
                     "file=/etc/passwd",
                     ::getpid()));
  }
  auto dispatcher = started({"syslog=" + path + ",json"});
  model::Alert long_one = sample_alert();
  long_one.output = std::string(7000, 'x') + std::string(3000, '\xff');
  dispatcher->dispatch(long_one);
  std::string text = datagram(log);
  EXPECT_LE(text.size(), 8192u);
  EXPECT_EQ(base::to_utf8(text), text);
}

TEST_F(DispatcherTest, SyslogThatIsStartedAnew) {
  std::string path = directory_ + "/log";
  DispatchOptions options;
  options.lane.first_wait = milliseconds(10);
  options.lane.longest_wait = milliseconds(50);
  auto dispatcher = started({"syslog=" + path}, options);
  dispatcher->dispatch(sample_alert(1));
  std::this_thread::sleep_for(milliseconds(50));
  base::Fd log = bound_log(path);
  EXPECT_NE(datagram(log).find("<1>"), std::string::npos);
  log = bound_log(path);
  dispatcher->dispatch(sample_alert(2));
  EXPECT_NE(datagram(log).find("<2>"), std::string::npos);
}

TEST_F(DispatcherTest, AllOrNone) {
  auto config = parse_output("file=/nowhere/at/all");
  auto none = Dispatcher::start({*parse_output("terminal"), *config});
  ASSERT_FALSE(none);
  EXPECT_TRUE(none.error().message.starts_with("file: /nowhere/at/all: ")) << none.error().message;
  DispatchOptions options;
  options.state_directory = directory_ + "/state";
  auto twice = Dispatcher::start({*parse_output("http=http://a"), *parse_output("http=http://a,timeout=1s")}, options);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, Code::kConflict);
}

TEST_F(DispatcherTest, ALineIsWrittenWholeThoughItsReaderSleeps) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  base::Fd read_end(ends[0]), write_end(ends[1]);
  std::string line(200'000, 'x');  // more than a pipe holds
  LineWriter writer;
  Delivery first = writer.write(write_end.get(), line, "here");
  EXPECT_EQ(first.fate, Delivery::Fate::kLater);
  std::string got;
  std::jthread reader([&] { got = base::read_all(read_end.get(), 1u << 20).value_or(""); });
  EXPECT_EQ(writer.write(write_end.get(), line, "here").fate, Delivery::Fate::kTaken);
  write_end.reset();
  reader.join();
  EXPECT_EQ(got, line + "\n");
}

}  // namespace
}  // namespace batten::alert
