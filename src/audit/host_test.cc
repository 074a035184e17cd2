// SPDX-License-Identifier: Apache-2.0
#include "audit/host.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "audit/engine_packages.h"
#include "audit/engine_process.h"
#include "audit/fake_host.h"
#include "audit/run.h"
#include "audit/watched_paths.h"
#include "base/text.h"
#include "http/loopback_server.h"

namespace batten::audit {
namespace {

using http::LoopbackServer;

constexpr const char* kMounts =
    "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n31 27 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n";

// A host of an ordinary kind: dockerd with a port and a daemon.json, rules of the audit system, a group with a member.
void make(FakeHost& host) {
  host.file("/etc/hostname", "box\n").file("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
  host.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\ncarol:x:1001:999::/home/carol:/bin/sh\n");
  host.file("/etc/group", "root:x:0:\ndocker:x:999:alice,bob\n");
  host.file("/proc/sys/kernel/osrelease", "6.1.0-28-amd64\n");
  host.file("/proc/version", "Linux version 6.1.0-28-amd64 (x) #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)\n");
  host.file("/sys/module/apparmor/parameters/enabled", "Y\n").file("/proc/net/protocols", "protocol size\nTCP 1\nALG 2\n");
  host.file("/proc/1/mountinfo", kMounts).file("/proc/1/comm", "systemd\n");
  host.file("/proc/500/comm", "dockerd\n").file("/proc/500/environ", std::string("HOME=/root\0PATH=/bin\0", 21));
  host.file("/proc/500/cmdline", std::string("/usr/bin/dockerd\0-H\0fd://\0--log-level\0warn\0", 43));
  host.file("/proc/500/net/tcp",
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
            "   0: 00000000:0947 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0\n"
            "   1: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0\n");
  host.link("/proc/500/fd/7", "socket:[4711]").link("/proc/500/fd/8", "/dev/null");
  host.file("/etc/docker/daemon.json", R"({"icc":false,"userland-proxy":false})").mode("/etc/docker/daemon.json", 0666);
  host.file("/etc/docker/certs.d/reg.example/ca.crt", "x").mode("/etc/docker/certs.d/reg.example/ca.crt", 0444);
  host.file("/etc/audit/rules.d/docker.rules", "-w /etc/docker -k docker\n");
  host.file("/var/lib/dpkg/status",
            "Package: docker.io\nStatus: install ok installed\nVersion: 20.10.24+dfsg1-1+deb12u1\n\n"
            "Package: runc\nStatus: deinstall ok config-files\nVersion: 1.1.5\n\n");
}

LoopbackServer::Handler engine() {
  return [](const std::string& request) {
    auto is = [&](const char* path) { return request.starts_with(std::string("GET ") + path + " "); };
    auto json = [](const std::string& body) { return LoopbackServer::answer(200, body, {"Content-Type: application/json"}); };
    if (is("/info")) {
      return json(R"({"ServerVersion":"20.10.24+dfsg1","SecurityOptions":["name=seccomp,profile=default"],"DockerRootDir":"/var/lib/docker",
        "Driver":"overlay2","LoggingDriver":"json-file","LiveRestoreEnabled":true,"Images":3,"Containers":2,"ContainersRunning":1})");
    }
    if (is("/version")) {
      return json(R"({"Components":[{"Name":"Engine","Version":"20.10.24+dfsg1"},{"Name":"runc","Version":"1.1.11"}]})");
    }
    if (is("/networks")) return json(R"([{"Name":"bridge","Driver":"bridge","Options":{}}])");
    if (is("/containers/json") || is("/containers/json?all=1")) return json(R"([{"Id":"c0ffee","Names":["/web"],"ImageID":"sha256:a"}])");
    if (is("/containers/c0ffee/json") || is("/containers/web/json")) {
      return json(
          R"({"Id":"c0ffee","Name":"/web","State":{"Running":true,"Pid":42},"Config":{"Image":"a"},"HostConfig":{"NetworkMode":"host"},
        "ExecIDs":["e1"]})");
    }
    if (is("/exec/e1/json")) return json(R"({"Running":true,"ProcessConfig":{"entrypoint":"sh","privileged":true}})");
    return LoopbackServer::answer(404, R"({"message":"no such thing"})");
  };
}

TEST(Host, OfFilesAlone) {
  FakeHost fake;
  make(fake);
  base::Notes notes;
  model::Host host = look_at_host(fake.files(), nullptr, "no socket", notes);
  EXPECT_EQ(host.name, "box");
  EXPECT_EQ(host.distribution, "Debian GNU/Linux 12");
  EXPECT_EQ(host.kernel.version, "6.1.119");
  EXPECT_TRUE(host.kernel.distribution);
  EXPECT_EQ(host.kernel.apparmor, true);
  EXPECT_EQ(host.kernel.selinux, false);
  EXPECT_EQ(host.kernel.cgroup_v1, true);
  EXPECT_EQ(host.kernel.algorithm_sockets, true);
  EXPECT_FALSE(host.engine.answered);
  EXPECT_EQ(host.engine.why, "no socket");
  EXPECT_TRUE(host.engine.settings_complete) << host.engine.settings_why;
  EXPECT_EQ(host.engine.settings.at("log-level")[0], (model::EngineSetting{"warn", "command line of dockerd"}));
  EXPECT_EQ(host.engine.settings.at("icc")[0], (model::EngineSetting{"false", "/etc/docker/daemon.json"}));
  EXPECT_EQ(host.files.at("/etc/docker/daemon.json").mode, 0666u);
  EXPECT_EQ(host.files.at("/etc/default/docker").kind, model::HostFile::Kind::kAbsent);
  EXPECT_EQ(host.directories.at("/etc/docker/certs.d").at(0).path, "/etc/docker/certs.d/reg.example/ca.crt");
  EXPECT_EQ(host.audit.watched, std::vector<std::string>{"/etc/docker"});
  EXPECT_EQ(host.docker_group, (std::vector<std::string>{"alice", "bob", "carol"}));
  EXPECT_EQ(host.root_directory_is_mount, false);
}

// Nobody wrote down this port: the kernel knows of it all the same.
TEST(Host, PortsThatAreOpenAreSeen) {
  FakeHost fake;
  make(fake);
  base::Notes notes;
  model::Host host = look_at_host(fake.files(), nullptr, "", notes);
  ASSERT_EQ(host.engine.listeners.size(), 2u);
  EXPECT_EQ(host.engine.listeners[0].address, "fd://");
  EXPECT_EQ(host.engine.listeners[1].address, "tcp://0.0.0.0:2375");
  EXPECT_FALSE(host.engine.listeners[1].tls);
}

TEST(Host, AnUnreadableConfigurationIsNoDefault) {
  FakeHost fake;
  make(fake);
  fake.file("/etc/docker/daemon.json", "{broken");
  base::Notes notes;
  model::Host host = look_at_host(fake.files(), nullptr, "", notes);
  EXPECT_FALSE(host.engine.settings_complete);
  EXPECT_NE(host.engine.settings_why.find("daemon.json"), std::string::npos);
  fake.file("/proc/501/comm", "dockerd\n").file("/proc/501/cmdline", std::string("dockerd\0--debug\0", 16));
  EXPECT_NE(look_at_host(fake.files(), nullptr, "", notes).engine.settings_why.find("2 dockerd"), std::string::npos);
  fake.file("/var/run/docker.pid", "501").file("/etc/docker/daemon.json", "{}");
  host = look_at_host(fake.files(), nullptr, "", notes);
  EXPECT_TRUE(host.engine.settings_complete);
  EXPECT_EQ(host.engine.settings.at("debug")[0].value, "true");
}

TEST(Host, ContentTrustOfWhoeverLogsIn) {
  FakeHost fake;
  make(fake);
  base::Notes notes;
  fake.file("/etc/profile.d/a.sh", "# export DOCKER_CONTENT_TRUST=1\nexport DOCKER_CONTENT_TRUST=0\n");
  EXPECT_FALSE(look_at_host(fake.files(), nullptr, "", notes).engine.settings.contains("client-content-trust"));
  fake.file("/etc/profile.d/b.sh", "  export DOCKER_CONTENT_TRUST=1\n");
  EXPECT_EQ(look_at_host(fake.files(), nullptr, "", notes).engine.settings.at("client-content-trust")[0].where, "/etc/profile.d/b.sh");
}

TEST(Host, DataOnAFileSystemOfTheirOwn) {
  FakeHost fake;
  make(fake);
  base::Notes notes;
  // The engine mounts its directory on itself: that is no other file system.
  fake.file("/proc/1/mountinfo", std::string(kMounts) + "42 27 254:0 /var/lib/docker /var/lib/docker rw - ext4 /dev/vda rw\n");
  EXPECT_EQ(look_at_host(fake.files(), nullptr, "", notes).root_directory_is_mount, false);
  fake.file("/proc/1/mountinfo", std::string(kMounts) + "42 27 254:16 / /var/lib/docker rw - ext4 /dev/vdb rw\n");
  EXPECT_EQ(look_at_host(fake.files(), nullptr, "", notes).root_directory_is_mount, true);
}

TEST(Audit, JoinsEngineAndHost) {
  FakeHost fake;
  make(fake);
  LoopbackServer server(engine());
  Options options;
  options.engine = server.url();
  options.root = fake.root();
  auto assessment = run(options);
  ASSERT_TRUE(assessment) << assessment.error().message;
  EXPECT_EQ(assessment->target, "box");
  auto outcome = [&](std::string_view id) {
    auto at = std::ranges::find_if(assessment->results, [&](const model::CheckResult& result) { return result.check->id == id; });
    return at == assessment->results.end() ? "not run" : model::outcome_name(at->outcome);
  };
  EXPECT_STREQ(outcome("daemon-json-mode"), "fail");
  EXPECT_STREQ(outcome("registry-certificate-mode"), "pass");
  EXPECT_STREQ(outcome("engine-port-without-tls"), "fail");
  EXPECT_STREQ(outcome("userland-proxy"), "pass");
  EXPECT_STREQ(outcome("no-live-restore"), "pass");
  EXPECT_STREQ(outcome("exec-privileged"), "fail");
  EXPECT_STREQ(outcome("escape-cve-2024-21626"), "fail");            // runc is no package: its version is what it says
  EXPECT_STREQ(outcome("escape-cve-2024-23653"), "could not look");  // the engine is Debian's
  EXPECT_STREQ(outcome("escape-cve-2022-0847"), "pass");
  EXPECT_STREQ(outcome("rootful-engine"), "not run");
  EXPECT_TRUE(std::ranges::is_sorted(assessment->results, {}, [](const model::CheckResult& result) { return result.check->id; }));
  // The container's process is of another machine: that is said.
  EXPECT_TRUE(std::ranges::any_of(assessment->notes, [](const base::Note& note) { return note.message.contains("no process 42"); }));
  options.settings.strict = true;
  assessment = run(options);
  ASSERT_TRUE(assessment);
  EXPECT_STREQ(outcome("rootful-engine"), "fail");
  EXPECT_STREQ(outcome("audit-daemon-json"), "pass");
}

TEST(Audit, WithoutAnEngine) {
  FakeHost fake;
  make(fake);
  Options options;
  options.engine = "unix:///nowhere.sock";
  options.root = fake.root();
  auto assessment = run(options);
  ASSERT_TRUE(assessment);
  EXPECT_FALSE(assessment->notes.empty());
  for (const model::CheckResult& result : assessment->results) {
    bool of_file = result.check->id == "daemon-json-mode";
    if (of_file || result.check->id == "insecure-registry") {
      EXPECT_EQ(result.outcome, of_file ? model::Outcome::kFail : model::Outcome::kUnknown) << result.check->id;
    }
  }
  options.containers = {"web"};
  EXPECT_EQ(run(options).error().code, Code::kUnavailable);
}

TEST(Audit, ContainersByName) {
  FakeHost fake;
  make(fake);
  LoopbackServer server(engine());
  Options options;
  options.engine = server.url();
  options.root = fake.root();
  options.containers = {"web"};
  auto assessment = run(options);
  ASSERT_TRUE(assessment) << assessment.error().message;
  for (const model::CheckResult& result : assessment->results) EXPECT_EQ(result.subject, "container web (c0ffee)");
  options.containers = {"gone"};
  EXPECT_EQ(run(options).error().code, Code::kNotFound);
}

TEST(WatchedPaths, BothFormsOfRules) {
  EXPECT_EQ(watched_paths("# -w /no\n-w /etc/docker/ -p wa -k docker\n-a always,exit -F path=/usr/bin/dockerd -F perm=x\n"
                          "-a exit,never -F dir=/var/lib\n-a always,exit -F dir=/run/containerd -k x\n-w relative\n"),
            (std::vector<std::string>{"/etc/docker", "/usr/bin/dockerd", "/run/containerd"}));
}

TEST(EnginePackages, OfDpkgAndApk) {
  auto packages = engine_packages(
      "Package: runc\nStatus: install ok installed\nVersion: 1.1.5+ds1-1\n\nPackage: vim\nVersion: 9\n\nP:docker\nV:26.1.5-r0\n\n");
  EXPECT_EQ(packages.size(), 2u);
  EXPECT_EQ(packages["runc"], "1.1.5+ds1-1");
  EXPECT_EQ(packages["docker"], "26.1.5-r0");
}

TEST(EnginePackages, KernelsOfDistributions) {
  auto read = [](std::string_view release, std::string_view version, std::string_view signature) {
    model::HostKernel kernel;
    read_kernel_version(release, version, signature, kernel);
    return format("{} {}", kernel.version, kernel.distribution ? "distribution" : "upstream");
  };
  EXPECT_EQ(read("6.12.5\n", "Linux version 6.12.5 (x) #1 SMP", ""), "6.12.5 upstream");
  EXPECT_EQ(read("6.12.0-rc3", "", ""), "6.12.0 upstream");
  EXPECT_EQ(read("6.1.0-28-amd64", "Linux #1 SMP Debian 6.1.119-1 (2024-11-22)", ""), "6.1.119 distribution");
  EXPECT_EQ(read("5.15.0-91-generic", "Linux #101-Ubuntu SMP", "Ubuntu 5.15.0-91.101-generic 5.15.131\n"), "5.15.131 distribution");
  EXPECT_EQ(read("5.14.0-362.el9.x86_64", "", ""), "5.14.0 distribution");
}

TEST(EngineProcess, AddressesOfBothFamilies) {
  auto sockets = parse_listening(
      "   0: 0100007F:0947 00000000:0000 0A 0:0 0:0 0 0 0 11 1\n   1: 00000000000000000000000000000000:0948 0:0 0A 0:0 0:0 0 0 0 12 1\n"
      "   2: 0100007F:0947 0100007F:1111 01 0:0 0:0 0 0 0 13 1\n   3: zz:0947 0:0 0A 0:0 0:0 0 0 0 14 1\n");
  ASSERT_EQ(sockets.size(), 2u);
  EXPECT_EQ(sockets[0].address, "tcp://127.0.0.1:2375");
  EXPECT_EQ(sockets[1].address, "tcp://[::]:2376");
  EXPECT_EQ(sockets[1].inode, "12");
}

}  // namespace
}  // namespace batten::audit
