// SPDX-License-Identifier: Apache-2.0
//
// New builds against a real engine, with a builder that is made up.
#include "update/new_build.h"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include "update/apply.h"
#include "update/build_bench.h"
#include "update/live_engine.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

class NewBuilds : public testing::Test {
 public:
  static void SetUpTestSuite() {
    engine_ = std::make_unique<LiveEngine>();
    if (!engine_->why().empty()) return;
    const std::vector<std::string> sleeps = {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]"};
    for (const char* one : {"old:1", "new:1", "other:1", "base:old", "base:new"}) engine_->make_image(one, one, sleeps);
    engine_->make_image("sick:1", "sick",
                        {"ENV PATH=/bin", "CMD [\"sleep\",\"10000\"]", "HEALTHCHECK --interval=100ms --retries=1 CMD exit 1"});
  }
  static void TearDownTestSuite() { engine_.reset(); }
  void SetUp() override {
    if (!engine_->why().empty()) GTEST_SKIP() << engine_->why();
    bench_.emplace(*engine_);
    bench_->vulnerable_ = {bench_->id_of("old:1")};
    ASSERT_TRUE(bench_->tag("old:1", "live:1"));
    ASSERT_TRUE(bench_->tag("base:old", "base:1"));
    run("web");
    before_ = comparable(engine_->inspect("web"));
    id_ = engine_->inspect("web").text_of("Id");
  }
  void TearDown() override {
    if (!bench_) return;
    auto opened = Journal::open(journal());
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->unfinished() && opened->unfinished()->empty()) << "the journal is not empty";
    EXPECT_EQ(bench_->left_over(), "");
    for (const auto& one : engine_->containers()) EXPECT_TRUE(engine::remove_container(engine_->client(), one.id, true, true));
    bench_.reset();
  }
  void run(const std::string& name) {
    ASSERT_NE(
        engine_->run(name, R"({"Image":"live:1","Env":["OWN=1"],"HostConfig":{"NetworkMode":"none","RestartPolicy":{"Name":"always"}}})"),
        "")
        << engine_->why();
  }
  std::string journal() const { return engine_->folder() + "/journal"; }
  Result<Redeployed> build(const Proposal& proposal, BuildWorld& builds) {
    Journal journal = TRY(Journal::open(this->journal()));
    World world{
        .engine = &engine_->client(), .journal = &journal, .tell = [&](const std::string& line) { told_ += line + "\n"; }, .stopped = {}};
    entry_ = HistoryEntry();
    return build_and_redeploy(proposal, builds, world, entry_,
                              [&](const Order& order) { return find_target(order.subject.kind)->redeploy(order, world); });
  }
  Result<Redeployed> build(const Proposal& proposal) {
    BuildWorld builds = bench_->world();
    return build(proposal, builds);
  }
  Result<Redeployed> build() { return build(bench_->proposal("web", "web", "live:1")); }
  // The old container itself, and all names as they were.
  void expect_unchanged() {
    EXPECT_EQ(engine_->inspect("web").text_of("Id"), id_);
    EXPECT_TRUE(engine_->inspect("web")["State"].is_true("Running"));
    EXPECT_EQ(bench_->id_of("live:1"), bench_->id_of("old:1"));
    EXPECT_EQ(bench_->id_of("base:1"), bench_->id_of("base:old"));
  }

  static std::unique_ptr<LiveEngine> engine_;
  std::optional<BuildBench> bench_;
  JsonValue before_;
  std::string id_, told_;
  HistoryEntry entry_;
};
std::unique_ptr<LiveEngine> NewBuilds::engine_;

