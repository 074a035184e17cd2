// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "monitor/container_json.h"

namespace batten::monitor {
namespace {

using model::RunningContainer;
using model::RunningMount;

constexpr std::string_view kConfig = R"({
  "State": {"Running": true, "Pid": 4711, "StartedAt": "2026-01-02T03:04:05.25Z"}, "ID": "x",
  "Created": "2026-01-02T03:04:04.000000001Z", "Name": "/web_1", "Image": "sha256:aa",
  "Config": {"User": "www-data", "Env": ["A=1", 2, "B=2"], "Image": "registry.example:5000/team/app:1.2",
             "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "web", "n": 5}},
  "NetworkSettings": {"Networks": {"a": {"IPAddress": ""}, "b": {"IPAddress": "172.18.0.2"}}},
  "MountPoints": {"/data": {"Source": "/srv", "Destination": "/data", "RW": false, "Relabel": "ro", "Propagation": "rprivate"}, "/bad": 7}})";

TEST(ContainerFacts, DockersFileSaysAll) {
  RunningContainer out;
  ASSERT_TRUE(read_docker_config(kConfig, out));
  EXPECT_EQ(out.name, "web_1");
  EXPECT_EQ(out.image_repository, "registry.example:5000/team/app");
  EXPECT_EQ(out.image_tag, "1.2");
  EXPECT_EQ(out.image_id, "sha256:aa");
  EXPECT_EQ(out.first_pid, 4711u);
  EXPECT_EQ(out.started_ns, 1767323045'250'000'000);
  EXPECT_EQ(out.created_ns, 1767323044'000'000'001);
  EXPECT_EQ(out.address, "172.18.0.2");
  EXPECT_EQ(out.compose_project, "shop");
  EXPECT_EQ(out.compose_service, "web");
  EXPECT_EQ(out.environment, (std::vector<std::string>{"A=1", "B=2"}));
  EXPECT_EQ(out.mounts,
            (std::vector<RunningMount>{{.source = "/srv", .target = "/data", .mode = "ro", .writable = false, .propagation = "rprivate"}}));
  EXPECT_EQ(out.privileged, std::nullopt);
  ASSERT_TRUE(read_docker_host_config(R"({"Privileged": true, "PidMode": "host", "NetworkMode": "bridge"})", out));
  EXPECT_EQ(out.privileged, true);
  EXPECT_EQ(out.host_pid, true);
  EXPECT_EQ(out.host_network, false);
  // What there is, is known again from JSON.
  const Result<RunningContainer> nameless = parse_container_json(container_json(out));
  EXPECT_FALSE(nameless) << "it has no id";
  out.id = "0123";
  out.image_facts = {.fixable_critical = 1, .fixable_high = 2, .digest_verified = false};
  const Result<RunningContainer> again = parse_container_json(container_json(out));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, out);
}

TEST(ContainerFacts, AnAnswerSaysTheSame) {
  RunningContainer out;
  ASSERT_TRUE(read_docker_inspect(R"({"Id": "x", "Name": "/db", "Image": "sha256:aa", "State": {"Pid": 12},
    "Config": {"Image": "postgres", "User": "70"}, "HostConfig": {"Privileged": false, "IpcMode": "host"},
    "Mounts": [{"Source": "/a", "Destination": "/b", "Mode": "Z", "RW": true}],
    "NetworkSettings": {"IPAddress": "10.0.0.9"}, "GraphDriver": {"Data": {"UpperDir": "/u", "MergedDir": "/m"}}})",
                                  out));
  EXPECT_EQ(out.image_repository, "postgres");
  EXPECT_EQ(out.image_tag, "latest");
  EXPECT_EQ(out.mounts.at(0).mode, "Z");
  EXPECT_EQ(out.upper_directory, "/u");
  EXPECT_EQ(out.host_ipc, true);
  EXPECT_EQ(out.address, "10.0.0.9");
}

TEST(ContainerFacts, NamesOfImages) {
  const auto split = [](std::string image) {
    RunningContainer out;
    out.image = std::move(image);
    split_image_name(out);
    return out.image_repository + "|" + out.image_tag + "|" + out.image_digest;
  };
  const std::string digest = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(split("nginx"), "nginx|latest|");
  EXPECT_EQ(split("localhost:5000/nginx"), "localhost:5000/nginx|latest|");
  EXPECT_EQ(split("nginx@" + digest), "nginx||" + digest);
  EXPECT_EQ(split("docker.io/library/nginx:1@" + digest), "docker.io/library/nginx|1|" + digest);
  EXPECT_EQ(split(digest), "||");
  EXPECT_EQ(split("No Such"), "||");
}

