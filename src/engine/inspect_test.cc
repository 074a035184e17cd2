// SPDX-License-Identifier: Apache-2.0
#include "engine/inspect.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/time.h"
#include "engine/describe.h"
#include "fuzz/replay.h"

int engine_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::engine {
namespace {

using model::ContainerMount;

constexpr std::string_view kInspected =
    R"({"Id":"c0ffee","Name":"/web","State":{"Running":true,"Pid":42},"AppArmorProfile":"docker-default",
 "ExecIDs":["e1"],
 "Config":{"Image":"nginx:1.25","User":"10001","Env":["A=b=c","EMPTY="],"Cmd":["nginx"],"Entrypoint":null,"Labels":{"a":"b"},
   "Healthcheck":{"Test":["CMD","true"]}},
 "HostConfig":{"Privileged":false,"ReadonlyRootfs":true,"CapAdd":["cap_net_admin"],"CapDrop":["ALL"],"NetworkMode":"host","PidMode":"host",
   "SecurityOpt":["no-new-privileges","seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}","label:disable"],
   "Memory":67108864,"PidsLimit":64,"NanoCpus":500000000,"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":5},
   "Ulimits":[{"Name":"nofile","Soft":1024,"Hard":2048}],"Tmpfs":{"/tmp":""},"LogConfig":{"Type":"local","Config":{"max-size":"1m"}},
   "Devices":[{"PathOnHost":"/dev/kvm","PathInContainer":"/dev/kvm","CgroupPermissions":"rwm"}]},
 "Mounts":[{"Type":"bind","Source":"/etc","Destination":"/hostetc","RW":false,"Propagation":"rprivate"},
           {"Type":"volume","Name":"data","Source":"/var/lib/docker/volumes/data/_data","Destination":"/data","RW":true}],
 "NetworkSettings":{"Networks":{"bridge":{}},
   "Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"},{"HostIp":"::","HostPort":"8080"}],"443/tcp":null,
            "53/udp":[{"HostIp":"127.0.0.1","HostPort":"53"}]}}})";

TEST(Inspect, EverySettingIsTaken) {
  auto read = parse_inspect(kInspected);
  ASSERT_TRUE(read) << read.error().message;
  const model::Container& web = read->container;
  EXPECT_EQ(web.form, model::ContainerForm::kEngine);
  EXPECT_EQ(web.name, "web");
  EXPECT_EQ(web.image.value, "nginx:1.25");
  EXPECT_EQ(web.user->value, "10001");
  EXPECT_TRUE(web.read_only_root->value);
  EXPECT_FALSE(web.privileged->value);
  EXPECT_TRUE(web.no_new_privileges->value);
  EXPECT_EQ(web.selinux->value, "disable");
  EXPECT_EQ(web.apparmor->value, "docker-default");
  EXPECT_EQ(web.capabilities_added[0].value, "NET_ADMIN");
  EXPECT_EQ(web.capabilities_dropped[0].value, "ALL");
  EXPECT_EQ(web.network_mode->value, "host");
  EXPECT_EQ(web.pid_mode->value, "host");
  EXPECT_FALSE(web.ipc_mode.has_value());
  EXPECT_EQ(web.memory_limit_bytes->value, 67108864);
  EXPECT_EQ(web.pids_limit->value, 64);
  EXPECT_DOUBLE_EQ(web.cpu_limit->value, 0.5);
  EXPECT_EQ(web.restart->value, "on-failure:5");
  EXPECT_EQ(web.ulimits.at("nofile").value, "1024:2048");
  EXPECT_EQ(web.devices[0].value, "/dev/kvm:/dev/kvm:rwm");
  EXPECT_EQ(web.log_options.at("max-size"), "1m");
  EXPECT_EQ(web.health.kind, model::ContainerHealth::Kind::kSet);
  EXPECT_EQ(web.environment[0].value, "b=c");
  EXPECT_EQ(web.command[0].value, "nginx");
  EXPECT_EQ(web.process->pid, 42);
  EXPECT_EQ(read->exec_ids, std::vector<std::string>{"e1"});
}

