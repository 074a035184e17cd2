// SPDX-License-Identifier: Apache-2.0
#include "update/compose_image.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "fuzz/replay.h"

int compose_image_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

const std::string kNew = "r.example/web:1.2.4@sha256:" + std::string(64, 'a');

class ComposeImage : public testing::Test {
 protected:
  void SetUp() override {
    std::string made = testing::TempDir() + "compose_XXXXXX";
    ASSERT_NE(::mkdtemp(made.data()), nullptr);
    directory_ = made;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, std::string_view text) { std::ofstream(directory_ + "/" + name) << text; }
  std::string read(const std::string& name) { return *base::read_file(directory_ + "/" + name, 1u << 20); }
  Result<FileChange> change(std::vector<std::string> files) {
    return compose_image_change({.project = "shop", .service = "web", .directory = directory_, .files = std::move(files)}, kNew);
  }
  std::string directory_;
};

constexpr std::string_view kText =
    "# the shop\nservices:\n  web:\n    image: r.example/web:1.2.3  # keep me\n    restart: always\n  db: {image: pg}\n";

TEST_F(ComposeImage, OneLineChangesAndEverythingElseStays) {
  write("compose.yaml", kText);
  const auto made = change({directory_ + "/compose.yaml"});
  ASSERT_TRUE(made) << made.error().message;
  std::string wanted(kText);
  wanted.replace(wanted.find("r.example/web:1.2.3"), 19, kNew);
  EXPECT_EQ(made->after, wanted);
  ASSERT_TRUE(write_change(*made));
  EXPECT_EQ(read("compose.yaml"), wanted);
  ASSERT_TRUE(take_back(*made));
  EXPECT_EQ(read("compose.yaml"), kText);
}

TEST_F(ComposeImage, TheLastFileThatNamesItIsTheOne) {
  write("compose.yaml", kText);
  write("compose.override.yaml", "services:\n  web:\n    image: r.example/web:1.2.3\n");
  write("ports.yaml", "services:\n  web:\n    ports: [\"80:80\"]\n");
  const auto made = change({"compose.yaml", "compose.override.yaml", "ports.yaml"});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->path.ends_with("compose.override.yaml"));
}

TEST_F(ComposeImage, OwnerAndModeAreKeptAndALinkStaysOne) {
  write("real.yaml", kText);
  std::filesystem::create_symlink("real.yaml", directory_ + "/compose.yaml");
  ASSERT_EQ(::chmod((directory_ + "/real.yaml").c_str(), 0640), 0);
  const bool root = ::geteuid() == 0;
  ASSERT_EQ(root ? ::chown((directory_ + "/real.yaml").c_str(), 1234, 4321) : 0, 0);
  const auto made = change({"compose.yaml"});
  ASSERT_TRUE(made && write_change(*made));
  struct stat info{};
  ASSERT_EQ(::stat((directory_ + "/real.yaml").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
  EXPECT_EQ(info.st_uid, root ? 1234u : ::geteuid());
  EXPECT_TRUE(std::filesystem::is_symlink(directory_ + "/compose.yaml"));
  EXPECT_TRUE(read("compose.yaml").contains(kNew));
  // Nothing is left beside it.
  EXPECT_EQ(base::list_directory(directory_)->size(), 2u);
}

TEST_F(ComposeImage, AnEditMeanwhileIsAConflict) {
  write("compose.yaml", kText);
  const auto made = change({"compose.yaml"});
  ASSERT_TRUE(made);
  write("compose.yaml", "services: {}\n");
  const auto written = write_change(*made);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Code::kConflict);
  EXPECT_EQ(read("compose.yaml"), "services: {}\n");
  const auto back = take_back(*made);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().code, Code::kConflict);
}

TEST_F(ComposeImage, WhatAKilledProcessHasWrittenIsRemovedAndNothingElse) {
  write("compose.yaml", kText);
  const auto made = change({"compose.yaml"});
  ASSERT_TRUE(made);
  ASSERT_TRUE(made->beside.starts_with(directory_ + "/compose.yaml.batten-")) << made->beside;
  std::ofstream(made->beside) << "half";
  write("compose.yaml.batten-AbCdEf", "of somebody else");
  remove_beside(*made);
  EXPECT_FALSE(std::filesystem::exists(made->beside));
  EXPECT_EQ(read("compose.yaml.batten-AbCdEf"), "of somebody else");
  EXPECT_EQ(read("compose.yaml"), kText);
  // A name that is no such one is never removed.
  remove_beside({.path = made->path, .before = {}, .after = {}, .beside = directory_ + "/compose.yaml"});
  EXPECT_EQ(read("compose.yaml"), kText);
}

TEST_F(ComposeImage, WhatCannotBeReplacedIsSaid) {
  write("compose.yaml", "services:\n  web:\n    image: r.example/web:${TAG:-1.2.3}\n");
  const auto variables = change({"compose.yaml"});
  ASSERT_FALSE(variables);
  EXPECT_EQ(variables.error().code, Code::kUnsupported);
  EXPECT_TRUE(variables.error().message.contains("variables")) << variables.error().message;

  write("compose.yaml", "services:\n  web:\n    build: .\n");
  EXPECT_EQ(change({"compose.yaml"}).error().code, Code::kNotFound);
  EXPECT_EQ(change({"gone.yaml"}).error().code, Code::kNotFound);
  EXPECT_EQ(change({}).error().code, Code::kNotFound);
  write("compose.yaml", "services: [\n");
  EXPECT_EQ(change({"compose.yaml"}).error().code, Code::kCorrupt);
}

TEST_F(ComposeImage, AMergedImageBecomesItsOwn) {
  write("compose.yaml",
        "x-base: &base\n  image: r.example/web:1.2.3\nservices:\n  web:\n    <<: *base\n    restart: always\n  db:\n    <<: *base\n");
  const auto made = change({"compose.yaml"});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->after.contains("restart: always\n    image: " + kNew + "\n")) << made->after;
  EXPECT_TRUE(made->after.starts_with("x-base: &base\n  image: r.example/web:1.2.3\n"));
}

TEST(ComposeImageText, Fuzz) { REPLAY_CORPUS(compose_image_fuzz); }

}  // namespace
}  // namespace batten::update
