// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "update/settings_read.h"

namespace batten::update {
namespace {

Subject subject(std::map<std::string, std::string> labels = {}) {
  Subject out;
  out.id = "compose/shop/web";
  out.name = "shop/web";
  out.image = "nginx:1.25";
  out.labels = std::move(labels);
  return out;
}

std::string problem(std::string_view text) {
  auto section = parse_update_section(text, ".batten.yaml");
  return section ? "none" : section.error().message;
}

TEST(Settings, OfTheFileWithRulesThatFit) {
  auto section = parse_update_section(R"(profile: strict
update:
  tags: minor
  cares-about: critical
  minimum-age: 3d
  windows: [mon-fri 02:00-05:00, sat]
  registries: [docker.io, ghcr.io/acme]
  health: {timeout: 90s, http: ":8080/ready", command: [curl, -f, localhost]}
  for:
    - match: shop/*
      approval: true
      tags: range ^1.25
    - match: other
      tags: none
)",
                                      ".batten.yaml");
  ASSERT_TRUE(section) << section.error().message;
  auto settings = settings_for(*section, subject());
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->tags, TagPolicy::kRange);
  EXPECT_EQ(settings->range, "^1.25");
  EXPECT_TRUE(settings->needs_approval);
  EXPECT_EQ(settings->cares_about, model::Severity::kCritical);
  EXPECT_EQ(settings->minimum_age.count(), 72);
  ASSERT_EQ(settings->windows.size(), 2u);
  EXPECT_EQ(window_text(settings->windows[0]), "mon,tue,wed,thu,fri 02:00-05:00");
  EXPECT_EQ(window_text(settings->windows[1]), "sat");
  EXPECT_EQ(settings->health.timeout.count(), 90);
  EXPECT_EQ(settings->health.http, "http://:8080/ready");
  EXPECT_EQ(settings->health.command.size(), 3u);
}

TEST(Settings, WhatAnImageIsBuiltFrom) {
  auto section = parse_update_section(R"(update:
  for:
    - match: shop/*
      build: {context: ./web, dockerfile: deploy/D, target: last, timeout: 5m, args: {TOKEN: "s3 cret", HOME: null}}
    - match: other
      build: https://example.org/other.git
)",
                                      "/srv/policy/.batten.yaml");
  ASSERT_TRUE(section) << section.error().message;
  auto settings = settings_for(*section, subject());
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->build.context, "/srv/policy/web");
  EXPECT_EQ(settings->build.dockerfile, "deploy/D");
  EXPECT_EQ(settings->build.target, "last");
  EXPECT_EQ(settings->build.timeout.count(), 300);
  EXPECT_EQ(settings->build.args, (std::vector<std::string>{"TOKEN=s3 cret", "HOME"}));
  // The hash is of names alone.
  EXPECT_TRUE(settings_json(*settings).contains(R"("args":["TOKEN","HOME"])")) << settings_json(*settings);
  EXPECT_FALSE(settings_json(*settings).contains("s3 cret"));
  EXPECT_FALSE(settings_json(Settings()).contains("build"));
  settings = settings_for({}, subject({{"batten.update.build", "/srv/web"}, {"batten.update.build.args", "A=1,B=2"}}));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->build.context, "/srv/web");
  EXPECT_EQ(settings->build.args, (std::vector<std::string>{"A=1", "B=2"}));
  EXPECT_TRUE(problem("update: {build: -}").contains("want a directory"));
  EXPECT_TRUE(problem("update: {build: {args: ['s3cret word']}}").contains("want NAME=VALUE"));
  EXPECT_FALSE(problem("update: {build: {args: ['s3cret word']}}").contains("s3cret"));
  EXPECT_TRUE(problem("update: {build: {contxt: x}}").contains("did you mean build.context?")) << problem("update: {build: {contxt: x}}");
}

TEST(Settings, LabelsWin) {
  auto section = parse_update_section("update: {tags: major, approval: true}", ".batten.yaml");
  ASSERT_TRUE(section);
  auto settings = settings_for(*section, subject({{"batten.update.tags", "patch"},
                                                  {"batten.update.windows", "mon,tue 22:00-04:00; sun"},
                                                  {"batten.update.skip", "1.25.4, 1.25.5"},
                                                  {"batten.update.health.command", "curl -f localhost"},
                                                  {"maintainer", "somebody"}}));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->tags, TagPolicy::kPatch);
  EXPECT_TRUE(settings->needs_approval);
  EXPECT_EQ(settings->windows.size(), 2u);
  EXPECT_EQ(settings->skip, (std::vector<std::string>{"1.25.4", "1.25.5"}));
  EXPECT_EQ(settings->health.command, (std::vector<std::string>{"curl", "-f", "localhost"}));
  EXPECT_EQ(settings_for(*section, subject({{"batten.update", "off"}}))->tags, TagPolicy::kNone);
  auto wrong = settings_for(*section, subject({{"batten.update.tgas", "patch"}}));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "label batten.update.tgas: there is no setting 'tgas' (did you mean tags?)");
}

TEST(Settings, WrongOnesNameTheLine) {
  EXPECT_EQ(problem("update:\n  tags: patch\n  minimum-aeg: 3d\n"),
            ".batten.yaml:3: update: there is no setting 'minimum-aeg' (did you mean minimum-age?)");
  EXPECT_EQ(problem("update:\n  tags: newest\n"),
            ".batten.yaml:2: update: tags: want digest, patch, minor, major, none, 'range ^1.2' or 'regex PATTERN', not 'newest'");
  EXPECT_EQ(problem("update: [tags]\n"), ".batten.yaml:1: update: want a mapping of settings");
  EXPECT_EQ(problem("update:\n  for:\n    - tags: patch\n"), ".batten.yaml:3: update: for: want match: NAME, and settings");
  EXPECT_EQ(problem("update:\n  health:\n    timeout: soon\n"),
            ".batten.yaml:3: update: health.timeout: want a duration as in 90s, 15m, 12h or 3d, not 'soon'");
  EXPECT_EQ(problem("update:\n  health:\n    http: 8080/ready\n"),
            ".batten.yaml:3: update: health.http: want a URL, or ':8080/ready' of the container itself, not '8080/ready'");
  EXPECT_EQ(problem("update:\n  health:\n    tcp: \":postgres\"\n"),
            ".batten.yaml:3: update: health.tcp: want ':5432' of the container itself, or HOST:PORT, not ':postgres'");
  EXPECT_EQ(problem("update:\n  tags: [patch, minor]\n"), ".batten.yaml:2: update: tags: want one value, not a list");
  EXPECT_EQ(problem("update:\n"), "none");
  EXPECT_EQ(problem("profile: strict\n"), "none");
}

TEST(Settings, DurationsAndWindows) {
  EXPECT_EQ(parse_duration("2h30m")->count(), 9000);
  EXPECT_EQ(parse_duration("45")->count(), 45);
  EXPECT_EQ(parse_duration("1w")->count(), 604'800);
  for (std::string_view text : {"", "h", "3x", "-1s", "99999999999", "1.5h"}) EXPECT_FALSE(parse_duration(text)) << text;
  EXPECT_EQ(window_text(*parse_window("22:00-04:00")), "daily 22:00-04:00");
  EXPECT_EQ(window_text(*parse_window("fri-mon")), "mon,fri,sat,sun");
  EXPECT_EQ(window_text(*parse_window("daily 0:00-24:00")), "daily");
  for (std::string_view text : {"", "someday", "mon 2-3", "mon 02:00-02:00", "25:00-26:00", "02:00 mon", "mon tue wed"})
    EXPECT_FALSE(parse_window(text)) << text;
}

TEST(Settings, TheHashIsOfAllOfThem) {
  Settings one, other;
  EXPECT_EQ(settings_hash(one), settings_hash(other));
  other.health.tcp = ":1";
  EXPECT_NE(settings_hash(one), settings_hash(other));
  EXPECT_EQ(settings_hash(one).size(), 16u);
}

TEST(Settings, EveryNameHasAHome) {
  for (std::string_view name : setting_names()) {
    Settings settings;
    auto set = set_setting(name, {"\x01"}, settings);
    EXPECT_TRUE(set || set.error().message.starts_with(name)) << name;
  }
}

}  // namespace
}  // namespace batten::update
