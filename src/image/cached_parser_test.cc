// SPDX-License-Identifier: Apache-2.0
#include "image/cached_parser.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/format.h"
#include "image/manifest_parse.h"
#include "image/temporary_directory.h"

namespace batten::image {
namespace {

constexpr std::string_view kConfig =
    R"({"architecture":"amd64","os":"linux","config":{"User":"app"},"rootfs":{"type":"layers","diff_ids":[]}})";

// Counts what it is asked.
class CountingParser final : public Parser {
 public:
  Result<model::Manifest> manifest(std::string_view json) override { return ++asked, parse_manifest(json); }
  Result<model::ImageConfig> config(std::string_view json) override { return ++asked, parse_config(json); }
  Result<std::vector<DockerArchiveEntry>> docker_manifest(std::string_view json) override { return ++asked, parse_docker_manifest(json); }
  Result<ArchiveIndex> archive_index(int) override { return Error{Code::kInternal, "index"}; }
  Result<ArchiveContents> archive_contents(const LayerBytes&, const Tick&) override { return Error{Code::kInternal, "contents"}; }
  Result<model::LayerFacts> layer(const LayerBytes&, const std::vector<Alias>&, const Tick&) override {
    return Error{Code::kInternal, "layer"};
  }
  Result<model::Inventory> sbom(std::string_view) override { return Error{Code::kInternal, "sbom"}; }

  int asked = 0;
};

TEST(CachedParser, ReadsADocumentOnce) {
  TemporaryDirectory directory;
  LayerCache cache(directory.path(), 1);
  CountingParser parser;
  for (int run = 0; run < 3; ++run) {
    auto config = CachedParser(parser, cache).config(kConfig);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->user, "app");
    EXPECT_EQ(config->platform.arch, "amd64");
  }
  EXPECT_EQ(parser.asked, 1);
  // The same bytes as another kind of document, and other bytes, are something else.
  EXPECT_FALSE(CachedParser(parser, cache).docker_manifest(kConfig));
  EXPECT_TRUE(CachedParser(parser, cache).config(format("{} ", kConfig)));
  EXPECT_EQ(parser.asked, 3);
}

TEST(CachedParser, KeepsNoFailureAndNothingWithoutADirectory) {
  TemporaryDirectory directory;
  LayerCache cache(directory.path(), 1), none("", 1);
  CountingParser parser;
  for (int run = 0; run < 2; ++run) {
    EXPECT_FALSE(CachedParser(parser, cache).manifest("{"));
    EXPECT_TRUE(CachedParser(parser, none).config(kConfig));
  }
  EXPECT_EQ(parser.asked, 4);
}

TEST(CachedParser, ABrokenEntryIsReadAgain) {
  TemporaryDirectory directory;
  LayerCache cache(directory.path(), 1);
  CountingParser parser;
  ASSERT_TRUE(CachedParser(parser, cache).config(kConfig));
  std::size_t broken = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path())) {
    if (entry.is_regular_file()) std::ofstream(entry.path(), std::ios::app) << "x", ++broken;
  }
  ASSERT_EQ(broken, 1u);
  auto config = CachedParser(parser, cache).config(kConfig);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->user, "app");
  EXPECT_EQ(parser.asked, 2);
}

}  // namespace
}  // namespace batten::image
