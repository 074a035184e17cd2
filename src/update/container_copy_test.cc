// SPDX-License-Identifier: Apache-2.0
#include "update/container_copy.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "fuzz/replay.h"
#include "update/image_defaults.h"
#include "update/json_value.h"

int copy_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::update {
namespace {

const std::string kId(64, 'a');
const std::string kVolume(64, 'b');

std::string inspect(std::string_view config, std::string_view host, std::string_view rest = "") {
  return format(R"({{"Id":"{}","Name":"/web","Config":{},"HostConfig":{}{}}})", kId, config, host, rest);
}

ContainerCopy copy_of(const std::string& container, std::string_view image = "", bool says_chosen_mac = true) {
  auto out = copy_container({.container = container, .old_image = image, .image = "app:2", .says_chosen_mac = says_chosen_mac});
  EXPECT_TRUE(out) << out.error().message;
  return out ? *out : ContainerCopy();
}
JsonValue body_of(const ContainerCopy& copy) { return *JsonValue::parse(copy.body); }

TEST(ContainerCopy, MembersThatAreNotKnownGoThrough) {
  ContainerCopy copy =
      copy_of(inspect(R"({"Image":"app:1","Later":{"a":[1,2.5,true,null]}})", R"({"AlsoLater":"x","Memory":9007199254740993})"));
  EXPECT_EQ(copy.name, "web");
  EXPECT_EQ(copy.body, R"({"Image":"app:2","Later":{"a":[1,2.5,true,null]},"HostConfig":{"AlsoLater":"x","Memory":9007199254740993}})");
  EXPECT_EQ(copy.restart_policy, R"({"Name":"no"})");
}

TEST(ContainerCopy, WhatTheImageGaveIsLeftToTheNextImage) {
  const std::string image = R"({"Config":{"Env":["PATH=/bin","A=1"],"Labels":{"v":"1","same":"x"},"Cmd":["run"],"Entrypoint":["/init"],
    "WorkingDir":"/app","User":"app","StopSignal":"SIGQUIT","ExposedPorts":{"80/tcp":{}},"Volumes":{"/data":{}},
    "Healthcheck":{"Test":["CMD","true"],"Interval":5}}})";
  const struct {
    const char *config, *left;
  } cases[] = {
      {R"("Env":["PATH=/bin","A=1"])", R"("Env":[])"},
      {R"("Env":["A=2","PATH=/bin","B=1"])", R"("Env":["A=2","B=1"])"},
      {R"("Labels":{"v":"1","mine":"1","same":"y"})", R"("Labels":{"mine":"1","same":"y"})"},
      {R"("Cmd":["run"],"Entrypoint":["/init"])", ""},
      {R"("Cmd":["other"],"Entrypoint":["/init"])", R"("Cmd":["other"])"},
      {R"("Cmd":["run"],"Entrypoint":["/mine"])", R"("Cmd":["run"],"Entrypoint":["/mine"])"},
      {R"("Cmd":["run"],"Entrypoint":null)", R"("Cmd":["run"],"Entrypoint":[""])"},
      {R"("WorkingDir":"/app","User":"app","StopSignal":"SIGQUIT")", ""},
      {R"("WorkingDir":"/","User":"0","StopSignal":"SIGINT")", R"("WorkingDir":"/","User":"0","StopSignal":"SIGINT")"},
      {R"("ExposedPorts":{"80/tcp":{},"81/tcp":{}})", R"("ExposedPorts":{"81/tcp":{}})"},
      {R"("Volumes":{"/data":{},"/own":{}})", R"("Volumes":{"/own":{}})"},
      {R"("Healthcheck":{"Test":["CMD","true"],"Interval":5})", ""},
      {R"("Healthcheck":{"Test":["CMD","true"],"Interval":9})", R"("Healthcheck":{"Interval":9})"},
      {R"("Healthcheck":{"Test":["NONE"]})", R"("Healthcheck":{"Test":["NONE"]})"},
  };
  for (const auto& one : cases) {
    JsonValue config = *JsonValue::parse(format("{{{}}}", one.config));
    // What is not said here is as in the image.
    const JsonValue given = (*JsonValue::parse(image))["Config"];
    for (const char* key : {"Entrypoint", "Cmd", "WorkingDir", "User", "StopSignal"})
      if (config.find(key) == nullptr) config.set(key, given[key]);
    drop_image_defaults(config, given);
    EXPECT_EQ(config.written(), format("{{{}}}", one.left)) << one.config;
  }
  // Without the old image nothing is known to come from it.
  EXPECT_EQ(body_of(copy_of(inspect(R"({"Env":["A=1"],"Cmd":["run"]})", "{}")))["Env"].elements.size(), 1u);
}

