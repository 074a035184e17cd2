// SPDX-License-Identifier: Apache-2.0
#include "engine/client.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/format.h"
#include "http/loopback_server.h"

namespace batten::engine {
namespace {

using http::LoopbackServer;

const std::string kImageId(64, 'a');
const std::string kContainerId(64, 'c');

std::string path_of(const std::string& request) {
  std::size_t from = request.find(' ') + 1;
  return request.substr(from, request.find(' ', from) - from);
}

// Answers one path, refuses all others as an engine does.
LoopbackServer::Handler only(const std::string& path, const std::string& body, int status = 200) {
  return [=](const std::string& request) {
    if (path_of(request) != path) return LoopbackServer::answer(404, R"({"message":"page not found"})");
    return LoopbackServer::answer(status, body, {"Api-Version: 1.54", "Content-Type: application/json"});
  };
}

Client client_of(const LoopbackServer& server, int answer_timeout_ms = 10'000) {
  return *Client::connect("tcp://" + server.host(), answer_timeout_ms);
}

TEST(EngineClient, InfoIsAskedWithoutAVersionAndSaysWhichIsSpoken) {
  LoopbackServer server(only("/info", R"({"ServerVersion":"29.0.1","Driver":"overlay2","DockerRootDir":"/var/lib/docker"})"));
  auto info = client_of(server).info();
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->version, "29.0.1");
  EXPECT_EQ(info->driver, "overlay2");
  EXPECT_EQ(info->root_dir, "/var/lib/docker");
  EXPECT_EQ(info->api_version, "1.54");
}

TEST(EngineClient, AnEngineThatDoesNotSayItsVersionHasNone) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, "{}"); });
  auto info = client_of(server).info();
  ASSERT_TRUE(info);
  EXPECT_EQ(info->api_version, "");
  EXPECT_EQ(info->driver, "");
}

TEST(EngineClient, HostsWithAndWithoutASlashAreTheSame) {
  LoopbackServer server(only("/images/json", "[]"));
  for (const std::string& host : {"tcp://" + server.host() + "/", "http://" + server.host()}) {
    auto client = Client::connect(host);
    ASSERT_TRUE(client) << client.error().message;
    EXPECT_TRUE(client->images());
    EXPECT_EQ(client->where(), host);
  }
}

TEST(EngineClient, EnginesThatCanNotBeAsked) {
  EXPECT_EQ(Client::connect("tcp://192.0.2.1:2375").error().code, Code::kDenied);
  EXPECT_EQ(Client::connect("http://engine.example:2375").error().code, Code::kDenied);
  EXPECT_EQ(Client::connect("unix:///nowhere/docker.sock").error().code, Code::kUnavailable);
  EXPECT_EQ(Client::connect("unix:///etc/passwd").error().code, Code::kUnavailable);
  EXPECT_EQ(Client::connect("docker").error().code, Code::kInvalidArgument);
}

TEST(EngineClient, ListsImages) {
  LoopbackServer server(only("/images/json", format(R"([{{"Id":"sha256:{}","RepoTags":["nginx:1.25","nginx:latest"],
    "RepoDigests":["nginx@sha256:{}"]}},{{"Id":"sha256:odd","RepoTags":null}}])",
                                                    kImageId, kContainerId)));
  auto images = client_of(server).images();
  ASSERT_TRUE(images) << images.error().message;
  ASSERT_EQ(images->size(), 2u);
  EXPECT_EQ((*images)[0].id.hex(), kImageId);
  EXPECT_EQ((*images)[0].repo_tags, (std::vector<std::string>{"nginx:1.25", "nginx:latest"}));
  EXPECT_EQ((*images)[0].repo_digests.size(), 1u);
  EXPECT_TRUE((*images)[1].id.empty());
  EXPECT_TRUE((*images)[1].repo_tags.empty());
}