TEST_F(NewBuilds, TakesThePlaceAndTheName) {
  bench_->builds("new:1");
  const auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_EQ(done->messages, std::vector<std::string>());
  const JsonValue after = engine_->inspect("web");
  EXPECT_EQ(after.text_of("Image"), bench_->id_of("new:1"));
  EXPECT_EQ(after["Config"].text_of("Image"), "live:1");
  EXPECT_EQ(differences(before_, comparable(after)), std::vector<std::string>());
  EXPECT_EQ(bench_->id_of("live:1"), bench_->id_of("new:1"));
  EXPECT_EQ(bench_->id_of("base:1"), bench_->id_of("base:new"));
  EXPECT_EQ(entry_.to, "live:1@" + bench_->id_of("new:1"));
  EXPECT_EQ(entry_.removed, std::vector<std::string>{"CVE-2099-0001 openssl"});
  EXPECT_TRUE(told_.contains("web: Step 1/1")) << told_;
}

TEST_F(NewBuilds, OneThatIsNotHealthyIsTakenBackWithTheName) {
  bench_->builds("sick:1");
  const auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kRolledBack) << done->why;
  EXPECT_TRUE(done->unhealthy);
  expect_unchanged();
}

TEST_F(NewBuilds, OneThatIsRefusedChangesNothing) {
  bench_->vulnerable_.insert(bench_->id_of("other:1"));
  bench_->builds("other:1");
  auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kNothingDone);
  EXPECT_EQ(done->why, "the new build is refused: it removes nothing of CVE-2099-0001 (high, openssl)");
  expect_unchanged();
  bench_->worse_ = {bench_->id_of("new:1")};
  bench_->builds("new:1");
  done = build();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->why, "the new build is refused: worse than what runs: it brings CVE-2 (high, zlib)");
  expect_unchanged();
  // One that failed the health gate before.
  bench_->worse_.clear();
  BuildWorld builds = bench_->world();
  builds.failed = [](const std::string& subject, const model::Digest&) { return subject + " failed"; };
  done = build(bench_->proposal("web", "web", "live:1"), builds);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->why, "the new build is refused: container/web failed");
  expect_unchanged();
}

TEST_F(NewBuilds, WhatIsTheSameIsNothingNew) {
  bench_->builds("old:1");
  const auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kNothingDone);
  EXPECT_TRUE(done->why.contains("nothing new")) << done->why;
  EXPECT_EQ(bench_->scanned_, std::vector<std::string>());
  expect_unchanged();
}

TEST_F(NewBuilds, ABuilderThatFailsChangesNothing) {
  bench_->builds("new:1", "echo no such file; exit 4");
  auto done = build();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "the build failed (docker ended with 4): no such file");
  expect_unchanged();
  // Only after it has pulled the base and named the image.
  bench_->builds("new:1");
  bench_->be_builder(format("{0} tag base:new base:1; {0} tag new:1 $name; echo late; exit 4", bench_->real_docker()));
  done = build();
  ASSERT_FALSE(done);
  expect_unchanged();
  bench_->be_builder("exit 0");
  done = build();
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("builds for another one")) << done.error().message;
  expect_unchanged();
}

TEST_F(NewBuilds, OneThatDoesNotEndIsEnded) {
  bench_->be_builder(format("{} tag new:1 $name; sleep 100", bench_->real_docker()));
  Proposal proposal = bench_->proposal("web", "web", "live:1");
  proposal.settings.build.timeout = std::chrono::seconds(1);
  const auto done = build(proposal);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kTimeout) << done.error().message;
  expect_unchanged();
}

TEST_F(NewBuilds, OneForAnotherPlatformIsRefused) {
  bench_->builds("new:1");
  Proposal proposal = bench_->proposal("web", "web", "live:1");
  proposal.subject.platform.os = "linux";
  proposal.subject.platform.arch = "s390x";
  const auto done = build(proposal);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(done->why.starts_with("refused: it was built for ")) << done->why;
  expect_unchanged();
}

TEST_F(NewBuilds, OneThatCanNotBeScannedIsNotTaken) {
  bench_->builds("new:1");
  BuildWorld builds = bench_->world();
  builds.scan = [](const std::string&, const model::Platform&) -> Result<ImageFacts> { return Error{Code::kCorrupt, "no advisories"}; };
  const auto done = build(bench_->proposal("web", "web", "live:1"), builds);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "what was built could not be scanned: no advisories");
  expect_unchanged();
}

