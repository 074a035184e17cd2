// SPDX-License-Identifier: Apache-2.0
#include "manifest/run_line.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int run_line_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

using Mount = model::ContainerMount;

std::string message_of(const base::Notes& notes) {
  std::string out;
  for (const base::Note& note : notes) out += note.message + "\n";
  return out;
}

model::Container read(std::string_view line) {
  base::Notes notes;
  auto container = parse_run_line(line, notes);
  EXPECT_TRUE(container) << container.error().message;
  EXPECT_EQ(message_of(notes), "");
  return container ? std::move(*container) : model::Container{};
}

TEST(RunLine, OptionsWithAndWithoutEquals) {
  std::string_view line =
      "docker run -d --name=web --privileged --cap-add SYS_ADMIN --cap-drop=all -p 80:80 -p127.0.0.1:81:81/udp -v /etc:/host:ro "
      "-e A=b -e HANDED_ON -u=1000:1000 -m 512m --pids-limit 10 --cpus=.5 --read-only=false --restart on-failure:3 --net host "
      "--pid=host --ipc host --uts=host --userns host --security-opt no-new-privileges --security-opt=seccomp=unconfined nginx:1 nginx -g "
      "'daemon off;'";
  model::Container web = read(line);
  EXPECT_EQ(web.form, model::ContainerForm::kRunLine);
  EXPECT_EQ(web.name, "web");
  EXPECT_EQ(web.image.value, "nginx:1");
  EXPECT_EQ(line.substr(web.image.place.offset, web.image.place.length), "nginx:1");
  EXPECT_TRUE(web.privileged->value);
  EXPECT_EQ(web.capabilities_added[0].value, "SYS_ADMIN");
  EXPECT_EQ(line.substr(web.capabilities_added[0].place.offset, web.capabilities_added[0].place.length), "--cap-add SYS_ADMIN");
  EXPECT_EQ(web.capabilities_dropped[0].value, "ALL");
  ASSERT_EQ(web.ports.size(), 2u);
  EXPECT_EQ(web.ports[1].host_address, "127.0.0.1");
  EXPECT_EQ(web.ports[1].protocol, "udp");
  EXPECT_EQ(web.mounts[0].source, "/etc");
  EXPECT_TRUE(web.mounts[0].read_only);
  EXPECT_EQ(web.environment[0].value, "b");
  EXPECT_EQ(web.environment[1].value, std::nullopt);
  EXPECT_EQ(web.user->value, "1000:1000");
  EXPECT_EQ(web.memory_limit_bytes->value, 512 << 20);
  EXPECT_EQ(web.pids_limit->value, 10);
  EXPECT_EQ(web.cpu_limit->value, 0.5);
  EXPECT_FALSE(web.read_only_root->value);
  EXPECT_EQ(web.restart->value, "on-failure:3");
  EXPECT_EQ(web.network_mode->value, "host");
  EXPECT_EQ(web.pid_mode->value, "host");
  EXPECT_EQ(web.ipc_mode->value, "host");
  EXPECT_EQ(web.uts_mode->value, "host");
  EXPECT_EQ(web.user_namespace->value, "host");
  EXPECT_TRUE(web.no_new_privileges->value);
  EXPECT_EQ(web.seccomp->value, "unconfined");
  ASSERT_EQ(web.command.size(), 3u);
  EXPECT_EQ(web.command[2].value, "daemon off;");
}

TEST(RunLine, CombinedShortFlags) {
  model::Container one = read("docker run -itu root -itp8080:80 --rm alpine -p 1:1");
  EXPECT_EQ(one.user->value, "root");
  ASSERT_EQ(one.ports.size(), 1u);
  EXPECT_EQ(one.ports[0].host_first, 8080);
  EXPECT_EQ(one.command.size(), 2u);
  EXPECT_EQ(one.name, "alpine");
}

TEST(RunLine, PrefixesGlobalOptionsAndBothPrograms) {
  EXPECT_EQ(read("sudo -u me /usr/bin/docker --context far -H x container run a").image.value, "a");
  EXPECT_EQ(read("X=1 exec podman --log-level debug create --secret s --secret t,type=env,target=T a").secrets.size(), 1u);
  EXPECT_EQ(read("docker run -- a").image.value, "a");
  EXPECT_EQ(read("podman run --cap-add net_admin,sys_time --rootfs /x").capabilities_added.size(), 2u);
}

