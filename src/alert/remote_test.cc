// SPDX-License-Identifier: Apache-2.0
//
// Alerts on their way over HTTP, to a stand-in that fails in each way there is (testdata/receiver.py), with their queue on disk.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "alert/dispatcher.h"
#include "alert/record.h"
#include "alert/sample_alert.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/process.h"
#include "base/text.h"
#include "http/started_program.h"
#include "model/alert_json.h"

namespace batten::alert {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RemoteTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!http::is_installed("python3")) GTEST_SKIP() << "python3 is not installed";
    directory_ = testing::TempDir() + format("batten_remote_{}", ::getpid());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    program_ = start_receiver({});
    url_ = "http://127.0.0.1:" + base::read_file(directory_ + "/port", 100).value_or("");
    options_.state_directory = directory_ + "/state";
    options_.lane.first_wait = milliseconds(20);
    options_.lane.longest_wait = milliseconds(200);
  }
  void TearDown() override {
    program_.reset();
    if (!directory_.empty()) std::filesystem::remove_all(directory_);
  }

  std::unique_ptr<http::StartedProgram> start_receiver(const std::vector<std::string>& tls) {
    std::vector<std::string> argv = {"python3", BATTEN_SOURCE_DIR "/src/alert/testdata/receiver.py", directory_ + "/port", record()};
    argv.insert(argv.end(), tls.begin(), tls.end());
    std::filesystem::remove(directory_ + "/port");
    auto out = std::make_unique<http::StartedProgram>(argv, directory_ + "/log");
    for (int i = 0; i < 600 && !std::filesystem::exists(directory_ + "/port"); ++i) std::this_thread::sleep_for(milliseconds(50));
    return out;
  }
  std::string record() const { return directory_ + "/record"; }
  std::unique_ptr<Dispatcher> started(const std::vector<std::string>& outputs) {
    std::vector<OutputConfig> configs;
    for (const std::string& text : outputs) configs.push_back(*parse_output(text));
    auto out = Dispatcher::start(configs, options_);
    EXPECT_TRUE(out) << out.error().message;
    return std::move(*out);
  }
  std::vector<std::string> received() const {
    std::vector<std::string> out;
    base::each_line(base::read_file(record(), 64u << 20).value_or(""), [&](std::string_view line) { out.emplace_back(line); });
    return out;
  }
  // The numbers of the alerts in what was received, in their order.
  std::vector<int> numbers() const {
    std::vector<int> out;
    for (const std::string& line : received()) {
      auto document = json::Document::parse(line);
      EXPECT_TRUE(document);
      out.push_back(static_cast<int>((*document)["body"]["output_fields"]["number"].integer().value_or(-1)));
    }
    return out;
  }

  std::string directory_, url_;
  DispatchOptions options_;
  std::unique_ptr<http::StartedProgram> program_;
};

std::vector<int> counted(int count) {
  std::vector<int> out;
  for (int i = 0; i < count; ++i) out.push_back(i);
  return out;
}

TEST_F(RemoteTest, HttpGetsFalcosJsonAndHeaders) {
  std::ofstream(directory_ + "/headers") << "Authorization: Bearer abc\n\nX-Second: 2\n";
  auto dispatcher = started({"http=" + url_ + "/ok,header=X-Team: a\\,b,header-file=" + directory_ + "/headers"});
  model::Alert alert = sample_alert();
  alert.output += "\xff";
  dispatcher->dispatch(alert);
  ASSERT_TRUE(dispatcher->flush(seconds(20))) << dispatcher->counts()[0].problem;
  auto lines = received();
  ASSERT_EQ(lines.size(), 1u);
  auto document = json::Document::parse(lines[0]);
  auto sent = json::Document::parse(model::alert_json(alert));
  ASSERT_TRUE(document && sent);
  EXPECT_EQ((*document)["headers"]["x-team"].string(), "a,b");
  EXPECT_EQ((*document)["headers"]["authorization"].string(), "Bearer abc");
  EXPECT_EQ((*document)["headers"]["content-type"].string(), "application/json");
  for (const char* key : {"output", "rule", "priority", "time", "source", "hostname"})
    EXPECT_EQ((*document)["body"][key].string(), (*sent)[key].string()) << key;
  EXPECT_EQ(document->root()["body"]["output_fields"].size(), alert.fields.size());
}