TEST(EngineClient, ListsContainersRunningOrAll) {
  std::string body = format(R"([{{"Id":"{}","Names":["/web"],"Image":"nginx:1.25","ImageID":"sha256:{}","State":"exited",
    "Labels":{{"com.docker.compose.project":"shop"}}}}])",
                            kContainerId, kImageId);
  LoopbackServer server(
      [&](const std::string& request) { return LoopbackServer::answer(200, path_of(request) == "/containers/json?all=1" ? body : "[]"); });
  Client client = client_of(server);
  EXPECT_TRUE(client.containers(false)->empty());
  auto all = client.containers(true);
  ASSERT_TRUE(all) << all.error().message;
  ASSERT_EQ(all->size(), 1u);
  const EngineContainer& web = all->front();
  EXPECT_EQ(web.id, kContainerId);
  EXPECT_EQ(web.name, "web");
  EXPECT_EQ(web.image, "nginx:1.25");
  EXPECT_EQ(web.image_id.hex(), kImageId);
  EXPECT_EQ(web.state, "exited");
  EXPECT_EQ(web.labels.at("com.docker.compose.project"), "shop");
}

TEST(EngineClient, InspectsAContainer) {
  LoopbackServer server(only("/containers/web/json", format(R"({{"Id":"{}","Name":"/web","Image":"sha256:{}","State":{{"Status":"running"}},
    "Config":{{"Image":"nginx:1.25","Labels":{{"a":"b"}}}},
    "GraphDriver":{{"Name":"overlay2","Data":{{"UpperDir":"/var/lib/docker/overlay2/x/diff"}}}}}})",
                                                            kContainerId, kImageId)));
  Client client = client_of(server);
  auto web = client.container("web");
  ASSERT_TRUE(web) << web.error().message;
  EXPECT_EQ(web->name, "web");
  EXPECT_EQ(web->image, "nginx:1.25");
  EXPECT_EQ(web->image_id.hex(), kImageId);
  EXPECT_EQ(web->state, "running");
  EXPECT_EQ(web->labels.at("a"), "b");
  EXPECT_EQ(*client.container_upper_dir("web"), "/var/lib/docker/overlay2/x/diff");
}

TEST(EngineClient, PausesAndUnpauses) {
  for (const char* what : {"pause", "unpause"}) {
    const bool pause = std::string(what) == "pause";
    const auto set = [&](int status) {
      LoopbackServer server(only(format("/containers/one/{}", what), "", status));
      return pause ? client_of(server).pause_container("one") : client_of(server).unpause_container("one");
    };
    EXPECT_TRUE(set(204));
    EXPECT_EQ(set(409).error().code, Code::kConflict);
    EXPECT_EQ(set(404).error().code, Code::kNotFound);
  }
}

TEST(EngineClient, AContainersStatusOutlivesIt) {
  auto waited = [](int status, const std::string& body) {
    LoopbackServer server(only("/containers/one/wait?condition=removed", body, status));
    int told = 0;
    auto out = client_of(server).wait_removed("one", [&] { ++told; });
    EXPECT_EQ(told, 1);
    return out;
  };
  EXPECT_EQ(*waited(200, R"({"StatusCode":127,"Error":{"Message":"oci runtime error"}})"), 127);
  EXPECT_EQ(*waited(200, R"({"StatusCode":0,"Error":null})"), 0);
  EXPECT_EQ(waited(404, R"({"message":"No such container: one"})").error().code, Code::kNotFound);
  for (const char* body : {"{}", R"({"StatusCode":"0"})", R"({"StatusCode":256})", R"({"StatusCode":-1})", "", "[]"})
    EXPECT_EQ(waited(200, body).error().code, Code::kCorrupt) << body;
}

TEST(EngineClient, OtherDriversHaveNoUpperDirectory) {
  LoopbackServer server(only("/containers/web/json", R"({"Id":"c","GraphDriver":{"Name":"btrfs","Data":{"UpperDir":"/somewhere"}}})"));
  EXPECT_EQ(*client_of(server).container_upper_dir("web"), "");
}

TEST(EngineClient, WhatIsNotThereIsNamedAsItWasAskedFor) {
  LoopbackServer server(only("/none", ""));
  Client client = client_of(server);
  auto image = client.image("registry.example/a/b:1.0");
  EXPECT_EQ(image.error().code, Code::kNotFound);
  EXPECT_EQ(image.error().message, "the Docker engine has no image 'registry.example/a/b:1.0'");
  auto container = client.container("web");
  EXPECT_EQ(container.error().code, Code::kNotFound);
  EXPECT_EQ(container.error().message, "the Docker engine has no container 'web'");
  auto sink = [](std::string_view) -> Result<void> { return {}; };
  EXPECT_EQ(client.export_image("ubuntu:latest", sink).error().message, "the Docker engine has no image 'ubuntu:latest'");
  EXPECT_EQ(client.export_container("web", sink).error().code, Code::kNotFound);
  // A path that every engine has.
  EXPECT_EQ(client.info().error().code, Code::kNotFound);
  EXPECT_NE(client.info().error().message.find("page not found"), std::string::npos);
}

