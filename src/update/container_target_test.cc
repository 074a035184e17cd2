// SPDX-License-Identifier: Apache-2.0
//
// The target for plain containers against a real engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/base64.h"
#include "update/live_engine.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

class ContainerTarget : public testing::Test {
 public:
  static void SetUpTestSuite() {
    engine_ = std::make_unique<LiveEngine>();
    if (!engine_->why().empty()) return;
    remove_bridges();
    const std::vector<std::string> image = {"ENV PATH=/bin FROM_IMAGE=old",
                                            "LABEL kept=by-image version=1",
                                            "VOLUME /data",
                                            "CMD [\"sleep\",\"10000\"]",
                                            "EXPOSE 80",
                                            "WORKDIR /tmp"};
    engine_->make_image("app:1", "one", image);
    engine_->make_image(
        "app:2", "two",
        {"ENV PATH=/bin FROM_IMAGE=new", "LABEL kept=by-image version=2", "VOLUME /data", "CMD [\"sleep\",\"20000\"]", "WORKDIR /"});
    engine_->make_image("app:crash", "three", {"ENV PATH=/bin", "CMD [\"sh\",\"-c\",\"echo no license; exit 3\"]"});
    engine_->make_image("app:late", "four", {"ENV PATH=/bin", "CMD [\"sh\",\"-c\",\"sleep 0.7; echo out of memory; exit 4\"]"});
    engine_->make_image("app:sick", "five",
                        {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]", "HEALTHCHECK --interval=200ms --retries=2 CMD echo broken; exit 1"});
    engine_->make_image("app:web", "six", {"ENV PATH=/bin", "CMD [\"httpd\",\"-f\",\"-p\",\"8080\",\"-h\",\"/etc\"]"});
    for (const char* network : {"front", "back"}) {
      auto made = engine_->client().call({.method = "POST",
                                          .path = "/networks/create",
                                          .body = format(R"({{"Name":"{0}","Options":{{"com.docker.network.bridge.name":"batten-{0}"}},
                                            "IPAM":{{"Config":[{{"Subnet":"10.203.{1}.0/24"}}]}}}})",
                                                         network, network == std::string("front") ? 41 : 42)});
      network_ = made ? network_ : made.error().message;
    }
  }
  static void TearDownTestSuite() {
    engine_.reset();
    remove_bridges();
  }
  // An engine that ends leaves them, and another one's would have the same addresses.
  static void remove_bridges() {
    for (const char* bridge : {"batten-front", "batten-back"})
      static_cast<void>(base::run_process({"ip", "link", "delete", bridge}, {}, std::chrono::seconds(10)));
  }
  void SetUp() override {
    if (!engine_->why().empty()) GTEST_SKIP() << engine_->why();
    auto opened = Journal::open(engine_->folder() + "/journal");
    ASSERT_TRUE(opened) << opened.error().message;
    journal_.emplace(*std::move(opened));
  }
  void TearDown() override {
    if (!journal_) return;
    auto left = journal_->unfinished();
    EXPECT_TRUE(left && left->empty()) << "the journal is not empty";
    auto all = engine_->client().containers(true);
    ASSERT_TRUE(all);
    for (const auto& one : *all) {
      EXPECT_FALSE(one.name.contains("-batten-")) << one.name;
      EXPECT_TRUE(engine::remove_container(engine_->client(), one.id, true, true));
    }
  }

  World world() { return {.engine = &engine_->client(), .journal = &*journal_, .tell = {}, .stopped = {}}; }
  Order order(const std::string& id, const std::string& image) {
    Order out;
    out.subject.id = "container/x";
    out.subject.name = "x";
    out.subject.containers = {id};
    out.image = out.reference = image;
    out.settings.stop_grace = std::chrono::seconds(0);
    out.settings.health.timeout = std::chrono::seconds(20);
    out.settings.health.steady = std::chrono::seconds(1);
    return out;
  }
  Redeployed redeploy(const Order& what) {
    World here = world();
    auto done = find_target(SubjectKind::kContainer)->redeploy(what, here);
    EXPECT_TRUE(done) << done.error().message;
    return done ? *done : Redeployed{.outcome = Outcome::kNeedsHelp, .why = {}, .running = {}, .messages = {}};
  }
  std::string image_of(const std::string& name) { return std::string(engine_->inspect(name)["Config"].text_of("Image")); }
  bool runs(const std::string& name) { return engine_->inspect(name)["State"].is_true("Running"); }

  static std::unique_ptr<LiveEngine> engine_;
  static std::string network_;
  std::optional<Journal> journal_;
};
std::unique_ptr<LiveEngine> ContainerTarget::engine_;
std::string ContainerTarget::network_;

