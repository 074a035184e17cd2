// SPDX-License-Identifier: Apache-2.0
#include "match/programs.h"

#include <gtest/gtest.h>

#include "advisory/feed.h"
#include "advisory/programs.h"
#include "advisory/update.h"
#include "match/fake_lookup.h"
#include "match/match.h"
#include "version/scheme.h"

namespace batten::match {
namespace {

using fake::findings;
using fake::inventory;
using fake::row;
using fake::Table;
using Strings = std::vector<std::string>;

model::Inventory program(const std::string& name, const std::string& version) {
  model::Inventory out = inventory("", "", "generic", name, version);
  out.packages[0].arch = "";
  return out;
}

TEST(Programs, EachIsLookedUpWhereItIsKnown) {
  Table table;
  table.add("bitnami", row("bitnami", "apache", "CVE-1", "2.4.62"));
  table.add("nvd", row("nvd", "busybox:busybox", "CVE-2", "1.36.1"));
  table.add("nvd", row("nvd", "apache:http_server", "CVE-3", "2.4.62"));
  EXPECT_EQ(findings(program("httpd", "2.4.59"), table), Strings{"CVE-1 fixed 2.4.62"}) << "Bitnami alone";
  EXPECT_EQ(findings(program("httpd", "2.4.62"), table), Strings{});
  EXPECT_EQ(findings(program("busybox", "1.35.0"), table), Strings{"CVE-2 fixed 1.36.1"});
  auto outcome = match(program("busybox", "1.35.0"), table, {});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->findings.at(0).explanation.note, "matched by CPE busybox:busybox");
  EXPECT_TRUE(outcome->notes.empty());
}

TEST(Programs, WhatNobodyKnowsIsANote) {
  Table table;
  table.add("bitnami", row("bitnami", "nginx", "CVE-1", "1.26.2"));
  auto notes = [&](const std::string& name) {
    auto outcome = match(program(name, "1.0"), table, {});
    return outcome && outcome->notes.size() == 1 ? outcome->notes[0].message : std::string("not one note");
  };
  EXPECT_EQ(notes("frobnicate"), "no feed is about 1 programs: frobnicate");
  EXPECT_EQ(notes("busybox"), "feed nvd is not in the database: nothing can be said about 1 programs: busybox");
}

TEST(Programs, ThoseThatAPackageOwnsAreThatPackages) {
  Table table;
  table.add("bitnami", row("bitnami", "nginx", "CVE-1", "1.26.2"));
  model::Inventory owned = program("nginx", "1.22.1");
  owned.packages[0].owner = "nginx";
  EXPECT_EQ(findings(owned, table), Strings{});
}

TEST(Programs, TheTableIsInOrderAndItsFeedsExist) {
  std::string_view last;
  for (const advisory::Program& entry : advisory::programs()) {
    EXPECT_LE(last, entry.name);
    last = entry.name;
    EXPECT_NE(advisory::find_feed(entry.feed), nullptr) << entry.name;
    EXPECT_EQ(entry.feed == "nvd", entry.key.find(':') != std::string_view::npos) << entry.name;
  }
  for (const Channel& channel : program_channels()) EXPECT_NE(version::find_scheme(channel.scheme), nullptr) << channel.feed;
}

TEST(Programs, TheyAskForTheFeedThatIsSmallEnoughToBeFetched) {
  std::string_view types[] = {"generic"};
  EXPECT_EQ(advisory::feeds_for({}, types), (Strings{"bitnami", "epss", "kev"}));
}

}  // namespace
}  // namespace batten::match
