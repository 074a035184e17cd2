// SPDX-License-Identifier: Apache-2.0
#include "scan/inventory.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "advisory/temporary_directory.h"
#include "base/file.h"
#include "base/process.h"
#include "base/text.h"
#include "scan/made_image.h"

namespace batten::scan {
namespace {

constexpr const char* kStatus = "var/lib/dpkg/status";

// Images on disk, read in the real sandbox.
class Inventories : public testing::Test {
 protected:
  void SetUp() override {
    auto session = Session::start("", base::silent_progress());
    ASSERT_TRUE(session) << session.error().message;
    session_ = std::move(*session);
  }

  Result<Inventoried> read(const std::string& archive) {
    std::string path = directory_.path() + "/image.tar";
    TRY(base::write_file_atomic(path, archive));
    image::SourceOptions options;
    options.platform.arch = "amd64";
    return take_inventory(path, options, *session_);
  }
  Inventoried read_layers_of(const std::vector<std::vector<MadeEntry>>& layers) {
    std::vector<MadeLayer> made;
    for (const auto& entries : layers) made.push_back({made_tar(entries), format("RUN step {}", made.size() + 1)});
    auto out = read(made_docker_archive(made));
    EXPECT_TRUE(out) << out.error().message;
    return out ? std::move(*out) : Inventoried();
  }

  advisory::TemporaryDirectory directory_;
  std::unique_ptr<Session> session_;
};

// "bash 5.2-1 @0; ..." in the inventory's order: the number is the layer's.
std::string listed(const Inventoried& found) {
  std::vector<std::string> out;
  for (const model::Package& package : found.inventory.packages)
    out.push_back(format("{} {} @{}", package.name, package.version, package.location.layer_index));
  return base::join(out, "; ");
}

std::string skipped(const Inventoried& found) {
  std::vector<std::string> out;
  for (const base::Note& note : found.inventory.notes) {
    if (note.kind == base::Note::Kind::kSkipped) out.push_back(note.where + ": " + note.message);
  }
  return base::join(out, "; ");
}

const std::string kBash = dpkg_paragraph("bash", "5.2-1");
const std::string kCurl = dpkg_paragraph("curl", "7.88-1");

TEST_F(Inventories, PackagesNameTheLayerAndItsHistoryLine) {
  auto found = read_layers_of({{{kStatus, kBash}, {"etc/os-release", std::string(kBookworm)}},
                               {{"usr/bin/tool", "x"}},
                               {{kStatus, kBash + kCurl}},
                               {{kStatus, dpkg_paragraph("bash", "5.2-2") + kCurl}}});
  EXPECT_EQ(listed(found), "bash 5.2-2 @3; curl 7.88-1 @2");
  ASSERT_EQ(found.layers.size(), 4u);
  EXPECT_EQ(found.layers[2].created_by, "RUN step 3");
  EXPECT_FALSE(found.layers[2].diff_id.empty());
  EXPECT_EQ(found.inventory.distro.id, "debian");
  EXPECT_EQ(found.inventory.packages[0].purl, "pkg:deb/debian/bash@5.2-2?arch=amd64&distro=debian-12");
  EXPECT_EQ(found.source.kind, "docker-archive");
  EXPECT_EQ(skipped(found), "");
  EXPECT_EQ(found.unread_layers, 0u);
}

TEST_F(Inventories, WhatIsRemovedIsNotInstalled) {
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kBash}}, {{"var/lib/dpkg/.wh.status", ""}}})), "");
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kBash}}, {{"var/lib/.wh.dpkg", ""}}})), "");
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kBash}}, {{"var/lib/dpkg/.wh.status", ""}}, {{kStatus, kBash}}})), "bash 5.2-1 @2")
      << "installed anew after it was gone";
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kBash}}, {{"var/lib/dpkg/.wh..wh..opq", ""}, {"var/lib/dpkg/status.d/curl", kCurl}}})),
            "curl 7.88-1 @1");
}