// As many settings as this engine takes.
constexpr const char* kEverything = R"({
  "Image":"app:1","Hostname":"chosen","Domainname":"example.org","User":"0:0","Tty":true,"OpenStdin":true,"StopSignal":"SIGINT","StopTimeout":7,
  "Env":["OWN=1","FROM_IMAGE=old"],"Cmd":["sleep","10001"],"Labels":{"mine":"yes","com.docker.compose.project":"shop"},"ExposedPorts":{"9/udp":{}},
  "Volumes":{"/anonymous":{}},"MacAddress":"02:42:0a:cb:29:99",
  "Healthcheck":{"Test":["CMD","test","-e","/bin/sh"],"Interval":500000000,"Timeout":2000000000,"Retries":4,"StartPeriod":1000000},
  "HostConfig":{
    "Binds":["named:/named:ro","/tmp:/host-tmp:ro"],"Mounts":[{"Type":"volume","Target":"/mounted"},{"Type":"tmpfs","Target":"/small","TmpfsOptions":{"SizeBytes":65536}},
      {"Type":"bind","Source":"/etc","Target":"/host-etc","ReadOnly":true}],
    "NetworkMode":"front","RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3},"LogConfig":{"Type":"json-file","Config":{"max-size":"1m","max-file":"2"}},
    "CapAdd":["NET_ADMIN"],"CapDrop":["MKNOD","AUDIT_WRITE"],"Dns":["192.0.2.1"],"DnsOptions":["ndots:2"],"DnsSearch":["example.org"],"ExtraHosts":["db:192.0.2.7"],
    "GroupAdd":["12","13"],"IpcMode":"shareable","OomScoreAdj":77,"PidMode":"host","ReadonlyRootfs":true,"SecurityOpt":["no-new-privileges"],
    "Tmpfs":{"/run":"rw,size=1m"},"ShmSize":1048576,"Sysctls":{"net.ipv4.ip_forward":"1"},"Init":true,"CpuShares":512,"Memory":67108864,
    "MemoryReservation":33554432,"CpuPeriod":100000,"CpuQuota":50000,"CpusetCpus":"0","PidsLimit":99,"CgroupParent":"/batten-update",
    "Devices":[{"PathOnHost":"/dev/null","PathInContainer":"/dev/nothing","CgroupPermissions":"rw"}],"DeviceCgroupRules":["c 1:3 rw"],
    "Ulimits":[{"Name":"nofile","Soft":100,"Hard":200},{"Name":"core","Soft":0,"Hard":0}],"Runtime":"runc","BlkioWeight":0,
    "Annotations":{"io.example/unknown":"1"}},
  "NetworkingConfig":{"EndpointsConfig":{"front":{"IPAMConfig":{"IPv4Address":"10.203.41.77"},"Aliases":["web","www"],"Links":["other:mate"]}}}})";

TEST_F(ContainerTarget, KeepsEverySetting) {
  ASSERT_EQ(network_, "");
  ASSERT_NE(engine_->run("other", R"({"Image":"app:1","HostConfig":{"NetworkMode":"front"}})"), "") << engine_->why();
  const std::string id = engine_->run("everything", kEverything);
  ASSERT_NE(id, "") << engine_->why();
  auto joined =
      engine::connect_network(engine_->client(), "back", id, R"({"IPAMConfig":{"IPv4Address":"10.203.42.5"},"Aliases":["in-the-back"]})");
  ASSERT_TRUE(joined) << joined.error().message;
  const JsonValue before = engine_->inspect("everything");

  Redeployed done = redeploy(order(id, "app:2"));
  ASSERT_EQ(done.outcome, Outcome::kKept) << done.why;
  EXPECT_GT(done.gap_seconds, 0);
  const JsonValue after = engine_->inspect("everything");
  EXPECT_NE(after.text_of("Id"), id);
  // What the image gives is the new image's; nothing else differs.
  const std::vector<std::string> expected = {"Config.Env: FROM_IMAGE=old -> FROM_IMAGE=new", "Config.ExposedPorts.80/tcp: {} -> (none)",
                                             "Config.Image: app:1 -> app:2", "Config.Labels.version: 1 -> 2",
                                             "Config.WorkingDir: /tmp -> /"};
  EXPECT_EQ(differences(comparable(before), comparable(after)), expected);

  // A second time: what was added to name the volumes is not added again.
  Redeployed again = redeploy(order(std::string(after.text_of("Id")), "app:1"));
  ASSERT_EQ(again.outcome, Outcome::kKept) << again.why;
  EXPECT_EQ(engine_->inspect("everything")["HostConfig"]["Binds"], after["HostConfig"]["Binds"]);
  EXPECT_EQ(differences(comparable(before), comparable(engine_->inspect("everything"))), std::vector<std::string>());
}