TEST_F(RemoteTest, FormsAreTaken) {
  auto dispatcher = started({"slack=" + url_ + "/ok/slack", "otlp=" + url_ + "/ok/otlp", "alertmanager=" + url_ + "/ok/alertmanager",
                             "slack=" + url_ + "/ok,style=discord", "slack=" + url_ + "/ok?teams,style=teams"});
  for (int i = 0; i < 50; ++i) dispatcher->dispatch(sample_alert(i));
  ASSERT_TRUE(dispatcher->flush(seconds(60)));
  for (const LaneCounts& one : dispatcher->counts()) {
    EXPECT_EQ(one.sent, 50u) << one.output << ": " << one.problem;
    EXPECT_EQ(one.refused + one.dropped + one.retries, 0u) << one.output << ": " << one.problem;
  }
  std::string all = base::read_file(record(), 64u << 20).value_or("");
  EXPECT_NE(all.find("*Error* Write below etc (container web, host node-1)\\nFile below /etc changed &lt;0&gt;"), std::string::npos);
  EXPECT_NE(all.find("changed \\\\<0\\\\>"), std::string::npos);
  EXPECT_NE(all.find("AdaptiveCard"), std::string::npos);
  EXPECT_LT(received().size(), 240u);  // some went together
}

TEST_F(RemoteTest, FailuresAreTriedAgainAndNothingIsLost) {
  for (const char* path : {"/twice500", "/busy", "/close", "/hang"}) {
    std::filesystem::remove(record());
    auto dispatcher = started({format("http={}{},timeout=700ms", url_, path)});
    auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i) dispatcher->dispatch(sample_alert(i));
    ASSERT_TRUE(dispatcher->flush(seconds(30))) << path << dispatcher->counts()[0].problem;
    LaneCounts counts = dispatcher->counts()[0];
    EXPECT_EQ(numbers(), counted(5)) << path;
    EXPECT_EQ(counts.sent, 5u) << path;
    EXPECT_GE(counts.retries, 1u) << path;
    EXPECT_FALSE(counts.failing) << path;
    EXPECT_FALSE(counts.problem.empty()) << path;
    auto least = std::string_view(path) == "/busy" ? seconds(1) : seconds(0);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, least) << path;
  }
}

TEST_F(RemoteTest, OneThatIsRefusedIsGivenUpAlone) {
  auto dispatcher = started({"http=" + url_ + "/refuse"});
  for (int i = 0; i < 6; ++i) dispatcher->dispatch(sample_alert(i));
  ASSERT_TRUE(dispatcher->flush(seconds(30)));
  EXPECT_EQ(numbers(), (std::vector<int>{0, 1, 2, 4, 5}));
  LaneCounts counts = dispatcher->counts()[0];
  EXPECT_EQ(counts.refused, 1u);
  EXPECT_NE(counts.problem.find("400"), std::string::npos) << counts.problem;
}

TEST_F(RemoteTest, OfABatchThatIsRefusedTheOthersAreSent) {
  std::ofstream(record() + ".down") << "";
  auto dispatcher = started({"otlp=" + url_ + "/refuse"});
  for (int i = 0; i < 6; ++i) dispatcher->dispatch(sample_alert(i));
  ASSERT_TRUE(dispatcher->flush(seconds(30)));
  LaneCounts counts = dispatcher->counts()[0];
  EXPECT_EQ(counts.sent, 5u) << counts.problem;
  EXPECT_EQ(counts.refused, 1u);
}

