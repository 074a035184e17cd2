// SPDX-License-Identifier: Apache-2.0
//
// Nothing is lost when the program that replaces a container, or the engine, is killed at any moment: after `resume` the service runs and
// has all its settings. BATTEN_KILLS: how many kills of the program (40); BATTEN_KILLS_SKIP: of those, how many to leave to another
// process; BATTEN_ENGINE_KILLS: of the engine (1; each may take it a minute to come back, 4 are all there are).
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "base/file.h"
#include "base/text.h"
#include "update/cut_engine.h"
#include "update/live_engine.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

constexpr const char* kStopFirst = R"({"Image":"app:1","Env":["OWN=1"],"Labels":{"mine":"yes"},"Volumes":{"/own":{}},"StopTimeout":1,
  "HostConfig":{"NetworkMode":"none","Binds":["named:/named"],"RestartPolicy":{"Name":"always"},"CapDrop":["MKNOD"],"Memory":33554432}})";
constexpr const char* kStartFirst = R"({"Image":"app:1","Env":["OWN=2"],"Labels":{"mine":"no"},
  "HostConfig":{"NetworkMode":"none","RestartPolicy":{"Name":"unless-stopped"},"Ulimits":[{"Name":"nofile","Soft":100,"Hard":200}]}})";
constexpr const char* kPassing =
    R"({"Image":"app:1","Env":["OWN=3"],"Volumes":{"/own":{}},"HostConfig":{"NetworkMode":"none","AutoRemove":true}})";

class Kills : public testing::Test {
 public:
  void SetUp() override {
    if (!engine_.why().empty()) GTEST_SKIP() << engine_.why();
    for (const char* one : {"1", "2"}) engine_.make_image(std::string("app:") + one, one, {"ENV PATH=/bin", "CMD [\"sleep\",\"100000\"]"});
    // Runs and fails its health check, so that the way back is cut too.
    engine_.make_image("app:sick", "sick",
                       {"ENV PATH=/bin", "CMD [\"sleep\",\"100000\"]", "HEALTHCHECK --interval=100ms --retries=1 CMD exit 1"});
    ASSERT_EQ(engine_.why(), "");
    cut_.emplace(engine_.folder() + "/cut.sock", engine_.socket());
    ASSERT_TRUE(cut_->valid());
  }

  // A service that is replaced again and again.
  struct Service {
    std::string name;
    JsonValue settings;  // but Config.Image
    std::string id, image;
    bool same_id = true;  // a container that was taken back is the old one itself
  };
  Service begin(const std::string& name, const char* body) {
    Service out{.name = name, .settings = {}, .id = engine_.run(name, body), .image = "app:1"};
    EXPECT_NE(out.id, "") << engine_.why();
    out.settings = settings(name);
    return out;
  }
  JsonValue settings(const std::string& name) {
    JsonValue out = comparable(engine_.inspect(name));
    if (JsonValue* config = out.find("Config")) config->erase("Image");
    return out;
  }
  std::string journal() const { return engine_.folder() + "/journal"; }

  // In a child process, whose engine is the one that cuts. Gives its requests.
  int replace(const Service& service, const std::string& image, const Cut& cut, const std::function<void(pid_t)>& kill) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto engine = engine::Client::connect("unix://" + engine_.folder() + "/cut.sock");
      auto opened = Journal::open(journal());
      if (!engine || !opened) ::_exit(2);
      World world{.engine = &*engine, .journal = &*opened, .tell = {}, .stopped = {}};
      Order order;
      order.subject.id = "container/" + service.name;
      order.subject.name = service.name;
      order.subject.containers = {service.id};
      order.image = order.reference = image;
      order.settings.stop_grace = std::chrono::seconds(0);
      order.settings.health.steady = std::chrono::seconds(0);
      order.settings.health.timeout = std::chrono::seconds(5);
      auto done = find_target(SubjectKind::kContainer)->redeploy(order, world);
      ::_exit(done ? 0 : 1);
    }
    return cut_->serve(child, cut, [&] { kill(child); });
  }
  int replace(const Service& service, const std::string& image, const Cut& cut) {
    return replace(service, image, cut, [](pid_t child) { ::kill(child, SIGKILL); });
  }

  void resume(const std::string& when) {
    auto opened = Journal::open(journal());
    ASSERT_TRUE(opened) << when << ": " << opened.error().message;
    World world{.engine = &engine_.client(), .journal = &*opened, .tell = {}, .stopped = {}};
    auto unfinished = opened->unfinished();
    ASSERT_TRUE(unfinished) << when << ": " << unfinished.error().message;
    for (const Operation& operation : *unfinished) {
      auto done = find_target(SubjectKind::kContainer)->resume(operation, world);
      ASSERT_TRUE(done) << when << ": " << done.error().message;
      ASSERT_NE(done->outcome, Outcome::kNeedsHelp) << when << ": " << done->why << base::join(done->messages, "; ");
      (done->outcome == Outcome::kKept ? finished_ : taken_back_) += 1;
      for (const std::string& message : done->messages) remove_stuck(message);
    }
  }
  // One that the engine could not start any more is kept beside the one that stands in for it, and that is said.
  void remove_stuck(const std::string& message) {
    constexpr std::string_view kBefore = "it is kept as '";
    const std::size_t at = message.find(kBefore);
    if (at == std::string::npos) return;
    const std::string name = message.substr(at + kBefore.size(), message.find('\'', at + kBefore.size()) - at - kBefore.size());
    EXPECT_TRUE(engine::remove_container(engine_.client(), name, true, false)) << name;
    ++stand_ins_;
    stands_in_ = true;
  }
  std::string left_over() {
    for (const auto& one : engine_.containers())
      if (one.name.contains("-batten-")) return one.name + " " + one.state;
    return engine_.why();
  }
  // What has to be true after every resume.
  void check(Service& service, const std::string& when) {
    const JsonValue now = engine_.inspect(service.name);
    ASSERT_TRUE(now["State"].is_true("Running")) << when << ": it does not run";
    const std::string image(now["Config"].text_of("Image"));
    const bool is_itself = image != service.image || !service.same_id || stands_in_ || now.text_of("Id") == service.id;
    stands_in_ = false;
    ASSERT_TRUE(is_itself) << when << ": not the old container itself";
    ASSERT_EQ(differences(service.settings, settings(service.name)), std::vector<std::string>()) << when;
    ASSERT_NE(image, "app:sick") << when;
    std::string left = left_over();
    // An engine may still be removing what a child had asked it to.
    for (int i = 0; i < 200 && !left.empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100)), left = left_over();
    ASSERT_EQ(left, "") << when;
    auto files = base::list_directory(journal());
    ASSERT_TRUE(files && *files == std::vector<std::string>{"lock"}) << when << ": the journal has something left";
    service.id = now.text_of("Id");
    service.image = image;
  }

  LiveEngine engine_;
  std::optional<CutEngine> cut_;
  int finished_ = 0, taken_back_ = 0, stand_ins_ = 0;
  bool stands_in_ = false;  // since the last look
};