// Nobody asked for it: the engine adds it to containers that share the host's processes.
TEST(Inspect, AnOptionThatTheEngineAddsIsNotAskedFor) {
  std::string text(kInspected);
  text.replace(text.find("label:disable"), 13, "label=disable");
  auto read = parse_inspect(text);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->container.selinux.has_value());
  EXPECT_EQ(read->container.security_options.size(), 2u);
  text.replace(text.find("\"PidMode\":\"host\""), 16, "\"PidMode\":\"\"");
  EXPECT_EQ(parse_inspect(text)->container.selinux->value, "disable");
}

// An old profile or one made at home that allows everything is none, whatever it is called.
TEST(Inspect, AProfileThatAllowsEverythingIsNone) {
  auto read = parse_inspect(kInspected);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->container.seccomp->value, "unconfined");
  for (const model::Placed<std::string>& option : read->container.security_options) EXPECT_EQ(option.value.find('{'), std::string::npos);
  std::string refusing(kInspected);
  refusing.replace(refusing.find("SCMP_ACT_ALLOW"), 14, "SCMP_ACT_ERRNO");
  EXPECT_EQ(parse_inspect(refusing)->container.seccomp->value, "custom");
}

TEST(Inspect, MountsAndPortsAsTheyAre) {
  auto read = parse_inspect(kInspected);
  ASSERT_TRUE(read);
  const auto& mounts = read->container.mounts;
  ASSERT_EQ(mounts.size(), 3u);
  EXPECT_EQ(mounts[0].kind, ContainerMount::Kind::kBind);
  EXPECT_TRUE(mounts[0].read_only);
  EXPECT_EQ(mounts[1].source, "data");
  EXPECT_EQ(mounts[2].kind, ContainerMount::Kind::kTmpfs);
  const auto& ports = read->container.ports;
  ASSERT_EQ(ports.size(), 3u);  // the same port on IPv4 and IPv6 is one
  EXPECT_EQ(ports[0].host_address, "");
  EXPECT_EQ(ports[0].host_first, 8080);
  EXPECT_FALSE(ports[1].published);
  EXPECT_EQ(ports[2].host_address, "127.0.0.1");
  EXPECT_EQ(ports[2].protocol, "udp");
}

TEST(Inspect, AStoppedOneHasNoProcessAndOtherThingsAreNone) {
  std::string stopped(kInspected);
  stopped.replace(stopped.find("true"), 4, "false");
  EXPECT_FALSE(parse_inspect(stopped)->container.process.has_value());
  for (std::string_view text : {"", "[]", "{}", R"({"Id":"a"})", R"({"Id":5,"HostConfig":{}})"}) {
    EXPECT_EQ(parse_inspect(text).error().code, Code::kCorrupt) << text;
  }
}

// Arguments may hold a password, and nobody asked for them.
TEST(Inspect, OfACommandOnlyItsProgramIsTold) {
  bool running = false;
  auto exec = parse_exec(R"({"Running":true,"ProcessConfig":{"entrypoint":"mysql","arguments":["-psecret"],"privileged":true,"user":"0"}})",
                         running);
  ASSERT_TRUE(exec);
  EXPECT_TRUE(running);
  EXPECT_EQ(exec->command, "mysql");
  EXPECT_TRUE(exec->privileged);
  EXPECT_EQ(exec->user, "0");
}

TEST(Describe, InfoOfDocker) {
  model::Engine engine;
  ASSERT_TRUE(read_info(R"({"ServerVersion":"29.4.2","SecurityOptions":["name=apparmor","name=seccomp,profile=builtin","name=rootless",
    "name=no-new-privileges"],"CgroupVersion":"2","DockerRootDir":"/var/lib/docker","DefaultRuntime":"runc","LiveRestoreEnabled":false,
    "Plugins":{"Authorization":["opa"]},"RegistryConfig":{"InsecureRegistryCIDRs":["127.0.0.0/8","10.0.0.0/8"],
    "IndexConfigs":{"docker.io":{"Secure":true},"reg.example:5000":{"Secure":false}}},"Images":7,"Containers":5,"ContainersRunning":3,
    "Swarm":{"LocalNodeState":"active","ControlAvailable":true,"Managers":3}})",
                        engine));
  EXPECT_EQ(engine.version, "29.4.2");
  EXPECT_TRUE(engine.rootless);
  EXPECT_TRUE(engine.has_security("seccomp"));
  EXPECT_FALSE(engine.has_security("userns"));
  EXPECT_EQ(engine.cgroup_version, 2);
  EXPECT_EQ(engine.authorization_plugins, std::vector<std::string>{"opa"});
  EXPECT_EQ(engine.insecure_registries, (std::vector<std::string>{"10.0.0.0/8", "reg.example:5000"}));
  EXPECT_EQ(engine.images, 7);
  EXPECT_TRUE(engine.swarm.active && engine.swarm.manager);
  EXPECT_EQ(engine.settings.at("live-restore")[0], (model::EngineSetting{"false", "engine"}));
  EXPECT_EQ(engine.settings.at("no-new-privileges")[0].value, "true");
  EXPECT_FALSE(engine.settings.contains("experimental"));
  EXPECT_FALSE(read_info("[]", engine));
}

