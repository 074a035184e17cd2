// SPDX-License-Identifier: Apache-2.0
//
// A scripted registry: what is asked of it, and how often.
#include "update/registry_view.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/format.h"
#include "base/hash.h"
#include "http/loopback_server.h"
#include "image/direct_parser.h"
#include "image/temporary_directory.h"
#include "update/planner.h"

namespace batten::update {
namespace {

using http::LoopbackServer;

std::string digest_of(const std::string& bytes) { return "sha256:" + base::sha256_hex(bytes); }
std::string line_of(const std::string& request) { return request.substr(0, request.find(" HTTP/")); }

// A repository team/app whose tags are images of linux/amd64, those of `indexes` behind an index.
class FakeRegistry {
 public:
  FakeRegistry() : server_([this](const std::string& request) { return answer(request); }) {}

  void push(const std::string& tag, const std::string& what, const std::string& created, bool index = false) {
    std::string config = format(
        R"({{"architecture":"amd64","os":"linux","created":"{}","rootfs":{{"type":"layers","diff_ids":[]}},"config":{{"Labels":{{"what":"{}"}}}}}})",
        created, what);
    std::string manifest = format(
        R"({{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{}","size":{}}},"layers":[]}})",
        digest_of(config), config.size());
    bytes_["/v2/team/app/blobs/" + digest_of(config)] = config;
    bytes_["/v2/team/app/manifests/" + digest_of(manifest)] = manifest;
    std::string top = manifest;
    if (index) {
      top = format(
          R"({{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{}","size":{},"platform":{{"os":"linux","architecture":"amd64"}}}},{{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{}","size":1,"platform":{{"os":"unknown","architecture":"unknown"}}}}]}})",
          digest_of(manifest), manifest.size(), digest_of("attestation"));
      bytes_["/v2/team/app/manifests/" + digest_of(top)] = top;
    }
    bytes_["/v2/team/app/manifests/" + tag] = top;
    configs_[tag] = *model::Digest::parse(digest_of(config));
    if (std::ranges::find(tags_, tag) == tags_.end()) tags_.push_back(tag);
  }

  std::string answer(const std::string& request) {
    asked.push_back(line_of(request));
    if (status != 0) return LoopbackServer::answer(status, "", headers);
    std::string path = asked.back().substr(asked.back().find(' ') + 1);
    if (path == "/v2/team/app/tags/list") {
      std::string list;
      for (const std::string& tag : tags_) list += (list.empty() ? "\"" : ",\"") + tag + "\"";
      return LoopbackServer::answer(200, "{\"tags\":[" + list + "]}");
    }
    auto at = bytes_.find(path);
    if (at == bytes_.end()) return LoopbackServer::answer(404, R"({"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]})");
    return LoopbackServer::answer(200, request.starts_with("HEAD") ? "" : at->second, {"Docker-Content-Digest: " + digest_of(at->second)});
  }

  model::Reference reference(const std::string& tag) const { return *model::parse_reference(server_.host() + "/team/app:" + tag); }
  model::Digest config_of(const std::string& tag) const { return configs_.at(tag); }
  model::Digest digest_at(const std::string& tag) const {
    return *model::Digest::parse(digest_of(bytes_.at("/v2/team/app/manifests/" + tag)));
  }
  std::size_t count(std::string_view begin) const {
    return static_cast<std::size_t>(std::ranges::count_if(asked, [&](const std::string& line) { return line.starts_with(begin); }));
  }

  std::vector<std::string> asked;
  int status = 0;
  std::vector<std::string> headers;

 private:
  std::map<std::string, std::string> bytes_;
  std::map<std::string, model::Digest> configs_;
  std::vector<std::string> tags_;
  LoopbackServer server_;
};

class RegistryViewTest : public ::testing::Test {
 protected:
  std::unique_ptr<RegistryView> view(bool offline = false) {
    return std::make_unique<RegistryView>(
        RegistryViewOptions{.registry = {.idle_timeout_ms = idle_timeout_ms_}, .cache_directory = directory_.path(), .offline = offline},
        parser_);
  }

  int idle_timeout_ms_ = 30'000;
  image::TemporaryDirectory directory_;
  image::NoLogins only_here_{directory_.path()};
  image::DirectParser parser_;
  FakeRegistry registry_;
  const model::Platform platform_{.os = "linux", .arch = "amd64", .variant = ""};
};

