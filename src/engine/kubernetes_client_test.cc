// SPDX-License-Identifier: Apache-2.0
#include "engine/kubernetes_client.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/format.h"
#include "fuzz/replay.h"
#include "http/loopback_server.h"

int kubeconfig_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::engine {
namespace {

using http::LoopbackServer;

constexpr const char* kConfig = R"(apiVersion: v1
kind: Config
current-context: test
clusters:
- name: one
  cluster: {server: "https://192.0.2.1:6443/", certificate-authority-data: cGVt}
- name: two
  cluster: {server: "https://192.0.2.2:6443", certificate-authority: ca.crt, insecure-skip-tls-verify: true}
- name: behind
  cluster: {server: "https://192.0.2.3", proxy-url: "http://p:1"}
contexts:
- name: test
  context: {cluster: one, user: token, namespace: shop}
- name: files
  context: {cluster: two, user: files}
- name: plugin
  context: {cluster: one, user: plugin}
- name: behind
  context: {cluster: behind, user: token}
- name: dangling
  context: {cluster: nowhere, user: token}
users:
- name: token
  user: {token: secret}
- name: files
  user: {client-certificate: certs/me.crt, client-key: /etc/me.key, tokenFile: t}
- name: plugin
  user: {exec: {command: aws}}
)";

TEST(Kubeconfig, ContextsHaveTheirClusterAndUser) {
  auto current = parse_kubeconfig(kConfig, "/home/me/.kube", "");
  ASSERT_TRUE(current) << current.error().message;
  EXPECT_EQ(current->context, "test");
  EXPECT_EQ(current->server, "https://192.0.2.1:6443");
  EXPECT_EQ(current->authority, "pem");
  EXPECT_EQ(current->token, "secret");
  EXPECT_EQ(current->name_space, "shop");
  EXPECT_TRUE(current->verify_tls);
  auto files = parse_kubeconfig(kConfig, "/home/me/.kube", "files");
  ASSERT_TRUE(files) << files.error().message;
  EXPECT_EQ(files->authority_file, "/home/me/.kube/ca.crt");
  EXPECT_EQ(files->certificate_file, "/home/me/.kube/certs/me.crt");
  EXPECT_EQ(files->key_file, "/etc/me.key");
  EXPECT_EQ(files->token_file, "/home/me/.kube/t");
  EXPECT_FALSE(files->verify_tls);
}

TEST(Kubeconfig, WhatIsMissingOrNotKnownIsSaid) {
  const struct {
    const char* context;
    Code code;
    const char* says;
  } cases[] = {{"none", Code::kNotFound, "no context 'none'"},
               {"dangling", Code::kNotFound, "cluster of context 'dangling'"},
               {"plugin", Code::kUnsupported, "needs a program"},
               {"behind", Code::kUnsupported, "proxy-url"}};
  for (const auto& one : cases) {
    auto read = parse_kubeconfig(kConfig, ".", one.context);
    ASSERT_FALSE(read) << one.context;
    EXPECT_EQ(read.error().code, one.code) << read.error().message;
    EXPECT_TRUE(read.error().message.contains(one.says)) << read.error().message;
  }
  for (const char* text : {"", "[]", "current-context: x", "{clusters: 3, contexts: [1], current-context: x}", "\t%"})
    EXPECT_FALSE(parse_kubeconfig(text, ".", "")) << text;
}

KubernetesAddress address_of(const LoopbackServer& server) {
  KubernetesAddress out;
  out.context = "test";
  out.server = server.url();
  out.token = "secret";
  return out;
}

TEST(KubernetesClient, ListsPageByPageWithItsToken) {
  std::vector<std::string> seen;
  LoopbackServer server([&](const std::string& request) {
    seen.push_back(request);
    const bool first = !request.contains("continue=");
    return LoopbackServer::answer(
        200, first ? R"({"metadata":{"continue":"a/b"},"items":[{"n":1},{"n":2}]})" : R"({"metadata":{},"items":[{"n":3}]})");
  });
  auto client = KubernetesClient::make(address_of(server));
  ASSERT_TRUE(client) << client.error().message;
  std::vector<std::int64_t> items;
  auto done = client->list("/api/v1/pods", "pods", [&](json::View item) { items.push_back(*item["n"].integer()); });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(items, (std::vector<std::int64_t>{1, 2, 3}));
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_TRUE(seen[0].contains("Authorization: Bearer secret")) << seen[0];
  EXPECT_TRUE(seen[1].contains("continue=a%2Fb")) << seen[1];
  auto cut = client->list("/api/v1/pods", "pods", [](json::View) {}, 2);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, Code::kLimit);
}

TEST(KubernetesClient, PagesThatGoInACircleEnd) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, R"({"metadata":{"continue":"x"},"items":[]})"); });
  auto client = KubernetesClient::make(address_of(server));
  ASSERT_TRUE(client);
  auto done = client->list("/api/v1/pods", "pods", [](json::View) {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kCorrupt);
}

TEST(KubernetesClient, RefusalsSayWhatToDo) {
  const struct {
    int status;
    Code code;
    const char* says;
  } cases[] = {
      {401, Code::kDenied, "has expired"},     {403, Code::kDenied, "RBAC"},           {404, Code::kNotFound, "has no deployment web"},
      {409, Code::kConflict, "meanwhile"},     {422, Code::kInvalidArgument, "422"},   {500, Code::kUnavailable, "500: no luck"},
      {429, Code::kUnavailable, "answer 429"}, {302, Code::kUnsupported, "answer 302"}};
  for (const auto& one : cases) {
    LoopbackServer server(
        [&](const std::string&) { return LoopbackServer::answer(one.status, R"({"kind":"Status","message":"no luck"})"); });
    auto client = KubernetesClient::make(address_of(server), 5000);
    ASSERT_TRUE(client);
    auto done = client->patch("/x", "{}", "deployment web");
    ASSERT_FALSE(done) << one.status;
    EXPECT_EQ(done.error().code, one.code) << done.error().message;
    EXPECT_TRUE(done.error().message.contains(one.says)) << done.error().message;
    EXPECT_FALSE(done.error().message.contains("secret"));
  }
}

TEST(KubernetesClient, SlowServersAndServersInTheClear) {
  LoopbackServer server([](const std::string&) { return std::string(); });
  auto client = KubernetesClient::make(address_of(server), 300);
  ASSERT_TRUE(client);
  auto slow = client->patch("/x", "{}", "deployment web");
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().code, Code::kTimeout) << slow.error().message;
  KubernetesAddress clear;
  clear.context = "clear";
  clear.server = "http://192.0.2.1";
  auto refused = KubernetesClient::make(clear);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kDenied);
  clear.server = "https://192.0.2.1";
  clear.authority_file = "/nonexistent/ca.crt";
  EXPECT_FALSE(KubernetesClient::make(clear));
}

TEST(Kubeconfig, Corpus) { REPLAY_CORPUS(kubeconfig_fuzz); }

}  // namespace
}  // namespace batten::engine