TEST_F(RemoteTest, ADownReceiverGetsAllAfterARestart) {
  std::ofstream(record() + ".down") << "";
  {
    auto dispatcher = started({"http=" + url_ + "/down"});
    for (int i = 0; i < 100; ++i) dispatcher->dispatch(sample_alert(i));
    EXPECT_FALSE(dispatcher->flush(milliseconds(300)));
    auto counts = dispatcher->end();
    EXPECT_EQ(counts[0].waiting, 100u);
    EXPECT_EQ(counts[0].dropped, 0u);
  }
  std::filesystem::remove(record() + ".down");
  auto dispatcher = started({"http=" + url_ + "/down,timeout=3s"});
  dispatcher->dispatch(sample_alert(100));
  ASSERT_TRUE(dispatcher->flush(seconds(60))) << dispatcher->counts()[0].problem;
  EXPECT_EQ(numbers(), counted(101));
}

TEST_F(RemoteTest, AKilledProcessLosesNothing) {
  std::uint64_t bytes = kSegmentMagic.size();
  for (int i = 0; i < 500; ++i) bytes += framed(encode_alert(sample_alert(i))).size();
  std::ofstream(record() + ".down") << "";
  pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto dispatcher = Dispatcher::start({*parse_output("http=" + url_ + "/down")}, options_);
    if (!dispatcher) ::_exit(1);
    for (int i = 0; i < 500; ++i) (*dispatcher)->dispatch(sample_alert(i));
    while ((*dispatcher)->counts()[0].queue_bytes < bytes) std::this_thread::sleep_for(milliseconds(1));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  std::filesystem::remove(record() + ".down");
  auto dispatcher = started({"http=" + url_ + "/down,timeout=30s"});
  ASSERT_TRUE(dispatcher->flush(seconds(90))) << dispatcher->counts()[0].problem;
  std::vector<int> got = numbers();
  // One whose answer was lost comes again; else each comes once.
  if (dispatcher->counts()[0].retries > 0) got.erase(std::unique(got.begin(), got.end()), got.end());
  EXPECT_EQ(got, counted(500));
}

TEST_F(RemoteTest, TheQueueIsBounded) {
  std::ofstream(record() + ".down") << "";
  auto dispatcher = started({"http=" + url_ + "/down,queue=64K"});
  for (int i = 0; i < 1000; ++i) {
    dispatcher->dispatch(sample_alert(i));
    if (i % 100 == 99) std::this_thread::sleep_for(milliseconds(20));
  }
  std::this_thread::sleep_for(milliseconds(200));
  LaneCounts counts = dispatcher->counts()[0];
  EXPECT_LE(counts.queue_bytes, 64u << 10);
  EXPECT_GT(counts.dropped, 500u);
  EXPECT_EQ(counts.dropped + counts.waiting, 1000u);
  std::filesystem::remove(record() + ".down");
  ASSERT_TRUE(dispatcher->flush(seconds(60))) << dispatcher->counts()[0].problem;
  std::vector<int> got = numbers();
  ASSERT_FALSE(got.empty());
  EXPECT_EQ(got.back(), 999);
}

TEST_F(RemoteTest, NobodyListens) {
  auto dispatcher = started({format("http=http://127.0.0.1:{}", http::free_port())});
  dispatcher->dispatch(sample_alert());
  EXPECT_FALSE(dispatcher->flush(milliseconds(300)));
  EXPECT_GE(dispatcher->counts()[0].retries, 1u);
  EXPECT_TRUE(dispatcher->counts()[0].failing);
}

