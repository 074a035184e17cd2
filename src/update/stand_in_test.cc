// SPDX-License-Identifier: Apache-2.0
//
// An engine that can't start a container any more, because it has lost track of a process of it.
#include <gtest/gtest.h>

#include <csignal>

#include "update/cut_engine.h"
#include "update/live_engine.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

constexpr const char* kBody = R"({"Image":"app:1","Env":["OWN=1"],"Labels":{"mine":"yes"},"Volumes":{"/own":{}},
  "HostConfig":{"NetworkMode":"none","Binds":["named:/named"],"RestartPolicy":{"Name":"always"}}})";

class StandIn : public testing::Test {
 public:
  void SetUp() override {
    if (!engine_.why().empty()) GTEST_SKIP() << engine_.why();
    for (const char* one : {"1", "2"}) engine_.make_image(std::string("app:") + one, one, {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]"});
    engine_.make_image("app:sick", "sick",
                       {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]", "HEALTHCHECK --interval=100ms --retries=1 CMD exit 1"});
    ASSERT_EQ(engine_.why(), "");
    cut_.emplace(engine_.folder() + "/cut.sock", engine_.socket());
    ASSERT_TRUE(cut_->valid());
    id_ = engine_.run("web", kBody);
    ASSERT_NE(id_, "") << engine_.why();
    settings_ = settings("web");
  }

  JsonValue settings(const std::string& name) {
    JsonValue out = comparable(engine_.inspect(name));
    if (JsonValue* config = out.find("Config")) config->erase("Image");
    return out;
  }
  // No start of that container succeeds from now on.
  void lose(const std::string& id) {
    cut_->answer_by([=, this](std::string_view request) { return refusal(id, request); });
  }
  std::string refusal(const std::string& id, std::string_view request) {
    if (!request.starts_with("POST ") || !request.substr(0, request.find('\r')).contains(id + "/start")) return {};
    ++refused_;
    const std::string body = R"({"message":"task )" + id + R"( already exists: unknown"})";
    return format("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", body.size(),
                  body);
  }
  // In a child process, whose engine is the one that cuts.
  void in_child(const Cut& cut, const std::function<Result<void>(World& world)>& action) {
    child_ = ::fork();
    if (child_ == 0) {
      auto engine = engine::Client::connect("unix://" + engine_.folder() + "/cut.sock");
      auto opened = Journal::open(engine_.folder() + "/journal");
      if (!engine || !opened) ::_exit(2);
      World world{.engine = &*engine, .journal = &*opened, .tell = {}, .stopped = {}};
      ::_exit(action(world) ? 0 : 1);
    }
    cut_->serve(child_, cut, [&] { ::kill(child_, SIGKILL); });
  }
  Result<void> replace(World& world, const std::string& image, Outcome wanted) const {
    Order order;
    order.subject.id = "container/web";
    order.subject.name = "web";
    order.subject.containers = {id_};
    order.image = order.reference = image;
    order.settings.stop_grace = std::chrono::seconds(0);
    order.settings.start_first = false;
    order.settings.health.steady = std::chrono::seconds(0);
    order.settings.health.timeout = std::chrono::seconds(5);
    const Redeployed done = TRY(find_target(SubjectKind::kContainer)->redeploy(order, world));
    return is_as_wanted(done, wanted);
  }
  static Result<void> resume(World& world, Outcome wanted) {
    for (const Operation& operation : TRY(world.journal->unfinished()))
      TRY(is_as_wanted(TRY(find_target(SubjectKind::kContainer)->resume(operation, world)), wanted));
    return {};
  }
  static Result<void> is_as_wanted(const Redeployed& done, Outcome wanted) {
    const bool says_it = !done.messages.empty() && done.messages.front().contains("it is kept as 'web-batten-");
    if (done.outcome == wanted && says_it) return {};
    std::printf("%s: %s\n", std::string(outcome_name(done.outcome)).c_str(), done.why.c_str());
    for (const std::string& message : done.messages) std::printf("  %s\n", message.c_str());
    return Error{Code::kInternal, "not as wanted"};
  }
  void expect_service(const std::string& image, const std::string& stuck) {
    const JsonValue now = engine_.inspect("web");
    EXPECT_TRUE(now["State"].is_true("Running"));
    EXPECT_EQ(now["Config"].text_of("Image"), image);
    EXPECT_NE(now.text_of("Id"), stuck);
    EXPECT_EQ(differences(settings_, settings("web")), std::vector<std::string>());
    const JsonValue kept = engine_.inspect(stuck);
    EXPECT_TRUE(kept.text_of("Name").contains("web-batten-")) << kept.text_of("Name");
    EXPECT_EQ(kept["HostConfig"]["RestartPolicy"].text_of("Name"), "no");
    auto journal = Journal::open(engine_.folder() + "/journal");
    ASSERT_TRUE(journal);
    auto left = journal->unfinished();
    EXPECT_TRUE(left && left->empty()) << "the journal is not empty";
    EXPECT_EQ(engine_.containers().size(), 2u);
  }

 protected:
  LiveEngine engine_;
  std::optional<CutEngine> cut_;
  std::string id_;
  JsonValue settings_;
  int refused_ = 0;
  pid_t child_ = -1;
};

TEST_F(StandIn, ForAnOldContainerThatCanNotBeStartedAgain) {
  lose(id_);
  in_child({}, [&](World& world) { return replace(world, "app:sick", Outcome::kRolledBack); });
  EXPECT_GE(refused_, 8);
  expect_service("app:1", id_);
}

// Killed at each step of the making of the one that stands in, before the engine has the call and before its answer is there.
TEST_F(StandIn, IsFoundAgainByTheNextProcess) {
  const char* const steps[] = {"create?name=web-batten-new-", "/rename?name=web ", "/start "};
  bool first = true;
  for (const char* step : steps) {
    for (const bool before : {true, false}) {
      bool was_killed = false;
      cut_->answer_by([&](std::string_view request) -> std::string {
        const std::string_view line = request.substr(0, request.find('\r'));
        if (std::string no = refusal(id_, request); !no.empty()) return no;
        const bool is_it = !was_killed && refused_ >= 8 && line.starts_with("POST ") && line.contains(step) && !line.contains(id_);
        if (!is_it) return {};
        was_killed = true;
        ::kill(child_, SIGKILL);
        return before ? "killed" : "";
      });
      in_child(
          {}, [&](World& world) { return first ? replace(world, "app:sick", Outcome::kRolledBack) : resume(world, Outcome::kRolledBack); });
      first = false;
      EXPECT_TRUE(was_killed) << step << (before ? ", before" : ", after");
    }
  }
  lose(id_);
  in_child({}, [&](World& world) { return resume(world, Outcome::kRolledBack); });
  expect_service("app:1", id_);
}

TEST_F(StandIn, ForANewContainerThatStoppedBeforeTheOldOneWasRemoved) {
  std::string created;
  const auto removes_old = [&](std::string_view request) { return request.starts_with("DELETE ") && request.contains(id_); };
  bool was_there = false;
  cut_->answer_by([&](std::string_view request) -> std::string {
    if (!removes_old(request)) return {};
    was_there = true;
    return "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
  });
  // The old one can't be removed: what was committed is still in the journal.
  in_child({.request = 0, .before = true, .after = std::chrono::seconds(6)},
           [&](World& world) { return replace(world, "app:2", Outcome::kKept); });
  ASSERT_TRUE(was_there && cut_->was_cut());
  created = engine_.inspect("web").text_of("Id");
  ASSERT_NE(created, id_);
  ASSERT_TRUE(engine_.client().stop_container(created, 0));
  lose(created);
  in_child({}, [&](World& world) { return resume(world, Outcome::kKept); });
  EXPECT_GE(refused_, 8);
  expect_service("app:2", created);
}

}  // namespace
}  // namespace batten::update
