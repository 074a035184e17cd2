// SPDX-License-Identifier: Apache-2.0
#include "update/compose_hash.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace batten::update {
namespace {

TEST(ComposeHash, AsksForTheProjectAsItWasStarted) {
  const ComposeOrigin origin{
      .project = "shop", .service = "web", .directory = "/srv/shop", .files = {"/srv/shop/a.yaml", "/srv/shop/b.yaml"}};
  const auto commands =
      compose_hash_commands(origin, {{"com.docker.compose.project.environment_file", "prod.env"}}, "unix:///run/docker.sock");
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_EQ(base::join(commands[0], " "),
            "env DOCKER_HOST=unix:///run/docker.sock docker compose -p shop --project-directory /srv/shop -f /srv/shop/a.yaml "
            "-f /srv/shop/b.yaml --env-file /srv/shop/prod.env config --hash web");
  EXPECT_TRUE(base::join(commands[1], " ").starts_with("env DOCKER_HOST=unix:///run/docker.sock docker-compose -p shop "));
}

TEST(ComposeHash, IsReadFromTheLineOfItsService) {
  const std::string hash(64, 'a');
  EXPECT_EQ(read_compose_hash("web-2 " + std::string(64, 'b') + "\nweb " + hash + "\n", "web"), hash);
  for (const char* wrong :
       {"", "web", "web ", "web abc", "web zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "db 5891b5b522d5df086d0ff0b110fbd9d2"})
    EXPECT_EQ(read_compose_hash(wrong, "web"), "") << wrong;
  EXPECT_EQ(read_compose_hash("web " + std::string(1000, 'a'), "web"), "");
}

TEST(ComposeHash, WithoutTheLabelNothingIsAsked) {
  const ComposeHash none({.project = "shop", .service = "web", .directory = {}, .files = {"/nowhere.yaml"}}, {}, "unix:///nowhere");
  EXPECT_EQ(none.now(), "");
}

}  // namespace
}  // namespace batten::update