TEST_F(RegistryViewTest, OneHeadForATagWhenNothingChanged) {
  registry_.push("1.0", "a", "2026-11-01T00:00:00Z", true);
  auto look = [&](bool offline) {
    auto now = view(offline);
    auto digest = now->digest(registry_.reference("1.0"));
    ASSERT_TRUE(digest) << digest.error().message;
    (void)now->digest(registry_.reference("1.0"));
    auto image = now->image(registry_.reference("1.0"), *digest, platform_);
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_EQ(image->config, registry_.config_of("1.0"));
    EXPECT_EQ(image->created, 1793491200);
    ASSERT_TRUE(now->tags(registry_.reference("1.0")));
  };
  look(false);
  EXPECT_EQ(registry_.asked.size(), 5u);  // the tag, index, manifest, configuration, list
  registry_.asked.clear();
  look(false);
  EXPECT_EQ(registry_.asked, (std::vector<std::string>{"HEAD /v2/team/app/manifests/1.0", "GET /v2/team/app/tags/list"}));
  registry_.asked.clear();
  look(true);
  EXPECT_TRUE(registry_.asked.empty());
}

TEST_F(RegistryViewTest, PlatformsThatAreNotThere) {
  registry_.push("1.0", "a", "2026-11-01T00:00:00Z", true);
  registry_.push("2.0", "b", "2026-11-01T00:00:00Z");
  auto now = view();
  const model::Platform other{.os = "linux", .arch = "s390x", .variant = ""};
  for (const char* tag : {"1.0", "2.0"}) {
    auto image = now->image(registry_.reference(tag), registry_.digest_at(tag), other);
    ASSERT_FALSE(image) << tag;
    EXPECT_EQ(image.error().code, Code::kNotFound) << image.error().message;
    EXPECT_NE(image.error().message.find("linux/amd64"), std::string::npos) << image.error().message;
  }
}

TEST_F(RegistryViewTest, ARegistryThatWantsPatienceIsLeftAlone) {
  registry_.status = 429;
  registry_.headers = {"Retry-After: 600"};
  auto now = view();
  EXPECT_EQ(now->digest(registry_.reference("1.0")).error().code, Code::kUnavailable);
  EXPECT_FALSE(now->tags(registry_.reference("1.0")));
  EXPECT_FALSE(now->digest(registry_.reference("2.0")));
  EXPECT_EQ(registry_.asked.size(), 1u);
  EXPECT_EQ(now->must_wait(registry_.reference("1.0").registry), 600);
  EXPECT_EQ(now->must_wait("other.example"), std::nullopt);
}

TEST_F(RegistryViewTest, RefusalsAreOfOneRepository) {
  for (auto [status, code] : {std::pair(401, Code::kDenied), {403, Code::kDenied}, {404, Code::kNotFound}}) {
    registry_.status = status;
    auto now = view();
    EXPECT_EQ(now->digest(registry_.reference("1.0")).error().code, code) << status;
    registry_.status = 0;
    registry_.push("1.0", "a", "2026-11-01T00:00:00Z");
    EXPECT_TRUE(now->tags(registry_.reference("1.0"))) << status;
  }
}

TEST_F(RegistryViewTest, WhatIsOfflineIsSaid) {
  auto now = view(true);
  EXPECT_NE(now->digest(registry_.reference("1.0")).error().message.find("--offline"), std::string::npos);
  EXPECT_NE(now->tags(registry_.reference("1.0")).error().message.find("--offline"), std::string::npos);
  EXPECT_TRUE(registry_.asked.empty());
}

// The whole way from a subject to a proposal.
class PlannerTest : public RegistryViewTest {
 protected:
  PlannerTest() {
    registry_.push("1.0.0", "old", "2026-11-01T00:00:00Z");
    registry_.push("1.0.1", "half", "2026-11-02T00:00:00Z");
    registry_.push("1.0.2", "good", "2026-11-03T00:00:00Z", true);
    registry_.push("latest", "good", "2026-11-03T00:00:00Z", true);
    subject_.id = "container/web";
    subject_.name = "web";
    subject_.image = registry_.reference("1.0.0").text();
    subject_.image_id = registry_.config_of("1.0.0");
    subject_.digest = registry_.digest_at("1.0.0");
    subject_.platform = platform_;
    say("docker:" + subject_.image_id.text(), {"A", "B"});
    say("1.0.1", {"A"});
    say("1.0.2", {});
  }

