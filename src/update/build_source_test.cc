// SPDX-License-Identifier: Apache-2.0
#include "update/build_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"

namespace batten::update {
namespace {

class BuildSources : public testing::Test {
 public:
  void SetUp() override {
    directory_ = testing::TempDir() + "build_source_XXXXXX";
    ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
    std::filesystem::create_directories(directory_ + "/web");
    write("web/Dockerfile", "FROM debian:12\n");
    subject_.id = subject_.name = "web";
    subject_.image = "web:1";
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  void write(const std::string& name, std::string_view text) { std::ofstream(directory_ + "/" + name) << text; }
  void be_service(std::string_view text) {
    write("compose.yaml", text);
    subject_.kind = SubjectKind::kComposeService;
    subject_.compose = ComposeOrigin{.project = "shop", .service = "web", .directory = directory_, .files = {directory_ + "/compose.yaml"}};
  }
  std::string problem(const std::string& given = {}) {
    const auto out = find_build_source(subject_, settings_, given);
    EXPECT_FALSE(out);
    return out ? "" : out.error().message;
  }

  std::string directory_;
  Subject subject_;
  Settings settings_;
};

TEST_F(BuildSources, AServiceIsBuiltByItsFiles) {
  be_service("services:\n  web:\n    build: ./web\n");
  auto out = find_build_source(subject_, settings_, {});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_TRUE(out->by_compose);
  EXPECT_EQ(out->context, directory_ + "/web");
  EXPECT_EQ(source_text(*out), "by Compose, from " + directory_ + "/web");
  // The command line goes before them, settings do not.
  settings_.build.context = directory_;
  EXPECT_TRUE(find_build_source(subject_, settings_, {})->by_compose);
  out = find_build_source(subject_, settings_, directory_ + "/web");
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_FALSE(out->by_compose);
}

TEST_F(BuildSources, AServiceWithoutBuildIsBuiltBySettings) {
  be_service("services:\n  web:\n    image: web:1\n");
  EXPECT_TRUE(problem().contains("batten.update.build=DIRECTORY")) << problem();
  settings_.build.context = "web";  // of a label: where the project is
  auto out = find_build_source(subject_, settings_, {});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->context, directory_ + "/web");
}

TEST_F(BuildSources, FilesThatAreGoneOrBrokenAreSaid) {
  be_service("services: {other: {build: .}}");
  EXPECT_TRUE(problem().contains("no service web any more")) << problem();
  be_service("services: [");
  EXPECT_TRUE(problem().contains("compose.yaml")) << problem();
  std::filesystem::remove(directory_ + "/compose.yaml");
  EXPECT_TRUE(problem().contains("compose.yaml")) << problem();
}

TEST_F(BuildSources, AContainerIsBuiltFromWhatSettingsSay) {
  settings_.build = {.context = directory_ + "/web", .dockerfile = "Dockerfile", .target = "last", .args = {"A=b"}};
  auto out = find_build_source(subject_, settings_, {});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(*out,
            (BuildSource{.context = directory_ + "/web", .dockerfile = directory_ + "/web/Dockerfile", .target = "last", .args = {"A=b"}}));
  settings_.build.context = "https://example.org/web.git";
  settings_.build.dockerfile = "deploy/D";
  out = find_build_source(subject_, settings_, {});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->dockerfile, "deploy/D");
}

TEST_F(BuildSources, DirectoriesAndFilesHaveToBeThere) {
  EXPECT_TRUE(problem().contains("--build-context DIRECTORY")) << problem();
  settings_.build.context = directory_ + "/gone";
  EXPECT_TRUE(problem().contains("/gone: No such file")) << problem();
  settings_.build.context = directory_ + "/web/Dockerfile";
  EXPECT_TRUE(problem().contains("is no directory")) << problem();
  settings_.build.context = directory_;
  EXPECT_TRUE(problem().contains("/Dockerfile: No such file")) << problem();
  settings_.build.context = "web";
  EXPECT_TRUE(problem().contains("has to begin with /")) << problem();
}

TEST_F(BuildSources, WhatOtherNodesRunIsNotBuiltHere) {
  subject_.kind = SubjectKind::kSwarmService;
  EXPECT_TRUE(problem("/").contains("push it to a registry")) << problem("/");
  subject_.kind = SubjectKind::kWorkload;
  EXPECT_TRUE(problem("/").contains("push it to a registry")) << problem("/");
  subject_.kind = SubjectKind::kContainer;
  subject_.image = "sha256:" + std::string(64, 'a');
  EXPECT_TRUE(problem("/").contains("start it by a name")) << problem("/");
  subject_.image = "web:1";
  settings_.needs_verification = true;
  EXPECT_TRUE(problem("/").contains("signature")) << problem("/");
}

}  // namespace
}  // namespace batten::update
