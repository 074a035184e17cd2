// SPDX-License-Identifier: Apache-2.0
//
// What `batten run` makes of command lines, Compose files and users.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "cli/compose_secrets.h"
#include "cli/container_user.h"
#include "cli/run_removal.h"
#include "cli/run_targets.h"
#include "cli/run_words.h"
#include "http/loopback_server.h"

namespace batten::cli {
namespace {

using Words = std::vector<std::string>;

TEST(RunWords, OursAreTakenFromAmongDockers) {
  auto words =
      parse_run_words(Words{"--name", "app", "--secret", "a=env:A", "-itd", "-e", "X=--secret", "--secret=b=env:B,uid=1", "--on-change",
                            "signal:HUP", "--rm", "-u", "10001:5", "-p8080:80", "--sig-proxy=false", "image:1", "sh", "--secret", "c"});
  ASSERT_TRUE(words) << words.error().message;
  EXPECT_EQ(words->own.options.at("secret"), (Words{"a=env:A", "b=env:B,uid=1"}));
  EXPECT_EQ(words->own.value("on-change"), "signal:HUP");
  EXPECT_EQ(words->options, (Words{"--name", "app", "-it", "-e", "X=--secret", "-u", "10001:5", "-p8080:80"}));
  EXPECT_EQ(words->image, (Words{"image:1", "sh", "--secret", "c"}));
  EXPECT_EQ(words->start, Words{"--sig-proxy=false"});
  EXPECT_TRUE(words->detach);
  EXPECT_TRUE(words->interactive);
  EXPECT_TRUE(words->terminal);
  EXPECT_TRUE(words->remove);
  EXPECT_EQ(words->user, "10001:5");
}

TEST(RunWords, DetachIsTakenWhereverItStands) {
  for (const Words& line : {Words{"-d", "x"}, Words{"--detach", "x"}, Words{"--detach=true", "x"}, Words{"-d=true", "x"}}) {
    auto words = parse_run_words(line);
    ASSERT_TRUE(words) << line[0];
    EXPECT_TRUE(words->detach) << line[0];
    EXPECT_TRUE(words->options.empty()) << line[0];
  }
  auto value = parse_run_words(Words{"-de", "A=d", "--detach=false", "x"});
  ASSERT_TRUE(value);
  EXPECT_FALSE(value->detach);
  EXPECT_EQ(value->options, (Words{"-e", "A=d"}));
}

TEST(RunWords, WhatCantBeReadIsRefused) {
  EXPECT_FALSE(parse_run_words(Words{"--secret", "a=env:A"}));
  EXPECT_FALSE(parse_run_words(Words{"--secret"}));
  auto typo = parse_run_words(Words{"--detahc", "x"});
  ASSERT_FALSE(typo);
  EXPECT_TRUE(typo.error().message.contains("did you mean --detach?")) << typo.error().message;
}

TEST(Removal, TellsWhatTheEngineSaid) {
  using http::LoopbackServer;
  LoopbackServer engine([](const std::string& request) {
    return request.starts_with("POST /containers/c0ffee/wait?condition=removed ") ? LoopbackServer::answer(200, R"({"StatusCode":126})")
                                                                                  : LoopbackServer::answer(404, "{}");
  });
  EXPECT_EQ(Removal(engine.url(), "c0ffee").status(std::chrono::seconds(20)), 126);
  Removal gone(engine.url(), "none");
  EXPECT_EQ(gone.status(std::chrono::seconds(20)), std::nullopt);
  EXPECT_TRUE(gone.is_over());
  EXPECT_EQ(Removal("unix:///nowhere", "c0ffee").status(std::chrono::seconds(20)), std::nullopt);
}

TEST(Removal, IsNotWaitedForWithoutEnd) {
  http::LoopbackServer silent([](const std::string&) { return std::string(); });
  Removal removal(silent.url(), "c0ffee");
  EXPECT_EQ(removal.status(std::chrono::milliseconds(10)), std::nullopt);
  EXPECT_FALSE(removal.is_over());
}

TEST(RunTarget, IsBelowRunSecretsOrWhereAsked) {
  RunTarget plain = *run_target(*secrets::parse_request("db=env:A"));
  EXPECT_TRUE(plain.in_directory);
  EXPECT_EQ(plain.name, "secrets/db");
  EXPECT_EQ(plain.path, "/run/secrets/db");
  EXPECT_EQ(run_target(*secrets::parse_request("db=env:A,file=/run/secrets/x/y"))->name, "secrets/x/y");
  RunTarget other = *run_target(*secrets::parse_request("db=env:A,file=/etc/app.key"), "web/");
  EXPECT_FALSE(other.in_directory);
  EXPECT_EQ(other.name, "web/files/db");
  EXPECT_FALSE(run_target(*secrets::parse_request("DB=env:A,env")));
}

TEST(ContainerUser, IsFoundByNameOrNumber) {
  constexpr std::string_view kPasswd = "root:x:0:0::/:/bin/sh\nbroken\napp:x:10001:10002::/:\nbig:x:99999999999:1::/:\n";
  EXPECT_EQ(find_user(kPasswd, "app")->gid, 10002u);
  EXPECT_EQ(find_user(kPasswd, "10001")->gid, 10002u);
  EXPECT_FALSE(find_user(kPasswd, "big"));
  EXPECT_FALSE(find_user(kPasswd, "nobody"));
}

TEST(ContainerUser, IdsOfARemappedEngine) {
  engine::EngineInfo info;
  info.root_dir = "/var/lib/docker/165536.100000";
  EXPECT_EQ(id_map_of(info, false).uid_base, 165536u);
  EXPECT_EQ(id_map_of(info, false).gid_base, 100000u);
  EXPECT_EQ(id_map_of(info, true).uid_base, 0u);
  info.root_dir = "/var/lib/docker.1";
  EXPECT_EQ(id_map_of(info, false).uid_base, 0u);
}

class ComposeFiles : public ::testing::Test {
 protected:
  ComposeFiles() { EXPECT_NE(::mkdtemp(folder_.data()), nullptr); }
  ~ComposeFiles() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name, std::string_view text) {
    std::string path = folder_ + "/" + name;
    EXPECT_TRUE(base::write_file_atomic(path, text));
    return path;
  }
  std::string folder_ = "/tmp/batten-compose-XXXXXX";
};

TEST_F(ComposeFiles, ServicesNameTheirSecrets) {
  std::string base = file("compose.yaml",
                          "version: '3.9'\nx-batten-secrets:\n  db: env:A\n  key: {ref: env:B, uid: 7}\n  unused: env:C\n"
                          "services:\n  web: {image: w, user: '5:6', x-batten-secrets: [db]}\n  other: {image: o}\n");
  std::string over = file("compose.override.yaml", "x-batten-secrets: {db: env:D}\nservices:\n  web: {x-batten-secrets: [key, db]}\n");
  EXPECT_EQ(default_compose_files(folder_), (Words{base, over}));
  auto read = read_compose_secrets({base, over});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->version, "3.9");
  ASSERT_EQ(read->services.size(), 1u);
  EXPECT_EQ(read->services.at("web").secrets, (Words{"db", "key"}));
  EXPECT_EQ(read->services.at("web").user, "5:6");
  ASSERT_EQ(read->requests.size(), 2u);
  for (const secrets::Request& request : read->requests) EXPECT_EQ(request.reference.path, request.name == "db" ? "D" : "B");
}

TEST_F(ComposeFiles, WhatIsWrongIsSaid) {
  for (std::string_view text : {"services: {a: {x-batten-secrets: [none]}}", "services: {a: {image: x}}", "x-batten-secrets: [a]\n",
                                "x-batten-secrets: {db: env:A}\nservices: {../a: {x-batten-secrets: [db]}}",
                                "x-batten-secrets: {db: env:A}\nservices: {a: {x-batten-secrets: db}}", "a: [", ""})
    EXPECT_FALSE(read_compose_secrets({file("c.yaml", text)})) << text;
  EXPECT_FALSE(read_compose_secrets({folder_ + "/none.yaml"}));
}

}  // namespace
}  // namespace batten::cli
