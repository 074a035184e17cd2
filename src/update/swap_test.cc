// SPDX-License-Identifier: Apache-2.0
#include "update/swap.h"

#include <gtest/gtest.h>

#include "http/loopback_server.h"

namespace batten::update {
namespace {

using http::LoopbackServer;

// An engine that leaves a container dead so many times before it is gone.
struct Engine {
  explicit Engine(int deaths)
      : server([this, deaths](const std::string& request) {
          if (request.starts_with("DELETE ")) {
            removals += 1;
            if (removals > deaths) return LoopbackServer::answer(removals == deaths + 1 ? 204 : 404, "{}");
            return LoopbackServer::answer(500, R"({"message":"unable to remove filesystem: directory not empty"})");
          }
          if (removals > deaths) return LoopbackServer::answer(404, R"({"message":"No such container"})");
          return LoopbackServer::answer(200, R"({"Id":"x","Name":"/x","State":{"Status":"dead","Dead":true}})");
        }) {}
  int removals = 0;
  LoopbackServer server;
};

TEST(RemoveForGood, OneThatIsLeftDeadIsRemovedAgain) {
  for (const int deaths : {0, 1, 3}) {
    Engine engine(deaths);
    auto client = engine::Client::connect("tcp://" + engine.server.host());
    ASSERT_TRUE(client);
    auto removed = remove_for_good(*client, "x", false);
    EXPECT_TRUE(removed) << removed.error().message;
    EXPECT_EQ(engine.removals, deaths + 1);
  }
}

TEST(RemoveForGood, OneThatStaysIsSaid) {
  Engine engine(1000);
  auto client = engine::Client::connect("tcp://" + engine.server.host());
  ASSERT_TRUE(client);
  auto removed = remove_for_good(*client, "x", false);
  ASSERT_FALSE(removed);
  EXPECT_TRUE(removed.error().message.contains("directory not empty")) << removed.error().message;
}

}  // namespace
}  // namespace batten::update