TEST(Describe, ComponentsOfDockerAndPodman) {
  model::Engine docker, podman;
  ASSERT_TRUE(read_version(R"({"Version":"29.0.1","Components":[{"Name":"Engine","Version":"29.0.1"},{"Name":"runc","Version":"1.3.3"}]})",
                           docker));
  EXPECT_EQ(docker.components.at("engine").version, "29.0.1");
  EXPECT_EQ(docker.components.at("runc").version, "1.3.3");
  ASSERT_TRUE(read_version(R"json({"Components":[{"Name":"Podman Engine","Version":"4.3.1"},
    {"Name":"Conmon","Version":"conmon version 2.1.6"},{"Name":"OCI Runtime (crun)","Version":"crun version 1.8.1\ncommit: f8a0"}]})json",
                           podman));
  EXPECT_EQ(podman.kind, model::Engine::Kind::kPodman);
  EXPECT_EQ(podman.components.at("crun").version, "1.8.1");
  EXPECT_EQ(podman.components.at("conmon").version, "2.1.6");
}

TEST(Describe, NetworksAndSwarm) {
  model::Engine engine;
  ASSERT_TRUE(read_networks(R"([{"Name":"bridge","Driver":"bridge","Options":{"com.docker.network.bridge.enable_icc":"false"}},
    {"Name":"mesh","Driver":"overlay","Options":{"encrypted":""}},{"Name":"ingress","Driver":"overlay","Ingress":true,"Options":{}}])",
                            engine));
  ASSERT_EQ(engine.networks.size(), 3u);
  EXPECT_EQ(engine.networks[0].containers_reach_each_other, false);
  EXPECT_TRUE(engine.networks[1].encrypted);
  EXPECT_TRUE(engine.networks[2].ingress && !engine.networks[2].encrypted);
  ASSERT_TRUE(
      read_swarm(R"({"Spec":{"EncryptionConfig":{"AutoLockManagers":true},"CAConfig":{"NodeCertExpiry":7776000000000000}}})", engine));
  EXPECT_EQ(engine.swarm.auto_lock, true);
  EXPECT_EQ(engine.swarm.node_certificate_days, 90);
  EXPECT_FALSE(engine.swarm.root_certificate_since.has_value());
  ASSERT_TRUE(read_nodes(R"([{"Spec":{"Role":"manager","Availability":"active"}},{"Spec":{"Role":"manager","Availability":"drain"}},
    {"Spec":{"Role":"worker"}}])",
                         engine));
  EXPECT_EQ(engine.swarm.managers, 2);
  EXPECT_EQ(engine.swarm.manager_and_worker, 1);
}

// As a manager answers, with a root certificate of its own making.
TEST(Describe, TheRootCertificateOfARealSwarm) {
  auto text = base::read_file(BATTEN_SOURCE_DIR "/fuzz/corpus/engine_fuzz/swarm.json", 1u << 20);
  ASSERT_TRUE(text);
  model::Engine engine;
  ASSERT_TRUE(read_swarm(*text, engine));
  ASSERT_TRUE(engine.swarm.root_certificate_since);
  EXPECT_EQ(base::format_time(*engine.swarm.root_certificate_since), "2026-11-26T02:58:00Z");
  EXPECT_EQ(engine.swarm.auto_lock, false);
}

TEST(Describe, Corpus) { REPLAY_CORPUS(engine_fuzz); }

}  // namespace
}  // namespace batten::engine
