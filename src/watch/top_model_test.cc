// SPDX-License-Identifier: Apache-2.0
#include "watch/top_model.h"

#include <gtest/gtest.h>

#include <fcntl.h>

#include "watch/top_sample.h"

namespace batten::watch {
namespace {

TEST(TopModel, CountsEventsOfContainersAndFiles) {
  const TopModel model = sample_model();
  EXPECT_EQ(model.events(), 14u);
  ASSERT_NE(model.container(kWebId), nullptr);
  EXPECT_EQ(model.container(kWebId)->opened, 13u);
  EXPECT_DOUBLE_EQ(model.container(kWebId)->opened_per_second.value(), 13);
  EXPECT_EQ(model.container(kJobId)->opened, 0u);
  EXPECT_DOUBLE_EQ(model.container(kJobId)->opened_per_second.value(), 0);
  EXPECT_EQ(model.container("")->opened, 1u);
  const TopFile& log = model.files().at(kWebId + ":/var/log/nginx/access.log");
  EXPECT_EQ(log.opened, 1u);
  EXPECT_EQ(log.writes, 1u);
  EXPECT_EQ(log.comm, "nginx");
  EXPECT_EQ(model.files().at(kWebId + ":/srv/page.html").writes, 0u);
}

TEST(TopModel, CountsAlertsByPriority) {
  const TopModel model = sample_model();
  EXPECT_EQ(model.alert_count(), 3u);
  EXPECT_EQ(model.alerts().front().alert.rule, "Package manager");
  EXPECT_EQ(model.container(kWebId)->alerts[static_cast<std::size_t>(model::Priority::kCritical)], 1u);
  EXPECT_EQ(model.container(kWebId)->alerts[static_cast<std::size_t>(model::Priority::kWarning)], 1u);
  EXPECT_EQ(model.container("")->alerts[static_cast<std::size_t>(model::Priority::kNotice)], 1u);
}

TEST(TopModel, FailedOpensAreNoOpens) {
  TopModel model({.host_files = true});
  open_file(model, "/none", 0, nullptr, -2);
  EXPECT_EQ(model.events(), 1u);
  EXPECT_TRUE(model.files().empty());
}

TEST(TopModel, TheHostsOpensCountWhereTheyAreWished) {
  TopModel model;
  open_file(model, "/etc/passwd", 0, nullptr);
  model.set(sample_round(kSampleTime));
  model.set(sample_round(kSampleTime + 1'000'000'000));
  EXPECT_TRUE(model.files().empty());
  EXPECT_FALSE(model.container("")->opened_per_second);
  EXPECT_TRUE(model.container(kWebId)->opened_per_second);
}

TEST(TopModel, PathsBeginAtTheirDirectoryAndReadWriteWrites) {
  TopModel model({.host_files = true});
  const model::OwnedEvent event = model::EventBuilder(BATTEN_OPENAT)
                                      .text("name", "page")
                                      .text("base", "/srv")
                                      .number("flags", O_RDWR | O_CREAT)
                                      .result(3)
                                      .build()
                                      .value();
  model.add(event.event(), model::Process{}, nullptr);
  ASSERT_TRUE(model.files().contains(":/srv/page"));
  EXPECT_EQ(model.files().at(":/srv/page").writes, 1u);
}

TEST(TopModel, KeepsWhatIsOpenedMostWhenThereAreTooMany) {
  TopModel model({.max_files = 10, .max_alerts = 2, .max_containers = 4, .max_path = 8, .host_files = true});
  for (int i = 0; i < 50; ++i) open_file(model, "/hot", 0, nullptr);
  for (int i = 0; i < 100; ++i) open_file(model, "/cold" + std::to_string(i), 0, nullptr);
  EXPECT_LE(model.files().size(), 10u);
  ASSERT_TRUE(model.files().contains(":/hot"));
  EXPECT_EQ(model.files().at(":/hot").opened, 50u);
  EXPECT_EQ(model.forgotten_files() + model.files().size(), 101u);
  open_file(model, "/a/very/long/path", 0, nullptr);
  EXPECT_TRUE(model.files().contains(":/a/very/"));
  for (int i = 0; i < 5; ++i) model.add(sample_alert(model::Priority::kNotice, "rule " + std::to_string(i), std::to_string(i)));
  EXPECT_EQ(model.alerts().size(), 2u);
  EXPECT_EQ(model.alerts().front().alert.rule, "rule 4");
  EXPECT_EQ(model.alert_count(), 5u);
}

TEST(TopModel, KeepsConnectionsUntilTheyAreAskedForAgain) {
  TopModel model = sample_model();
  TopRound next = sample_round(kSampleTime + 1'000'000'000);
  next.connections.clear();
  next.has_connections = false;
  model.set(next);
  EXPECT_EQ(model.round().connections.size(), 1u);
  next.has_connections = true;
  model.set(next);
  EXPECT_TRUE(model.round().connections.empty());
}

TEST(TopModel, RatesNeedEvents) {
  TopModel model;
  model.set_missing("no events");
  model.set(sample_round(kSampleTime));
  model.set(sample_round(kSampleTime + 1'000'000'000));
  EXPECT_FALSE(model.container(kWebId)->opened_per_second);
}

TEST(TopModel, NamesOfContainers) {
  TopModel model = sample_model();
  EXPECT_EQ(model.container_name(""), "(host)");
  EXPECT_EQ(model.container_name(kJobId), "job");
  // One that is gone is still named by what was heard of it.
  TopRound empty = sample_round(kSampleTime + 1);
  empty.containers.clear();
  model.set(empty);
  EXPECT_EQ(model.container_name(kWebId), "web");
  EXPECT_EQ(model.container_name("99999999999900000000"), "999999999999");
}

}  // namespace
}  // namespace batten::watch
