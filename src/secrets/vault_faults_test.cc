// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong on the way: servers that are down, slow, busy, sealed, standing by, or none at all. The stand-in makes the faults, or a
// scripted server where only the wire matters.
#include <gtest/gtest.h>

#include <string>

#include "http/loopback_server.h"
#include "secrets/vault_client.h"
#include "secrets/vault_fixture.h"

namespace batten::secrets {
namespace {

class VaultFaults : public testing::Test {
 protected:
  void SetUp() override {
    if (!server().reason().empty()) GTEST_SKIP() << server().reason();
    world_.variables = {{"VAULT_ADDR", server()["url"]}, {"VAULT_TOKEN", server()["app_token"]}};
    Result<std::unique_ptr<Session>> opened = world_.open();
    ASSERT_TRUE(opened) << opened.error().message;
    session_ = std::move(*opened);
    ASSERT_TRUE(session_->get(parsed("vault:secret/app#user")));  // the mount is known now
  }
  void TearDown() override {
    if (server().reason().empty()) server().control(R"({"fault":null,"sealed":false,"initialized":true,"health":null})");
  }
  static VaultProcess& server() { return VaultProcess::of("stand-in"); }
  Result<Secret> asked() { return session_->get(parsed("vault:secret/app#user")); }
  Error refused() {
    Result<Secret> secret = asked();
    EXPECT_FALSE(secret);
    return secret ? Error{} : secret.error();
  }

  VaultWorld world_;
  std::unique_ptr<Session> session_;
};

TEST_F(VaultFaults, WhatPassesIsWaitedFor) {
  for (const char* fault :
       {R"({"kind":"status","status":429,"count":3})", R"({"kind":"status","status":503,"count":3})",
        R"({"kind":"status","status":500,"count":3})", R"({"kind":"status","status":502,"count":1})",
        R"({"kind":"status","status":412,"count":2})", R"({"kind":"status","status":473,"count":2})", R"({"kind":"close","count":2})"}) {
    server().control(std::string(R"({"fault":)") + fault + "}");
    world_.waits->clear();
    Result<Secret> secret = asked();
    ASSERT_TRUE(secret) << fault << ": " << secret.error().message;
    EXPECT_EQ(secret->value.view(), "app");
    EXPECT_GE(world_.waits->size(), 1u);
  }
}

TEST_F(VaultFaults, WaitsGrowAndEnd) {
  server().control(R"({"fault":{"kind":"status","status":429,"errors":["request path \"x\": rate limit quota exceeded"]}})");
  world_.waits->clear();
  Error error = refused();
  EXPECT_EQ(error.code, Code::kUnavailable);
  EXPECT_TRUE(error.message.contains("rate limit quota exceeded")) << error.message;
  ASSERT_EQ(world_.waits->size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_GE((*world_.waits)[i].count(), 250 << i);
    EXPECT_LE((*world_.waits)[i].count(), 500 << i);
  }
  server().control(R"({"fault":{"kind":"status","status":429,"retry_after":7,"count":1}})");
  world_.waits->clear();
  EXPECT_TRUE(asked());
  ASSERT_EQ(world_.waits->size(), 1u);
  EXPECT_EQ(world_.waits->front(), std::chrono::seconds(7));
}

TEST_F(VaultFaults, ASealedServerSaysSo) {
  server().control(R"({"sealed":true})");
  Error error = refused();
  EXPECT_EQ(error.code, Code::kUnavailable);
  EXPECT_TRUE(error.message.contains("503: Vault is sealed; the server is sealed")) << error.message;
  server().control(R"({"sealed":false,"initialized":false})");
  EXPECT_TRUE(refused().message.contains("the server is not initialised")) << refused().message;
  for (const char* health : {"429", "473", "472"}) {
    server().control(std::string(R"({"initialized":true,"fault":{"kind":"status","status":503,"path":"secret"},"health":)") + health + "}");
    EXPECT_TRUE(refused().message.contains("the server is a standby")) << refused().message;
  }
}