TEST_F(RemoteTest, CertificatesOnBothSides) {
  std::string cert = directory_ + "/cert.pem", key = directory_ + "/key.pem";
  auto made = base::run_process({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                                 "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=here", "-addext", "subjectAltName=IP:127.0.0.1"},
                                "", seconds(60));
  if (!made && made.error().code == Code::kNotFound) GTEST_SKIP() << "openssl is not installed";
  ASSERT_TRUE(made && made->exit_status == 0);
  auto program = start_receiver({cert, key});
  std::string url = "https://127.0.0.1:" + base::read_file(directory_ + "/port", 100).value_or("") + "/ok";
  struct Case {
    const char* what;
    std::string options;
    bool sent;
  };
  int number = 0;
  for (const Case& one :
       {Case{"both", ",ca=" + cert + ",cert=" + cert + ",key=" + key, true}, Case{"no certificate of ours", ",ca=" + cert, false},
        Case{"an authority that is not known", ",cert=" + cert + ",key=" + key, false},
        Case{"insecure", ",insecure,cert=" + cert + ",key=" + key, true}}) {
    auto dispatcher = started({format("http={}/{}{}", url, ++number, one.options)});
    dispatcher->dispatch(sample_alert());
    EXPECT_EQ(dispatcher->flush(one.sent ? milliseconds(20'000) : milliseconds(700)), one.sent)
        << one.what << ": " << dispatcher->counts()[0].problem;
    EXPECT_EQ(dispatcher->counts()[0].sent, one.sent ? 1u : 0u) << one.what;
  }
  EXPECT_EQ(received().size(), 2u);
}

// Debian's own, as it is started on a machine.
TEST_F(RemoteTest, RealAlertmanager) {
  if (!http::is_installed("prometheus-alertmanager")) GTEST_SKIP() << "prometheus-alertmanager is not installed";
  std::ofstream(directory_ + "/am.yml") << "route: {receiver: none, group_by: [alertname]}\nreceivers: [{name: none}]\n";
  std::string address = format("127.0.0.1:{}", http::free_port());
  http::StartedProgram alertmanager(
      {"prometheus-alertmanager", "--config.file=" + directory_ + "/am.yml", "--storage.path=" + directory_ + "/am",
       "--web.listen-address=" + address, "--cluster.listen-address="},
      directory_ + "/am.log");
  ASSERT_NE(alertmanager.pid(), 0);
  std::string url = "http://" + address;
  http::wait_for(url + "/-/ready", seconds(60), [](const http::Response& answer) { return answer.status == 200; });
  auto dispatcher = started({"alertmanager=" + url + ",label=team=infra,link=https://runbooks.example.org/etc"});
  model::Alert alert = sample_alert();
  alert.output += " \"quoted\" \xff";
  dispatcher->dispatch(alert);
  model::Alert host;
  host.time_ns = alert.time_ns;
  host.rule = "Something on the host";
  host.priority = model::Priority::kCritical;
  host.output = "text";
  dispatcher->dispatch(host);
  ASSERT_TRUE(dispatcher->flush(seconds(30))) << dispatcher->counts()[0].problem;
  EXPECT_EQ(dispatcher->counts()[0].sent, 2u) << dispatcher->counts()[0].problem;
  std::string text = http::wait_for(url + "/api/v2/alerts?filter=team%3Dinfra", seconds(20), [](const http::Response& answer) {
    auto document = json::Document::parse(answer.body);
    return document && document->root().size() == 2;
  });
  auto document = json::Document::parse(text);
  ASSERT_TRUE(document) << text;
  ASSERT_EQ(document->root().size(), 2u) << text;
  std::map<std::string, json::View> alerts;
  document->root().each([&](json::View one) { alerts[std::string(one["labels"]["alertname"].string())] = one; });
  json::View labels = alerts["Write below etc"]["labels"], annotations = alerts["Write below etc"]["annotations"];
  for (const auto& [name, value] : std::map<std::string, std::string>{{"severity", "warning"},
                                                                      {"priority", "error"},
                                                                      {"source", "syscall"},
                                                                      {"hostname", "node-1"},
                                                                      {"container", "web"},
                                                                      {"pod", "web-0"},
                                                                      {"image", "registry.example.org/team/web:1.2"},
                                                                      {"namespace", "shop"},
                                                                      {"team", "infra"}})
    EXPECT_EQ(labels[name].string(), value) << name;
  EXPECT_EQ(annotations["description"].string(), "File below /etc changed <0> file=/etc/passwd \"quoted\" \xef\xbf\xbd");
  EXPECT_EQ(alerts["Write below etc"]["generatorURL"].string(), "https://runbooks.example.org/etc");
  EXPECT_EQ(alerts["Write below etc"]["status"]["state"].string(), "active");
  EXPECT_EQ(alerts["Something on the host"]["labels"]["severity"].string(), "critical");
}

}  // namespace
}  // namespace batten::alert
