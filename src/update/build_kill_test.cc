// SPDX-License-Identifier: Apache-2.0
//
// Nothing is lost when the program is killed while it builds an image anew and puts it in place: after `resume` the service runs with all
// its settings, the name that it was started by means the image that it runs, and nothing is left behind. BATTEN_BUILD_KILLS: how many
// (30).
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "update/apply.h"
#include "update/build_bench.h"
#include "update/cut_engine.h"
#include "update/live_engine.h"
#include "update/settings_compare.h"
#include "update/target.h"

namespace batten::update {
namespace {

constexpr const char* kLabels =
    R"("com.docker.compose.project":"shop","com.docker.compose.service":"web","com.docker.compose.container-number":"{0}","com.docker.compose.image":"x")";

// One service, by its containers.
struct Service {
  std::string name, image;  // image: the name that it is started by
  std::vector<std::string> containers;
  bool by_compose = false;
  std::vector<JsonValue> settings;
};

class BuildKills : public testing::Test {
 public:
  void SetUp() override {
    if (!engine_.why().empty()) GTEST_SKIP() << engine_.why();
    const std::vector<std::string> sleeps = {"ENV PATH=/bin", "CMD [\"sleep\",\"100000\"]"};
    for (const char* one : {"app:1", "app:2", "base:old", "base:new"}) engine_.make_image(one, one, sleeps);
    engine_.make_image("app:sick", "sick", {sleeps[0], sleeps[1], "HEALTHCHECK --interval=100ms --retries=1 CMD exit 1"});
    ASSERT_EQ(engine_.why(), "");
    bench_.emplace(engine_);
    cut_.emplace(engine_.folder() + "/cut.sock", engine_.socket());
    ASSERT_TRUE(cut_->valid());
  }

  Service begin(const std::string& name, const std::vector<std::string>& containers, const std::string& rest, bool by_compose) {
    Service out{.name = name, .image = name + ":live", .containers = containers, .by_compose = by_compose, .settings = {}};
    EXPECT_TRUE(bench_->tag("app:1", out.image));
    int number = 0;
    for (const std::string& container : containers) {
      const std::string labels = by_compose ? format(fmt::runtime(kLabels), ++number) : std::string(R"("mine":"yes")");
      const std::string body = R"({"Image":")" + out.image + R"(","Env":["OWN=1"],"Labels":{)" + labels +
                               R"(},"HostConfig":{"NetworkMode":"none",)" + rest + "}}";
      EXPECT_NE(engine_.run(container, body), "") << engine_.why();
      out.settings.push_back(settings(container));
    }
    return out;
  }
  // Config.Image too: it is always the name.
  JsonValue settings(const std::string& container) {
    JsonValue out = comparable(engine_.inspect(container));
    if (JsonValue* config = out.find("Config"))
      if (JsonValue* labels = config->find("Labels")) labels->erase("com.docker.compose.image");
    return out;
  }
  std::string image_of(const std::string& container) { return std::string(engine_.inspect(container).text_of("Image")); }
  std::string journal() const { return engine_.folder() + "/journal"; }

  Proposal proposal(const Service& service) {
    Proposal out = bench_->proposal(service.name, service.containers.front(), service.image);
    out.subject.containers.clear();
    for (const std::string& one : service.containers) out.subject.containers.emplace_back(engine_.inspect(one).text_of("Id"));
    if (!service.by_compose) return out;
    out.subject.kind = SubjectKind::kComposeService;
    out.subject.id = "compose/shop/web";
    out.subject.name = "shop/web";
    out.subject.compose = ComposeOrigin{.project = "shop", .service = "web", .directory = bench_->directory(), .files = {}};
    return out;
  }

  // In a child process, whose engine is the one that cuts. The builder asks the real one.
  int rebuild(const Service& service, const std::string& image, const Cut& cut) {
    const std::string runs = image_of(service.containers.front());
    bench_->vulnerable_ = {runs};
    bench_->builds(image, "sleep 0.05");
    const Proposal what = proposal(service);
    const pid_t child = ::fork();
    if (child == 0) {
      auto engine = engine::Client::connect("unix://" + engine_.folder() + "/cut.sock");
      auto opened = Journal::open(journal());
      if (!engine || !opened) ::_exit(2);
      World world{.engine = &*engine, .journal = &*opened, .tell = {}, .stopped = {}};
      BuildWorld builds = bench_->world();
      HistoryEntry entry;
      auto done = build_and_redeploy(what, builds, world, entry,
                                     [&](const Order& order) { return find_target(order.subject.kind)->redeploy(order, world); });
      ::_exit(done ? 0 : 1);
    }
    return cut_->serve(child, cut, [&] { ::kill(child, SIGKILL); });
  }