TEST_F(VaultFaults, ARedirectIsNotFollowed) {
  http::LoopbackServer other([](const std::string&) { return http::LoopbackServer::answer(200, "{}"); });
  server().control(R"({"fault":{"kind":"redirect","to":")" + other.url() + "\"}}");
  Error error = refused();
  EXPECT_EQ(error.code, Code::kDenied);
  EXPECT_TRUE(error.message.contains("the server sends us to " + other.url())) << error.message;
  EXPECT_EQ(other.requests(), 0) << "the token stays here";
}

TEST_F(VaultFaults, AnAnswerThatIsNone) {
  server().control(R"({"fault":{"kind":"garbage"}})");
  EXPECT_EQ(refused().code, Code::kCorrupt);
  server().control(R"({"fault":null})");
  EXPECT_TRUE(asked());
}

TEST_F(VaultFaults, ASlowServerIsLeft) {
  world_.timeout_ms = 200;
  world_.tries = 2;
  Result<std::unique_ptr<Session>> opened = world_.open();
  ASSERT_TRUE(opened);
  server().control(R"({"fault":{"kind":"slow","seconds":1,"count":4}})");
  Result<Secret> secret = (*opened)->get(parsed("vault:secret/app#user"));
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, Code::kTimeout) << secret.error().message;
  EXPECT_EQ(world_.waits->size(), 1u);
}

TEST_F(VaultFaults, AWriteIsNotRepeatedBlindly) {
  world_.waits->clear();
  server().control(R"({"fault":{"kind":"status","status":500,"path":"secret/data/written","count":1}})");
  Result<std::string> version = session_->put(parsed("vault:secret/written#a"), "x");
  ASSERT_TRUE(version) << "its reading was what failed, and was repeated";
  EXPECT_EQ(world_.waits->size(), 1u);
  // A lookup passes, the opening is answered by nobody: once is enough.
  http::LoopbackServer half([](const std::string& request) {
    return request.contains("sys/wrapping/lookup")
               ? http::LoopbackServer::answer(200, R"({"data":{"creation_path":"auth/approle/role/x/secret-id"}})")
               : std::string("HTTP/1.1 500 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  VaultWorld world;
  world.variables = {{"VAULT_ADDR", half.url()}, {"VAULT_ROLE_ID", "x"}, {"VAULT_WRAPPED_SECRET_ID", "hvs.wrappedwrapped"}};
  Result<std::unique_ptr<Session>> opened = world.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::kUnavailable);
  EXPECT_TRUE(opened.error().message.contains("the token may be used up now")) << opened.error().message;
  EXPECT_TRUE(world.waits->empty());
}

TEST_F(VaultFaults, ALostAnswerOfALeaseIsNoLoss) {
  server().control(R"({"fault":{"kind":"close","path":"database/creds","count":1}})");
  Result<Secret> secret = session_->get(parsed("vault:database/creds/app#username"));
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_TRUE(secret->value.view().starts_with("v-app-"));
}

TEST_F(VaultFaults, NamespacesAreApart) {
  server().call("POST", "/v1/sys/namespaces/tenant", "{}");
  server().call("POST", "/v1/sys/mounts/secret", R"({"type":"kv","options":{"version":"2"}})", "X-Vault-Namespace: tenant");
  server().call("POST", "/v1/secret/data/app", R"({"data":{"user":"of the tenant"}})", "X-Vault-Namespace: tenant");
  world_.variables["VAULT_TOKEN"] = server()["root_token"];
  world_.variables["VAULT_NAMESPACE"] = "tenant";
  Result<std::unique_ptr<Session>> opened = world_.open();
  ASSERT_TRUE(opened) << opened.error().message;
  Result<Secret> secret = (*opened)->get(parsed("vault:secret/app#user"));
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->value.view(), "of the tenant");
}

TEST_F(VaultFaults, LeasesOfATokenEndWithIt) {
  VaultProcess& own = VaultProcess::of("stand-in with a clock of its own");
  world_.variables = {{"VAULT_ADDR", own["url"]}, {"VAULT_ROLE_ID", own["app_role_id"]}, {"VAULT_SECRET_ID", own["app_secret_id"]}};
  Result<std::unique_ptr<Session>> opened = world_.open();
  ASSERT_TRUE(opened);
  Result<Secret> user = (*opened)->get(parsed("vault:database/creds/app#username"));
  ASSERT_TRUE(user);
  own.control(R"({"advance":7200})");
  *world_.ahead = std::chrono::hours(2);
  Result<Secret> password = (*opened)->get(parsed("vault:database/creds/app#password"));
  Result<Lease> renewed = (*opened)->renew(user->lease);
  ASSERT_TRUE(password) << password.error().message;
  EXPECT_NE(password->lease.id, user->lease.id) << "the other half of what has ended is of no use";
  ASSERT_FALSE(renewed);
  EXPECT_EQ(renewed.error().code, Code::kNotFound);
}

TEST(VaultClients, NobodyIsThere) {
  VaultWorld world;
  world.variables = {{"VAULT_ADDR", "http://127.0.0.1:1"}, {"VAULT_TOKEN", "hvs.x"}};
  Result<std::unique_ptr<Session>> opened = world.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::kUnavailable);
  EXPECT_TRUE(opened.error().message.contains("127.0.0.1")) << opened.error().message;
  EXPECT_EQ(world.waits->size(), 3u);
}

