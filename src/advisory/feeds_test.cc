// SPDX-License-Identifier: Apache-2.0
//
// Every feed's own examples, and what all feeds have to do with hostile records.
#include <gtest/gtest.h>

#include "advisory/collecting_sink.h"
#include "advisory/feed.h"
#include "base/format.h"

namespace batten::advisory {
namespace {

TEST(Feeds, ExamplesGiveTheRowsTheySay) {
  ASSERT_FALSE(all_feeds().empty());
  for (const Feed* feed : all_feeds()) {
    EXPECT_FALSE(feed->examples.empty()) << feed->name << " has no example";
    bool any_row = false;
    for (const FeedExample& example : feed->examples) {
      CollectingSink sink;
      auto done = feed->import(example.file_name, example.content, sink);
      EXPECT_TRUE(done) << feed->name << " " << example.file_name << ": " << (done ? "" : done.error().message);
      EXPECT_EQ(sink.rendered(), example.expect) << feed->name << " " << example.file_name;
      any_row = any_row || !example.expect.empty();
    }
    EXPECT_TRUE(any_row) << feed->name;
  }
}

TEST(Feeds, DescriptorsAreComplete) {
  for (const Feed* feed : all_feeds()) {
    EXPECT_EQ(find_feed(feed->name), feed);
    EXPECT_FALSE(feed->summary.empty()) << feed->name;
    EXPECT_FALSE(feed->license.empty()) << feed->name;
    EXPECT_GT(feed->revision, 0) << feed->name;
    bool downloadable = false;
    for (const FeedFile& file : feed->files(nullptr)) {
      EXPECT_TRUE(file.url.empty() || file.url.starts_with("https://")) << feed->name;
      EXPECT_FALSE(file.mirror_names.empty()) << feed->name;
      downloadable = downloadable || !file.url.empty();
    }
    EXPECT_TRUE(downloadable) << feed->name;
  }
  EXPECT_EQ(find_feed("no-such-feed"), nullptr);
}

std::vector<std::string> names_wanted(std::string_view id) {
  model::Distro distro;
  distro.id = id;
  std::vector<std::string> out;
  for (const Feed* feed : all_feeds()) {
    if (feed->wanted(distro)) out.emplace_back(feed->name);
  }
  return out;
}

TEST(Feeds, ADistributionAsksForItsOwn) {
  EXPECT_EQ(names_wanted(""), (std::vector<std::string>{"epss", "kev"}));
  EXPECT_EQ(names_wanted("debian"), (std::vector<std::string>{"debian", "epss", "kev"}));
  EXPECT_EQ(names_wanted("ubuntu"), (std::vector<std::string>{"epss", "kev", "ubuntu"}));
  EXPECT_EQ(names_wanted("rocky"), (std::vector<std::string>{"epss", "kev", "rocky"}));
}

// A broken record is refused, the rest goes on; nothing of it is a crash.
TEST(Feeds, BrokenBytesAreRefusedOrAnError) {
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  const std::string wrong_types =
      R"({"id":7,"affected":{"package":1},"packages":"x","distroversion":"v3.1","vulnerabilities":{"a":1},"document":{"category":"csaf_vex"}})";
  const std::string inputs[] = {
      "",
      "{",
      "null",
      "[]",
      "{}",
      "\xff\xfe",
      deep,
      wrong_types,
      R"({"id":"X"})",
      R"({"id":"CVE-2024-0001","affected":[{"package":{"ecosystem":"Debian:12","name":"x"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":5}]}]}]})",
      R"({"a":{"CVE-1":{"releases":{"bookworm":{"status":"weird"}}}}})"};
  for (const Feed* feed : all_feeds()) {
    for (const std::string& input : inputs) {
      CollectingSink sink;
      auto done = feed->import("x.json", input, sink);
      EXPECT_TRUE(sink.rows.empty()) << feed->name << " " << input.substr(0, 60);
      if (done && sink.refused.empty() && !sink.vulnerabilities.empty()) ADD_FAILURE() << feed->name << " took " << input.substr(0, 60);
    }
  }
}

}  // namespace
}  // namespace batten::advisory