TEST_F(NewBuilds, FilesThatAreEditedMeanwhileMakeItBeginAgain) {
  const std::string file = bench_->directory() + "/compose.yaml";
  std::ofstream(file) << "services: {web: {build: context}}\n";
  bench_->builds("new:1", format("echo '# a word' >>{}", file));
  Proposal proposal = bench_->proposal("web", "web", "live:1");
  proposal.subject.compose = ComposeOrigin{.project = "shop", .service = "web", .directory = bench_->directory(), .files = {file}};
  const auto done = build(proposal);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kConflict);
  expect_unchanged();
}

TEST_F(NewBuilds, AnotherOneOfThatNameGetsTheSameImage) {
  run("web-too");
  bench_->builds("new:1", "echo built >>" + bench_->directory() + "/times");
  BuildWorld builds = bench_->world();
  const Proposal one = bench_->proposal("web", "web", "live:1");
  Proposal two = bench_->proposal("web-too", "web-too", "live:1");
  two.rebuild->source.reset();
  EXPECT_EQ(builds.find(two.subject), nullptr);
  ASSERT_EQ(build(one, builds).value_or(Redeployed()).outcome, Outcome::kKept);
  ASSERT_NE(builds.find(two.subject), nullptr);
  const auto done = build(two, builds);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kKept) << done->why;
  EXPECT_EQ(engine_->inspect("web-too").text_of("Image"), bench_->id_of("new:1"));
  EXPECT_EQ(base::read_file(bench_->directory() + "/times", 100).value_or(""), "built\n");
}

TEST_F(NewBuilds, ANameThatWasNobodysIsSoAgain) {
  ASSERT_TRUE(engine::remove_image(engine_->client(), "live:1"));
  bench_->builds("sick:1");
  const auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->outcome, Outcome::kRolledBack) << done->why;
  EXPECT_EQ(bench_->id_of("live:1"), "");
  EXPECT_EQ(engine_->inspect("web").text_of("Id"), id_);
  EXPECT_EQ(bench_->id_of("sick:1").substr(0, 7), "sha256:");
}

TEST_F(NewBuilds, AFullDiskOfTheJournalChangesNothing) {
  const std::string disk = engine_->folder() + "/small";
  engine_->mount_disk(disk, "256k");
  ASSERT_EQ(engine_->why(), "");
  bench_->builds("new:1", format("cat /dev/zero >{}/filler 2>/dev/null", disk));
  {
    Journal journal = *Journal::open(disk + "/journal");
    World world{.engine = &engine_->client(), .journal = &journal, .tell = {}, .stopped = {}};
    BuildWorld builds = bench_->world();
    const auto done = build_and_redeploy(bench_->proposal("web", "web", "live:1"), builds, world, entry_,
                                         [&](const Order& order) { return find_target(order.subject.kind)->redeploy(order, world); });
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().message.contains("No space left")) << done.error().message;
    EXPECT_TRUE(journal.unfinished() && journal.unfinished()->empty());
  }
  EXPECT_EQ(::umount(disk.c_str()), 0);
  expect_unchanged();
}

// Somebody builds by hand in the middle.
TEST_F(NewBuilds, ANameThatSomebodyMovesMeanwhileIsLeft) {
  bench_->builds("new:1");
  BuildWorld builds = bench_->world();
  Journal journal = *Journal::open(this->journal());
  World world{.engine = &engine_->client(), .journal = &journal, .tell = {}, .stopped = {}};
  const auto done = build_and_redeploy(bench_->proposal("web", "web", "live:1"), builds, world, entry_, [&](const Order& order) {
    EXPECT_TRUE(bench_->tag("other:1", "live:1"));
    return find_target(order.subject.kind)->redeploy(order, world);
  });
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("somebody has given the name live:1 to another image")) << done.error().message;
  EXPECT_EQ(bench_->id_of("live:1"), bench_->id_of("other:1"));
  EXPECT_EQ(engine_->inspect("web").text_of("Id"), id_);
}

}  // namespace
}  // namespace batten::update