  void say(const std::string& tag, const std::vector<std::string>& ids) {
    ImageFacts facts;
    for (const std::string& id : ids) facts.vulnerabilities.push_back({id, "openssl", model::Severity::kHigh, "2.0", false});
    std::string key = tag;
    if (!tag.starts_with("docker:")) {
      model::Reference reference = registry_.reference(tag);
      key = format("registry:{}/{}@{}", reference.registry, reference.repository,
                   view()->image(reference, registry_.digest_at(tag), platform_)->manifest.text());
    }
    facts_[key] = facts;
  }

  Proposal propose() {
    auto now = view();
    Inventory inventory;
    inventory.subjects = {subject_};
    PlanWorld world{.registry = *now,
                    .scan = [&](const std::string& image, const model::Platform&) -> Result<ImageFacts> {
                      auto at = facts_.find(image);
                      if (at == facts_.end()) return Error{Code::kNotFound, "no facts of " + image};
                      return at->second;
                    },
                    .verify = {},
                    .section = section_,
                    .approvals = approvals_,
                    .failed = failed_,
                    .now = 1'795'000'000,
                    .progress = {},
                    .find_build = [&](const Subject&, const Settings&) { return source_; },
                    .override_settings = {}};
    plan_ = make_plan(inventory, world);
    return plan_.proposals.at(0);
  }

  Subject subject_;
  std::map<std::string, ImageFacts> facts_;
  UpdateSection section_;
  Approvals approvals_;
  FailedUpdates failed_;
  Plan plan_;
  Result<BuildSource> source_ = BuildSource{.context = "/srv/web"};
};

TEST_F(PlannerTest, AnUpdateIsFoundBecauseOfTheVulnerability) {
  Proposal proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kUpdate) << proposal.why;
  ASSERT_TRUE(proposal.chosen);
  const Candidate& chosen = proposal.candidates[*proposal.chosen];
  EXPECT_EQ(chosen.tag, "1.0.2");
  EXPECT_EQ(chosen.digest, registry_.digest_at("1.0.2"));
  EXPECT_NE(chosen.manifest, chosen.digest);
  EXPECT_EQ(plan_.id.size(), 12u);
  std::string id = plan_.id;
  registry_.asked.clear();
  (void)propose();
  EXPECT_EQ(plan_.id, id);
  EXPECT_EQ(registry_.asked.size(), 4u);  // three tags and their list
  EXPECT_EQ(registry_.count("HEAD"), 3u);
}

TEST_F(PlannerTest, TheSameTagWithAnotherImage) {
  subject_.image = registry_.reference("latest").text();
  Proposal proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kUpdate) << proposal.why;
  EXPECT_TRUE(proposal.candidates.at(*proposal.chosen).same_tag);
  // And nothing when it is the image that runs, whatever digest the engine knows it by.
  subject_.image_id = registry_.config_of("latest");
  subject_.digest = model::Digest();
  say("docker:" + subject_.image_id.text(), {"A"});
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kNoImageYet) << proposal.why;
  EXPECT_TRUE(proposal.candidates.empty());
}

TEST_F(PlannerTest, ATagThatIsGoneFromTheRegistry) {
  subject_.image = registry_.reference("0.9.0").text();
  section_.values = {{"tags", {"major"}}};
  Proposal proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kUpdate) << proposal.why;
  EXPECT_EQ(proposal.advice, std::vector<std::string>{"the registry does not have the tag 0.9.0 any more"});
}

TEST_F(PlannerTest, WhatHasNoTagOrNoRegistry) {
  subject_.image = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(propose().decision, Decision::kUnknown);
  subject_.image = registry_.reference("1.0.0").registry + "/team/app@" + subject_.digest.text();
  Proposal proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kUnknown);
  EXPECT_NE(proposal.why.find("pinned by a digest and names no tag"), std::string::npos) << proposal.why;
  subject_.image = registry_.reference("1.0.0").text() + "@" + subject_.digest.text();
  EXPECT_EQ(propose().decision, Decision::kUpdate);
  subject_.image = "127.0.0.1:1/team/app:1.0.0";
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kUnknown);
  EXPECT_NE(proposal.why.find("127.0.0.1:1"), std::string::npos) << proposal.why;
}

