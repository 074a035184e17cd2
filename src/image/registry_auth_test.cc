// SPDX-License-Identifier: Apache-2.0
#include "image/registry_auth.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "fuzz/replay.h"
#include "http/loopback_server.h"
#include "image/temporary_directory.h"

int registry_auth_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::image {
namespace {

using http::LoopbackServer;

// "bearer realm service scope", "basic realm", or "none".
std::string shown(std::string_view header) {
  std::optional<Challenge> challenge = parse_challenge(header);
  if (!challenge) return "none";
  if (!challenge->bearer) return "basic " + challenge->realm;
  return "bearer " + challenge->realm + " " + challenge->service + " " + challenge->scope;
}

TEST(ParseChallenge, Cases) {
  constexpr std::pair<const char*, const char*> kCases[] = {
      {R"(Bearer realm="https://a/t",service="s",scope="repository:x:pull")", "bearer https://a/t s repository:x:pull"},
      {R"(bEaReR REALM="https://a/t" , Service="s")", "bearer https://a/t s "},
      {R"(Bearer realm=https://a/t,service=s)", "bearer https://a/t s "},
      {R"(Bearer realm = "https://a/t", service= "s")", "bearer https://a/t s "},
      {R"(Basic realm="Registry, of mine")", "basic Registry, of mine"},
      {R"(Basic)", "basic "},
      {R"(Basic realm="a\"b\\c")", R"(basic a"b\c)"},
      {R"(Basic realm="a", Bearer realm="https://a/t",service="s")", "bearer https://a/t s "},
      {R"(Bearer realm="https://a/t",service="s", Basic realm="a")", "bearer https://a/t s "},
      {R"(Negotiate YIIabc==, Basic realm="a")", "basic a"},
      {R"(Digest realm="d", nonce="n", Basic realm="a")", "basic a"},
      {R"(Bearer service="s")", "none"},
      {R"(Bearer realm="")", "none"},
      {R"(Bearer realm="https://a/t)", "bearer https://a/t  "},
      {R"(realm="https://a/t")", "none"},
      {R"(Digest realm="d")", "none"},
      {"", "none"},
      {" , ,, ", "none"},
      {"=", "none"},
      {"=\"", "none"},
      {"\\", "none"},
  };
  for (const auto& [header, expected] : kCases) EXPECT_EQ(shown(header), expected) << header;
  EXPECT_EQ(shown(std::string(1 << 20, '"')), "none");
  EXPECT_EQ(shown("Basic " + std::string(1 << 20, ',')), "basic ");
}

std::optional<Credentials> of_file(std::string_view text, const std::string& registry) {
  auto found = credentials_of_file(text, registry);
  EXPECT_TRUE(found) << text;
  return found ? *found : std::nullopt;
}

TEST(CredentialsOfFile, UserAndPassword) {
  auto found = of_file(R"({"auths":{"r.example":{"auth":"dXNlcjpwYTpzcw=="}}})", "r.example");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user, "user");
  EXPECT_EQ(found->password, "pa:ss");
  EXPECT_EQ(found->identity_token, "");
  EXPECT_FALSE(of_file(R"({"auths":{"r.example":{"auth":"dXNlcjpwYXNz"}}})", "other.example"));
  EXPECT_FALSE(of_file(R"({"auths":{"r.example":{"auth":"dXNlcjpwYXNz"}}})", "r.example:5000"));
}

TEST(CredentialsOfFile, ATokenComesBeforeAUser) {
  auto found = of_file(R"({"auths":{"r.example":{"auth":"dXNlcjpwYXNz","identitytoken":"refresh"}}})", "r.example");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->identity_token, "refresh");
  EXPECT_EQ(found->user, "");
}

TEST(CredentialsOfFile, NamesOfRegistries) {
  for (const char* name : {"https://index.docker.io/v1/", "docker.io", "index.docker.io"}) {
    std::string text = R"({"auths":{")" + std::string(name) + R"(":{"auth":"dXNlcjpwYXNz"}}})";
    EXPECT_TRUE(of_file(text, "docker.io")) << name;
    EXPECT_FALSE(of_file(text, "r.example")) << name;
  }
  for (const char* name : {"r.example", "https://r.example", "http://r.example", "https://r.example/v2/", "https://r.example/v1/"}) {
    EXPECT_TRUE(of_file(R"({"auths":{")" + std::string(name) + R"(":{"auth":"dXNlcjpwYXNz"}}})", "r.example")) << name;
  }
}

TEST(CredentialsOfFile, WhatHoldsNone) {
  for (const char* text : {"{}", "[]", R"({"auths":null})", R"({"auths":{"r.example":{}}})", R"({"auths":{"r.example":"x"}})",
                           R"({"auths":{"r.example":{"auth":"!!"}}})", R"({"auths":{"r.example":{"auth":"dXNlcg=="}}})",
                           R"({"auths":{"r.example":{"auth":7}}})"})
    EXPECT_FALSE(of_file(text, "r.example")) << text;
  for (const char* text : {"", "{", "auths: {}"}) EXPECT_EQ(credentials_of_file(text, "r.example").error().code, Code::kCorrupt) << text;
}

// Programs named docker-credential-NAME on PATH, a configuration that names them.
class CredentialProgram : public ::testing::Test {
 protected:
  void helper(const std::string& name, const std::string& script) {
    std::string file = "docker-credential-" + name;
    directory_.file(file, "#!/bin/sh\n" + script);
    std::filesystem::permissions(directory_.at(file), std::filesystem::perms::owner_all);
  }
  void config(const std::string& text) { directory_.file("config.json", text); }

  TemporaryDirectory directory_;
  NoLogins only_here_{directory_.path()};
  EnvironmentVariable path_{"PATH", directory_.path() + ":/usr/bin:/bin"};
};

TEST_F(CredentialProgram, IsAskedForItsRegistry) {
  helper("batten-test", R"(read server; [ "$1" = get ] && echo "{\"Username\":\"$server\",\"Secret\":\"s3cret\"}")");
  config(R"({"credHelpers":{"r.example":"batten-test"},"auths":{"r.example":{"auth":"dXNlcjpwYXNz"}}})");
  auto found = find_credentials("r.example");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->user, "r.example");
  EXPECT_EQ(found->password, "s3cret");
  EXPECT_TRUE(find_credentials("other.example")->empty());
}

TEST_F(CredentialProgram, DockerHubHasItsOldNameAndTokensAreNoPasswords) {
  helper("batten-test", R"(read server; [ "$server" = https://index.docker.io/v1/ ] && echo '{"Username":"<token>","Secret":"refresh"}')");
  config(R"({"credsStore":"batten-test"})");
  auto found = find_credentials("docker.io");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->identity_token, "refresh");
  EXPECT_EQ(found->user + found->password, "");
}

TEST_F(CredentialProgram, KnowingNothingIsNoError) {
  helper("batten-test", "echo credentials not found in native keychain; exit 1");
  config(R"({"credsStore":"batten-test"})");
  auto found = find_credentials("r.example");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(found->empty());
}

TEST_F(CredentialProgram, FailingIsAnErrorThatTellsNoSecret) {
  config(R"({"credsStore":"batten-test"})");
  helper("batten-test", "echo s3cret; exit 3");
  auto found = find_credentials("r.example");
  EXPECT_EQ(found.error().code, Code::kDenied);
  EXPECT_EQ(found.error().message, "docker-credential-batten-test failed with status 3");
  helper("batten-test", "echo '{s3cret'");
  found = find_credentials("r.example");
  EXPECT_EQ(found.error().code, Code::kCorrupt);
  EXPECT_EQ(found.error().message.find("s3cret"), std::string::npos) << found.error().message;
}

TEST_F(CredentialProgram, AStoreThatIsNotInstalledIsPassedOverAHelperIsNot) {
  config(R"({"credsStore":"batten-absent"})");
  EXPECT_TRUE(find_credentials("r.example")->empty());
  config(R"({"credHelpers":{"r.example":"batten-absent"}})");
  EXPECT_EQ(find_credentials("r.example").error().code, Code::kNotFound);
}

TEST_F(CredentialProgram, ANameIsNoPath) {
  for (const char* name : {"../evil", "a b", "a;b", "/bin/sh"}) {
    config(R"({"credHelpers":{"r.example":")" + std::string(name) + "\"}}");
    EXPECT_EQ(find_credentials("r.example").error().code, Code::kInvalidArgument) << name;
  }
}

TEST_F(CredentialProgram, FilesAreAskedInOrder) {
  directory_.file("auth.json", R"({"auths":{"r.example":{"auth":"Zmlyc3Q6YQ=="}}})");
  config(R"({"auths":{"r.example":{"auth":"c2Vjb25kOmI="},"s.example":{"auth":"c2Vjb25kOmI="}}})");
  EnvironmentVariable first("REGISTRY_AUTH_FILE", directory_.at("auth.json"));
  EXPECT_EQ(find_credentials("r.example")->user, "first");
  EXPECT_EQ(find_credentials("s.example")->user, "second");
  config("{");
  EXPECT_EQ(find_credentials("r.example")->user, "first");
  EXPECT_EQ(find_credentials("s.example").error().code, Code::kCorrupt);
}

TEST(AnswerChallenge, ALoginIsNotSentInTheClear) {
  http::Client client;
  Challenge challenge{.bearer = true, .realm = "http://auth.example/token", .service = {}, .scope = {}};
  auto answer = answer_challenge(client, challenge, "", {"user", "pass", ""}, true);
  EXPECT_EQ(answer.error().code, Code::kDenied);
  challenge.realm = "no url";
  EXPECT_EQ(answer_challenge(client, challenge, "", {}, true).error().code, Code::kInvalidArgument);
  EXPECT_EQ(answer_challenge(client, {}, "", {}, true).error().code, Code::kDenied);
  EXPECT_EQ(*answer_challenge(client, {}, "", {"user", "pass", ""}, true), "Basic dXNlcjpwYXNz");
}

TEST(AnswerChallenge, ARefreshTokenIsPosted) {
  std::string seen;
  LoopbackServer server([&](const std::string& request) {
    seen = request;
    return LoopbackServer::answer(200, R"({"access_token":"t"})");
  });
  http::Client client;
  Challenge challenge{.bearer = true, .realm = server.url() + "/token", .service = "s&t", .scope = "repository:a:pull"};
  auto answer = answer_challenge(client, challenge, "", {"", "", "re/fresh"}, true);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer, "Bearer t");
  EXPECT_TRUE(seen.starts_with("POST /token HTTP/1.1"));
  EXPECT_NE(seen.find("grant_type=refresh_token"), std::string::npos);
  EXPECT_NE(seen.find("service=s%26t&scope=repository%3Aa%3Apull&refresh_token=re%2Ffresh"), std::string::npos) << seen;
}

TEST(AnswerChallenge, WhatIsNoTokenIsNotSentOn) {
  for (const char* body : {"{}", R"({"token":""})", R"({"token":7})", R"({"token":"a\r\nX: y"})", "[]"}) {
    LoopbackServer server([=](const std::string&) { return LoopbackServer::answer(200, body); });
    http::Client client;
    Challenge challenge{.bearer = true, .realm = server.url(), .service = {}, .scope = {}};
    EXPECT_EQ(answer_challenge(client, challenge, "", {}, true).error().code, Code::kDenied) << body;
  }
}

TEST(Fuzz, RegistryAuth) { REPLAY_CORPUS(registry_auth_fuzz); }

}  // namespace
}  // namespace batten::image