TEST(VaultClients, PlainHttpStaysOnThisMachine) {
  auto code = [](std::map<std::string, std::string> variables) {
    VaultWorld world;
    world.variables = std::move(variables);
    world.variables["VAULT_TOKEN"] = "hvs.x";
    world.tries = 1;
    world.timeout_ms = 300;
    Result<std::unique_ptr<Session>> opened = world.open();
    return opened ? Code::kInternal : opened.error().code;
  };
  EXPECT_EQ(code({{"VAULT_ADDR", "http://vault.invalid:8200"}}), Code::kDenied);
  EXPECT_EQ(code({{"VAULT_ADDR", "http://127.0.0.1.invalid"}}), Code::kDenied);
  EXPECT_NE(code({{"VAULT_ADDR", "http://vault.invalid:8200"}, {"VAULT_PLAIN_HTTP", "true"}}), Code::kDenied);
  EXPECT_EQ(code({{"VAULT_ADDR", "http://vault.invalid:8200"}, {"VAULT_PLAIN_HTTP", "yes"}}), Code::kInvalidArgument);
  for (const char* address : {"vault.example", "ftp://vault.example", "https://", "https://vault.example/path", "https://u:p@vault.example",
                              "https://vault.example?x", "unix://relative"})
    EXPECT_EQ(code({{"VAULT_ADDR", address}}), Code::kInvalidArgument) << address;
}

