// SPDX-License-Identifier: Apache-2.0
//
// Bodies in the forms that the registries document.
#include "update/registry_event.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int registry_event_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

const std::string kHex(64, 'c');

std::vector<PushedImage> read(std::string_view body) {
  const auto out = parse_registry_event(body);
  EXPECT_TRUE(out) << out.error().message;
  return out ? *out : std::vector<PushedImage>{};
}

model::Digest digest() { return *model::Digest::parse("sha256:" + kHex); }

TEST(RegistryEvent, Distribution) {
  const std::string body = R"({"events": [
    {"action": "push", "target": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:)" +
                           kHex +
                           R"(", "repository": "team/app", "url": "https://r.example/v2/team/app/manifests/x", "tag": "1.2"},
     "request": {"host": "r.example:5000", "method": "PUT"}},
    {"action": "push", "target": {"mediaType": "application/octet-stream", "digest": "sha256:)" +
                           kHex + R"(", "repository": "team/app"}},
    {"action": "pull", "target": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "repository": "team/app", "tag": "1.2"}}]})";
  EXPECT_EQ(read(body), (std::vector<PushedImage>{{"r.example:5000", "team/app", "1.2", digest()}}));
}

TEST(RegistryEvent, DistributionWithoutARequestHasTheAddress) {
  const std::string body =
      R"({"events": [{"action": "push", "target": {"mediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
    "digest": "sha256:)" +
      kHex + R"(", "repository": "app", "url": "http://r.example/v2/app/manifests/sha256:c"}}]})";
  EXPECT_EQ(read(body), (std::vector<PushedImage>{{"r.example", "app", "", digest()}}));
}

TEST(RegistryEvent, Harbor) {
  const std::string body = R"({"type": "PUSH_ARTIFACT", "occur_at": 1586922308, "operator": "admin", "event_data": {"resources": [
    {"digest": "sha256:)" + kHex +
                           R"(", "tag": "latest", "resource_url": "hub.example/test/debian:latest"}],
    "repository": {"date_created": 1586922308, "name": "debian", "namespace": "test", "repo_full_name": "test/debian", "repo_type": "private"}}})";
  EXPECT_EQ(read(body), (std::vector<PushedImage>{{"hub.example", "test/debian", "latest", digest()}}));
  EXPECT_TRUE(
      read(R"({"type": "DELETE_ARTIFACT", "event_data": {"resources": [{"tag": "1"}], "repository": {"repo_full_name": "a/b"}}})").empty());
}

TEST(RegistryEvent, DockerHub) {
  EXPECT_EQ(read(R"({"callback_url": "https://x", "push_data": {"pushed_at": 1, "pusher": "me", "tag": "1.27"},
    "repository": {"name": "app", "namespace": "team", "repo_name": "team/app"}})"),
            (std::vector<PushedImage>{{"docker.io", "team/app", "1.27", {}}}));
  EXPECT_EQ(read(R"({"push_data": {"tag": "1"}, "repository": {"repo_name": "nginx"}})"),
            (std::vector<PushedImage>{{"docker.io", "library/nginx", "1", {}}}));
}

TEST(RegistryEvent, GitHub) {
  const std::string body = R"({"action": "published", "registry_package": {"name": "App", "namespace": "Team", "package_type": "CONTAINER",
    "package_version": {"version": "sha256:)" +
                           kHex + R"(", "container_metadata": {"tag": {"name": "v1.2", "digest": "sha256:)" + kHex + R"("}}}}})";
  EXPECT_EQ(read(body), (std::vector<PushedImage>{{"ghcr.io", "team/app", "v1.2", digest()}}));
  EXPECT_TRUE(read(R"({"action": "published", "package": {"package_type": "npm", "name": "x"}})").empty());
  EXPECT_TRUE(read(R"({"zen": "Keep it logically awesome.", "hook_id": 1})").empty());
}

TEST(RegistryEvent, Quay) {
  EXPECT_EQ(
      read(
          R"({"name": "app", "repository": "team/app", "namespace": "team", "docker_url": "quay.io/team/app", "updated_tags": ["1", "2"]})"),
      (std::vector<PushedImage>{{"quay.io", "team/app", "1", {}}, {"quay.io", "team/app", "2", {}}}));
}

TEST(RegistryEvent, WhatIsNoneIsRefused) {
  EXPECT_EQ(parse_registry_event("hello").error().code, Code::kCorrupt);
  EXPECT_EQ(parse_registry_event("{}").error().code, Code::kUnsupported);
  EXPECT_EQ(parse_registry_event("[]").error().code, Code::kUnsupported);
  EXPECT_TRUE(read(R"({"events": [{"action": "push", "target": 7}, 3, null]})").empty());
  // A tag of a mebibyte is no tag.
  EXPECT_TRUE(read(R"({"push_data": {"tag": ")" + std::string(100'000, 'a') + R"("}, "repository": {"repo_name": "team/app"}})").empty());
}

TEST(RegistryEvent, Fuzz) { REPLAY_CORPUS(registry_event_fuzz); }

}  // namespace
}  // namespace batten::update
