// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/format.h"
#include "engine/container_changes.h"
#include "engine/container_output.h"
#include "engine/image_changes.h"
#include "http/loopback_server.h"

namespace batten::engine {
namespace {

using http::LoopbackServer;

std::string first_line(const std::string& request) { return request.substr(0, request.find(" HTTP/")); }

// Remembers what it was asked, and answers the same to all.
struct Asked {
  explicit Asked(int status, std::string body = "{}")
      : server([this, status, body](const std::string& request) {
          last = request;
          return LoopbackServer::answer(status, body);
        }),
        client(*Client::connect("tcp://" + server.host(), 5000)) {}
  std::string line() const { return first_line(last); }
  std::string body() const { return last.substr(last.find("\r\n\r\n") + 4); }

  std::string last;
  LoopbackServer server;
  Client client;
};

// For one question.
struct Asker {
  Asked asked;
  Client& operator*() { return asked.client; }
};
Asker asker(int status, const std::string& body = "{}") { return {Asked(status, body)}; }

TEST(EngineChanges, ContainersAreMadeAndChanged) {
  Asked asked(201, R"({"Id":"abc","Warnings":[]})");
  auto id = create_container(asked.client, "a b", R"({"Image":"x"})", "linux/arm64");
  ASSERT_TRUE(id) << id.error().message;
  EXPECT_EQ(*id, "abc");
  EXPECT_EQ(asked.line(), "POST /containers/create?name=a%20b&platform=linux%2Farm64");
  EXPECT_EQ(asked.body(), R"({"Image":"x"})");
  EXPECT_TRUE(start_container(asked.client, "abc"));
  EXPECT_EQ(asked.line(), "POST /containers/abc/start");
  EXPECT_TRUE(rename_container(asked.client, "abc", "web"));
  EXPECT_EQ(asked.line(), "POST /containers/abc/rename?name=web");
  EXPECT_TRUE(remove_container(asked.client, "abc", true, false));
  EXPECT_EQ(asked.line(), "DELETE /containers/abc?force=1&v=0");
  EXPECT_TRUE(set_restart_policy(asked.client, "abc", R"({"Name":"no"})"));
  EXPECT_EQ(asked.body(), R"({"RestartPolicy":{"Name":"no"}})");
  EXPECT_TRUE(connect_network(asked.client, "front", "abc", R"({"Aliases":["w"]})"));
  EXPECT_EQ(asked.line(), "POST /networks/front/connect");
  EXPECT_EQ(asked.body(), R"({"Container":"abc","EndpointConfig":{"Aliases":["w"]}})");
  EXPECT_TRUE(disconnect_network(asked.client, "front", "abc"));
  EXPECT_EQ(asked.body(), R"({"Container":"abc","Force":true})");
  EXPECT_TRUE(tag_image(asked.client, "sha256:1", "localhost:5000/app", "1.2"));
  EXPECT_EQ(asked.line(), "POST /images/sha256%3A1/tag?repo=localhost%3A5000%2Fapp&tag=1.2");
  EXPECT_FALSE(create_container(*asker(201), "a", "{}"));
}

TEST(EngineChanges, RefusalsSayWhat) {
  Asked taken(409, R"({"message":"Conflict. The container name \"/web\" is already in use"})");
  auto conflict = rename_container(taken.client, "abc", "web");
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().code, Code::kConflict);
  EXPECT_TRUE(conflict.error().message.contains("already in use")) << conflict.error().message;
  EXPECT_FALSE(remove_container(taken.client, "abc", false, false));
  EXPECT_TRUE(remove_container(*asker(409, R"({"message":"removal of container abc is already in progress"})"), "abc", false, false));
  EXPECT_TRUE(remove_container(*asker(404, R"({"message":"No such container"})"), "abc", false, false));
  auto gone = start_container(*asker(404, R"({"message":"No such container"})"), "abc");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Code::kNotFound);
  auto full = create_container(*asker(500, R"({"message":"mkdir x: no space left on device"})"), "web", "{}");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().message, "Docker engine: mkdir x: no space left on device");
  const std::string path(600, 'x');
  auto longer = start_container(*asker(500, format(R"({{"message":"write /{}: no space left on device"}})", path)), "abc");
  EXPECT_TRUE(!longer && longer.error().message.ends_with("no space left on device")) << longer.error().message;
  EXPECT_EQ(start_container(*asker(304, ""), "abc").has_value(), true);
}

