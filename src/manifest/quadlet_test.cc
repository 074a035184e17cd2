// SPDX-License-Identifier: Apache-2.0
#include "manifest/quadlet.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int quadlet_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

std::string message_of(const base::Notes& notes) {
  std::string out;
  for (const base::Note& note : notes) out += note.where + ": " + note.message + "\n";
  return out;
}

model::Container read(std::string_view text) {
  base::Notes notes;
  auto container = parse_quadlet("web.container", text, notes);
  EXPECT_TRUE(container) << container.error().message;
  EXPECT_EQ(message_of(notes), "");
  return container ? std::move(*container) : model::Container{};
}

TEST(Quadlet, KeysOfAContainer) {
  std::string_view text =
      "# web\n[Unit]\nDescription=x\nAfter=network.target\n\n[Container]\nImage=docker.io/library/nginx:1.27\nContainerName=shop-web\n"
      "AddCapability=CAP_NET_ADMIN sys_time\nDropCapability=all\nNoNewPrivileges=true\nReadOnly=yes\nPublishPort=127.0.0.1:8080:80\n"
      "ExposeHostPort=9000\nVolume=/var/run/docker.sock:/var/run/docker.sock:ro\nVolume=%h/data:/data:Z\nVolume=data.volume:/v\n"
      "Tmpfs=/run\nMount=type=bind,src=/a,dst=/b\nSecret=pw\nSecret=key,type=env,target=KEY\nUser=1000\nGroup=1000\nUserNS=keep-id\n"
      "SecurityLabelDisable=true\nSeccompProfile=unconfined\nEnvironment=\"A=b c\" D=e\nHealthCmd=curl x\nMemory=512m\nPidsLimit=10\n"
      "Pull=newer\nAutoUpdate=registry\nNetwork=host\nRunInit=1\nLogDriver=journald\nLabel=a=b\nSysctl=n=1\nUlimit=nofile=1:2\n"
      "AddDevice=/dev/kvm\nExec=nginx -g \"daemon off;\"\nPodmanArgs=--privileged --pid "
      "host\n\n[Service]\nRestart=always\n[Install]\nWantedBy=default.target\n";
  model::Container web = read(text);
  EXPECT_EQ(web.form, model::ContainerForm::kQuadlet);
  EXPECT_EQ(web.name, "shop-web");
  EXPECT_EQ(web.image.value, "docker.io/library/nginx:1.27");
  EXPECT_EQ(web.image.place.line, 7u);
  EXPECT_EQ(text.substr(web.image.place.offset, web.image.place.length), "Image=docker.io/library/nginx:1.27");
  ASSERT_EQ(web.capabilities_added.size(), 2u);
  EXPECT_EQ(web.capabilities_added[0].value, "NET_ADMIN");
  EXPECT_EQ(web.capabilities_added[1].value, "SYS_TIME");
  EXPECT_EQ(web.capabilities_dropped[0].value, "ALL");
  EXPECT_TRUE(web.no_new_privileges->value);
  EXPECT_TRUE(web.read_only_root->value);
  ASSERT_EQ(web.ports.size(), 2u);
  EXPECT_EQ(web.ports[0].host_address, "127.0.0.1");
  EXPECT_FALSE(web.ports[1].published);
  ASSERT_EQ(web.mounts.size(), 6u);
  EXPECT_EQ(web.mounts[0].source, "/var/run/docker.sock");
  EXPECT_TRUE(web.mounts[0].read_only);
  EXPECT_EQ(web.mounts[1].source, "%h/data");
  EXPECT_EQ(web.mounts[1].kind, model::ContainerMount::Kind::kBind);
  EXPECT_EQ(web.mounts[2].kind, model::ContainerMount::Kind::kVolume);
  EXPECT_EQ(web.mounts[5].kind, model::ContainerMount::Kind::kSecret);
  EXPECT_EQ(web.secrets.size(), 1u);
  EXPECT_EQ(web.user->value, "1000:1000");
  EXPECT_EQ(web.user_namespace->value, "keep-id");
  EXPECT_EQ(web.selinux->value, "disable");
  EXPECT_EQ(web.seccomp->value, "unconfined");
  ASSERT_EQ(web.environment.size(), 3u);
  EXPECT_EQ(web.environment[0].name, "KEY");
  EXPECT_EQ(web.environment[0].value, std::nullopt);
  EXPECT_EQ(web.environment[1].value, "b c");
  EXPECT_EQ(web.health.kind, model::ContainerHealth::Kind::kSet);
  EXPECT_EQ(web.memory_limit_bytes->value, 512 << 20);
  EXPECT_EQ(web.pids_limit->value, 10);
  EXPECT_EQ(web.network_mode->value, "host");
  EXPECT_TRUE(web.init->value);
  EXPECT_EQ(web.log_driver->value, "journald");
  EXPECT_EQ(web.command.size(), 3u);
  EXPECT_TRUE(web.privileged->value);
  EXPECT_EQ(web.pid_mode->value, "host");
  EXPECT_EQ(web.restart->value, "always");
}

TEST(Quadlet, LinesThatGoOnAndEmptyValues) {
  model::Container web = read(
      "[Container]\nImage = a\nAddCapability=A \\\n# between\n  "
      "B\nAddCapability=\nAddCapability=C\nEnvironment=X=1\nEnvironment=\nVolume=/a:/b\n"
      "Volume=\nExec=sh \\\n  -c \\\r\n  x\r\n");
  ASSERT_EQ(web.capabilities_added.size(), 1u);
  EXPECT_EQ(web.capabilities_added[0].value, "C");
  EXPECT_EQ(web.capabilities_added[0].place.line, 7u);
  EXPECT_TRUE(web.environment.empty());
  EXPECT_TRUE(web.mounts.empty());
  EXPECT_EQ(web.command.size(), 3u);
}

TEST(Quadlet, UnknownKeysWithASuggestion) {
  base::Notes notes;
  ASSERT_TRUE(parse_quadlet("a", "[Container]\nImage=a\nReadonly=true\nnonsense\nPublishPort=x\nX-Mine=1\n", notes));
  EXPECT_EQ(
      message_of(notes),
      "line 3: unknown key Readonly (did you mean ReadOnly?)\nline 4: no Key=value: nonsense\nline 5: PublishPort=x is not understood\n");
}

TEST(Quadlet, WhatIsNoContainer) {
  base::Notes notes;
  for (std::string_view text : {"", "[Pod]\nPodName=x\n", "[Container]\nExec=x\n", "Image=x\n"}) {
    auto container = parse_quadlet("a", text, notes);
    ASSERT_FALSE(container) << text;
    EXPECT_EQ(container.error().code, Code::kCorrupt) << text;
  }
  EXPECT_EQ(parse_quadlet("a", std::string(50u << 20, '\\'), notes).error().code, Code::kLimit);
  EXPECT_TRUE(parse_quadlet("a", "[Container]\nRootfs=/x\n", notes));
}

TEST(Quadlet, Fuzz) { REPLAY_CORPUS(quadlet_fuzz); }

}  // namespace
}  // namespace batten::manifest
