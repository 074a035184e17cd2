// SPDX-License-Identifier: Apache-2.0
//
// A provider that does what a test says, and a clock that a test moves.
#include "secrets/rotation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace batten::secrets {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct World {
  Clock::time_point now = Clock::time_point(seconds(1'800'000'000));
  std::map<std::string, Secret> secrets;  // by path
  std::optional<Error> fails;
  Lease renewed{};
  std::optional<Error> renew_fails;
  std::vector<std::string> calls;
  int logins = 0;
};

class Fake final : public Session {
 public:
  explicit Fake(World& world) : world_(world) { ++world.logins; }
  Result<Secret> get(const Reference& reference) override {
    world_.calls.push_back("get " + reference.path + (reference.field.empty() ? "" : "#" + reference.field));
    if (world_.fails) return *world_.fails;
    auto at = world_.secrets.find(reference.path);
    if (at == world_.secrets.end()) return Error{Code::kNotFound, "no such secret"};
    return Secret{at->second.value.copy(), at->second.version, at->second.lease};
  }
  Result<Lease> renew(const Lease& lease) override {
    world_.calls.push_back("renew " + lease.id);
    if (world_.renew_fails) return *world_.renew_fails;
    return world_.renewed;
  }
  Result<void> revoke(const Lease& lease) override {
    world_.calls.push_back("revoke " + lease.id);
    return {};
  }

 private:
  World& world_;
};

class RotationTest : public ::testing::Test {
 protected:
  RotationTest() {
    sessions_.add("file", std::make_unique<Fake>(world_));
    world_.logins = 0;
  }
  void give(const std::string& path, std::string_view value, Lease lease = {}) {
    world_.secrets[path] = Secret{base::SecretBytes(value), "1", std::move(lease)};
  }
  Rotation& rotation(std::vector<std::string> words) {
    std::vector<Request> requests;
    for (const std::string& word : words) requests.push_back(*parse_request(word));
    rotation_ = std::make_unique<Rotation>(std::move(requests), sessions_, RotationOptions{},
                                           [this](const Request& request, std::string_view value) -> Result<void> {
                                             got_[request.name] = value;
                                             return {};
                                           });
    return *rotation_;
  }
  std::vector<std::string> calls() { return std::exchange(world_.calls, {}); }

  World world_;
  Sessions sessions_{Surroundings{
      .environment = [](const char*) { return std::string(); }, .now = [this] { return world_.now; }, .sleep = [](milliseconds) {}}};
  std::map<std::string, std::string> got_;
  std::unique_ptr<Rotation> rotation_;
};

using Calls = std::vector<std::string>;

TEST_F(RotationTest, WhatHasNoEndIsAskedForEachRefreshPeriod) {
  give("/a", "one");
  Rotation& r = rotation({"a=file:/a"});
  ASSERT_TRUE(r.begin());
  EXPECT_EQ(got_["a"], "one");
  EXPECT_EQ(r.step().wait, seconds(300));
  EXPECT_EQ(calls(), Calls{"get /a"});
  world_.now += seconds(299);
  EXPECT_EQ(r.step().wait, seconds(1));
  EXPECT_EQ(calls(), Calls{});
  world_.now += seconds(1);
  EXPECT_TRUE(r.step().changed.empty());  // the same value
  EXPECT_EQ(calls(), Calls{"get /a"});
  give("/a", "two");
  world_.now += seconds(300);
  RotationStep step = r.step();
  ASSERT_EQ(step.changed.size(), 1u);
  EXPECT_EQ(step.changed[0]->name, "a");
  EXPECT_EQ(got_["a"], "two");
}

TEST_F(RotationTest, WhatCantBeRenewedIsAskedForAt85Percent) {
  give("/a", "one", {.id = "", .ttl = seconds(100), .renewable = false});
  Rotation& r = rotation({"a=file:/a"});
  ASSERT_TRUE(r.begin());
  EXPECT_EQ(r.step().wait, seconds(85));
}

TEST_F(RotationTest, ALeaseIsRenewedAtTwoThirds) {
  give("/db", R"({"username":"u1","password":"p1"})", {.id = "lease-1", .ttl = seconds(300), .renewable = true});
  world_.renewed = {.id = "lease-1", .ttl = seconds(300), .renewable = true};
  Rotation& r = rotation({"name=file:/db#username", "word=file:/db#password"});
  ASSERT_TRUE(r.begin());
  EXPECT_EQ(calls(), Calls{"get /db"});  // one set of credentials
  EXPECT_EQ(got_["name"] + got_["word"], "u1p1");
  EXPECT_EQ(r.step().wait, seconds(198));
  world_.now += seconds(198);
  EXPECT_EQ(r.step().wait, seconds(198));
  EXPECT_EQ(calls(), Calls{"renew lease-1"});
  EXPECT_TRUE(r.end().empty());
  EXPECT_EQ(calls(), Calls{"revoke lease-1"});
}

TEST_F(RotationTest, NearItsLongestTimeALeaseIsReplacedAndTheOldOneStaysForAWhile) {
  give("/db", R"({"password":"p1"})", {.id = "lease-1", .ttl = seconds(300), .renewable = true});
  world_.renewed = {.id = "lease-1", .ttl = seconds(90), .renewable = true};
  Rotation& r = rotation({"word=file:/db#password", "all=file:/db"});
  ASSERT_TRUE(r.begin());
  (void)calls();
  give("/db", R"({"password":"p2"})", {.id = "lease-2", .ttl = seconds(300), .renewable = true});
  world_.now += seconds(200);
  RotationStep step = r.step();
  EXPECT_EQ(step.changed.size(), 2u);
  EXPECT_EQ(got_["word"], "p2");
  EXPECT_EQ(calls(), (Calls{"renew lease-1", "get /db"}));
  EXPECT_EQ(step.wait, seconds(60));
  world_.now += seconds(60);
  r.step();
  EXPECT_EQ(calls(), Calls{"revoke lease-1"});
  r.end();
  EXPECT_EQ(calls(), Calls{"revoke lease-2"});
}

TEST_F(RotationTest, ALeaseThatWasTakenAwayIsReplaced) {
  give("/db", "p1", {.id = "lease-1", .ttl = seconds(300), .renewable = true});
  Rotation& r = rotation({"word=file:/db"});
  ASSERT_TRUE(r.begin());
  world_.renew_fails = Error{Code::kNotFound, "lease not found"};
  give("/db", "p2", {.id = "lease-2", .ttl = seconds(300), .renewable = true});
  world_.now += seconds(200);
  EXPECT_EQ(r.step().changed.size(), 1u);
  EXPECT_EQ(got_["word"], "p2");
}

TEST_F(RotationTest, WhoIsDownChangesNothingAndIsAskedWithGrowingWaits) {
  give("/a", "one");
  Rotation& r = rotation({"a=file:/a"});
  ASSERT_TRUE(r.begin());
  world_.fails = Error{Code::kUnavailable, "down"};
  world_.now += seconds(300);
  for (seconds wait : {seconds(5), seconds(10), seconds(20), seconds(40), seconds(80), seconds(160), seconds(300), seconds(300)}) {
    RotationStep step = r.step();
    ASSERT_EQ(step.messages.size(), 1u);
    EXPECT_TRUE(step.messages[0].contains("file:/a: down; the value of 2027-01-15T")) << step.messages[0];
    EXPECT_TRUE(step.changed.empty());
    EXPECT_EQ(step.wait, wait);
    EXPECT_EQ(r.delivered()[0].error, "file:/a: down");
    world_.now += wait;
  }
  EXPECT_EQ(got_["a"], "one");
  world_.fails.reset();
  give("/a", "two");
  RotationStep step = r.step();
  EXPECT_EQ(step.changed.size(), 1u);
  EXPECT_TRUE(step.messages.empty());
  EXPECT_EQ(step.wait, seconds(300));
}

TEST_F(RotationTest, AnEmptyValueIsNeverDelivered) {
  give("/a", "");
  auto begun = rotation({"a=file:/a"}).begin();
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, Code::kNotFound);
  EXPECT_TRUE(got_.empty());

  give("/a", "one");
  Rotation& r = rotation({"a=file:/a"});
  ASSERT_TRUE(r.begin());
  give("/a", "");
  world_.now += seconds(300);
  EXPECT_EQ(r.step().messages.size(), 1u);
  EXPECT_EQ(got_["a"], "one");

  give("/db", R"({"username":"u1","password":""})");
  got_.clear();
  EXPECT_FALSE(rotation({"name=file:/db#username", "word=file:/db#password"}).begin());
  EXPECT_TRUE(got_.empty());  // not the name alone either
}

TEST_F(RotationTest, NoMessageHoldsAValue) {
  give("/db", R"({"password":"made-up-value"})");
  Rotation& r = rotation({"word=file:/db#password", "other=file:/db#nothing"});
  auto begun = r.begin();
  ASSERT_FALSE(begun);
  EXPECT_FALSE(begun.error().message.contains("made-up")) << begun.error().message;
  EXPECT_TRUE(begun.error().message.contains("#nothing"));
}

TEST_F(RotationTest, VariablesOfThisProcessAreReadOnce) {
  sessions_.add("env", std::make_unique<Fake>(world_));
  give("A", "one");
  Rotation& r = rotation({"a=env:A"});
  ASSERT_TRUE(r.begin());
  EXPECT_LT(r.step().wait.count(), 0);
}

}  // namespace
}  // namespace batten::secrets
