// SPDX-License-Identifier: Apache-2.0
//
// Every way to log in, against the stand-in and against Vault itself where that is built; tokens that are renewed, end and come again.
#include "secrets/vault_login.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <thread>

#include "base/file.h"
#include "secrets/vault_fixture.h"

namespace batten::secrets {
namespace {

class VaultLogins : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!server().reason().empty()) GTEST_SKIP() << server().reason();
    world_.variables = {{"VAULT_ADDR", server()["url"]}, {"HOME", server().file("nobody")}};
  }
  VaultProcess& server() const { return VaultProcess::of(GetParam()); }
  std::string& operator[](const std::string& name) { return world_.variables[name]; }

  // The password of secret/app version 1, or the error of the login or the request.
  std::string asked() {
    Result<std::unique_ptr<Session>> session = world_.open();
    if (!session) return "login: " + session.error().message;
    Result<Secret> secret = (*session)->get(parsed("vault:secret/app#password?version=1"));
    return secret ? std::string(secret->value.view()) : "get: " + secret.error().message;
  }
  Error refused() {
    Result<std::unique_ptr<Session>> session = world_.open();
    EXPECT_FALSE(session);
    return session ? Error{} : session.error();
  }
  std::string written(const std::string& name, const std::string& text) {
    EXPECT_TRUE(base::write_file_atomic(server().file(name), text));
    return server().file(name);
  }

  VaultWorld world_;
};
INSTANTIATE_TEST_SUITE_P(Servers, VaultLogins, testing::Values("stand-in", "real"),
                         [](const auto& one) { return std::string(one.param == std::string_view("real") ? "Real" : "StandIn"); });

TEST_P(VaultLogins, ATokenIsFoundInAVariableOrAFile) {
  (*this)["VAULT_TOKEN"] = server()["app_token"];
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_TOKEN"] = "";
  (*this)["VAULT_TOKEN_FILE"] = written("sink", server()["app_token"] + "\n");
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_TOKEN_FILE"] = "";
  (*this)["HOME"] = server().file("home");
  written("home/.vault-token", server()["app_token"]);
  EXPECT_EQ(asked(), "first");
}

TEST_P(VaultLogins, AWrongTokenIsDeniedAndNotShown) {
  (*this)["VAULT_TOKEN"] = "hvs.wrongwrongwrong";
  std::string said = asked();
  EXPECT_TRUE(said.starts_with("get: ")) << said;
  EXPECT_TRUE(said.contains("permission denied")) << said;
  EXPECT_FALSE(said.contains("wrongwrong"));
  (*this)["VAULT_TOKEN"] = "two\nlines";
  EXPECT_EQ(refused().code, Code::kInvalidArgument);
  EXPECT_FALSE(refused().message.contains("lines"));
  (*this)["VAULT_TOKEN"] = "";
  (*this)["VAULT_TOKEN_FILE"] = written("empty", " \n");
  EXPECT_EQ(refused().code, Code::kNotFound);
  (*this)["VAULT_TOKEN_FILE"] = server().file("missing");
  EXPECT_EQ(refused().code, Code::kNotFound);
}

TEST_P(VaultLogins, AppRole) {
  (*this)["VAULT_ROLE_ID"] = server()["app_role_id"];
  (*this)["VAULT_SECRET_ID"] = server()["app_secret_id"];
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_SECRET_ID"] = "";
  (*this)["VAULT_SECRET_ID_FILE"] = written("secret-id", server()["app_secret_id"] + "\n");
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_SECRET_ID"] = server()["app_secret_id"];
  EXPECT_EQ(refused().code, Code::kInvalidArgument) << "which of the two?";
  (*this)["VAULT_SECRET_ID_FILE"] = "";
  (*this)["VAULT_SECRET_ID"] = "wrong-secret-id-0123";
  EXPECT_EQ(refused().code, Code::kDenied);
  EXPECT_TRUE(refused().message.contains("invalid role or secret ID")) << refused().message;
  EXPECT_FALSE(refused().message.contains("wrong-secret-id"));
  (*this)["VAULT_SECRET_ID"] = "";
  EXPECT_EQ(refused().code, Code::kDenied);
  (*this)["VAULT_AUTH_MOUNT"] = "elsewhere";
  EXPECT_EQ(refused().code, Code::kDenied);
}

TEST_P(VaultLogins, AWrappedSecretIdIsOpenedOnce) {
  (*this)["VAULT_ROLE_ID"] = server()["app_role_id"];
  (*this)["VAULT_WRAPPED_SECRET_ID"] = server().wrapped("auth/approle/role/app/secret-id");
  EXPECT_EQ(asked(), "first");
  Error again = refused();
  EXPECT_EQ(again.code, Code::kDenied);
  EXPECT_TRUE(again.message.contains("ALARM") && again.message.contains("may have been stolen")) << again.message;
  EXPECT_FALSE(again.message.contains((*this)["VAULT_WRAPPED_SECRET_ID"]));
}

