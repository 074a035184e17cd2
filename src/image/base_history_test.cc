// SPDX-License-Identifier: Apache-2.0
#include "image/base_history.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace batten::image {
namespace {

// A layer for every entry that is not empty.
model::ImageConfig config_of(std::vector<model::HistoryEntry> history) {
  model::ImageConfig out;
  for (const model::HistoryEntry& entry : history) {
    if (!entry.empty_layer)
      out.diff_ids.push_back(model::Digest::of_sha256_hex(std::string(64, static_cast<char>('0' + out.diff_ids.size()))));
  }
  out.history = std::move(history);
  return out;
}

model::HistoryEntry layer(std::string by, std::string created = {}, std::string comment = {}) {
  return {.created_by = std::move(by), .comment = std::move(comment), .created = std::move(created), .empty_layer = false};
}
model::HistoryEntry setting(std::string by, std::string created = {}) {
  return {.created_by = std::move(by), .comment = {}, .created = std::move(created), .empty_layer = true};
}

TEST(BaseHistory, WhatComesAfterACommandIsAnotherBuild) {
  EXPECT_EQ(guess_base_layers(config_of({layer("/bin/sh -c #(nop) ADD file:1 in / "), setting("/bin/sh -c #(nop)  CMD [\"bash\"]"),
                                         layer("RUN apt-get install -y curl"), setting("CMD [\"app\"]")})),
            1u);
  // The image between: the nearest base counts.
  EXPECT_EQ(
      guess_base_layers(config_of({layer("ADD alpine-minirootfs.tar.gz /"), setting("CMD [\"/bin/sh\"]"), layer("RUN apk add python3"),
                                   layer("RUN pip install pip"), setting("CMD [\"python3\"]"), setting("WORKDIR /app"),
                                   layer("COPY . /app"), setting("ENTRYPOINT [\"/app/run\"]"), setting("CMD [\"-v\"]")})),
      3u);
}

TEST(BaseHistory, AnImageOfOneBuildHasNone) {
  EXPECT_EQ(guess_base_layers(config_of({layer("ADD rootfs.tar /"), layer("RUN true"), setting("CMD [\"bash\"]")})), 0u);
  EXPECT_EQ(guess_base_layers(config_of({layer("Imported from -"), setting("CMD [\"true\"]")})), 0u);
  EXPECT_EQ(guess_base_layers(config_of({setting("CMD [\"true\"]"), layer("COPY x /")})), 0u) << "a command before any layer";
  EXPECT_EQ(guess_base_layers(config_of({layer("RUN echo CMD [x]"), layer("RUN true")})), 0u) << "a command in the words of another";
  EXPECT_EQ(guess_base_layers({}), 0u);
}

TEST(BaseHistory, AnEntrypointCountsWithTime) {
  auto at = [](const char* next) {
    return config_of({layer("ADD rootfs /", "2024-01-01T10:00:00Z"), setting("ENTRYPOINT [\"/x\"]", "2024-01-01T10:00:01.5Z"),
                      layer("COPY app /", next)});
  };
  EXPECT_EQ(guess_base_layers(at("2024-03-01T10:00:00Z")), 1u);
  EXPECT_EQ(guess_base_layers(at("2024-01-01T10:02:00Z")), 0u) << "the same Dockerfile";
  EXPECT_EQ(guess_base_layers(at("")), 0u);
}

TEST(BaseHistory, BuildersOfRootFileSystemsLeaveTheirMark) {
  EXPECT_EQ(guess_base_layers(config_of({layer("# debian.sh --arch 'amd64' out/ 'bookworm' '@1736726400'", "", "debuerreotype 0.15"),
                                         layer("RUN apt-get update")})),
            1u);
  EXPECT_EQ(guess_base_layers(config_of({layer("bazel build //common:rootfs"), layer("bazel build ..."), layer("COPY app /app")})), 2u);
  EXPECT_EQ(guess_base_layers(config_of({layer("apko", "", "This is an apko single-layer image"), layer("COPY app /app")})), 1u);
  EXPECT_EQ(guess_base_layers(config_of({layer("apko")})), 0u) << "nothing upon it";
}

TEST(BaseHistory, AHistoryThatDoesNotFitTheLayersSaysNothing) {
  model::ImageConfig config = config_of({layer("ADD x /"), setting("CMD [\"bash\"]"), layer("RUN y")});
  EXPECT_EQ(guess_base_layers(config), 1u);
  config.diff_ids.pop_back();
  EXPECT_EQ(guess_base_layers(config), 0u);
}

}  // namespace
}  // namespace batten::image