TEST(ContainerCopy, NamesThatTheEngineGave) {
  EXPECT_EQ(body_of(copy_of(inspect(format(R"({{"Hostname":"{}"}})", kId.substr(0, 12)), "{}"))).find("Hostname"), nullptr);
  EXPECT_EQ(body_of(copy_of(inspect(R"({"Hostname":"chosen"})", "{}"))).text_of("Hostname"), "chosen");
  JsonValue shares = body_of(copy_of(inspect(R"({"Hostname":"other","ExposedPorts":{"80/tcp":{}}})", R"({"NetworkMode":"container:x"})")));
  EXPECT_EQ(shares.find("Hostname"), nullptr);
  EXPECT_EQ(shares.find("ExposedPorts"), nullptr);
  EXPECT_EQ(body_of(copy_of(inspect(R"({"Hostname":"host"})", R"({"UTSMode":"host"})"))).find("Hostname"), nullptr);
}

TEST(ContainerCopy, VolumesWithoutANameAreMountedAgain) {
  const std::string mounts = format(R"(,"Mounts":[
    {{"Type":"volume","Name":"{0}","Destination":"/own","RW":true}},
    {{"Type":"volume","Name":"{1}","Destination":"/asked","RW":true}},
    {{"Type":"volume","Name":"named","Destination":"/named","RW":false}},
    {{"Type":"bind","Source":"/srv","Destination":"/srv","RW":true}},
    {{"Type":"tmpfs","Destination":"/t","RW":true}}])",
                                    kVolume, std::string(64, 'c'));
  ContainerCopy copy =
      copy_of(inspect("{}", R"({"Binds":["named:/named/:ro","/srv:/srv"],"Mounts":[{"Type":"volume","Target":"/asked"}]})", mounts));
  JsonValue host = body_of(copy)["HostConfig"];
  ASSERT_EQ(host["Binds"].elements.size(), 3u);
  EXPECT_EQ(host["Binds"].elements.back().text, kVolume + ":/own");
  EXPECT_EQ(host["Mounts"].elements.front().text_of("Source"), std::string(64, 'c'));
  EXPECT_EQ(copy.volumes.size(), 3u);
  EXPECT_EQ(copy.exclusive.soft, copy.volumes);
  EXPECT_TRUE(copy.exclusive.hard.empty());

  // Those of another container stay that one's.
  JsonValue others = body_of(copy_of(inspect(R"({"Volumes":{"/own":{}}})", R"({"VolumesFrom":["data"]})", mounts)))["HostConfig"];
  ASSERT_EQ(others["Binds"].elements.size(), 1u);
  EXPECT_EQ(others["Binds"].elements.front().text, kVolume + ":/own");
}

TEST(ContainerCopy, NetworksWithWhatWasChosenInThem) {
  const std::string networks = format(R"(,"NetworkSettings":{{"Networks":{{
    "front":{{"IPAMConfig":{{"IPv4Address":"10.0.0.5"}},"Aliases":["web","{}"],"Links":["db:base"],"IPAddress":"10.0.0.5","MacAddress":"02:42:0a:00:00:05",
      "DriverOpts":{{"a":"b"}},"EndpointID":"e","GwPriority":5}},
    "back":{{"IPAMConfig":null,"Aliases":null,"IPAddress":"10.0.1.9","MacAddress":"02:42:0a:00:01:09"}}}}}})",
                                      kId.substr(0, 12));
  ContainerCopy copy = copy_of(inspect("{}", R"({"NetworkMode":"front"})", networks));
  EXPECT_EQ(
      body_of(copy)["NetworkingConfig"]["EndpointsConfig"].written(),
      R"({"front":{"IPAMConfig":{"IPv4Address":"10.0.0.5"},"Aliases":["web"],"Links":["db:base"],"DriverOpts":{"a":"b"},"GwPriority":5}})");
  ASSERT_EQ(copy.connect.size(), 1u);
  EXPECT_EQ(copy.connect[0].network, "back");
  EXPECT_EQ(copy.connect[0].endpoint, "{}");
  EXPECT_TRUE(copy.disconnect.empty());
  EXPECT_EQ(copy.exclusive.hard, std::vector<std::string>{"address 10.0.0.5 in network front"});

  // It has left the network that it was created in.
  EXPECT_EQ(copy_of(inspect("{}", R"({"NetworkMode":"gone"})", networks)).disconnect, std::vector<std::string>{"gone"});
  EXPECT_EQ(copy_of(inspect("{}", R"({"NetworkMode":"gone"})", networks)).connect.size(), 2u);
  EXPECT_TRUE(copy_of(inspect("{}", R"({"NetworkMode":"none"})")).disconnect.empty());
}