TEST_P(VaultLogins, AWrappingTokenMadeElsewhereIsNotOpened) {
  (*this)["VAULT_ROLE_ID"] = server()["app_role_id"];
  std::string token = server().wrapped("auth/token/create", R"({"policies":["app"]})");
  (*this)["VAULT_WRAPPED_SECRET_ID"] = token;
  Error other = refused();
  EXPECT_EQ(other.code, Code::kDenied);
  EXPECT_TRUE(other.message.contains("ALARM") && other.message.contains("made at auth/token/create, not at auth/approle/role/*/secret-id"))
      << other.message;
  (*this)["VAULT_ROLE_ID"] = (*this)["VAULT_WRAPPED_SECRET_ID"] = "";
  (*this)["VAULT_WRAPPED_TOKEN"] = token;
  EXPECT_EQ(asked(), "first") << "still closed, and good as what it is";
  EXPECT_TRUE(refused().message.contains("ALARM"));
  (*this)["VAULT_WRAPPED_TOKEN"] = server()["app_token"];
  EXPECT_TRUE(refused().message.contains("ALARM")) << "no wrapping token at all";
}

TEST_P(VaultLogins, AWrappingTokenRunsOut) {
  (*this)["VAULT_ROLE_ID"] = server()["app_role_id"];
  (*this)["VAULT_WRAPPED_SECRET_ID"] = server().wrapped("auth/approle/role/app/secret-id", "{}", "1");
  std::this_thread::sleep_for(std::chrono::milliseconds(2200));
  EXPECT_TRUE(refused().message.contains("ALARM"));
}

TEST_P(VaultLogins, Kubernetes) {
  (*this)["VAULT_K8S_ROLE"] = "app";
  (*this)["VAULT_JWT_FILE"] = server().file("kubernetes.jwt");
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_K8S_ROLE"] = "other";
  EXPECT_EQ(refused().code, Code::kDenied);
  EXPECT_TRUE(refused().message.contains("service account name not authorized")) << refused().message;
  (*this)["VAULT_K8S_ROLE"] = "nobody";
  EXPECT_EQ(refused().code, Code::kDenied);
  (*this)["VAULT_JWT_FILE"] = "";
  EXPECT_EQ(refused().code, Code::kNotFound) << "this is no pod";
}

TEST_P(VaultLogins, Jwt) {
  (*this)["VAULT_JWT_FILE"] = server().file("jwt.jwt");
  EXPECT_EQ(asked(), "first") << "by the default role";
  (*this)["VAULT_JWT_ROLE"] = "app";
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_JWT_ROLE"] = "nobody";
  EXPECT_EQ(refused().code, Code::kDenied);
  (*this)["VAULT_JWT_ROLE"] = "app";
  (*this)["VAULT_JWT_FILE"] = server().file("expired.jwt");
  EXPECT_EQ(refused().code, Code::kDenied);
  EXPECT_TRUE(refused().message.contains("token is expired")) << refused().message;
  (*this)["VAULT_JWT_FILE"] = server().file("kubernetes.jwt");
  EXPECT_EQ(refused().code, Code::kDenied) << "another subject";
}

TEST_P(VaultLogins, ATlsCertificate) {
  (*this)["VAULT_ADDR"] = server()["tls_url"];
  (*this)["VAULT_CLIENT_CERT"] = server().file("client.pem");
  (*this)["VAULT_CLIENT_KEY"] = server().file("client.key");
  EXPECT_EQ(refused().code, Code::kUnavailable) << "nobody knows the server's authority";
  EXPECT_TRUE(refused().message.contains("certificate")) << refused().message;
  (*this)["VAULT_CACERT"] = server().file("ca.pem");
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_CERT_ROLE"] = "app";
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_CERT_ROLE"] = "nobody";
  EXPECT_EQ(refused().code, Code::kDenied);
  (*this)["VAULT_CLIENT_KEY"] = "";
  EXPECT_EQ(refused().code, Code::kInvalidArgument);
  (*this)["VAULT_CLIENT_CERT"] = "";
  (*this)["VAULT_AUTH_METHOD"] = "cert";
  EXPECT_EQ(refused().code, Code::kInvalidArgument);
  (*this)["VAULT_AUTH_METHOD"] = "";
  (*this)["VAULT_TOKEN"] = server()["app_token"];
  EXPECT_EQ(asked(), "first") << "TLS without a client's certificate";
  (*this)["VAULT_CACERT"] = "";
  (*this)["VAULT_CAPATH"] = server().file("");
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_CAPATH"] = "";
  (*this)["VAULT_SKIP_VERIFY"] = "true";
  EXPECT_EQ(asked(), "first");
  (*this)["VAULT_SKIP_VERIFY"] = "maybe";
  EXPECT_EQ(refused().code, Code::kInvalidArgument);
}

