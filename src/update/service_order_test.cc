// SPDX-License-Identifier: Apache-2.0
#include "update/service_order.h"

#include <gtest/gtest.h>

namespace batten::update {
namespace {

TEST(ServiceOrder, IsWhatItWasAfterTheJournal) {
  Order order;
  order.subject.name = "shop/web";
  order.subject.image = "r.example/web:1.2.3";
  order.subject.platform = {.os = "linux", .arch = "arm", .variant = "v7"};
  order.image = "r.example/web:1.2.4@sha256:" + std::string(64, 'a');
  order.reference = "r.example/web:1.2.4";
  order.digest = *model::Digest::parse("sha256:" + std::string(64, 'a'));
  order.settings.start_first = false;
  order.settings.stop_grace = std::chrono::seconds(3);
  order.settings.health.http = ":8080/ready";
  const Operation operation{
      .id = "1", .subject = "compose/shop/web", .target = "compose", .order = service_order_values(order, {"a", "b"}), .steps = {}};
  const auto read = read_service_order(operation);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->containers, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(read->order.subject.id, "compose/shop/web");
  EXPECT_EQ(read->order.subject.platform.variant, "v7");
  EXPECT_EQ(read->order.image, order.image);
  EXPECT_EQ(read->order.digest, order.digest);
  EXPECT_EQ(read->order.settings.start_first, std::optional(false));
  EXPECT_EQ(read->order.settings.stop_grace.count(), 3);
  EXPECT_EQ(read->order.settings.health.http, ":8080/ready");
  EXPECT_EQ(service_order_values(read->order, read->containers), operation.order);

  Operation broken = operation;
  broken.order["containers"] = ",";
  EXPECT_EQ(read_service_order(broken).error().code, Code::kCorrupt);
  broken.order.clear();
  EXPECT_EQ(read_service_order(broken).error().code, Code::kCorrupt);
}

TEST(ServiceOrder, EachPartHasItsOwnSteps) {
  Operation operation{.id = "1", .subject = "compose/shop/web", .target = "compose", .order = {}, .steps = {}};
  const auto step = [&](const char* name, std::map<std::string, std::string> values = {}) {
    operation.steps.push_back({.name = name, .values = std::move(values), .at_ms = 0});
  };
  step("file");
  step("labels");
  EXPECT_TRUE(parts_of(operation).empty());
  step("part", {{"container", "a"}, {"back", "no"}});
  step("create");
  step("ended", {{"outcome", "kept"}});
  step("part", {{"container", "b"}, {"back", "no"}});
  step("create");
  step("ended", {{"outcome", "rolled back"}});
  step("back");
  step("part", {{"container", "n"}, {"back", "yes"}});
  const std::vector<ServicePart> parts = parts_of(operation);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_TRUE(parts[0].is_kept());
  EXPECT_EQ(parts[0].operation.steps.size(), 2u);
  EXPECT_EQ(parts[1].container, "b");
  EXPECT_EQ(parts[1].outcome(), Outcome::kRolledBack);
  EXPECT_TRUE(parts[2].back);
  EXPECT_FALSE(parts[2].was_begun());
  EXPECT_EQ(parts[2].outcome(), Outcome::kNeedsHelp);
}

}  // namespace
}  // namespace batten::update