TEST(ContainerCopy, MacAddressesThatWereChosen) {
  ContainerCopy said = copy_of(inspect(R"({"MacAddress":"02:42:0a:00:00:99"})", "{}"));
  EXPECT_EQ(body_of(said).text_of("MacAddress"), "02:42:0a:00:00:99");
  EXPECT_EQ(said.exclusive.hard.size(), 1u);
  const char* network =
      R"(,"NetworkSettings":{"Networks":{"n":{"IPAddress":"10.0.0.5","MacAddress":"02:42:0a:00:00:05"},"m":{"IPAddress":"10.0.1.5","MacAddress":"9a:00:00:00:00:01"}}})";
  ContainerCopy guessed = copy_of(inspect("{}", R"({"NetworkMode":"n"})", network), "", false);
  EXPECT_EQ(body_of(guessed).find("NetworkingConfig"), nullptr);
  EXPECT_EQ(guessed.connect.at(0).endpoint, R"({"MacAddress":"9a:00:00:00:00:01"})");
  EXPECT_EQ(copy_of(inspect("{}", R"({"NetworkMode":"n"})", network)).connect.at(0).endpoint, "{}");
}

TEST(ContainerCopy, WhatTwoCanNotHaveAtOnce) {
  const auto hard = [](const char* host) { return copy_of(inspect("{}", host)).exclusive.hard; };
  EXPECT_EQ(hard(R"({"PortBindings":{"80/tcp":[{"HostPort":"8080"}],"81/tcp":[{"HostPort":""}],"82/tcp":null}})"),
            std::vector<std::string>{"host port 8080"});
  EXPECT_EQ(hard(R"({"NetworkMode":"host"})").size(), 1u);
  EXPECT_EQ(hard(R"({"NetworkMode":"container:x"})").size(), 1u);
  EXPECT_TRUE(hard(R"({"PublishAllPorts":true})").empty());
  EXPECT_EQ(copy_of(inspect("{}", R"({"Devices":[{"PathOnHost":"/dev/ttyUSB0"}]})")).exclusive.soft,
            std::vector<std::string>{"device /dev/ttyUSB0"});
}

TEST(ContainerCopy, ContainersThatWereReplacedAreFollowed) {
  auto copy = copy_container(
      {.container = inspect(
           "{}", R"({"NetworkMode":"container:old","PidMode":"container:other","Links":["/kept:/web/db"],"VolumesFrom":["old:ro"]})"),
       .old_image = {},
       .image = "app:1",
       .replaced = {{"old", "new"}, {"kept", "db"}}});
  ASSERT_TRUE(copy);
  JsonValue host = body_of(*copy)["HostConfig"];
  EXPECT_EQ(host.text_of("NetworkMode"), "container:new");
  EXPECT_EQ(host.text_of("PidMode"), "container:other");
  EXPECT_EQ(host["Links"].elements.front().text, "/db:/web/db");
  EXPECT_EQ(host["VolumesFrom"].elements.front().text, "new:ro");
}

TEST(ContainerCopy, WhatCanNotBeCopiedIsSaid) {
  auto secrets = copy_container(
      {.container = inspect("{}", "{}", R"(,"Mounts":[{"Type":"bind","Source":"/run/batten/run/1/secrets","Destination":"/run/secrets"}])"),
       .old_image = {},
       .image = "app:2"});
  ASSERT_FALSE(secrets);
  EXPECT_EQ(secrets.error().code, Code::kUnsupported);
  EXPECT_TRUE(secrets.error().message.contains("batten run")) << secrets.error().message;
  for (const char* text : {"", "[]", "{}", R"({"Id":"short","Config":{},"HostConfig":{}})"})
    EXPECT_FALSE(copy_container({.container = text, .old_image = {}, .image = "app:2"})) << text;
}

TEST(ContainerCopy, TheJournalGivesBackWhatItGot) {
  ContainerCopy copy = copy_of(inspect("{}", R"({"AutoRemove":true,"RestartPolicy":{"Name":"always","MaximumRetryCount":0}})"));
  copy.connect = {{"back", R"({"Aliases":["a\"b"]})"}};
  copy.disconnect = {"front"};
  copy.volumes = {"volume x"};
  auto again = copy_from_json(copy_to_json(copy));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(copy_to_json(*again), copy_to_json(copy));
  EXPECT_TRUE(again->auto_remove);
  EXPECT_EQ(again->restart_policy, R"({"Name":"always","MaximumRetryCount":0})");
  EXPECT_EQ(again->connect.at(0).endpoint, copy.connect.at(0).endpoint);
  EXPECT_FALSE(copy_from_json("{}"));
}

TEST(ContainerCopy, Fuzz) { REPLAY_CORPUS(copy_fuzz); }

}  // namespace
}  // namespace batten::update
