// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong around a replacement, with a real engine: full disks, names that somebody else has. Each is said, and nothing is lost.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "update/live_engine.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

constexpr const char* kBody = R"({"Image":"app:1","Env":["OWN=1"],"HostConfig":{"NetworkMode":"none","RestartPolicy":{"Name":"always"}}})";

class Trouble : public testing::Test {
 public:
  static void SetUpTestSuite() {
    engine_ = std::make_unique<LiveEngine>("64m");
    if (!engine_->why().empty()) return;
    engine_->mount_disk(journal_path(), "128k");
    for (const char* one : {"1", "2"}) engine_->make_image(std::string("app:") + one, one, {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]"});
    engine_->make_image("app:starting", "starting",
                        {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]", "HEALTHCHECK --interval=200ms --start-period=100s CMD exit 1"});
  }
  static void TearDownTestSuite() { engine_.reset(); }
  static std::string journal_path() { return engine_->folder() + "/journal"; }

  void SetUp() override {
    if (!engine_->why().empty()) GTEST_SKIP() << engine_->why();
    id_ = engine_->run("web", kBody);
    ASSERT_NE(id_, "") << engine_->why();
    before_ = comparable(engine_->inspect("web"));
  }
  void TearDown() override {
    if (id_.empty()) return;
    for (const auto& one : engine_->containers()) EXPECT_TRUE(engine::remove_container(engine_->client(), one.id, true, true));
  }

  Result<Redeployed> redeploy(const std::string& image, bool start_first, std::function<void(const std::string& line)> tell = {}) {
    Order order;
    order.subject.id = "container/web";
    order.subject.name = "web";
    order.subject.containers = {id_};
    order.image = order.reference = image;
    order.settings.start_first = start_first;
    order.settings.stop_grace = std::chrono::seconds(0);
    order.settings.health.timeout = std::chrono::seconds(2);
    order.settings.health.steady = std::chrono::seconds(0);
    Journal journal = TRY(Journal::open(journal_path()));
    World world{.engine = &engine_->client(), .journal = &journal, .tell = std::move(tell), .stopped = {}};
    return find_target(SubjectKind::kContainer)->redeploy(order, world);
  }
  Result<Redeployed> resume() {
    Journal journal = TRY(Journal::open(journal_path()));
    World world{.engine = &engine_->client(), .journal = &journal, .tell = {}, .stopped = {}};
    const std::vector<Operation> left = TRY(journal.unfinished());
    if (left.size() != 1) return Error{Code::kNotFound, format("{} operations are in the journal", left.size())};
    return find_target(SubjectKind::kContainer)->resume(left.front(), world);
  }
  // The old container itself, with its settings, and nothing else; the journal is empty.
  void expect_as_before(std::size_t others = 0) {
    const JsonValue now = engine_->inspect("web");
    EXPECT_EQ(now.text_of("Id"), id_);
    EXPECT_TRUE(now["State"].is_true("Running"));
    EXPECT_EQ(differences(before_, comparable(now)), std::vector<std::string>());
    EXPECT_EQ(engine_->containers().size(), 1 + others);
    auto names = base::list_directory(journal_path());
    EXPECT_TRUE(names && *names == std::vector<std::string>{"lock"}) << base::join(*names, " ");
  }
  static rlim_t journal_size() {
    for (const auto& file : std::filesystem::directory_iterator(journal_path()))
      if (file.path().extension() == ".journal") return file.file_size();
    return 0;
  }
  // Of what is being done, as the journal has it: the name of a container.
  static std::string name_in_journal(const std::string& key) {
    const auto files = base::list_directory(journal_path());
    for (const std::string& file : *files) {
      if (!file.ends_with(".journal")) continue;
      const std::string text = *base::read_file(journal_path() + "/" + file, 1u << 20);
      const std::size_t at = text.find("\"" + key + "\":\"");
      if (at != std::string::npos) return text.substr(at + key.size() + 4, text.find('"', at + key.size() + 4) - at - key.size() - 4);
    }
    return {};
  }

  static std::unique_ptr<LiveEngine> engine_;
  std::string id_;
  JsonValue before_;
};
std::unique_ptr<LiveEngine> Trouble::engine_;

TEST_F(Trouble, TheJournalsDiskIsFullFromTheBeginning) {
  LiveEngine::fill_disk(journal_path());
  const auto done = redeploy("app:2", false);
  LiveEngine::free_disk(journal_path());
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("No space left on device")) << done.error().message;
  expect_as_before();
}

// A step is shorter than what a file system gives at once, so the journal's file itself may not grow any more.
TEST_F(Trouble, TheJournalCanNotBeWrittenFromAnyStepOn) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  for (const bool start_first : {false, true}) {
    for (const char* stage : {"creating the new", "stopping the old", "starting the new", "waiting until"}) {
      if (start_first && stage == std::string("stopping the old")) continue;
      bool was_limited = false;
      const auto done = redeploy("app:2", start_first, [&](const std::string& line) {
        if (!line.contains(stage)) return;
        const rlimit now{.rlim_cur = journal_size(), .rlim_max = before.rlim_max};
        was_limited = ::setrlimit(RLIMIT_FSIZE, &now) == 0;
      });
      ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
      EXPECT_TRUE(was_limited) << stage;
      const std::string says = done ? done->why : done.error().message;
      EXPECT_TRUE(says.contains("File too large")) << stage << ": " << says;
      EXPECT_TRUE(!done || (done->outcome == Outcome::kRolledBack && !done->unhealthy)) << stage;
      expect_as_before();
    }
  }
}

