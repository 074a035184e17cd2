// SPDX-License-Identifier: Apache-2.0
//
// The target for Swarm services against a real engine that is a swarm of its own.
#include <gtest/gtest.h>

#include "update/health_gate.h"
#include "update/live_engine.h"
#include "update/target.h"

namespace batten::update {
namespace {

// {"FailureAction":"...","Monitor":...} of the update in %.
constexpr const char* kService = R"({{
  "Name":"web","Labels":{{"mine":"yes"}},
  "TaskTemplate":{{"ContainerSpec":{{"Image":"app:1","Env":["OWN=1"],"StopGracePeriod":0}},"Networks":[{{"Target":"host"}}],
    "RestartPolicy":{{"Condition":"any","Delay":100000000}}}},
  "Mode":{{"Replicated":{{"Replicas":2}}}},
  "UpdateConfig":{{"Parallelism":1,"FailureAction":"{}","Monitor":1000000000,"Order":"stop-first"}}}})";

class SwarmTarget : public testing::Test {
 public:
  static void SetUpTestSuite() {
    engine_ = std::make_unique<LiveEngine>();
    if (!engine_->why().empty()) return;
    engine_->make_image("app:1", "one", {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]"});
    engine_->make_image("app:2", "two", {"ENV PATH=/bin", "CMD [\"sleep\",\"20000\"]"});
    engine_->make_image("app:crash", "three", {"ENV PATH=/bin", "CMD [\"sh\",\"-c\",\"exit 3\"]"});
    engine_->make_image("app:sick", "four",
                        {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]", "HEALTHCHECK --interval=200ms --retries=1000 CMD exit 1"});
    const std::string body = format(R"({{"ListenAddr":"127.0.0.1:{}","AdvertiseAddr":"127.0.0.1","DataPathPort":0}})", http::free_port());
    auto begun = engine_->client().call({.method = "POST", .path = "/swarm/init", .body = body});
    if (!begun) no_swarm_ = begun.error().message;
  }
  static void TearDownTestSuite() {
    if (engine_->why().empty()) (void)engine_->client().call({.method = "POST", .path = "/swarm/leave?force=1", .body = {}});
    engine_.reset();
  }
  void SetUp() override {
    if (!engine_->why().empty()) GTEST_SKIP() << engine_->why();
    if (!no_swarm_.empty()) GTEST_SKIP() << "this engine can't be a swarm: " << no_swarm_;
    auto opened = Journal::open(engine_->folder() + "/journal");
    ASSERT_TRUE(opened) << opened.error().message;
    journal_.emplace(*std::move(opened));
  }
  void TearDown() override {
    if (!journal_) return;
    auto left = journal_->unfinished();
    EXPECT_TRUE(left && left->empty()) << "the journal is not empty";
    (void)engine_->client().call({.method = "DELETE", .path = "/services/web", .body = {}});
    for (int i = 0; i < 100 && !engine_->client().containers(true)->empty(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  World world() { return {.engine = &engine_->client(), .journal = &*journal_, .tell = {}, .stopped = {}}; }
  static void start(const char* failure_action) {
    auto made = engine_->client().call({.method = "POST", .path = "/services/create", .body = format(kService, failure_action)});
    ASSERT_TRUE(made) << made.error().message;
    for (int i = 0; i < 300 && running("app:1") < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_EQ(running("app:1"), 2u);
  }
  static std::size_t running(const std::string& image) {
    auto all = engine_->client().containers(false);
    std::size_t out = 0;
    for (const auto& one : *all) out += one.image == image && one.state == "running" ? 1 : 0;
    return out;
  }
  static JsonValue service() {
    auto text = engine_->client().answer("/services/web");
    auto value = text ? JsonValue::parse(*text) : Result<JsonValue>(text.error());
    return value ? *value : JsonValue();
  }
  // The engine raises the version by itself while tasks come and go: an update made from an older version is refused and tried again.
  static bool somebody_else_sets(const std::string& image) {
    for (int i = 0; i < 50; ++i) {
      JsonValue now = service();
      JsonValue spec = now["Spec"];
      spec.find("TaskTemplate")->find("ContainerSpec")->set("Image", JsonValue::string(image));
      const std::string path = format("/services/web/update?version={}", now["Version"].text_of("Index"));
      auto set = engine_->client().call({.method = "POST", .path = path, .body = spec.written()});
      if (set) return true;
      if (!set.error().message.contains("out of sequence")) {
        ADD_FAILURE() << set.error().message;
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  Order order(const std::string& image) {
    Order out;
    out.subject.kind = SubjectKind::kSwarmService;
    out.subject.id = "swarm/web";
    out.subject.name = "web";
    out.image = out.reference = image;
    out.settings.health.timeout = std::chrono::seconds(25);
    out.settings.health.steady = std::chrono::seconds(1);
    return out;
  }
  Redeployed redeploy(const Order& what) {
    World here = world();
    auto done = find_target(SubjectKind::kSwarmService)->redeploy(what, here);
    EXPECT_TRUE(done) << done.error().message;
    return done ? *done : Redeployed{.outcome = Outcome::kNeedsHelp, .why = {}};
  }

  static std::unique_ptr<LiveEngine> engine_;
  static std::string no_swarm_;
  std::optional<Journal> journal_;
};
std::unique_ptr<LiveEngine> SwarmTarget::engine_;
std::string SwarmTarget::no_swarm_;

TEST_F(SwarmTarget, OnlyTheImageChanges) {
  start("pause");
  JsonValue before = service()["Spec"];
  const Redeployed done = redeploy(order("app:2"));
  ASSERT_EQ(done.outcome, Outcome::kKept) << done.why;
  EXPECT_EQ(running("app:2"), 2u);
  JsonValue after = service()["Spec"];
  EXPECT_EQ(after["TaskTemplate"]["ContainerSpec"].text_of("Image"), "app:2");
  after.find("TaskTemplate")->find("ContainerSpec")->set("Image", JsonValue::string("app:1"));
  EXPECT_EQ(before.written(), after.written());
  EXPECT_EQ(redeploy(order("app:2")).outcome, Outcome::kNothingDone);
}

TEST_F(SwarmTarget, ComesBackWhenTheTasksFail) {
  for (const char* action : {"pause", "rollback", "continue"}) {
    start(action);
    const Redeployed done = redeploy(order("app:crash"));
    EXPECT_EQ(done.outcome, Outcome::kRolledBack) << action << ": " << done.why;
    EXPECT_EQ(running("app:1"), 2u) << action;
    EXPECT_EQ(service()["Spec"]["TaskTemplate"]["ContainerSpec"].text_of("Image"), "app:1") << action;
    ASSERT_TRUE(engine_->client().call({.method = "DELETE", .path = "/services/web", .body = {}}));
    for (int i = 0; i < 100 && running("app:1") > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

TEST_F(SwarmTarget, OneThatNeverGetsHealthyIsTakenBackAfterTheTime) {
  start("pause");
  Order what = order("app:sick");
  what.settings.health.timeout = std::chrono::seconds(3);
  const Redeployed done = redeploy(what);
  EXPECT_EQ(done.outcome, Outcome::kRolledBack) << done.why;
  EXPECT_TRUE(done.why.contains("nothing went on for")) << done.why;
  EXPECT_EQ(running("app:1"), 2u);
}

TEST_F(SwarmTarget, AnInterruptedOneGoesOn) {
  start("pause");
  for (const bool was_done : {true, false}) {
    auto operation = journal_->begin("swarm/web", "swarm", {{"image", "app:2"}});
    ASSERT_TRUE(operation);
    ASSERT_TRUE(journal_->step(*operation, "update",
                               {{"service", std::string(service().text_of("ID"))},
                                {"old", "app:1"},
                                {"new", "app:2"},
                                {"health", health_to_json(order("app:2").settings.health)}}));
    if (was_done) {
      ASSERT_TRUE(somebody_else_sets("app:2"));
    }
    World here = world();
    auto unfinished = journal_->unfinished();
    ASSERT_TRUE(unfinished);
    ASSERT_EQ(unfinished->size(), 1u);
    auto done = find_target(SubjectKind::kSwarmService)->resume(unfinished->front(), here);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->outcome, was_done ? Outcome::kKept : Outcome::kNothingDone) << done->why;
    EXPECT_EQ(running(was_done ? "app:2" : "app:1"), 2u);
    if (was_done) {
      EXPECT_EQ(redeploy(order("app:1")).outcome, Outcome::kKept);
    }
  }
}

TEST_F(SwarmTarget, WhatSomebodyElseDoesMeanwhileStays) {
  start("pause");
  World here = world();
  here.tell = [&](const std::string& line) {
    if (!line.contains("waiting until")) return;
    EXPECT_TRUE(somebody_else_sets("app:sick"));
  };
  auto done = find_target(SubjectKind::kSwarmService)->redeploy(order("app:2"), here);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kNeedsHelp);
  EXPECT_TRUE(done->why.contains("somebody else gave the service the image app:sick")) << done->why;
  Order none = order("app:2");
  none.subject.name = "nobody";
  auto missing = find_target(SubjectKind::kSwarmService)->redeploy(none, here);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::kNotFound);
}

}  // namespace
}  // namespace batten::update