TEST(EngineChanges, AnImageIsPulledByItsDigest) {
  const model::Digest digest = model::Digest::of_sha256_hex(std::string(64, 'a'));
  Asked asked(200, "{\"status\":\"Pulling\"}\r\n{\"status\":\"Done\"}\r\n");
  const std::string header = registry_auth_header("r.example", "me", "p?ss>", "");
  ASSERT_TRUE(
      pull_image(asked.client, {.repository = "r.example/app", .digest = digest, .platform = "linux/amd64", .authorization = header}));
  EXPECT_EQ(asked.line(), format("POST /images/create?fromImage=r.example%2Fapp&tag=sha256%3A{}&platform=linux%2Famd64", digest.hex()));
  EXPECT_TRUE(asked.last.contains("X-Registry-Auth: " + header));
  EXPECT_EQ(header.find_first_of("+/"), std::string::npos);
  EXPECT_EQ(*base::unbase64(registry_auth_header("r", "", "", "token")), R"({"identitytoken":"token","serveraddress":"r"})");

  const struct {
    const char* message;
    Code code;
  } cases[] = {{"unauthorized: authentication required", Code::kDenied},
               {"manifest unknown", Code::kNotFound},
               {"write /x: no space left on device", Code::kLimit},
               {"dial tcp: connection refused", Code::kUnavailable}};
  for (const auto& one : cases) {
    auto read = read_pull_progress(
        format("{{\"status\":\"Pulling\"}}\n{{\"errorDetail\":{{\"message\":\"{0}\"}},\"error\":\"{0}\"}}\n", one.message));
    ASSERT_FALSE(read) << one.message;
    EXPECT_EQ(read.error().code, one.code) << one.message;
  }
  EXPECT_TRUE(read_pull_progress("no JSON\n\n"));
  const Pull pull{.repository = "r.example/app", .digest = digest};
  auto limited = pull_image(*asker(500, R"({"message":"toomanyrequests: slow down"})"), pull);
  ASSERT_FALSE(limited);
  EXPECT_TRUE(limited.error().message.ends_with("toomanyrequests: slow down; the registry limits requests: try again later"))
      << limited.error().message;
  EXPECT_EQ(pull_image(*asker(404, R"({"message":"pull access denied"})"), pull).error().code, Code::kDenied);
}

TEST(EngineChanges, CommandsInContainersAndTheirLog) {
  std::string frames("\1\0\0\0\0\0\0\3out\2\0\0\0\0\0\0\4err\n", 23);
  LoopbackServer server([&](const std::string& request) {
    const std::string line = first_line(request);
    if (line == "POST /containers/web/exec") return LoopbackServer::answer(201, R"({"Id":"e1"})");
    if (line == "POST /exec/e1/start") return LoopbackServer::answer(200, frames);
    if (line == "GET /exec/e1/json") return LoopbackServer::answer(200, R"({"Running":false,"ExitCode":4})");
    if (line == "GET /containers/web/logs?stdout=1&stderr=1&tail=5&since=7") return LoopbackServer::answer(200, frames);
    return LoopbackServer::answer(404, R"({"message":"page not found"})");
  });
  Client client = *Client::connect("tcp://" + server.host(), 5000);
  auto end = run_in_container(client, "web", {"check"}, 2000);
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->status, 4);
  EXPECT_EQ(end->output, "outerr\n");
  EXPECT_EQ(log_tail(client, "web", 5, 7).value(), "outerr\n");
  EXPECT_EQ(run_in_container(client, "gone", {"check"}, 2000).error().code, Code::kNotFound);
  EXPECT_EQ(without_frames("plain text of a terminal"), "plain text of a terminal");
  EXPECT_EQ(without_frames(std::string("\1\0\0\0\0\0\0\xff"
                                       "cut",
                                       11)),
            "cut");
}

}  // namespace
}  // namespace batten::engine
