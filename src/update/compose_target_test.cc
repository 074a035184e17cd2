// SPDX-License-Identifier: Apache-2.0
//
// The target for Compose services against a real engine. Containers have the labels that Compose gives them.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/text.h"
#include "update/cut_engine.h"
#include "update/live_engine.h"
#include "update/service_order.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

constexpr const char* kFile = "# the shop\nservices:\n  web:\n    image: app:1  # keep me\n    network_mode: none\n";

class ComposeTarget : public testing::Test {
 public:
  static void SetUpTestSuite() {
    engine_ = std::make_unique<LiveEngine>();
    if (!engine_->why().empty()) return;
    // As those that Compose builds, it has labels of the project.
    engine_->make_image("app:1", "one", {"ENV PATH=/bin", "LABEL com.docker.compose.project=shop", "CMD [\"sleep\",\"10000\"]"});
    engine_->make_image("app:2", "two", {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]"});
    engine_->make_image("app:crash", "three", {"ENV PATH=/bin", "CMD [\"sh\",\"-c\",\"echo no license; exit 3\"]"});
    // Well in the first container, not in the second.
    engine_->make_image("app:first", "four", {"ENV PATH=/bin", "CMD [\"sh\",\"-c\",\"test $NUMBER = 1 || exit 5; sleep 10000\"]"});
  }
  static void TearDownTestSuite() { engine_.reset(); }
  void SetUp() override {
    if (!engine_->why().empty()) GTEST_SKIP() << engine_->why();
    directory_ = engine_->folder() + "/shop";
    std::filesystem::create_directories(directory_);
    write(kFile);
  }
  void TearDown() override {
    if (directory_.empty()) return;
    auto opened = Journal::open(engine_->folder() + "/journal");
    ASSERT_TRUE(opened);
    auto left = opened->unfinished();
    EXPECT_TRUE(left && left->empty()) << "the journal is not empty";
    for (const auto& one : engine_->containers()) {
      EXPECT_FALSE(one.name.contains("-batten-")) << one.name;
      EXPECT_TRUE(engine::remove_container(engine_->client(), one.id, true, true));
    }
    std::filesystem::remove_all(directory_);
  }

  std::string path() const { return directory_ + "/compose.yaml"; }
  void write(std::string_view text) { std::ofstream(path()) << text; }
  std::string file() { return base::read_file(path(), 1u << 20).value_or("(gone)"); }
  static std::string file_with(const std::string& image) {
    std::string out = kFile;
    return out.replace(out.find("app:1"), 5, image);
  }
  std::string run(int number) {
    const std::string labels = format(
        R"("com.docker.compose.project":"shop","com.docker.compose.service":"web","com.docker.compose.container-number":"{}",)"
        R"("com.docker.compose.project.working_dir":"{}","com.docker.compose.project.config_files":"{}","com.docker.compose.oneoff":"False",)"
        R"("com.docker.compose.image":"sha256:old","com.docker.compose.config-hash":"0123456789abcdef0123456789abcdef")",
        number, directory_, path());
    const std::string id = engine_->run(
        format("shop_web_{}", number),
        format(
            R"({{"Image":"app:1","Env":["NUMBER={}"],"Labels":{{{}}},"HostConfig":{{"NetworkMode":"none","RestartPolicy":{{"Name":"always"}}}}}})",
            number, labels));
    EXPECT_NE(id, "") << engine_->why();
    return id;
  }
  Order order(std::vector<std::string> ids, const std::string& image) {
    Order out;
    out.subject.kind = SubjectKind::kComposeService;
    out.subject.id = "compose/shop/web";
    out.subject.name = "shop/web";
    out.subject.image = "app:1";
    out.subject.containers = std::move(ids);
    out.subject.compose = ComposeOrigin{.project = "shop", .service = "web", .directory = directory_, .files = {path()}};
    out.image = out.reference = image;
    out.settings.stop_grace = std::chrono::seconds(0);
    out.settings.health.timeout = std::chrono::seconds(20);
    out.settings.health.steady = std::chrono::seconds(1);
    return out;
  }
  Result<Redeployed> redeploy(const Order& what, const std::function<void(const std::string&)>& tell = {}) {
    Journal journal = TRY(Journal::open(engine_->folder() + "/journal"));
    World here{.engine = &engine_->client(), .journal = &journal, .tell = tell, .stopped = {}};
    return find_target(SubjectKind::kComposeService)->redeploy(what, here);
  }
  std::string image_of(const std::string& name) { return std::string(engine_->inspect(name)["Config"].text_of("Image")); }
  bool runs(const std::string& name) { return engine_->inspect(name)["State"].is_true("Running"); }

  static std::unique_ptr<LiveEngine> engine_;
  std::string directory_;
};
std::unique_ptr<LiveEngine> ComposeTarget::engine_;

TEST_F(ComposeTarget, FileAndContainersHaveTheNewImage) {
  const std::string one = run(1), two = run(2);
  const JsonValue before = comparable(engine_->inspect("shop_web_1"));
  const auto done = redeploy(order({one, two}, "app:2"));
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_EQ(file(), file_with("app:2"));
  EXPECT_EQ(image_of("shop_web_1"), "app:2");
  EXPECT_EQ(image_of("shop_web_2"), "app:2");
  EXPECT_EQ(engine_->inspect("shop_web_2")["Config"]["Labels"].text_of("com.docker.compose.container-number"), "2");
  const JsonValue after = engine_->inspect("shop_web_1");
  const std::vector<std::string> expected = {"Config.Image: app:1 -> app:2",
                                             format("Config.Labels.com.docker.compose.image: sha256:old -> {}", after.text_of("Image"))};
  EXPECT_EQ(differences(before, comparable(after)), expected);
  // No program knows the hash that this test made up.
  ASSERT_FALSE(done->messages.empty());
  EXPECT_TRUE(done->messages.back().contains("makes the containers of this service anew")) << done->messages.back();
}

TEST_F(ComposeTarget, WhatIsNotHealthyChangesNothing) {
  const std::string id = run(1);
  const auto done = redeploy(order({id}, "app:crash"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kRolledBack);
  EXPECT_TRUE(done->unhealthy);
  EXPECT_EQ(file(), kFile);
  EXPECT_EQ(engine_->inspect("shop_web_1").text_of("Id"), id);
  EXPECT_TRUE(runs("shop_web_1"));
}

TEST_F(ComposeTarget, WhenALaterOneFailsAllGoBack) {
  const std::string one = run(1), two = run(2), three = run(3);
  const JsonValue before = comparable(engine_->inspect("shop_web_1"));
  const auto done = redeploy(order({one, two, three}, "app:first"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kRolledBack) << base::join(done->messages, "; ");
  EXPECT_EQ(file(), kFile);
  EXPECT_EQ(differences(before, comparable(engine_->inspect("shop_web_1"))), std::vector<std::string>());
  EXPECT_EQ(engine_->inspect("shop_web_2").text_of("Id"), two);
  EXPECT_EQ(engine_->inspect("shop_web_3").text_of("Id"), three);
  for (const char* name : {"shop_web_1", "shop_web_2", "shop_web_3"}) EXPECT_TRUE(runs(name)) << name;
}

TEST_F(ComposeTarget, WithoutWritingTheFileStays) {
  const std::string id = run(1);
  Order what = order({id}, "app:2");
  what.write_files = false;
  write("services:\n  web:\n    image: ${IMAGE}\n");
  const auto done = redeploy(what);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_EQ(file(), "services:\n  web:\n    image: ${IMAGE}\n");
  EXPECT_EQ(image_of("shop_web_1"), "app:2");
  EXPECT_TRUE(done->messages.back().contains("goes back to it")) << done->messages.back();
}

TEST(ComposeWithoutEngine, IsAnError) {
  const Target* compose = find_target(SubjectKind::kComposeService);
  ASSERT_NE(compose, nullptr);
  Order order;
  order.subject.name = "shop/web";
  order.subject.compose.emplace();
  World world;
  EXPECT_EQ(compose->redeploy(order, world).error().code, Code::kUnavailable);
  EXPECT_EQ(compose->resume(Operation(), world).error().code, Code::kUnavailable);
}

TEST_F(ComposeTarget, WhatCanNotBeWrittenIsNotBegun) {
  const std::string id = run(1);
  const struct {
    const char* text;
    Code code;
    const char* says;
  } cases[] = {{"services:\n  web:\n    image: app:${TAG:-1}\n", Code::kUnsupported, "variables"},
               {"x: &i app:1\nservices:\n  web:\n    image: *i\n  db:\n    image: *i\n", Code::kUnsupported, "anchor"},
               {"services: [\n", Code::kCorrupt, "nothing was begun"},
               {"services:\n  db:\n    image: app:1\n", Code::kNotFound, "nothing was begun"}};
  for (const auto& one : cases) {
    write(one.text);
    const auto done = redeploy(order({id}, "app:2"));
    ASSERT_FALSE(done) << one.text;
    EXPECT_EQ(done.error().code, one.code) << done.error().message;
    EXPECT_TRUE(done.error().message.contains(one.says)) << done.error().message;
    EXPECT_EQ(file(), one.text);
  }
  std::filesystem::remove(path());
  const auto gone = redeploy(order({id}, "app:2"));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Code::kNotFound) << gone.error().message;
  EXPECT_EQ(engine_->inspect("shop_web_1").text_of("Id"), id);
}

TEST_F(ComposeTarget, AMergedImageBecomesTheServicesOwn) {
  const std::string id = run(1);
  write("x-base: &base\n  image: app:1\nservices:\n  web:\n    <<: *base\n    restart: always\n");
  const auto done = redeploy(order({id}, "app:2"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_TRUE(file().starts_with("x-base: &base\n  image: app:1\nservices:\n") && file().contains("    image: app:2\n")) << file();
}

// Somebody edits the file, or removes it, while the new container is waited for.
TEST_F(ComposeTarget, AnEditMeanwhileIsNeverOverwritten) {
  for (const bool removes : {false, true}) {
    write(kFile);
    const std::string id = run(1);
    const auto done = redeploy(order({id}, "app:crash"), [&](const std::string& line) {
      if (!line.contains("waiting until")) return;
      EXPECT_EQ(file(), file_with("app:crash"));
      if (removes) std::filesystem::remove(path());
      if (!removes) write("services: {}\n");
    });
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->outcome, Outcome::kRolledBack);
    EXPECT_EQ(file(), removes ? "(gone)" : "services: {}\n");
    ASSERT_FALSE(done->messages.empty());
    EXPECT_TRUE(done->messages.back().contains("left as it is")) << done->messages.back();
    EXPECT_EQ(engine_->inspect("shop_web_1").text_of("Id"), id);
    ASSERT_TRUE(engine::remove_container(engine_->client(), id, true, true));
  }
}

// Killed while it wrote the file: before it took the old one's place, and behind that.
TEST_F(ComposeTarget, AHalfWrittenFileIsGoneAfterResume) {
  const std::string id = run(1), beside = path() + ".batten-0123456789abcdef", foreign = path() + ".batten-XYZXYZ";
  for (const bool was_moved : {false, true}) {
    Journal journal = *Journal::open(engine_->folder() + "/journal");
    auto operation = journal.begin("compose/shop/web", "compose", service_order_values(order({id}, "app:2"), {id}));
    ASSERT_TRUE(operation);
    ASSERT_TRUE(journal.step(*operation, "file", {{"path", path()}, {"before", kFile}, {"after", file_with("app:2")}, {"beside", beside}}));
    if (was_moved) write(file_with("app:2"));
    if (!was_moved) std::ofstream(beside) << "services:";
    std::ofstream(foreign) << "of somebody else";
    World here{.engine = &engine_->client(), .journal = &journal, .tell = {}, .stopped = {}};
    const auto done = find_target(SubjectKind::kComposeService)->resume(journal.unfinished()->front(), here);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(done->outcome, Outcome::kNothingDone) << done->why;
    EXPECT_EQ(file(), kFile);
    const auto names = base::list_directory(directory_);
    EXPECT_EQ(names->size(), 2u) << base::join(*names, " ");
    EXPECT_EQ(*base::read_file(foreign, 100), "of somebody else");
    EXPECT_EQ(engine_->inspect("shop_web_1").text_of("Id"), id);
  }
}

TEST_F(ComposeTarget, ContainersThatAreRemovedInTheMiddleAreNotMissed) {
  const std::string one = run(1), two = run(2);
  const auto done = redeploy(order({one, two}, "app:2"), [&](const std::string& line) {
    if (!line.starts_with("shop_web_1") || !line.contains("removing the old")) return;
    EXPECT_TRUE(engine::remove_container(engine_->client(), two, true, false));
  });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_EQ(image_of("shop_web_1"), "app:2");
  EXPECT_EQ(engine_->inspect("shop_web_2").text_of("Id"), "");
  ASSERT_TRUE(engine::remove_container(engine_->client(), "shop_web_1", true, false));

  write(kFile);
  const std::string only = run(1);
  const auto none = redeploy(order({only}, "app:2"), [&](const std::string& line) {
    if (!line.contains("starting the new container")) return;
    EXPECT_TRUE(engine::remove_container(engine_->client(), only, true, false));
  });
  ASSERT_TRUE(none) << none.error().message;
  const bool is_whole =
      none->outcome == Outcome::kKept ? file() == file_with("app:2") && image_of("shop_web_1") == "app:2" : file() == kFile;
  EXPECT_TRUE(is_whole) << outcome_name(none->outcome) << ": " << none->why << "\n" << file();
}

class ComposeKills : public ComposeTarget {
 public:
  void SetUp() override {
    ComposeTarget::SetUp();
    if (IsSkipped()) return;
    ids_ = {run(1), run(2)};
    cut_.emplace(engine_->folder() + "/compose.sock", engine_->socket());
    ASSERT_TRUE(cut_->valid());
  }

  // In a child process, whose engine is the one that cuts. Gives its requests.
  int replace(const std::string& image, const Cut& where) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto engine = engine::Client::connect("unix://" + engine_->folder() + "/compose.sock");
      auto journal = Journal::open(engine_->folder() + "/journal");
      if (!engine || !journal) ::_exit(2);
      World here{.engine = &*engine, .journal = &*journal, .tell = {}, .stopped = {}};
      Order what = order(ids_, image);
      // What fails is only seen to fail a moment after it was started.
      what.settings.health.steady = std::chrono::seconds(image == "app:first" ? 1 : 0);
      auto done = find_target(SubjectKind::kComposeService)->redeploy(what, here);
      ::_exit(done ? 0 : 1);
    }
    const int requests = cut_->serve(child, where, [&] { ::kill(child, SIGKILL); });
    cuts_ += cut_->was_cut() ? 1 : 0;
    ++tried_;
    return requests;
  }
  void resume(const std::string& when) {
    auto journal = Journal::open(engine_->folder() + "/journal");
    ASSERT_TRUE(journal) << when;
    World here{.engine = &engine_->client(), .journal = &*journal, .tell = {}, .stopped = {}};
    auto unfinished = journal->unfinished();
    ASSERT_TRUE(unfinished) << when;
    for (const Operation& operation : *unfinished) {
      auto done = find_target(SubjectKind::kComposeService)->resume(operation, here);
      ASSERT_TRUE(done) << when << ": " << done.error().message;
      ASSERT_NE(done->outcome, Outcome::kNeedsHelp) << when << ": " << done->why << "; " << base::join(done->messages, "; ");
      (done->outcome == Outcome::kKept ? kept_ : back_) += 1;
    }
  }
  // File and containers say the same, and nothing is left over.
  void check(const std::string& when) {
    runs_now_ = image_of("shop_web_1");
    ASSERT_NE(runs_now_, "app:first") << when;
    ASSERT_EQ(image_of("shop_web_2"), runs_now_) << when;
    ASSERT_TRUE(runs("shop_web_1") && runs("shop_web_2")) << when;
    ASSERT_EQ(file(), file_with(runs_now_)) << when;
    ids_ = {std::string(engine_->inspect("shop_web_1").text_of("Id")), std::string(engine_->inspect("shop_web_2").text_of("Id"))};
    // The engine may still be removing what a child had asked it to.
    for (int i = 0; i < 100 && engine_->containers().size() != 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_EQ(engine_->containers().size(), 2u) << when << ": containers are left over";
  }
  void once(const std::string& image, const Cut& where) {
    const std::string when = format("to {} at call {}, {}", image, where.request, where.before ? "before" : "after");
    requests_ = replace(image, where);
    resume(when);
    if (!HasFatalFailure()) check(when);
  }

 protected:
  std::vector<std::string> ids_;
  std::optional<CutEngine> cut_;
  std::string runs_now_ = "app:1";
  int tried_ = 0, cuts_ = 0, kept_ = 0, back_ = 0, requests_ = 0;
};

// Before the engine has a call, or before its answer is there. BATTEN_COMPOSE_KILL_EVERY: 1 for each of them.
TEST_F(ComposeKills, FileAndContainersSayTheSameAfterResume) {
  const int every =
      static_cast<int>(std::max<std::size_t>(1, base::parse_unsigned(base::environment("BATTEN_COMPOSE_KILL_EVERY")).value_or(9)));
  for (const bool fails : {false, true}) {
    const auto next = [&] { return fails ? std::string("app:first") : std::string(runs_now_ == "app:1" ? "app:2" : "app:1"); };
    once(next(), {});
    if (HasFatalFailure()) return;
    const int calls = requests_;
    for (int request = 2; request <= calls; request += every) {
      once(next(), {.request = request, .before = request % 2 == 0, .after = {}});
      if (HasFatalFailure()) return;
    }
  }
  std::printf("%d updates of a service, %d killed; %d finished by resume, %d taken back\n", tried_, cuts_, kept_, back_);
  EXPECT_GT(cuts_, tried_ / 2);
}

}  // namespace
}  // namespace batten::update
