// SPDX-License-Identifier: Apache-2.0
//
// The codec's round trip, platforms, and the fuzz corpora of this room.
#include <gtest/gtest.h>

#include <fstream>

#include "fuzz/replay.h"
#include "image/fields.h"
#include "image/oci_layout.h"
#include "image/platform.h"
#include "image/source.h"

int facts_fuzz(const std::uint8_t* data, std::size_t size);
int manifest_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::image {
namespace {

model::LayerFacts sample() {
  model::LayerFacts facts;
  facts.diff_id = model::Digest::of_sha256_hex(std::string(64, 'b'));
  facts.entry_count = 3;
  facts.whiteouts = {"a/b"};
  facts.links = {{"x", "y", true}};
  facts.path_hashes = {1, 2, ~std::uint64_t{0}};
  facts.notes = {{base::Note::Kind::kDegraded, "w", "m", "h"}};
  model::FileFacts& file = facts.files.emplace_back();
  file.path = "etc/os-release";
  file.distro = model::Distro{.id = "debian", .version_id = "12", .codename = "", .pretty_name = "", .id_like = {"x"}, .cpe_name = ""};
  model::Package& package = file.packages.emplace_back();
  package.name = "bash";
  package.location.layer_index = -1;
  package.files = {"bin/bash"};
  return facts;
}

TEST(Codec, FactsComeBackAsTheyWere) {
  auto back = decode<model::LayerFacts>("facts", encode(sample()));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, sample());
}

TEST(Codec, EveryTruncationIsAnError) {
  std::string bytes = encode(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode<model::LayerFacts>("facts", std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(decode<model::LayerFacts>("facts", bytes + "x"));
}

TEST(Platform, IsChosenFromAnIndex) {
  model::Manifest index;
  for (const char* arch : {"amd64", "arm64", "unknown"}) {
    model::Descriptor item;
    item.digest = model::Digest::of_sha256_hex(std::string(64, arch[0]));
    item.platform.arch = arch;
    index.manifests.push_back(item);
  }
  EXPECT_EQ(choose_platform(index, *parse_platform_text("linux/arm64"))->platform.arch, "arm64");
  auto missing = choose_platform(index, *parse_platform_text("s390x"));
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("linux/amd64, linux/arm64"), std::string::npos) << missing.error().message;
  EXPECT_EQ(missing.error().message.find("unknown"), std::string::npos);
  EXPECT_FALSE(parse_platform_text("a/b/c/d"));
}

TEST(Reference, PathAndTag) {
  EXPECT_EQ(split_path_and_tag("/no/such:tag").path, "/no/such");
  EXPECT_EQ(split_path_and_tag("/no/such:tag").tag, "tag");
  EXPECT_EQ(split_path_and_tag("/no:such/dir").tag, "");
}

TEST(Sources, EachClaimsWhatItsExamplesSay) {
  ASSERT_FALSE(all_sources().empty());
  for (const Source* source : all_sources()) {
    EXPECT_FALSE(source->examples.empty()) << source->name << " has no examples";
    for (const SourceExample& example : source->examples) {
      EXPECT_EQ(source->claims(example.reference, {}), example.claims) << source->name << ": " << example.reference;
    }
  }
}

TEST(Fuzz, Corpora) {
  REPLAY_CORPUS(facts_fuzz);
  REPLAY_CORPUS(manifest_fuzz);
}

}  // namespace
}  // namespace batten::image