  void resume(const std::string& when) {
    auto opened = Journal::open(journal());
    ASSERT_TRUE(opened) << when << ": " << opened.error().message;
    World world{.engine = &engine_.client(), .journal = &*opened, .tell = {}, .stopped = {}};
    ApplyOptions options;
    options.state_directory = engine_.folder() + "/state";
    auto done = update::resume(options, all_targets(), world);
    ASSERT_TRUE(done) << when << ": " << done.error().message;
    EXPECT_EQ(done->left, std::vector<std::string>()) << when;
    EXPECT_LE(done->entries.size(), 1u) << when;
    for (const HistoryEntry& one : done->entries) {
      ASSERT_NE(one.outcome, Outcome::kNeedsHelp) << when << ": " << one.result;
      (one.outcome == Outcome::kKept ? finished_ : taken_back_) += 1;
    }
  }
  std::string containers_left() {
    for (const auto& one : engine_.containers())
      if (one.name.contains("-batten-")) return one.name + " " + one.state;
    return engine_.why();
  }
  void check(const Service& service, const std::string& when) {
    const std::string means = bench_->id_of(service.image);
    for (std::size_t i = 0; i < service.containers.size(); ++i) {
      const std::string& container = service.containers[i];
      ASSERT_TRUE(engine_.inspect(container)["State"].is_true("Running")) << when << ": " << container << " does not run";
      ASSERT_EQ(differences(service.settings[i], settings(container)), std::vector<std::string>()) << when;
      ASSERT_EQ(image_of(container), means) << when << ": the name means another image than " << container << " runs";
      ASSERT_NE(image_of(container), bench_->id_of("app:sick")) << when;
    }
    std::string left = containers_left();
    for (int i = 0; i < 200 && !left.empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100)), left = containers_left();
    ASSERT_EQ(left, "") << when;
    ASSERT_EQ(bench_->left_over(), "") << when;
    auto files = base::list_directory(journal());
    ASSERT_TRUE(files && *files == std::vector<std::string>{"lock"}) << when << ": the journal has something left";
  }

  LiveEngine engine_;
  std::optional<BuildBench> bench_;
  std::optional<CutEngine> cut_;
  int finished_ = 0, taken_back_ = 0;
};

TEST_F(BuildKills, AtEveryCallAndAtAnyTime) {
  const Service services[] = {
      begin("stop-first", {"one"}, R"("RestartPolicy":{"Name":"always"},"PortBindings":{},"Binds":["named:/named"])", false),
      begin("start-first", {"two"}, R"("RestartPolicy":{"Name":"unless-stopped"})", false),
      begin("passing", {"three"}, R"("AutoRemove":true,"Binds":["other:/named"])", false),
      begin("compose", {"shop_web_1", "shop_web_2"}, R"("RestartPolicy":{"Name":"always"})", true),
  };
  const auto next = [&](const Service& service, bool fails) {
    return fails ? "app:sick" : image_of(service.containers.front()) == bench_->id_of("app:1") ? "app:2" : "app:1";
  };
  std::vector<int> calls;
  std::vector<std::chrono::microseconds> lengths;
  for (const Service& service : services) {
    for (const bool fails : {false, true}) {
      ASSERT_TRUE(bench_->tag("base:old", "base:1"));
      const auto begun = std::chrono::steady_clock::now();
      calls.push_back(rebuild(service, next(service, fails), {}));
      lengths.push_back(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun));
      check(service, service.name + " without a kill");
      if (HasFatalFailure()) return;
      ASSERT_EQ(bench_->id_of("base:1"), bench_->id_of(fails ? "base:old" : "base:new")) << service.name;
    }
  }
  std::mt19937 chance(static_cast<unsigned>(base::parse_unsigned(base::environment("BATTEN_KILLS_SEED")).value_or(7)));
  const std::size_t wanted = base::parse_unsigned(base::environment("BATTEN_BUILD_KILLS")).value_or(30);
  std::size_t killed = 0, done = 0;
  for (; killed < wanted && done < 3 * wanted; ++done) {
    const std::size_t any = chance() % calls.size();
    const Service& service = services[any / 2];
    Cut cut;
    if (done % 3 == 0) {
      cut.after = std::chrono::microseconds(1 + chance() % static_cast<std::uint64_t>(lengths[any].count()));
    } else {
      cut = {.request = static_cast<int>(1 + chance() % static_cast<unsigned>(calls[any])), .before = chance() % 2 == 0, .after = {}};
    }
    const std::string image = next(service, any % 2 == 1), before = image_of(service.containers.front());
    ASSERT_TRUE(bench_->tag("base:old", "base:1"));
    const std::string when =
        format("{} to {}, {} call {}, {} us", service.name, image, cut.before ? "before" : "after", cut.request, cut.after.count());
    rebuild(service, image, cut);
    resume(when);
    if (HasFatalFailure()) return;
    check(service, when);
    if (HasFatalFailure()) return;
    // What was not kept has not moved the base.
    if (image_of(service.containers.front()) == before) {
      ASSERT_EQ(bench_->id_of("base:1"), bench_->id_of("base:old")) << when;
    }
    killed += cut_->was_cut() ? 1 : 0;
  }
  std::printf("%zu builds, %zu killed; %d finished by resume, %d taken back\n", done, killed, finished_, taken_back_);
  EXPECT_EQ(killed, wanted);
}

}  // namespace
}  // namespace batten::update
