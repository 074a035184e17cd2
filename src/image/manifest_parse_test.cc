// SPDX-License-Identifier: Apache-2.0
#include "image/manifest_parse.h"

#include <gtest/gtest.h>

#include <string>

namespace batten::image {

const std::string kHex(64, 'a');

TEST(ManifestParse, ReadsAManifest) {
  auto manifest = parse_manifest(R"({"schemaVersion":2,"config":{"mediaType":"c","digest":"sha256:)" + kHex +
                                 R"(","size":7},"layers":[{"mediaType":"l","digest":"sha256:)" + kHex + R"(","size":9}]})");
  ASSERT_TRUE(manifest) << manifest.error().message;
  EXPECT_FALSE(manifest->is_index);
  EXPECT_EQ(manifest->config.size_bytes, 7u);
  ASSERT_EQ(manifest->layers.size(), 1u);
  EXPECT_EQ(manifest->layers[0].digest.hex(), kHex);
}

TEST(ManifestParse, ReadsWhatAnArtifactSaysOfItself) {
  std::string descriptor = R"({"mediaType":"m","digest":"sha256:)" + kHex + R"(","size":7,"artifactType":"text/vnd.openvex"})";
  auto artifact = parse_manifest(R"({"schemaVersion":2,"artifactType":"application/vnd.openvex+json","config":)" + descriptor +
                                 R"(,"layers":[],"subject":)" + descriptor + R"(,"annotations":{"a":"b","c":1}})");
  ASSERT_TRUE(artifact) << artifact.error().message;
  EXPECT_EQ(artifact->artifact_type, "application/vnd.openvex+json");
  EXPECT_EQ(artifact->subject.hex(), kHex);
  EXPECT_EQ(artifact->annotations, (std::map<std::string, std::string>{{"a", "b"}}));
  auto list = parse_manifest(R"({"schemaVersion":2,"manifests":[)" + descriptor + "]}");
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->manifests[0].artifact_type, "text/vnd.openvex");
  EXPECT_TRUE(list->subject.empty());
}

TEST(ManifestParse, SaysWhatIsWrong) {
  EXPECT_EQ(parse_manifest("<html>").error().code, Code::kCorrupt);
  EXPECT_EQ(parse_manifest("{}").error().code, Code::kCorrupt);
  EXPECT_EQ(parse_manifest(R"({"schemaVersion":1,"fsLayers":[]})").error().code, Code::kUnsupported);
  auto bad = parse_manifest(R"({"config":{"digest":"sha256:../../etc/passwd","size":1},"layers":[]})");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.find("manifest: config: digest"), std::string::npos) << bad.error().message;
  EXPECT_FALSE(parse_manifest(R"({"config":{"digest":"sha256:)" + kHex + R"(","size":-1},"layers":[]})"));
  EXPECT_EQ(parse_docker_manifest(R"([{"Config":"../x","Layers":[]}])").error().code, Code::kCorrupt);
}

TEST(ManifestParse, ConfigGivesHistoryPerLayer) {
  auto config = parse_config(
      R"({"architecture":"amd64","os":"linux","config":{"Env":["A=b"],"ExposedPorts":{"80/tcp":{}}},"rootfs":{"diff_ids":["sha256:)" +
      kHex + R"("]},"history":[{"created_by":"ADD x"},{"created_by":"CMD y","empty_layer":true}]})");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->exposed_ports, std::vector<std::string>{"80/tcp"});
  EXPECT_EQ(layer_history(*config), std::vector<std::string>{"ADD x"});
  config->history.clear();
  EXPECT_EQ(layer_history(*config), std::vector<std::string>{""});
}

}  // namespace batten::image
