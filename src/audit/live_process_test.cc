// SPDX-License-Identifier: Apache-2.0
#include "audit/live_process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "audit/fake_host.h"

namespace batten::audit {
namespace {

const std::string kId(64, 'c');
constexpr const char* kStatus =
    "Name:\tsleep\nUid:\t10001\t10002\t10001\t10001\nGid:\t20\t21\t20\t20\nCapInh:\t0000000000000000\nCapPrm:\t0000000000000400\n"
    "CapEff:\t0000000000000400\nCapBnd:\t00000000a80425fb\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n";
constexpr const char* kHostMounts =
    "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n22 27 0:21 / /proc rw - proc proc rw\n23 27 0:22 / /sys rw - sysfs sysfs rw\n"
    "24 27 0:6 / /dev rw - devtmpfs devtmpfs rw\n31 27 254:16 / /srv/my\\040data rw - ext4 /dev/vdb rw\n";

// A host with one container, whose process is 42.
void make(FakeHost& host, const std::string& mounts) {
  host.process(1, "Uid:\t0\t0\t0\t0\n").file("/proc/1/mountinfo", kHostMounts);
  host.process(42, kStatus, "cgroup ipc mnt pid uts").file("/proc/42/mountinfo", mounts);
  host.file("/proc/42/cgroup", "4:memory:/docker/" + kId + "\n3:pids:/docker/" + kId + "\n2:cpu,cpuacct:/docker/" + kId + "\n");
  host.file("/proc/42/attr/current", "docker-default (enforce)\n");
  std::string group = "/docker/" + kId + "/";
  host.file("/sys/fs/cgroup/memory" + group + "memory.limit_in_bytes", "67108864\n");
  host.file("/sys/fs/cgroup/pids" + group + "pids.max", "max\n");
  host.file("/sys/fs/cgroup/cpu" + group + "cpu.cfs_quota_us", "50000\n")
      .file("/sys/fs/cgroup/cpu" + group + "cpu.cfs_period_us", "100000\n");
}

model::ContainerProcess look(const FakeHost& host, int pid = 42) {
  HostFiles files = host.files();
  return live_process(files, look_at_live_host(files), pid, kId);
}

TEST(LiveProcess, CapabilitiesFiltersAndUser) {
  FakeHost host;
  make(host, "1 0 0:50 / / ro,relatime - overlay overlay rw\n");
  model::ContainerProcess process = look(host);
  EXPECT_TRUE(process.unread.empty()) << process.unread[0];
  EXPECT_EQ(process.capabilities_effective, 0x400u);
  EXPECT_EQ(process.capabilities_bounding, 0xa80425fbu);
  EXPECT_EQ(process.capabilities_ambient, 0u);
  EXPECT_EQ(process.seccomp_mode, 2);
  EXPECT_EQ(process.seccomp_filters, 1);
  EXPECT_EQ(process.no_new_privileges, true);
  EXPECT_EQ(process.uid, 10002u);  // the effective one
  EXPECT_EQ(process.gid, 21u);
  EXPECT_EQ(process.root_is, 0u);
  EXPECT_EQ(process.security_label, "docker-default");
  EXPECT_EQ(process.host_namespaces, (std::vector<std::string>{"net", "user"}));
  EXPECT_EQ(process.root_read_only, true);
}

TEST(LiveProcess, LimitsOfBothVersionsOfControlGroups) {
  FakeHost host;
  make(host, "");
  model::ContainerProcess process = look(host);
  EXPECT_EQ(process.memory_limit_bytes, 67108864);
  EXPECT_EQ(process.pids_limit, -1);
  EXPECT_EQ(process.cpu_limit, 0.5);

  // Version 2; the process is in a group that the container made, the limit is on the container's own.
  std::string group = "/sys/fs/cgroup/system.slice/docker-" + kId + ".scope";
  host.file("/sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
  host.file("/proc/42/cgroup", "0::/system.slice/docker-" + kId + ".scope/init\n");
  host.file(group + "/init/memory.max", "max\n").file(group + "/memory.max", "1048576\n");
  host.file(group + "/pids.max", "64\n").file(group + "/cpu.max", "150000 100000\n");
  host.file("/sys/fs/cgroup/system.slice/memory.max", "4096\n");  // of all services: not the container's
  process = look(host);
  EXPECT_EQ(process.memory_limit_bytes, 1048576);
  EXPECT_EQ(process.pids_limit, 64);
  EXPECT_EQ(process.cpu_limit, 1.5);
}

TEST(LiveProcess, MountsOfTheHostAreNamedAsTheHostDoes) {
  FakeHost host;
  make(host,
       "1 0 0:50 / / rw - overlay overlay rw\n2 1 0:60 / /proc rw - proc proc rw\n3 1 0:22 / /sys ro - sysfs sysfs rw\n"
       "4 1 254:0 /etc /hostetc ro,relatime - ext4 /dev/vda rw\n5 1 254:16 /a\\040b /data rw master:3 - ext4 /dev/vdb rw\n"
       "6 1 254:0 /var/lib/docker/containers/" +
           kId +
           "/hosts /etc/hosts rw - ext4 /dev/vda rw\n"
           "7 1 254:0 / /all rw - ext4 /dev/vda rw\n8 7 254:16 / /all/srv/my\\040data rw - ext4 /dev/vdb rw\n"
           "9 1 0:22 / /hostsys rw - sysfs sysfs rw\n10 1 0:99 / /tmp rw - tmpfs tmpfs rw\n"
           "11 1 254:0 /var/lib/docker/volumes/v/_data /v rw - ext4 /dev/vda rw\n");
  std::vector<std::string> shown;
  for (const model::ContainerMount& mount : look(host).mounts) {
    bool is_volume = mount.kind == model::ContainerMount::Kind::kVolume;
    shown.push_back(
        format("{} on {}{}{} {}", mount.source, mount.target, mount.read_only ? " ro" : "", is_volume ? " volume" : "", mount.propagation));
  }
  EXPECT_EQ(shown, (std::vector<std::string>{"/etc on /hostetc ro private", "/srv/my data/a b on /data slave", "/ on /all private",
                                             "/sys on /hostsys private", "/var/lib/docker/volumes/v/_data on /v volume private"}));
}

TEST(LiveProcess, WhatIsNotThereIsSaid) {
  FakeHost host;
  make(host, "");
  ASSERT_EQ(look(host, 77).unread.size(), 1u);
  EXPECT_NE(look(host, 77).unread[0].find("no process 77"), std::string::npos);
  std::filesystem::remove(host.root() + "/proc/42/status");
  std::filesystem::remove_all(host.root() + "/sys/fs/cgroup/memory");
  std::filesystem::remove_all(host.root() + "/proc/1/ns");
  model::ContainerProcess process = look(host);
  EXPECT_FALSE(process.capabilities_effective.has_value());
  EXPECT_FALSE(process.memory_limit_bytes.has_value());
  EXPECT_TRUE(process.host_namespaces.empty());
  EXPECT_EQ(process.unread.size(), 3u);
}

TEST(LiveProcess, UnconfinedIsNoProtectionAndComplainingIsMarked) {
  FakeHost host;
  make(host, "");
  host.file("/proc/42/attr/current", "unconfined\n");
  EXPECT_EQ(look(host).security_label, "");
  host.file("/proc/42/attr/current", "mine (complain)\n");
  EXPECT_EQ(look(host).security_label, "mine (complain)");
  host.file("/proc/42/uid_map", "0 100000 65536\n");
  EXPECT_EQ(look(host).root_is, 100000u);
}

// The kernel's own files, not ours.
TEST(LiveProcess, ThisTestItself) {
  auto files = HostFiles::open("/");
  ASSERT_TRUE(files);
  model::ContainerProcess process = live_process(*files, look_at_live_host(*files), ::getpid(), "");
  EXPECT_EQ(process.uid, ::geteuid());
  EXPECT_TRUE(process.capabilities_effective.has_value());
  EXPECT_TRUE(process.seccomp_mode.has_value());
  EXPECT_TRUE(process.root_read_only.has_value());
}

TEST(HostFiles, LinksStayWithinTheRoot) {
  FakeHost host;
  host.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\n").file("/etc/secret", "inside").link("/etc/out", "../../../etc/secret");
  host.link("/etc/absolute", "/etc/secret").link("/etc/passwd-of-us", "/../../etc/hostname-that-is-not-there");
  HostFiles files = host.files();
  EXPECT_EQ(files.read("/etc/out").value_or(""), "inside");
  EXPECT_EQ(files.read("/etc/absolute").value_or(""), "inside");
  EXPECT_EQ(files.read("/etc/passwd-of-us").error().code, Code::kNotFound);
  EXPECT_EQ(files.read("/etc").error().code, Code::kUnsupported);
  EXPECT_EQ(files.read("/etc/secret", 3).error().code, Code::kLimit);
  model::HostFile look = host.mode("/etc/secret", 0640).files().look("/etc/secret");
  EXPECT_EQ(look.kind, model::HostFile::Kind::kFile);
  EXPECT_EQ(look.mode, 0640u);
  EXPECT_EQ(files.look("/etc/none").kind, model::HostFile::Kind::kAbsent);
  EXPECT_EQ(files.list("/etc")->size(), 5u);
}

}  // namespace
}  // namespace batten::audit