TEST_F(Inventories, DistrolessKeepsAFilePerPackage) {
  auto found = read_layers_of(
      {{{"var/lib/dpkg/status.d/bash", kBash}, {"var/lib/dpkg/status.d/bash.md5sums", "0123456789abcdef0123456789abcdef  bin/bash\n"}},
       {{"var/lib/dpkg/status.d/curl", kCurl}}});
  EXPECT_EQ(listed(found), "bash 5.2-1 @0; curl 7.88-1 @1");
  EXPECT_EQ(skipped(found), "");
}

TEST_F(Inventories, AHardLinkIsTheFile) {
  EXPECT_EQ(listed(read_layers_of({{{"data/db", kBash}, made_hard_link(kStatus, "data/db")}})), "bash 5.2-1 @0");
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kBash}, made_hard_link("data/db", kStatus)}})), "bash 5.2-1 @0");
  // The file stays when one of its names goes.
  EXPECT_EQ(listed(read_layers_of({{{"data/db", kBash}, made_hard_link(kStatus, "data/db")}, {{"data/.wh.db", ""}}})), "bash 5.2-1 @0");
  EXPECT_EQ(listed(read_layers_of({{{"data/db", kBash}, made_hard_link(kStatus, "data/db")}, {{"data/db", kCurl}}})), "bash 5.2-1 @0");
}

TEST_F(Inventories, LinksIntoUnclaimedPathsAreFollowed) {
  const MadeEntry directory = made_symlink("var/lib/dpkg", "../../usr/lib/dpkg-db");
  const MadeEntry file{"usr/lib/dpkg-db/status", kBash};
  EXPECT_EQ(listed(read_layers_of({{directory, file}})), "bash 5.2-1 @0");
  EXPECT_EQ(listed(read_layers_of({{directory}, {file}})), "bash 5.2-1 @1");
  EXPECT_EQ(listed(read_layers_of({{file}, {directory}})), "bash 5.2-1 @0") << "a link of a layer above the file's";
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kCurl}}, {file}, {{"usr/bin/x", ""}}, {directory}})), "bash 5.2-1 @1")
      << "the link hides the directory below it";
  EXPECT_EQ(listed(read_layers_of({{{kStatus, kCurl}, file}, {directory}})), "bash 5.2-1 @0") << "also in one layer";
  EXPECT_EQ(listed(read_layers_of({{file, {kStatus, kCurl}}, {directory}})), "bash 5.2-1 @0");
  // A chain: a directory's link, then the file's.
  EXPECT_EQ(
      listed(read_layers_of({{directory, made_symlink("usr/lib/dpkg-db/status", "/srv/a"), made_symlink("srv/a", "b"), {"srv/b", kBash}}})),
      "bash 5.2-1 @0");
  EXPECT_EQ(
      read_layers_of({{{"data/release", std::string(kBookworm)}}, {made_symlink("etc/os-release", "/data/release")}}).inventory.distro.id,
      "debian");
  EXPECT_EQ(listed(read_layers_of({{file}, {directory}, {{"usr/lib/dpkg-db/.wh.status", ""}}})), "") << "the file behind the link is gone";
}

TEST_F(Inventories, ADirectoryInPlaceOfALinkHidesWhatTheLinkShowed) {
  auto found =
      read_layers_of({{made_symlink("var/lib/dpkg", "../../usr/lib/dpkg-db"), {"usr/lib/dpkg-db/status", kBash}}, {{kStatus, kCurl}}});
  EXPECT_EQ(listed(found), "curl 7.88-1 @1");
}