TEST(EngineClient, NamesArePartsOfAPathAndNothingElse) {
  std::string asked;
  LoopbackServer server([&](const std::string& request) {
    asked = path_of(request);
    return LoopbackServer::answer(404, "");
  });
  EXPECT_FALSE(client_of(server).image("../containers/json?all=1#"));
  EXPECT_EQ(asked, "/images/..%2Fcontainers%2Fjson%3Fall%3D1%23/json");
}

TEST(EngineClient, AnEngineThatFailsSaysWhy) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(500, R"({"message":"driver failed"})"); });
  auto images = client_of(server).images();
  EXPECT_EQ(images.error().code, Code::kUnavailable);
  EXPECT_NE(images.error().message.find("driver failed"), std::string::npos);
  EXPECT_TRUE(images.error().message.starts_with("Docker engine: ")) << images.error().message;
}

TEST(EngineClient, AnswersThatAreNoJsonOrNoList) {
  for (const char* body : {"", "{", "[{\"Id\":", "not json", "\xff\xfe"}) {
    LoopbackServer server([=](const std::string&) { return LoopbackServer::answer(200, body); });
    Client client = client_of(server);
    EXPECT_EQ(client.images().error().code, Code::kCorrupt) << body;
    EXPECT_EQ(client.info().error().code, Code::kCorrupt) << body;
    EXPECT_EQ(client.container("x").error().code, Code::kCorrupt) << body;
  }
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, R"({"Id":7,"Names":[{}]})"); });
  Client client = client_of(server);
  EXPECT_TRUE(client.images()->empty());
  EXPECT_EQ(client.image("x").error().code, Code::kCorrupt);
  EXPECT_EQ(client.container("x").error().code, Code::kCorrupt);
}

TEST(EngineClient, ABodyWithoutEndIsALimit) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, std::string(65u << 20, ' ')); });
  EXPECT_EQ(client_of(server).images().error().code, Code::kLimit);
}

TEST(EngineClient, AnEngineThatHangsIsATimeout) {
  LoopbackServer server([](const std::string&) { return std::string(); });
  auto start = std::chrono::steady_clock::now();
  auto images = client_of(server, 300).images();
  EXPECT_EQ(images.error().code, Code::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(EngineClient, ExportsStreamAndTheSinkMayStopThem) {
  std::string tar(3u << 20, 't');
  LoopbackServer server([&](const std::string& request) {
    bool known = path_of(request) == "/images/nginx%3A1.25/get" || path_of(request) == "/containers/web/export";
    return known ? LoopbackServer::answer(200, tar) : LoopbackServer::answer(404, "");
  });
  Client client = client_of(server);
  std::string got;
  std::size_t parts = 0;
  auto keep = [&](std::string_view bytes) -> Result<void> {
    got += bytes;
    ++parts;
    return {};
  };
  ASSERT_TRUE(client.export_image("nginx:1.25", keep));
  EXPECT_EQ(got, tar);
  EXPECT_GT(parts, 1u);
  got.clear();
  ASSERT_TRUE(client.export_container("web", keep));
  EXPECT_EQ(got, tar);
  auto stopped = client.export_container("web", [](std::string_view) -> Result<void> { return Error{Code::kConflict, "enough"}; });
  EXPECT_EQ(stopped.error().code, Code::kConflict);
  EXPECT_NE(stopped.error().message.find("enough"), std::string::npos);
}

TEST(EngineClient, AnExportThatBreaksOffIsNotWhole) {
  LoopbackServer server([](const std::string&) { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"; });
  std::string got;
  auto done = client_of(server).export_image("x", [&](std::string_view bytes) -> Result<void> {
    got += bytes;
    return {};
  });
  EXPECT_EQ(done.error().code, Code::kUnavailable);
  EXPECT_EQ(got, "abc");
}

}  // namespace
}  // namespace batten::engine
