// SPDX-License-Identifier: Apache-2.0
//
// The directories of an engine with the overlay2 driver, made up.
#include "image/overlay.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

#include "archive/tar.h"
#include "base/file.h"
#include "base/hash.h"
#include "image/temporary_directory.h"

namespace batten::image {
namespace {

model::Digest digest(const std::string& bytes) { return model::Digest::of_sha256_hex(base::sha256_hex(bytes)); }

// Of the texts "first", "second", "third"; by sha256sum of "<chain> <diff ID>".
constexpr std::string_view kFirst = "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e";
constexpr std::string_view kFirstAndSecond = "346b0db932528b3bef9d4ffefd66a9b502b0f4590ef26a74d8a8d8ed0a78cdae";
constexpr std::string_view kAllThree = "4fedbb4928977c8a3dbf3817ef84cd8708b01647cbb1f2cdc34388f36b06d683";

class Overlay : public ::testing::Test {
 protected:
  // A layer as the engine records it.
  void record(std::string_view chain_id, const std::string& diff_id, const std::string& cache_id) {
    std::string name = "image/overlay2/layerdb/sha256/" + std::string(chain_id);
    root_.file(name + "/diff", diff_id);
    root_.file(name + "/cache-id", cache_id);
  }
  void layer(std::string_view chain_id, const std::string& text, const std::string& cache_id) {
    record(chain_id, digest(text).text(), cache_id);
    root_.file("overlay2/" + cache_id + "/diff/etc/" + text, "content of " + text);
  }
  void all_layers() {
    layer(kFirst, "first", "0a1b");
    layer(kFirstAndSecond, "second", "0a1b-init");
    layer(kAllThree, "third", "ffff");
  }
  Result<std::vector<LayerHandle>> layers() const { return overlay_layers(root_.path(), diff_ids_, {}); }
  Code refusal() const {
    auto opened = layers();
    EXPECT_FALSE(opened);
    return opened ? Code::kInternal : opened.error().code;
  }

  std::vector<model::Digest> diff_ids_{digest("first"), digest("second"), digest("third")};
  TemporaryDirectory root_;
};

TEST_F(Overlay, ChainIds) {
  std::vector<model::Digest> chain = chain_ids(diff_ids_);
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[0].hex(), kFirst);
  EXPECT_EQ(chain[1].hex(), kFirstAndSecond);
  EXPECT_EQ(chain[2].hex(), kAllThree);
  EXPECT_TRUE(chain_ids({}).empty());
}

TEST_F(Overlay, LayersInOrderWithTheirFiles) {
  all_layers();
  auto opened = layers();
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_EQ(opened->size(), 3u);
  const char* names[] = {"etc/first", "etc/second", "etc/third"};
  for (std::size_t i = 0; i < 3; ++i) {
    LayerHandle& handle = (*opened)[i];
    EXPECT_EQ(handle.diff_id, diff_ids_[i]);
    EXPECT_EQ(handle.cache_realm, "engine");
    auto input = handle.open();
    ASSERT_TRUE(input) << input.error().message;
    auto feeding = std::async(std::launch::async, input->feed);
    auto source = archive::pipe_source(input->fd.get());
    archive::TarReader reader(*source);
    auto directory = reader.next(), entry = reader.next();
    ASSERT_TRUE(directory && *directory && entry && *entry);
    EXPECT_EQ((*directory)->name, "etc");
    EXPECT_EQ((*directory)->type, archive::EntryType::kDirectory);
    EXPECT_EQ((*entry)->name, names[i]);
    EXPECT_TRUE(reader.drain());
    EXPECT_TRUE(feeding.get());
  }
}

TEST_F(Overlay, OnlyWhatIsClaimedIsHandedOut) {
  SourceOptions options;
  options.claimed = [](std::string_view path) { return path == "etc/first"; };
  TreeOptions tree = overlay_tree(root_.path(), options);
  EXPECT_TRUE(tree.claimed("etc/first"));
  EXPECT_FALSE(tree.claimed("etc/second"));
  EXPECT_FALSE(tree.may_hold_claims) << "whiteouts and links lie anywhere";
}

TEST_F(Overlay, MarksAreThoseOfTheEnginesUser) {
  OverlayMarks own = ::getuid() == 0 ? OverlayMarks::kTrusted : OverlayMarks::kUser;
  EXPECT_EQ(overlay_tree(root_.path(), {}).marks, own);
  if (::getuid() != 0) GTEST_SKIP() << "not root: no directories of other users";
  std::string rootless = root_.at("docker"), remapped = root_.at("165536.165537");
  for (const std::string& path : {rootless, remapped}) {
    ASSERT_TRUE(base::make_directories(path));
    ASSERT_EQ(::chown(path.c_str(), 165536, 165537), 0);
  }
  EXPECT_EQ(overlay_tree(rootless, {}).marks, OverlayMarks::kUser);
  EXPECT_EQ(overlay_tree(remapped, {}).marks, OverlayMarks::kTrusted);
}

TEST_F(Overlay, RecordsOfAnotherLayerAreRefused) {
  all_layers();
  record(kFirstAndSecond, digest("other").text(), "0a1b-init");
  EXPECT_EQ(refusal(), Code::kCorrupt);
  record(kFirstAndSecond, "", "0a1b-init");
  EXPECT_EQ(refusal(), Code::kCorrupt);
  record(kFirstAndSecond, digest("second").text() + "\n", "0a1b-init\n");
  EXPECT_TRUE(layers()) << "a line's end is no difference";
  record(kFirstAndSecond, std::string(10'000, 'x'), "0a1b-init");
  EXPECT_EQ(refusal(), Code::kLimit);
}

TEST_F(Overlay, CacheIdsArePlainNames) {
  all_layers();
  root_.file("diff/etc/passwd", "not a layer");
  for (const char* odd : {"", "..", "../..", "/etc", "a/b", "0a1b/", "A", "a b", "a.b", "."}) {
    record(kAllThree, digest("third").text(), odd);
    EXPECT_EQ(refusal(), Code::kCorrupt) << odd;
  }
  record(kAllThree, digest("third").text(), "eeee");
  EXPECT_EQ(refusal(), Code::kNotFound) << "a record without its directory";
}

TEST_F(Overlay, OtherImagesHaveOtherLayers) {
  all_layers();
  std::swap(diff_ids_[0], diff_ids_[1]);
  EXPECT_EQ(refusal(), Code::kNotFound);
  diff_ids_.clear();
  EXPECT_TRUE(layers()->empty());
}

TEST_F(Overlay, TheConfigurationIsWhatItsNameSays) {
  std::string config = R"({"architecture":"amd64"})";
  std::string name = "image/overlay2/imagedb/content/sha256/" + std::string(digest(config).hex());
  EXPECT_EQ(overlay_config(root_.path(), digest(config)).error().code, Code::kNotFound);
  root_.file(name, config);
  auto read = overlay_config(root_.path(), digest(config));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, config);
  root_.file(name, config + " ");
  EXPECT_EQ(overlay_config(root_.path(), digest(config)).error().code, Code::kCorrupt);
  root_.file(name, "");
  EXPECT_EQ(overlay_config(root_.path(), digest(config)).error().code, Code::kCorrupt);
  EXPECT_FALSE(overlay_config(root_.path(), {})) << "no image, no configuration";
}

}  // namespace
}  // namespace batten::image