TEST_F(PlannerTest, RegistriesInTrouble) {
  for (int status : {401, 403, 404, 500}) {
    registry_.status = status;
    Proposal proposal = propose();
    EXPECT_EQ(proposal.decision, Decision::kUnknown) << status;
    EXPECT_TRUE(proposal.why.contains(std::to_string(status)) || proposal.why.contains("log in")) << proposal.why;
  }
  registry_.status = 429;
  registry_.headers = {"Retry-After: 600"};
  Proposal proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kWait);
  EXPECT_NE(proposal.why.find("600 seconds"), std::string::npos) << proposal.why;
}

TEST_F(PlannerTest, ARegistryThatHangs) {
  LoopbackServer hangs([](const std::string&) { return std::string(); });
  subject_.image = hangs.host() + "/team/app:1.0.0";
  idle_timeout_ms_ = 1000;
  const auto begun = std::chrono::steady_clock::now();
  Proposal proposal = propose();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(25));
  EXPECT_EQ(proposal.decision, Decision::kUnknown);
  EXPECT_TRUE(proposal.why.contains(hangs.host())) << proposal.why;
}

TEST_F(PlannerTest, AnIndexWithoutOurPlatform) {
  subject_.platform = {.os = "linux", .arch = "s390x", .variant = ""};
  Proposal proposal = propose();
  EXPECT_FALSE(proposal.chosen);
  EXPECT_EQ(proposal.decision, Decision::kRefused) << proposal.why;
  EXPECT_TRUE(proposal.why.contains("linux/s390x") && proposal.why.contains("linux/amd64")) << proposal.why;
}

TEST_F(PlannerTest, ANameThatDockerHubDoesNotHaveWasBuiltHere) {
  std::string registry = registry_.reference("1.0.0").registry;
  image::EnvironmentVariable mirror("BATTEN_REGISTRY_MIRRORS", "docker.io=http://" + registry);
  registry_.status = 403;
  subject_.image = "shop-web:1";
  Proposal proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kRebuild) << proposal.why;
  ASSERT_FALSE(proposal.advice.empty());
  EXPECT_EQ(proposal.advice[0], "docker.io has no library/shop-web: taken for an image that was built here");
}

TEST_F(PlannerTest, SettingsAndTheirMistakes) {
  subject_.labels = {{"batten.update.skip", "1.0.2"}};
  Proposal proposal = propose();
  EXPECT_EQ(proposal.candidates.at(*proposal.chosen).tag, "1.0.1");
  subject_.labels = {{"batten.update", "off"}};
  EXPECT_EQ(propose().decision, Decision::kCurrent);
  subject_.labels = {{"batten.update.tags", "always"}};
  EXPECT_EQ(propose().decision, Decision::kUnknown);
  subject_.labels = {{"batten.update.registries", "ghcr.io"}};
  EXPECT_EQ(propose().decision, Decision::kRefused);
}

TEST_F(PlannerTest, AnApprovalIsOfOneDigestAndPolicy) {
  subject_.labels = {{"batten.update.approval", "true"}};
  EXPECT_EQ(propose().decision, Decision::kWait);
  const std::string state = directory_.path() + "/state", id = plan_.id;
  ASSERT_TRUE(keep_plan(state, plan_));
  EXPECT_EQ(approve_plan(state, "0123456789ab", 5).error().code, Code::kNotFound);
  EXPECT_EQ(approve_plan(state, "../etc", 5).error().code, Code::kInvalidArgument);
  auto approved = approve_plan(state, id, 5);
  ASSERT_TRUE(approved) << approved.error().message;
  ASSERT_EQ(approved->size(), 1u);
  EXPECT_EQ((*approved)[0].subject, "container/web");
  approvals_ = *Approvals::read(state);
  EXPECT_EQ(propose().decision, Decision::kUpdate);
  EXPECT_EQ(plan_.id, id);
  subject_.labels["batten.update.minimum-age"] = "1h";  // another policy
  EXPECT_EQ(propose().decision, Decision::kWait);
  subject_.labels.erase("batten.update.minimum-age");
  registry_.push("1.0.2", "moved", "2026-11-04T00:00:00Z");  // another digest
  say("1.0.2", {});
  EXPECT_EQ(propose().decision, Decision::kWait);
  EXPECT_NE(plan_.id, id);
}

