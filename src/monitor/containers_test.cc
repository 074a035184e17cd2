// SPDX-License-Identifier: Apache-2.0
#include "monitor/containers.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/format.h"
#include "model/event_build.h"

namespace batten::monitor {
namespace {

using model::EventBuilder;
using model::RunningContainer;

constexpr std::uint64_t kSecond = 1'000'000'000;

std::string id_of(std::uint64_t number) { return format("{:064x}", number); }

// A folder that has the form of a cgroup hierarchy beside one of Docker's data.
struct World {
  std::filesystem::path folder;
  CgroupTree tree;
  std::uint64_t now = 1000 * kSecond;

  World() : folder(make()), tree((folder / "cgroup").string(), "memory") {}
  ~World() { std::filesystem::remove_all(folder); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  static std::filesystem::path make() {
    std::filesystem::path out =
        std::filesystem::path(testing::TempDir()) / format("batten_{}", testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(out);
    std::filesystem::create_directories(out / "cgroup/docker");
    return out;
  }
  std::string docker() const { return (folder / "docker").string(); }
  Containers::Options options() const {
    return {.places = {.docker = {docker()}, .bundles = {}, .storages = {}, .users = "/nonexistent"}, .hosts = {}};
  }
  std::uint64_t make_cgroup(const std::string& path) const {
    std::filesystem::create_directories(folder / "cgroup" / path.substr(1));
    return *tree.id_of(path);
  }
  void write_docker(const std::string& id, std::string_view more = R"("Name": "/web", "Config": {"Image": "nginx:1"})") const {
    const std::filesystem::path at = folder / "docker/containers" / id;
    std::filesystem::create_directories(at);
    std::ofstream(at / "config.v2.json") << format("{{\"ID\": \"{}\", {}}}", id, more);
    std::ofstream(at / "hostconfig.json") << R"({"Privileged": true})";
  }
  void apply(Containers& containers, const EventBuilder& builder) {
    const Result<model::OwnedEvent> made = builder.build();
    ASSERT_TRUE(made) << made.error().message;
    containers.apply(made->event(), now);
  }
  void make(Containers& containers, std::uint64_t id, const std::string& path) {
    apply(containers, EventBuilder(BATTEN_CGROUP_MKDIR).text("path", path).number("id", static_cast<std::int64_t>(id)));
  }
  void remove(Containers& containers, std::uint64_t id) {
    apply(containers, EventBuilder(BATTEN_CGROUP_RMDIR).number("id", static_cast<std::int64_t>(id)));
  }
};

TEST(Containers, AreThereForTheirFirstEvent) {
  World world;
  Containers containers(world.options(), &world.tree);
  std::vector<std::pair<std::uint64_t, std::string>> heard;
  containers.listen([&](std::uint64_t cgroup, Containers::Change, const RunningContainer* one) {
    heard.emplace_back(cgroup, one == nullptr ? "" : one->name);
  });
  world.write_docker(id_of(1));
  const std::uint64_t cgroup = world.make_cgroup("/docker/" + id_of(1));
  world.make(containers, cgroup, "/docker/" + id_of(1));
  const RunningContainer* found = containers.find(cgroup, 0, world.now);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->name, "web");
  EXPECT_EQ(found->image_repository, "nginx");
  EXPECT_EQ(found->privileged, true);
  EXPECT_TRUE(found->known);
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.back(), std::pair(cgroup, std::string("web")));
  // One below it is its own too.
  const std::uint64_t nested = world.make_cgroup("/docker/" + id_of(1) + "/init");
  world.make(containers, nested, "/docker/" + id_of(1) + "/init");
  EXPECT_EQ(containers.find(nested, 0, world.now), found);
  EXPECT_EQ(containers.counts().containers, 1u);
  EXPECT_EQ(containers.counts().on_disk, 1u);
  // One of the host is told as that.
  const std::uint64_t host = world.make_cgroup("/system.slice");
  world.make(containers, host, "/system.slice");
  EXPECT_EQ(heard.back(), std::pair(host, std::string()));
}

TEST(Containers, TheScanFindsThoseThatRun) {
  World world;
  world.write_docker(id_of(1));
  const std::uint64_t cgroup = world.make_cgroup("/docker/" + id_of(1));
  const std::uint64_t host = world.make_cgroup("/system.slice");
  Containers containers(world.options(), &world.tree);
  base::Notes notes;
  containers.scan(world.now, notes);
  EXPECT_TRUE(notes.empty());
  ASSERT_NE(containers.find(cgroup, 0, world.now), nullptr);
  EXPECT_EQ(containers.find(host, 0, world.now), nullptr);
  EXPECT_EQ(containers.find(0, 0, world.now), nullptr);
}

TEST(Containers, NumbersOfOtherHierarchiesAreNotMixedUp) {
  World world;
  world.write_docker(id_of(1));
  const std::uint64_t cgroup = world.make_cgroup("/docker/" + id_of(1));
  Containers containers(world.options(), &world.tree);
  world.make(containers, cgroup + 100'000, "/docker/" + id_of(1));
  EXPECT_EQ(containers.counts().containers, 0u);
}

TEST(Containers, WhatTheEngineSaysLaterIsReadLater) {
  World world;
  Containers containers(world.options(), &world.tree);
  const std::string path = "/docker/" + id_of(2);
  const std::uint64_t cgroup = world.make_cgroup(path);
  world.make(containers, cgroup, path);
  const RunningContainer* found = containers.find(cgroup, 0, world.now);
  ASSERT_NE(found, nullptr);
  EXPECT_FALSE(found->known);
  EXPECT_EQ(found->id, id_of(2));
  world.write_docker(id_of(2), R"("Name": "/late", "State": {"Pid": 77, "StartedAt": "2026-01-02T03:04:05Z"})");
  for (int i = 0; i < 500 && !containers.find(cgroup, 0, world.now)->known; ++i) {
    world.now += kSecond / 10;
    containers.tidy(world.now);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_EQ(containers.find(cgroup, 0, world.now)->name, "late");
  EXPECT_EQ(containers.find(cgroup, 0, world.now)->root, "/proc/77/root");
}

TEST(Containers, WhatIsKnownFromElsewhereReachesThoseThatRun) {
  World world;
  Containers containers(world.options(), &world.tree);
  std::vector<std::uint32_t> heard;
  containers.listen([&](std::uint64_t, Containers::Change, const RunningContainer* one) {
    if (one != nullptr) heard.push_back(one->image_facts ? one->image_facts->fixable_critical : 0);
  });
  std::optional<model::RunningImageFacts> known;
  containers.annotate_by([&](RunningContainer& one) {
    EXPECT_EQ(one.image_repository, "nginx");
    if (known) one.image_facts = known;
  });
  world.write_docker(id_of(1));
  const std::uint64_t cgroup = world.make_cgroup("/docker/" + id_of(1));
  world.make(containers, cgroup, "/docker/" + id_of(1));
  EXPECT_FALSE(containers.find(cgroup, 0, world.now)->image_facts);
  known = model::RunningImageFacts{.fixable_critical = 3, .fixable_high = 0, .digest_verified = {}};
  containers.annotate();
  EXPECT_EQ(containers.find(cgroup, 0, world.now)->image_facts, known);
  EXPECT_EQ(heard.back(), 3u);
  // Nothing new is nothing to tell, and a start anew keeps it.
  const std::size_t told = heard.size();
  containers.annotate();
  EXPECT_EQ(heard.size(), told);
  known.reset();
  world.write_docker(id_of(1), R"("Name": "/other", "Config": {"Image": "nginx:1"})");
  world.make(containers, cgroup, "/docker/" + id_of(1));
  EXPECT_EQ(containers.find(cgroup, 0, world.now)->image_facts->fixable_critical, 3u);
}

TEST(Containers, RemovedOnesStayAWhile) {
  World world;
  Containers containers(world.options(), &world.tree);
  world.write_docker(id_of(1));
  const std::string path = "/docker/" + id_of(1);
  const std::uint64_t cgroup = world.make_cgroup(path);
  world.make(containers, cgroup, path);
  bool gone = false;
  containers.listen(
      [&](std::uint64_t, Containers::Change change, const RunningContainer*) { gone = gone || change == Containers::Change::kGone; });
  world.remove(containers, cgroup);
  std::filesystem::remove_all(world.folder / "cgroup/docker");
  EXPECT_NE(containers.find(cgroup, 0, world.now + kSecond), nullptr);
  containers.tidy(world.now + 31 * kSecond);
  EXPECT_TRUE(gone);
  EXPECT_EQ(containers.counts().containers, 0u);
  EXPECT_EQ(containers.find(cgroup, 0, world.now), nullptr);
  EXPECT_EQ(containers.counts().unresolved, 1u);
}

TEST(Containers, ManyShortOnesDoNotMakeItGrow) {
  // No hierarchy: what the events say, as in a recorded file.
  World world;
  Containers containers(world.options(), nullptr);
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    world.now += kSecond / 1000;
    world.make(containers, i, "/docker/" + id_of(i));
    ASSERT_NE(containers.find(i, 0, world.now), nullptr);
    world.remove(containers, i);
  }
  EXPECT_LE(containers.counts().cgroups, 2048u);
  EXPECT_LE(containers.counts().containers, 2048u);
  EXPECT_EQ(containers.find(100'000, 0, world.now)->id, id_of(100'000));
}

TEST(Containers, CgroupsThatNobodyRemovesHaveALimit) {
  World world;
  Containers::Options options = world.options();
  options.max_cgroups = 1000;
  Containers containers(options, nullptr);
  for (std::uint64_t i = 1; i <= 5'000; ++i) {
    if (i % 2 == 0) world.make(containers, i, "/docker/" + id_of(i));
    containers.find(i, 0, world.now);
    ASSERT_LE(containers.counts().cgroups, 1000u);
  }
}

TEST(Containers, WrongFilesAreNotedOnce) {
  World world;
  Containers containers(world.options(), &world.tree);
  for (std::uint64_t i = 1; i <= 100; ++i) {
    std::filesystem::create_directories(world.folder / "docker/containers" / id_of(i));
    std::ofstream(world.folder / "docker/containers" / id_of(i) / "config.v2.json") << "{\"a\":";
    const std::string path = "/docker/" + id_of(i);
    world.make(containers, world.make_cgroup(path), path);
  }
  const base::Notes notes = containers.take_notes();
  EXPECT_GT(notes.size(), 0u);
  EXPECT_LE(notes.size(), 32u);
  EXPECT_EQ(containers.counts().containers, 100u);
}

TEST(Containers, AnEngineThatIsAwayIsNoHarm) {
  World world;
  Containers::Options options = world.options();
  options.hosts = {"unix:///nonexistent/docker.sock"};
  Containers containers(options, &world.tree);
  const std::string path = "/docker/" + id_of(3);
  const std::uint64_t cgroup = world.make_cgroup(path);
  world.make(containers, cgroup, path);
  for (int i = 0; i < 20; ++i) {
    world.now += 3 * kSecond;
    containers.tidy(world.now);
    EXPECT_FALSE(containers.find(cgroup, 0, world.now)->known);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

TEST(ContainerFinder, TakesThePlacesOfAnEngineThatComesLater) {
  ContainerFinder finder({});
  finder.add_places({.docker = {"/data/docker/", "/var/lib/docker"}, .bundles = {"/x/task"}, .storages = {}, .users = ""});
  finder.add_places({.docker = {"/data/docker"}, .bundles = {}, .storages = {}, .users = ""});
  EXPECT_EQ(finder.places().docker, (std::vector<std::string>{"/var/lib/docker", "/data/docker"}));
  EXPECT_EQ(finder.places().bundles.back(), "/x/task");
  EXPECT_EQ(finder.places().bundles.size(), 3);
}

TEST(EnginePlaces, AreFoundByTheirDaemons) {
  World world;
  std::ofstream(world.folder / "daemon.json") << R"({"data-root": "/data/docker/"})";
  auto daemon = std::make_shared<model::Process>();
  daemon->comm = "dockerd";
  auto program = std::make_shared<model::Program>();
  program->arguments = std::string("--data-root\0/var/a\0--graph=/var/b\0-H\0unix:///x\0", 47);
  daemon->program = program;
  const ContainerFinder::Places places = find_engine_places({daemon}, (world.folder / "daemon.json").string());
  EXPECT_EQ(places.docker, (std::vector<std::string>{"/var/lib/docker", "/data/docker", "/var/a", "/var/b"}));
}

}  // namespace
}  // namespace batten::monitor