std::size_t number(const char* variable, std::size_t usual) { return base::parse_unsigned(base::environment(variable)).value_or(usual); }

// One cut of one replacement.
struct Try {
  std::size_t service = 0;
  bool fails = false;  // the new image is never healthy
  Cut cut;
};

// Every call of every replacement, before the engine has it and before its answer is there, in any order.
std::vector<Try> every_call(const std::vector<int>& calls, std::mt19937& chance) {
  std::vector<Try> out;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    for (int request = 1; request <= calls[i]; ++request) {
      for (const bool before : {true, false})
        out.push_back({.service = i / 2, .fails = i % 2 == 1, .cut = {.request = request, .before = before, .after = {}}});
    }
  }
  std::ranges::shuffle(out, chance);
  return out;
}

TEST_F(Kills, OfTheProgramAtEveryCallAndAtAnyTime) {
  Service services[] = {begin("stop-first", kStopFirst), begin("start-first", kStartFirst), begin("passing", kPassing)};
  services[2].same_id = false;
  std::vector<int> calls;
  std::vector<std::chrono::microseconds> lengths;
  const auto next = [](const Service& service, bool fails) { return fails ? "app:sick" : service.image == "app:2" ? "app:1" : "app:2"; };
  for (Service& service : services) {
    for (const bool fails : {false, true}) {
      const auto begun = std::chrono::steady_clock::now();
      calls.push_back(replace(service, next(service, fails), {}));
      lengths.push_back(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun));
      check(service, service.name + " without a kill");
      if (HasFatalFailure()) return;
    }
  }
  std::mt19937 chance(static_cast<unsigned>(number("BATTEN_KILLS_SEED", 7)));
  const std::vector<Try> places = every_call(calls, chance);
  const std::size_t wanted = number("BATTEN_KILLS", 40), first = number("BATTEN_KILLS_SKIP", 0);
  std::size_t killed = 0, done = 0;
  for (; killed + first < wanted && done < 3 * wanted; ++done) {
    // After all the calls: any moment.
    const std::size_t any = chance() % calls.size();
    Try one{.service = any / 2, .fails = any % 2 == 1, .cut = {}};
    if (done + first < places.size()) {
      one = places[done + first];
    } else {
      one.cut.after = std::chrono::microseconds(1 + chance() % static_cast<std::uint64_t>(lengths[any].count()));
    }
    Service& service = services[one.service];
    const std::string image = next(service, one.fails);
    const std::string when = format("{} to {}, {} call {}, {} us", service.name, image, one.cut.before ? "before" : "after",
                                    one.cut.request, one.cut.after.count());
    const auto begun = std::chrono::steady_clock::now();
    replace(service, image, one.cut);
    // It ended first: it takes less time than was thought.
    if (!cut_->was_cut() && one.cut.request == 0)
      lengths[any] = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    resume(when);
    if (HasFatalFailure()) return;
    check(service, when);
    if (HasFatalFailure()) return;
    killed += cut_->was_cut() ? 1 : 0;
    if (cut_->was_cut() && killed % 50 == 0) std::printf("%zu killed\n", killed), std::fflush(stdout);
  }
  std::printf(
      "%zu replacements, %zu killed (%zu calls to kill at); %d finished by resume, %d taken back, %d of them by one that stands in\n", done,
      killed, places.size(), finished_, taken_back_, stand_ins_);
  EXPECT_EQ(killed + first, wanted);
}

TEST_F(Kills, OfTheEngineToo) {
  Service service = begin("survivor", kStopFirst);
  std::size_t left = number("BATTEN_ENGINE_KILLS", 1);
  for (int request : {15, 19}) {
    for (const bool both : {true, false}) {
      if (left == 0) return;
      --left;
      const std::string when = format("engine killed at call {}, {}", request, both ? "the program too" : "not the program");
      replace(service, service.image == "app:2" ? "app:1" : "app:2", {.request = request, .before = false, .after = {}}, [&](pid_t child) {
        if (both) ::kill(child, SIGKILL);
        engine_.end(SIGKILL);
        engine_.start();
      });
      ASSERT_EQ(engine_.why(), "") << when;
      resume(when);
      if (HasFatalFailure()) return;
      check(service, when);
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace batten::update