TEST_F(PlannerTest, ADigestThatFailedIsNotTriedAgain) {
  HistoryEntry entry;
  entry.at = 1'794'900'000;
  entry.subject = "container/web";
  entry.to = registry_.reference("1.0.2").text() + "@" + registry_.digest_at("1.0.2").text();
  entry.outcome = Outcome::kRolledBack;
  entry.unhealthy = true;
  entry.result = "the new container is not healthy: no license";
  failed_ = FailedUpdates(std::span(&entry, 1));
  Proposal proposal = propose();
  ASSERT_EQ(proposal.decision, Decision::kUpdate) << proposal.why;
  EXPECT_EQ(proposal.candidates.at(*proposal.chosen).tag, "1.0.1");  // what is left
  say("1.0.1", {"A", "B"});
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kRefused);
  EXPECT_TRUE(proposal.why.contains("it failed on 2026-11-17: the new container is not healthy: no license")) << proposal.why;
  registry_.push("1.0.2", "mended", "2026-11-05T00:00:00Z");
  say("1.0.2", {});
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kUpdate) << proposal.why;
}

TEST_F(PlannerTest, ANewBuildIsHeldApprovedAndRefusedLikeAnUpdate) {
  subject_.image = "web";
  subject_.built_here = true;
  ImageFacts& runs = facts_["docker:" + subject_.image_id.text()];
  runs.base_name = registry_.reference("1.0.2").text();
  for (Vulnerability& one : runs.vulnerabilities) one.in_base = true;
  Proposal proposal = propose();
  ASSERT_EQ(proposal.decision, Decision::kRebuild) << proposal.why;
  EXPECT_EQ(proposal.rebuild->base_now, registry_.digest_at("1.0.2"));
  EXPECT_EQ(proposal.rebuild->source, std::optional(*source_));
  EXPECT_EQ(proposal.advice.back(), "batten update apply --build container/web does it, from /srv/web");
  const std::string id = plan_.id;
  source_ = Error{Code::kNotFound, "nobody knows"};
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kRebuild);
  EXPECT_EQ(proposal.advice.back(), "apply --build can't do it: nobody knows");
  EXPECT_EQ(plan_.id, id);

  subject_.labels = {{"batten.update.approval", "true"}};
  EXPECT_EQ(propose().decision, Decision::kWait);
  EXPECT_TRUE(plan_.proposals[0].rebuild);
  const std::string state = directory_.path() + "/state";
  ASSERT_TRUE(keep_plan(state, plan_));
  auto approved = approve_plan(state, plan_.id, 5);
  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ((*approved)[0].reference, "a new build of web");
  approvals_ = *Approvals::read(state);
  EXPECT_EQ(propose().decision, Decision::kRebuild);

  HistoryEntry entry;
  entry.at = 1'794'900'000;
  entry.subject = subject_.id;
  entry.from = entry.to = "web@" + subject_.image_id.text();
  entry.base_to = registry_.digest_at("1.0.2").text();
  entry.built = entry.unhealthy = true;
  entry.result = "no license";
  failed_ = FailedUpdates(std::span(&entry, 1));
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kRefused);
  EXPECT_TRUE(proposal.why.contains("it failed on 2026-11-17: no license; a new base image is tried")) << proposal.why;
  // Another base: neither refused nor approved.
  registry_.push("1.0.2", "moved", "2026-11-04T00:00:00Z");
  say("1.0.2", {});
  EXPECT_EQ(propose().decision, Decision::kWait);
  subject_.labels = {{"batten.update.snooze-until", "2999-01-01"}};
  proposal = propose();
  EXPECT_EQ(proposal.decision, Decision::kWait);
  EXPECT_TRUE(proposal.why.contains("snoozed until 2999-01-01")) << proposal.why;
}

TEST_F(PlannerTest, Targets) {
  subject_.compose = ComposeOrigin{"shop", "web", "", {}};
  subject_.containers = {std::string(64, 'c')};
  for (const std::string& target : {std::string("container/web"), std::string("web"), std::string("shop"), std::string(12, 'c'),
                                    subject_.image, registry_.reference("1.0.0").registry + "/team/app"})
    EXPECT_TRUE(is_target(subject_, target)) << target;
  for (const std::string& target : {std::string("db"), std::string("team/app"), registry_.reference("1.0.1").text(), std::string("")})
    EXPECT_FALSE(is_target(subject_, target)) << target;
}

}  // namespace
}  // namespace batten::update