TEST(VaultClients, WhatTheServerSaysBackIsNotShown) {
  http::LoopbackServer echo([](const std::string& request) {
    std::string body = request.substr(request.find("\r\n\r\n") + 4);
    std::string token = request.contains("hvs.tokentoken") ? "hvs.tokentoken" : "";
    bool is_login = request.contains("/login");
    std::string said = is_login ? "bad: the-secret-id-0 \x1b[31m" : "token " + token + " value the-new-value";
    for (std::size_t at = said.find('\x1b'); at != said.npos; at = said.find('\x1b')) said.replace(at, 1, "\\u001b");
    if (request.starts_with("GET /v1/sys/internal"))
      return http::LoopbackServer::answer(200, R"({"data":{"path":"secret/","type":"kv","options":{"version":"2"}}})");
    if (request.starts_with("GET /v1/secret")) return http::LoopbackServer::answer(404, R"({"errors":[]})");
    return http::LoopbackServer::answer(400, R"({"errors":[")" + said + "\"]}");
  });
  VaultWorld world;
  world.variables = {{"VAULT_ADDR", echo.url()}, {"VAULT_ROLE_ID", "role"}, {"VAULT_SECRET_ID", "the-secret-id-0"}};
  Result<std::unique_ptr<Session>> opened = world.open();
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().message.contains("bad: ***")) << opened.error().message;
  EXPECT_FALSE(opened.error().message.contains("the-secret-id-0"));
  EXPECT_FALSE(opened.error().message.contains('\x1b'));
  world.variables = {{"VAULT_ADDR", echo.url()}, {"VAULT_TOKEN", "hvs.tokentoken"}};
  opened = world.open();
  ASSERT_TRUE(opened) << opened.error().message;
  Result<std::string> version = (*opened)->put(parsed("vault:secret/app#a"), "the-new-value");
  ASSERT_FALSE(version);
  EXPECT_TRUE(version.error().message.contains("token *** value ***")) << version.error().message;
}

TEST(VaultClients, AHostileServerGivesErrors) {
  for (const char* data : {R"({"data":null})", R"({"data":[]})", R"({"data":{"data":7}})", R"({"data":{"data":{}}})", "[]", "7", "",
                           R"({"data":{"data":{"a":{"b":)", R"({"dat\u0061":{"data":{"a":"x"}}})"}) {
    http::LoopbackServer hostile([&](const std::string& request) {
      if (request.starts_with("GET /v1/sys/internal"))
        return http::LoopbackServer::answer(200, R"({"data":{"path":"secret/","type":"kv","options":{"version":"2"}}})");
      return http::LoopbackServer::answer(200, data);
    });
    VaultWorld world;
    world.variables = {{"VAULT_ADDR", hostile.url()}, {"VAULT_AUTH_METHOD", "none"}};
    Result<std::unique_ptr<Session>> opened = world.open();
    ASSERT_TRUE(opened);
    Result<Secret> secret = (*opened)->get(parsed("vault:secret/app#a"));
    ASSERT_FALSE(secret) << data;
    EXPECT_TRUE(secret.error().code == Code::kCorrupt || secret.error().code == Code::kNotFound) << data << secret.error().message;
  }
  for (const char* mount : {R"({"data":{"path":"other/","type":"kv"}})", R"({"data":{"path":"","type":"kv"}})",
                            R"({"data":{"path":"/","type":"kv"}})", R"({"data":{"type":"kv"}})", "{}"}) {
    http::LoopbackServer hostile([&](const std::string&) { return http::LoopbackServer::answer(200, mount); });
    VaultWorld world;
    world.variables = {{"VAULT_ADDR", hostile.url()}, {"VAULT_AUTH_METHOD", "none"}};
    Result<std::unique_ptr<Session>> opened = world.open();
    ASSERT_TRUE(opened);
    Result<Secret> secret = (*opened)->get(parsed("vault:secret/app#a"));
    ASSERT_FALSE(secret) << mount;
    EXPECT_EQ(secret.error().code, Code::kCorrupt) << mount;
  }
}

TEST(VaultClients, ALoginThatGivesNoTokenIsCorrupt) {
  for (const char* auth : {"{}", R"({"auth":{}})", R"({"auth":{"client_token":""}})", R"({"auth":{"client_token":"a\nX-Evil: 1"}})"}) {
    http::LoopbackServer hostile([&](const std::string&) { return http::LoopbackServer::answer(200, auth); });
    VaultWorld world;
    world.variables = {{"VAULT_ADDR", hostile.url()}, {"VAULT_ROLE_ID", "x"}};
    Result<std::unique_ptr<Session>> opened = world.open();
    ASSERT_FALSE(opened) << auth;
    EXPECT_EQ(opened.error().code, Code::kCorrupt) << auth;
  }
}

}  // namespace
}  // namespace batten::secrets