TEST(RunLine, MountsAndVariablesOfTheShell) {
  model::Container one = read(
      "docker run --mount type=bind,src=/a,dst=/b,readonly --mount source=v,target=/v --tmpfs /run:size=1m -v \"$PWD/x\":/x -v "
      "$(pwd):/here "
      "-v ~/k:/k -v vol:/vol -e \"P=$PASSWORD\" --use-api-socket a");
  ASSERT_EQ(one.mounts.size(), 8u);
  EXPECT_EQ(one.mounts[0].kind, Mount::Kind::kBind);
  EXPECT_TRUE(one.mounts[0].read_only);
  EXPECT_EQ(one.mounts[1].kind, Mount::Kind::kVolume);
  EXPECT_EQ(one.mounts[2].kind, Mount::Kind::kTmpfs);
  EXPECT_EQ(one.mounts[3].source, "$PWD/x");
  EXPECT_EQ(one.mounts[3].kind, Mount::Kind::kBind);
  EXPECT_EQ(one.mounts[4].source, "$(pwd)");
  EXPECT_EQ(one.mounts[5].source, "~/k");
  EXPECT_EQ(one.mounts[6].kind, Mount::Kind::kVolume);
  EXPECT_EQ(one.mounts[7].source, "/var/run/docker.sock");
  EXPECT_TRUE(one.environment[0].from_outside);
}

TEST(RunLine, HealthLogsAndLabels) {
  model::Container one =
      read("docker run --health-cmd 'curl x' --log-driver syslog --log-opt max-size=1m -l a=b --sysctl n=1 --ulimit nofile=1:2 a");
  EXPECT_EQ(one.health.test, (std::vector<std::string>{"CMD-SHELL", "curl x"}));
  EXPECT_EQ(one.log_options["max-size"], "1m");
  EXPECT_EQ(one.labels["a"].value, "b");
  EXPECT_EQ(one.sysctls["n"].value, "1");
  EXPECT_EQ(one.ulimits["nofile"].value, "1:2");
  EXPECT_EQ(read("docker run --no-healthcheck a").health.kind, model::ContainerHealth::Kind::kDisabled);
}

TEST(RunLine, WhatIsNotReadIsANote) {
  base::Notes notes;
  ASSERT_TRUE(parse_run_line("docker run --privledged --env-file s.env -p x:y -m lots a", notes));
  EXPECT_EQ(message_of(notes),
            "unknown option --privledged (did you mean --privileged?)\n--env-file s.env is not read\n--publish x:y is not understood\n"
            "--memory lots is not understood\n");
}

TEST(RunLine, WhatIsNoRunLine) {
  base::Notes notes;
  for (std::string_view line :
       {"", "docker ps", "docker run", "docker run --name", "docker run 'a", "echo docker run a", "dockerx run a", "docker"}) {
    auto container = parse_run_line(line, notes);
    ASSERT_FALSE(container) << line;
    EXPECT_EQ(container.error().code, Code::kInvalidArgument) << line;
  }
}

TEST(RunLine, InAScript) {
  std::string_view script =
      "#!/bin/sh\nset -e # don't stop\nif true; then docker run -d \\\n    --name one \\\n    -p 80:80 a; fi\necho \"docker run no\"\n"
      "docker ps | grep x && sudo podman run --privileged b > out\n# docker run commented\ndocker build .\r\ndocker run c\r\n";
  base::Notes notes;
  std::vector<model::Container> all = find_run_lines(script, notes);
  EXPECT_EQ(message_of(notes), "");
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].name, "one");
  EXPECT_EQ(all[0].place.line, 3u);
  EXPECT_EQ(all[0].ports[0].place.line, 5u);
  EXPECT_EQ(script.substr(all[0].ports[0].place.offset, all[0].ports[0].place.length), "-p 80:80");
  EXPECT_TRUE(all[1].privileged->value);
  EXPECT_TRUE(all[1].command.empty());
  EXPECT_EQ(all[2].image.value, "c");
}

TEST(RunLine, AScriptOfOpenQuotesEnds) {
  std::string script;
  for (int i = 0; i < 40'000; ++i) script += "\"'\n";
  script += "'";
  base::Notes notes;
  (void)find_run_lines(script, notes);
  EXPECT_LE(notes.size(), 60u);
  EXPECT_FALSE(notes.empty());
  notes.clear();
  auto line = parse_run_line("docker run a " + std::string(50u << 20, 'x'), notes);
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, Code::kLimit);
}

TEST(RunLine, Fuzz) { REPLAY_CORPUS(run_line_fuzz); }

}  // namespace
}  // namespace batten::manifest