TEST_P(VaultLogins, AMethodMustBeChosenAndKnown) {
  EXPECT_EQ(refused().code, Code::kDenied);
  EXPECT_TRUE(refused().message.contains("VAULT_TOKEN")) << refused().message;
  (*this)["VAULT_AUTH_METHOD"] = "ldap";
  EXPECT_EQ(refused().code, Code::kInvalidArgument);
  (*this)["VAULT_AUTH_METHOD"] = "approle";
  EXPECT_EQ(refused().code, Code::kInvalidArgument);
  EXPECT_TRUE(refused().message.contains("VAULT_ROLE_ID")) << refused().message;
  (*this)["VAULT_AUTH_METHOD"] = "none";
  EXPECT_TRUE(asked().contains(": 403: ")) << "no agent adds a token here";
}

TEST_P(VaultLogins, OpenBaoHasNamesOfItsOwn) {
  world_.variables = {{"BAO_ADDR", server()["url"]}, {"VAULT_ADDR", "https://vault.invalid"}, {"VAULT_TOKEN", server()["app_token"]}};
  Result<std::unique_ptr<Session>> session = world_.open("openbao");
  ASSERT_TRUE(session) << session.error().message;
  Result<Secret> secret = (*session)->get(parsed("openbao:secret/app#password?version=1"));
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->value.view(), "first");
  base::Notes notes;
  Result<std::vector<Reference>> listed = (*session)->list("old", notes);
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->front().provider, "openbao");
  world_.variables["BAO_TOKEN"] = "hvs.wrongwrongwrong";
  session = world_.open("openbao");
  ASSERT_TRUE(session);
  EXPECT_FALSE((*session)->get(parsed("openbao:secret/app#password")));
}

TEST_P(VaultLogins, TheTokenIsRenewed) {
  (*this)["VAULT_TOKEN"] = server()["app_token"];
  Result<std::unique_ptr<Session>> session = world_.open();
  ASSERT_TRUE(session);
  auto ttl = (*session)->session_ttl();
  ASSERT_TRUE(ttl);
  EXPECT_GT(ttl->count(), 3000);
  EXPECT_LE(ttl->count(), 3600);
  *world_.ahead = std::chrono::minutes(30);
  EXPECT_LE((*session)->session_ttl()->count(), 1800);
  ASSERT_TRUE((*session)->renew_session());
  EXPECT_GT((*session)->session_ttl()->count(), 3000) << "counted anew";
  *world_.ahead = std::chrono::hours(-5);
  EXPECT_LE((*session)->session_ttl()->count(), 3600) << "a clock that was put back makes it no longer";

  (*this)["VAULT_TOKEN"] = server()["root_token"];
  session = world_.open();
  ASSERT_TRUE(session);
  EXPECT_FALSE((*session)->session_ttl()) << "it has no end";
  EXPECT_TRUE((*session)->renew_session());
}

TEST_P(VaultLogins, ATokenThatEndedIsReplacedByALogin) {
  (*this)["VAULT_ROLE_ID"] = server()["brief_role_id"];
  (*this)["VAULT_WRAPPED_SECRET_ID"] = server().wrapped("auth/approle/role/brief/secret-id");
  Result<std::unique_ptr<Session>> session = world_.open();
  ASSERT_TRUE(session) << session.error().message;
  auto read = [&] { return (*session)->get(parsed("vault:secret/app#password?version=1")); };
  ASSERT_TRUE(read());
  std::this_thread::sleep_for(std::chrono::milliseconds(3200));
  Result<Secret> later = read();
  ASSERT_TRUE(later) << later.error().message;
  EXPECT_EQ(later->value.view(), "first");
  ASSERT_TRUE((*session)->renew_session());
  EXPECT_GE((*session)->session_ttl()->count(), 1);
  // At its longest time a renewal gives next to nothing: then it is a login that renews.
  for (int i = 0; i < 4; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    Result<void> renewed = (*session)->renew_session();
    ASSERT_TRUE(renewed) << renewed.error().message;
    ASSERT_TRUE(read());
  }
  // A refusal of the secret alone is no reason for a login, and stays what it is.
  Result<Secret> closed = (*session)->get(parsed("vault:secret/closed/one#a"));
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Code::kDenied);
}

TEST_P(VaultLogins, ATokenFileThatAnAgentRewritesIsReadAgain) {
  (*this)["VAULT_TOKEN_FILE"] = written("agent-sink", "hvs.endedendedended");
  Result<std::unique_ptr<Session>> session = world_.open();
  ASSERT_TRUE(session);
  EXPECT_FALSE((*session)->get(parsed("vault:secret/app#password")));
  std::filesystem::remove(server().file("agent-sink"));
  Result<Secret> without = (*session)->get(parsed("vault:secret/app#password"));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, Code::kDenied) << "it is the token that is not found, not the secret";
  written("agent-sink", server()["app_token"]);
  Result<Secret> secret = (*session)->get(parsed("vault:secret/app#password?version=1"));
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->value.view(), "first");
}

}  // namespace
}  // namespace batten::secrets