TEST_F(Inventories, LinksThatLoopOrLeadNowhereEnd) {
  const std::string other = dpkg_paragraph("other", "1");
  auto found = read_layers_of({{made_symlink(kStatus, "status"), {"var/lib/dpkg/status.d/other", other}}});
  EXPECT_EQ(listed(found), "other 1 @0");
  found = read_layers_of({{made_symlink("var/lib/dpkg", "dpkg2"), made_symlink("var/lib/dpkg2", "dpkg"), {"lib/apk/db/installed", ""}}});
  EXPECT_EQ(listed(found), "");
  found = read_layers_of({{made_symlink(kStatus, "/no/such"), {"var/lib/dpkg/status.d/other", other}}});
  EXPECT_EQ(listed(found), "other 1 @0");
  found = read_layers_of({{made_hard_link(kStatus, "b"), made_hard_link("b", kStatus), {"var/lib/dpkg/status.d/other", other}}});
  EXPECT_EQ(listed(found), "other 1 @0");
  // Each link doubles the path.
  std::vector<MadeEntry> growing{made_symlink(kStatus, "/x0/x0")};
  for (int i = 0; i < 60; ++i) growing.push_back(made_symlink(format("x{}", i), format("x{}/x{}", i + 1, i + 1)));
  EXPECT_EQ(listed(read_layers_of({growing})), "");
}

TEST_F(Inventories, ALinkOutOfTheRootStaysInside) {
  auto found = read_layers_of({{made_symlink("etc/os-release", "../../../../data/release"), {"data/release", "ID=inside\n"}}});
  EXPECT_EQ(found.inventory.distro.id, "inside");
  // This machine has one; the image does not.
  std::string here = directory_.path() + "/outside";
  ASSERT_TRUE(base::write_file_atomic(here, kBash));
  EXPECT_EQ(listed(read_layers_of({{made_symlink(kStatus, "../../.." + here)}, {made_symlink("etc/os-release", here)}})), "");
}

TEST_F(Inventories, ACompressedArchiveIsReadAsTheSame) {
  std::vector<MadeLayer> layers{{made_tar({{kStatus, kBash}}), "one"}, {made_tar({{kStatus, kBash + kCurl}}), "two"}};
  std::string archive = made_docker_archive(layers);
  auto plain = read(archive);
  ASSERT_TRUE(plain) << plain.error().message;
  for (const char* how : {"gzip", "zstd", "xz"}) {
    auto packed = base::run_process({how, "-c"}, archive, std::chrono::seconds(20), 64 << 20);
    ASSERT_TRUE(packed) << how;
    auto found = read(packed->out);
    ASSERT_TRUE(found) << how << ": " << found.error().message;
    EXPECT_EQ(listed(*found), "bash 5.2-1 @0; curl 7.88-1 @1") << how;
    EXPECT_EQ(found->inventory, plain->inventory) << how;
    EXPECT_EQ(found->layers, plain->layers) << how;
    EXPECT_FALSE(read(packed->out.substr(0, packed->out.size() / 2))) << how;
  }
}

TEST_F(Inventories, ALinkInACompressedArchiveIsANote) {
  MadeLayer layer{made_tar({made_symlink(kStatus, "/data/db"), {"data/db", kBash}}), "one"};
  auto packed = base::run_process({"gzip", "-c"}, made_docker_archive({layer}), std::chrono::seconds(20), 64 << 20);
  ASSERT_TRUE(packed);
  auto found = read(packed->out);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(skipped(*found).contains("leads to data/db, which could not be read")) << skipped(*found);
}

TEST_F(Inventories, ABrokenLayerIsCountedAndAnImageOfBrokenOnesIsNone) {
  MadeLayer good{made_tar({{kStatus, kBash}}), "one"}, broken{std::string(4000, 'x'), "two"};
  auto found = read(made_docker_archive({good, broken}));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->unread_layers, 1u);
  EXPECT_EQ(listed(*found), "bash 5.2-1 @0");
  EXPECT_TRUE(skipped(*found).contains("layer 2/2")) << skipped(*found);
  found = read(made_docker_archive({broken, broken}));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Code::kCorrupt);
  EXPECT_TRUE(found.error().message.starts_with("no layer could be read")) << found.error().message;
}

}  // namespace
}  // namespace batten::scan
