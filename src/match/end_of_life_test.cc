// SPDX-License-Identifier: Apache-2.0
#include "match/end_of_life.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/text.h"
#include "base/time.h"
#include "match/fake_lookup.h"

namespace batten::match {
namespace {

model::Distro distro(const std::string& id, const std::string& version) {
  model::Distro out;
  out.id = id;
  out.version_id = version;
  return out;
}

TEST(EndOfLife, FindsTheRelease) {
  EXPECT_EQ(end_of_life(distro("debian", "10"))->date, "2024-06-30");
  EXPECT_EQ(end_of_life(distro("debian", "10.13"))->date, "2024-06-30");
  EXPECT_EQ(end_of_life(distro("alpine", "3.20.3"))->date, "2026-04-01");
  EXPECT_EQ(end_of_life(distro("alpine", "3.3.1"))->date, "2017-11-01");
  EXPECT_EQ(end_of_life(distro("rhel", "9.4"))->date, "2032-05-31");
  EXPECT_FALSE(end_of_life(distro("debian", "1")));
  EXPECT_FALSE(end_of_life(distro("debian", "")));
  EXPECT_FALSE(end_of_life(distro("alpine", "3.20.0_alpha20240329"))) << "edge has no end";
  EXPECT_FALSE(end_of_life(distro("slackware", "15")));
}

TEST(EndOfLife, IsTold) {
  fake::Table table;
  table.add("debian", fake::row("debian:10", "a", "CVE-1", "1"));
  auto notes_on = [&](const char* day) {
    Options options;
    options.date = *base::parse_time(day);
    return match(fake::inventory("debian", "10", "deb", "b", "1"), table, options)->notes;
  };
  EXPECT_TRUE(notes_on("2024-06-30T23:59:59Z").empty()) << "the last day counts";
  auto notes = notes_on("2024-07-01");
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].where, "end of life");
  EXPECT_EQ(notes[0].message, "debian 10 gets no more security updates since 2024-06-30: what is found later will not be fixed");
  EXPECT_EQ(notes[0].hint, "Extended LTS (paid) until 2029-06-30, or move to a newer release");
  EXPECT_EQ(notes_on("2029-07-01")[0].hint, "move to a newer release");
}

TEST(EndOfLife, TheFeedKnowsOthers) {
  fake::Table table;
  auto add = [&](const char* release, const char* date) {
    model::Advisory row = fake::row("eol", "opensuse-leap", release, "", model::State::kEndOfLife);
    row.note = date;
    table.add("eol", row);
  };
  add("15", "2031-07-31");
  add("15.4", "2023-12-07");
  EXPECT_EQ(end_of_life_in(table, distro("opensuse-leap", "15.4"))->date, "2023-12-07");
  EXPECT_EQ(end_of_life_in(table, distro("opensuse-leap", "15.5"))->date, "2031-07-31");
  EXPECT_FALSE(end_of_life_in(table, distro("opensuse-leap", "42.3")));
  EXPECT_FALSE(end_of_life_in(fake::Table(), distro("opensuse-leap", "15.4")));
  Options options;
  options.date = *base::parse_time("2024-01-01");
  table.add("suse", fake::row("opensuse:15.4", "a", "CVE-1", "1"));
  auto notes = match(fake::inventory("opensuse-leap", "15.4", "rpm", "b", "1"), table, options)->notes;
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].message, "opensuse-leap 15.4 gets no more security updates since 2023-12-07: what is found later will not be fixed");
}

// The distributions' own tables (Debian's package distro-info-data): every release since 2015 must be here with the same date.
void compare_with(const char* file, const char* id, std::size_t last_column) {
  const char* shared = std::getenv("BATTEN_SHARED");
  std::ifstream stream((shared != nullptr ? std::string(shared) : std::string(BATTEN_SOURCE_DIR) + "/../shared") + "/advisories/eol/" +
                       file);
  if (!stream) GTEST_SKIP() << "end-of-life dates of " << id << ": no shared data";
  std::string line;
  std::getline(stream, line);
  std::size_t compared = 0;
  while (std::getline(stream, line)) {
    std::vector<std::string_view> fields = base::split(line, ',');
    if (fields.size() < 6 || fields[5] < "2020-09") continue;
    std::string version(fields[0].substr(0, fields[0].find(' ')));
    std::string_view last = fields[std::min(last_column, fields.size() - 1)];
    auto end = end_of_life(distro(id, version));
    ASSERT_TRUE(end) << id << " " << version;
    EXPECT_EQ(end->date, last) << id << " " << version;
    ++compared;
  }
  EXPECT_GE(compared, 4u);
}

TEST(EndOfLife, DatesOfDebian) { compare_with("debian.csv", "debian", 6); }
TEST(EndOfLife, DatesOfUbuntu) { compare_with("ubuntu.csv", "ubuntu", 5); }

}  // namespace
}  // namespace batten::match