TEST_F(ContainerTarget, StartsFirstWhereNothingIsInTheWay) {
  const std::string id = engine_->run("plain", R"({"Image":"app:web","HostConfig":{"NetworkMode":"front"}})");
  ASSERT_NE(id, "") << engine_->why();
  Order what = order(id, "app:late");
  what.settings.health.steady = std::chrono::seconds(0);
  what.settings.health.http = "http://:8080/passwd";
  what.settings.health.timeout = std::chrono::seconds(3);
  Redeployed refused = redeploy(what);
  EXPECT_EQ(refused.outcome, Outcome::kRolledBack);
  EXPECT_EQ(engine_->inspect("plain").text_of("Id"), id);
  EXPECT_EQ(refused.gap_seconds, 0);

  engine_->make_image("app:web2", "seven", {"ENV PATH=/bin", "CMD [\"httpd\",\"-f\",\"-p\",\"8080\",\"-h\",\"/etc\"]"});
  what.image = "app:web2";
  what.settings.health.tcp = ":8080";
  what.settings.health.command = {"test", "-e", "/etc/passwd"};
  Redeployed done = redeploy(what);
  EXPECT_EQ(done.outcome, Outcome::kKept) << done.why;
  EXPECT_EQ(done.gap_seconds, 0);
  EXPECT_EQ(image_of("plain"), "app:web2");
}

TEST_F(ContainerTarget, TheOldOneIsBackWhenTheNewOneFails) {
  const struct {
    const char* image;
    const char* why;
  } cases[] = {{"app:crash", "exited with status 3: no license"}, {"app:late", "out of memory"}, {"app:sick", "unhealthy: broken"}};
  for (const auto& one : cases) {
    const std::string id =
        engine_->run("fails", R"({"Image":"app:1","HostConfig":{"NetworkMode":"none","RestartPolicy":{"Name":"always"}}})");
    ASSERT_NE(id, "") << engine_->why();
    const JsonValue before = comparable(engine_->inspect("fails"));
    Order what = order(id, one.image);
    what.settings.health.steady = std::chrono::seconds(2);
    Redeployed done = redeploy(what);
    EXPECT_EQ(done.outcome, Outcome::kRolledBack) << one.image;
    EXPECT_TRUE(done.unhealthy);
    EXPECT_TRUE(done.why.contains(one.why) || (done.why.contains("restarted") && one.image != std::string("app:sick"))) << done.why;
    EXPECT_EQ(engine_->inspect("fails").text_of("Id"), id);
    EXPECT_TRUE(runs("fails"));
    EXPECT_EQ(differences(before, comparable(engine_->inspect("fails"))), std::vector<std::string>()) << one.image;
    ASSERT_TRUE(engine::remove_container(engine_->client(), id, true, true));
  }
}

TEST_F(ContainerTarget, WhatCanNotBeDoneChangesNothing) {
  const std::string id = engine_->run("stays", R"({"Image":"app:1","HostConfig":{"NetworkMode":"none"}})");
  ASSERT_NE(id, "") << engine_->why();
  World here = world();
  auto missing = find_target(SubjectKind::kContainer)->redeploy(order(id, "app:none"), here);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::kNotFound);
  EXPECT_EQ(redeploy(order(id, "app:1")).outcome, Outcome::kNothingDone);
  EXPECT_EQ(engine_->inspect("stays").text_of("Id"), id);
  ASSERT_TRUE(engine_->client().stop_container(id, 0));
  auto stopped = find_target(SubjectKind::kContainer)->redeploy(order(id, "app:2"), here);
  ASSERT_FALSE(stopped);
  EXPECT_TRUE(stopped.error().message.contains("does not run")) << stopped.error().message;
}

