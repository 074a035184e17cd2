// SPDX-License-Identifier: Apache-2.0
#include "watch/top_snapshot.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "watch/top_sample.h"

namespace batten::watch {
namespace {

TEST(TopSnapshot, TableIsAsWideAsItHasToBe) {
  const TopModel model = sample_model();
  EXPECT_EQ(top_snapshot_table(model, {}, Letters::kAscii),
            "CONTAINER  IMAGE             CPU%   MEMORY  PROCS  CONNS  OPENS/S  ALERTS\n"
            "web        example/web:1.25  41.2  200 MiB      2      1     13.0   1c 1w\n"
            "(host)     -                  7.5  3.0 GiB      2      -      1.0      1n\n"
            "job        example/job:2      0.0   12 MiB      2      -      0.0       -\n");
  EXPECT_EQ(top_snapshot_table(model, {.view = TopView::kContainers, .container = kJobId, .filter = {}}, Letters::kAscii),
            "CONTAINER  IMAGE          CPU%  MEMORY  PROCS  CONNS  OPENS/S  ALERTS\n"
            "job        example/job:2   0.0  12 MiB      2      -      0.0       -\n");
}

TEST(TopSnapshot, JsonHasAllViews) {
  const TopModel model = sample_model();
  const Result<json::Document> document = json::Document::parse(top_snapshot_json(model, {}));
  ASSERT_TRUE(document) << document.error().message;
  const json::View root = document->root();
  EXPECT_TRUE(root["events_seen"].boolean());
  EXPECT_EQ(root["machine"]["processors"].integer(), 2);
  const json::View web = root["containers"].elements().at(0);
  EXPECT_EQ(web["name"].string(), "web");
  EXPECT_EQ(web["cpu_percent"].number(), 41.25);
  EXPECT_EQ(web["alerts"]["Critical"].integer(), 1);
  EXPECT_EQ(root["processes"].size(), 4u);
  EXPECT_EQ(root["files"].elements().at(0)["opened"].integer(), 12);
  EXPECT_EQ(root["connections"].elements().at(0)["container"].string(), "web");
  EXPECT_EQ(root["alerts"].elements().at(0)["rule"].string(), "Package manager");
}

TEST(TopSnapshot, JsonOfOneContainerThatSaysWhatIsMissing) {
  TopModel model;
  model.set_missing("no events");
  model.set(sample_round(kSampleTime));
  const Result<json::Document> document =
      json::Document::parse(top_snapshot_json(model, {.view = TopView::kContainers, .container = kWebId, .filter = {}}));
  ASSERT_TRUE(document) << document.error().message;
  const json::View root = document->root();
  EXPECT_FALSE(root["events_seen"].boolean(true));
  EXPECT_EQ(root["missing"].string(), "no events");
  EXPECT_EQ(root["containers"].size(), 1u);
  EXPECT_EQ(root["processes"].size(), 2u);
  EXPECT_EQ(root["containers"].elements().at(0)["opened_per_second"].type(), json::Type::kNull);
}

}  // namespace
}  // namespace batten::watch