TEST(ContainerFacts, TheRuntimesConfiguration) {
  RunningContainer out;
  ASSERT_TRUE(
      read_runtime_config(R"({"process": {"user": {"uid": 65532}, "env": ["PATH=/bin"], "capabilities": {"bounding": ["CAP_CHOWN"]}},
    "annotations": {"io.kubernetes.cri.image-name": "docker.io/library/redis:7", "io.kubernetes.cri.container-name": "cache",
      "io.kubernetes.cri.sandbox-name": "cache-0", "io.kubernetes.cri.sandbox-namespace": "shop", "io.kubernetes.cri.sandbox-uid": "u-1", "team": "x"},
    "mounts": [{"destination": "/proc", "type": "proc"}, {"destination": "/data", "type": "bind", "source": "/srv", "options": ["rbind", "rprivate", "ro"]}],
    "linux": {"namespaces": [{"type": "pid"}, {"type": "network", "path": "/proc/1/ns/net"}], "maskedPaths": ["/proc/kcore"]}})",
                          out));
  EXPECT_EQ(out.name, "cache");
  EXPECT_EQ(out.image_repository, "docker.io/library/redis");
  EXPECT_EQ(out.pod_name, "cache-0");
  EXPECT_EQ(out.pod_namespace, "shop");
  EXPECT_EQ(out.pod_uid, "u-1");
  EXPECT_EQ(out.labels, (std::map<std::string, std::string>{{"team", "x"}}));
  EXPECT_EQ(out.user, "65532");
  EXPECT_EQ(out.host_pid, false);
  EXPECT_EQ(out.host_ipc, true);
  EXPECT_EQ(out.privileged, false);
  ASSERT_EQ(out.mounts.size(), 1u);
  EXPECT_EQ(out.mounts[0], (RunningMount{.source = "/srv", .target = "/data", .mode = "ro", .writable = false, .propagation = "rprivate"}));

  RunningContainer crio;
  ASSERT_TRUE(read_runtime_config(R"({"process": {"capabilities": {"bounding": ["CAP_SYS_ADMIN", "CAP_SYS_MODULE"]}}, "linux": {},
    "annotations": {"io.kubernetes.cri-o.ImageName": "quay.io/a/b:2", "io.kubernetes.container.name": "b", "io.kubernetes.pod.name": "p",
    "io.kubernetes.pod.namespace": "n", "io.kubernetes.pod.uid": "u", "io.kubernetes.cri-o.Labels": "{\"app\":\"b\"}"}})",
                                  crio));
  EXPECT_EQ(crio.name, "b");
  EXPECT_EQ(crio.pod_labels, (std::map<std::string, std::string>{{"app", "b"}}));
  EXPECT_EQ(crio.privileged, true);
}

TEST(ContainerFacts, WhatTheStorageKnows) {
  const std::string text =
      R"([{"id": "a"}, {"id": "b", "names": ["web"], "image": ")" + std::string(64, 'c') +
      R"(", "layer": "1f", "created": "2026-01-02T03:04:05Z", "metadata": "{\"image-name\":\"docker.io/library/alpine:3\",\"name\":\"web\"}"}])";
  RunningContainer out;
  out.id = "b";
  std::string layer;
  ASSERT_TRUE(read_storage_entry(text, out, layer));
  EXPECT_EQ(out.name, "web");
  EXPECT_EQ(out.image_tag, "3");
  EXPECT_EQ(out.image_id, "sha256:" + std::string(64, 'c'));
  EXPECT_EQ(layer, "1f");
  out.id = "none";
  EXPECT_EQ(read_storage_entry(text, out, layer).error().code, Code::kNotFound);
}

TEST(ContainerFacts, LongTextsAreCutAndWrongOnesRefused) {
  RunningContainer out;
  std::string labels;
  for (int i = 0; i < 1000; ++i) labels += (i == 0 ? "\"l" : ",\"l") + std::to_string(i) + "\": \"" + std::string(1000, 'x') + "\"";
  ASSERT_TRUE(read_docker_config(R"({"Config": {"Labels": {)" + labels + "}}}", out));
  EXPECT_GT(out.labels.size(), 50u);
  EXPECT_LT(out.labels.size(), 200u);
  for (const char* bad : {"", "[]", "7", "{", R"({"a": )"}) {
    EXPECT_FALSE(read_docker_config(bad, out)) << bad;
    EXPECT_FALSE(read_docker_inspect(bad, out)) << bad;
    EXPECT_FALSE(read_runtime_config(bad, out)) << bad;
  }
  EXPECT_FALSE(read_docker_config("{\"a\": " + std::string(1000, '[') + std::string(1000, ']') + "}", out));
  EXPECT_TRUE(read_docker_config(R"({"State": [], "Config": 5, "MountPoints": "x", "Name": {}})", out));
}

TEST(ContainerFacts, ImagesByTheirIds) {
  const auto images =
      read_docker_images(R"({"Repositories": {"app": {"app:1": "sha256:aa", "app@sha256:dd": "sha256:aa", "app:2": 5}, "x": []}})");
  ASSERT_TRUE(images);
  ASSERT_EQ(images->size(), 1u);
  EXPECT_EQ(images->at("sha256:aa"), (DockerImageNames{.name = "app:1", .digest = "sha256:dd"}));
}

}  // namespace
}  // namespace batten::monitor