TEST_F(ContainerTarget, OneThatIsRemovedWhenItStopsIsReplacedAndComesBack) {
  const char* body = R"({"Image":"app:1","Volumes":{"/own":{}},"HostConfig":{"NetworkMode":"none","AutoRemove":true}})";
  const std::string id = engine_->run("passing", body);
  ASSERT_NE(id, "") << engine_->why();
  const JsonValue before = comparable(engine_->inspect("passing"));
  Redeployed failed = redeploy(order(id, "app:crash"));
  EXPECT_EQ(failed.outcome, Outcome::kRolledBack) << failed.why;
  EXPECT_TRUE(runs("passing"));
  EXPECT_EQ(differences(before, comparable(engine_->inspect("passing"))), std::vector<std::string>());

  Redeployed done = redeploy(order(std::string(engine_->inspect("passing").text_of("Id")), "app:2"));
  EXPECT_EQ(done.outcome, Outcome::kKept) << done.why;
  EXPECT_TRUE(runs("passing"));
  EXPECT_EQ(image_of("passing"), "app:2");
  EXPECT_EQ(before["Mounts"], comparable(engine_->inspect("passing"))["Mounts"]);
}

TEST_F(ContainerTarget, ContainersThatLiveInItsNamespacesFollow) {
  const std::string id = engine_->run("owner", R"({"Image":"app:1","HostConfig":{"NetworkMode":"front","IpcMode":"shareable"}})");
  ASSERT_NE(id, "") << engine_->why();
  const std::string side =
      engine_->run("side", format(R"({{"Image":"app:1","HostConfig":{{"NetworkMode":"container:{}","IpcMode":"container:{}"}}}})", id, id));
  ASSERT_NE(side, "") << engine_->why();
  ASSERT_NE(engine_->run("by-name", R"({"Image":"app:1","HostConfig":{"NetworkMode":"container:owner"}})"), "") << engine_->why();

  Redeployed failed = redeploy(order(id, "app:crash"));
  EXPECT_EQ(failed.outcome, Outcome::kRolledBack);
  EXPECT_EQ(engine_->inspect("side").text_of("Id"), side);
  EXPECT_TRUE(runs("side"));

  Redeployed done = redeploy(order(id, "app:2"));
  ASSERT_EQ(done.outcome, Outcome::kKept) << done.why;
  const std::string owner(engine_->inspect("owner").text_of("Id"));
  EXPECT_EQ(engine_->inspect("side")["HostConfig"].text_of("NetworkMode"), "container:" + owner);
  EXPECT_EQ(engine_->inspect("side")["HostConfig"].text_of("IpcMode"), "container:" + owner);
  EXPECT_TRUE(runs("side"));
  EXPECT_TRUE(runs("by-name"));
  EXPECT_GE(done.messages.size(), 2u);
}

// Somebody removes containers while they are replaced.
TEST_F(ContainerTarget, RemovedBySomebodyElseInTheMiddle) {
  const char* body = R"({"Image":"app:1","HostConfig":{"NetworkMode":"none","Binds":["vol:/v"]}})";
  for (const char* stage : {"starting the new container", "waiting until the new container is healthy", "removing the old container"}) {
    for (const bool removes_new : {true, false}) {
      const std::string id = engine_->run("victim", body);
      ASSERT_NE(id, "") << engine_->why();
      World here = world();
      here.tell = [&](const std::string& line) {
        if (!line.contains(stage)) return;
        auto all = engine_->client().containers(true);
        for (const auto& one : *all) {
          if ((one.id == id) == removes_new) continue;
          EXPECT_TRUE(engine::remove_container(engine_->client(), one.id, true, false));
        }
      };
      auto done = find_target(SubjectKind::kContainer)->redeploy(order(id, "app:2"), here);
      ASSERT_TRUE(done) << done.error().message;
      const bool lost_by_hand = removes_new && stage == std::string("removing the old container");
      EXPECT_EQ(runs("victim"), !lost_by_hand) << stage << " " << removes_new << " " << done->why;
      ASSERT_TRUE(engine::remove_container(engine_->client(), "victim", true, true));
    }
  }
}

}  // namespace
}  // namespace batten::update
