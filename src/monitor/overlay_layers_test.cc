// SPDX-License-Identifier: Apache-2.0
#include "monitor/overlay_layers.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/fd.h"
#include "base/format.h"
#include "fuzz/replay.h"

int overlay_layers_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDocker =
    "700 1 0:50 / /old rw - ext4 /dev/root rw\n"
    "812 700 0:61 / / rw,relatime master:300 - overlay overlay rw,lowerdir=/d/l/A:/d/l/B\\134:\\040b,upperdir=/d/1/diff,workdir=/d/1/work\n"
    "814 812 8:1 /data\\040dir /srv rw - ext4 /dev/root rw\n";

TEST(OverlayLayers, OfTheRoot) {
  const auto layers = overlay_of_root(kDocker, "");
  ASSERT_TRUE(layers) << layers.error().message;
  EXPECT_EQ(*layers, (OverlayLayers{.upper = "/d/1/diff", .lower = {"/d/l/A", "/d/l/B: b"}}));
}

TEST(OverlayLayers, OneByOne) {
  const auto layers = overlay_of_root("8 7 0:61 / / rw - overlay o rw,lowerdir+=/a,lowerdir+=/b,upperdir=/u", "");
  ASSERT_TRUE(layers);
  EXPECT_EQ(*layers, (OverlayLayers{.upper = "/u", .lower = {"/a", "/b"}}));
}

TEST(OverlayLayers, RelativeToTheEngine) {
  constexpr const char* kRelative = "8 7 0:61 / / rw - overlay o rw,lowerdir=l/A:l/B,upperdir=1/diff";
  const auto layers = overlay_of_root(kRelative, "/d/overlay2/1/diff");
  ASSERT_TRUE(layers);
  EXPECT_EQ(*layers, (OverlayLayers{.upper = "/d/overlay2/1/diff", .lower = {"/d/overlay2/l/A", "/d/overlay2/l/B"}}));
  EXPECT_FALSE(overlay_of_root(kRelative, ""));
  EXPECT_FALSE(overlay_of_root(kRelative, "/d/overlay2/2/diff"));
}

TEST(OverlayLayers, OtherRoots) {
  EXPECT_FALSE(overlay_of_root("", ""));
  EXPECT_FALSE(overlay_of_root("8 7 8:1 / / rw - ext4 /dev/root rw", ""));
  EXPECT_FALSE(overlay_of_root("8 7 0:61 / / rw - overlay o rw,lowerdir=/a:/b", ""));
}

TEST(OverlayLayers, PathsBelowMounts) {
  const std::vector<MountLine> mounts = parse_mountinfo(kDocker);
  ASSERT_EQ(mounts.size(), 3u);
  EXPECT_EQ(path_in_system(mounts[1], "/bin/ls"), "/bin/ls");
  EXPECT_EQ(mounts[2].root, "/data dir");
  EXPECT_EQ(path_in_system(mounts[2], "/srv/x"), "/data dir/x");
  EXPECT_EQ(path_in_system(mounts[2], "/srvx"), std::nullopt);
}

TEST(OverlayLayers, FuzzCorpus) { REPLAY_CORPUS(overlay_layers_fuzz); }

class OverlayFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / format("batten_layers_{}", ::getpid());
    for (const char* name : {"one/bin", "two/bin", "upper", "work", "merged"}) fs::create_directories(root_ / name);
    std::ofstream(root_ / "one/bin/old") << "below";
    std::ofstream(root_ / "two/bin/old") << "of the image";
    std::ofstream(root_ / "two/bin/moved") << "of the image";
    std::ofstream(root_ / "two/bin/changed") << "of the image";
    const std::string options = format("lowerdir={0}/two:{0}/one,upperdir={0}/upper,workdir={0}/work", root_.string());
    mounted_ = ::mount("overlay", (root_ / "merged").c_str(), "overlay", 0, options.c_str()) == 0;
    if (!mounted_) GTEST_SKIP() << "overlays can't be mounted here";
    layers_ = {.upper = root_ / "upper", .lower = {root_ / "two", root_ / "one"}};
  }
  void TearDown() override {
    if (mounted_) ::umount2((root_ / "merged").c_str(), MNT_DETACH);
    fs::remove_all(root_);
  }
  bool from_image(const std::string& path) const {
    const base::Fd file(::open((root_ / "merged" / path.substr(1)).c_str(), O_RDONLY | O_CLOEXEC));
    return is_from_image(layers_, path, file.get());
  }

  fs::path root_;
  bool mounted_ = false;
  OverlayLayers layers_;
};

TEST_F(OverlayFilesTest, WhatTheImageHas) {
  EXPECT_TRUE(from_image("/bin/old"));
  EXPECT_FALSE(from_image("/bin/none"));
}

TEST_F(OverlayFilesTest, WhatWasMadeOrChanged) {
  const fs::path merged = root_ / "merged";
  fs::copy_file(merged / "bin/old", merged / "bin/copy");
  fs::last_write_time(merged / "bin/copy", fs::last_write_time(merged / "bin/old"));
  std::ofstream(merged / "bin/changed", std::ios::app) << "!";
  fs::rename(merged / "bin/moved", merged / "bin/elsewhere");
  EXPECT_FALSE(from_image("/bin/copy"));
  EXPECT_FALSE(from_image("/bin/changed"));
  EXPECT_FALSE(from_image("/bin/elsewhere"));
  EXPECT_TRUE(from_image("/bin/old"));
}

// A name that the file had, or will have, does not make it the image's.
TEST_F(OverlayFilesTest, UnderTheNameOfAnother) {
  std::ofstream(root_ / "merged/bin/copy") << "of the image";
  const base::Fd file(::open((root_ / "merged/bin/copy").c_str(), O_RDONLY | O_CLOEXEC));
  EXPECT_FALSE(is_from_image(layers_, "/bin/old", file.get()));
  EXPECT_FALSE(is_from_image(layers_, "/bin/../bin/old", file.get()));
}

}  // namespace
}  // namespace batten::monitor