TEST_F(Trouble, TheEnginesDiskIsFullFromTheBeginning) {
  LiveEngine::fill_disk(engine_->data());
  const auto done = redeploy("app:2", true);
  LiveEngine::free_disk(engine_->data());
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("no space left on device")) << done.error().message;
  expect_as_before();
}

// What the new one takes up makes room for the way back.
TEST_F(Trouble, TheEnginesDiskBecomesFullInTheMiddle) {
  for (const bool start_first : {false, true}) {
    for (const char* stage : {"stopping the old", "starting the new"}) {
      if (start_first && stage == std::string("stopping the old")) continue;
      const auto done = redeploy("app:2", start_first, [&](const std::string& line) {
        if (line.contains(stage)) LiveEngine::fill_disk(engine_->data());
      });
      ASSERT_TRUE(done) << stage << ": " << done.error().message;
      EXPECT_EQ(done->outcome, Outcome::kRolledBack) << stage << ": " << done->why;
      EXPECT_TRUE(done->why.contains("no space left on device")) << stage << ": " << done->why;
      LiveEngine::free_disk(engine_->data());
      expect_as_before();
    }
  }
}

TEST_F(Trouble, ANameThatSomebodyElseHas) {
  for (const bool start_first : {false, true}) {
    std::string taken;
    const auto done = redeploy("app:2", start_first, [&](const std::string& line) {
      if (!line.contains("creating the new container")) return;
      taken = name_in_journal("kept_name");
      ASSERT_TRUE(taken.starts_with("web-batten-old-")) << taken;
      ASSERT_TRUE(engine::create_container(engine_->client(), taken, R"({"Image":"app:1"})"));
    });
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->outcome, Outcome::kRolledBack);
    EXPECT_TRUE(done->why.contains("is already in use by container")) << done->why;
    expect_as_before(1);
    EXPECT_EQ(engine_->inspect(taken)["State"].text_of("Status"), "created") << "somebody else's container";
    ASSERT_TRUE(engine::remove_container(engine_->client(), taken, true, true));
  }
}

TEST_F(Trouble, OneThatNeverGetsHealthy) {
  for (const bool start_first : {false, true}) {
    const auto done = redeploy("app:starting", start_first);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->outcome, Outcome::kRolledBack);
    EXPECT_EQ(done->why, "the new container is not healthy: it is not healthy after 2 s: its health check still starts");
    EXPECT_TRUE(done->unhealthy);
    expect_as_before();
  }
}

}  // namespace
}  // namespace batten::update
