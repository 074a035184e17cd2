// SPDX-License-Identifier: Apache-2.0
#include "monitor/cgroup_name.h"

#include <gtest/gtest.h>

#include <string>

#include "fuzz/replay.h"
#include "monitor/cgroup_tree.h"

int attribution_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::monitor {
namespace {

using Engine = model::RunningContainer::Engine;
const std::string kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const std::string kOther = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

TEST(CgroupName, EachEngineHasItsOwn) {
  struct Case {
    std::string path;
    Engine engine;
    std::string pod;
    bool nested;
  };
  const std::string uid = "12345678-9abc-def0-1234-56789abcdef0", slice = "12345678_9abc_def0_1234_56789abcdef0";
  for (const Case& one : {
           Case{"/docker/" + kId, Engine::kDocker, "", false},
           Case{"/docker/" + kId + "/init.scope", Engine::kDocker, "", true},
           Case{"/docker/" + kId + "/docker/" + kOther, Engine::kDocker, "", true},
           Case{"/system.slice/docker-" + kId + ".scope", Engine::kDocker, "", false},
           Case{"/kubepods/burstable/pod" + uid + "/" + kId, Engine::kUnknown, uid, false},
           Case{"/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + slice + ".slice/cri-containerd-" + kId + ".scope",
                Engine::kContainerd, uid, false},
           Case{"/system.slice/containerd.service/kubepods-burstable-pod" + slice + ".slice:cri-containerd:" + kId, Engine::kContainerd,
                uid, false},
           Case{"/kubepods/besteffort/pod" + uid + "/crio-" + kId, Engine::kCrio, uid, false},
           Case{"/machine.slice/libpod-" + kId + ".scope", Engine::kPodman, "", false},
           Case{"/machine.slice/libpod-" + kId + ".scope/container", Engine::kPodman, "", true},
           Case{"/libpod_parent/libpod-" + kId, Engine::kPodman, "", false},
           Case{"/default/" + kId, Engine::kUnknown, "", false},
       }) {
    const std::optional<CgroupName> name = parse_cgroup_name(one.path);
    ASSERT_TRUE(name) << one.path;
    EXPECT_EQ(name->id, kId) << one.path;
    EXPECT_EQ(name->engine, one.engine) << one.path;
    EXPECT_EQ(name->nested, one.nested) << one.path;
    EXPECT_EQ(name->pod_uid, one.pod) << one.path;
  }
  const std::optional<CgroupName> rootless =
      parse_cgroup_name("/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + kId + ".scope");
  ASSERT_TRUE(rootless);
  EXPECT_EQ(rootless->user_id, 1000u);
}

TEST(CgroupName, OthersAreTheHosts) {
  for (const std::string& path :
       {std::string("/"), std::string(), std::string("/system.slice/docker.service"), "/docker/" + kId.substr(1), "/docker/x" + kId,
        "/machine.slice/libpod-conmon-" + kId + ".scope", "/crio-conmon-" + kId + ".scope", "/docker/" + kId.substr(0, 63) + "G",
        "/x-" + kId, std::string("/user.slice/user-0.slice/session-1.scope")})
    EXPECT_FALSE(parse_cgroup_name(path)) << path;
}

TEST(CgroupTree, ItsMountIsFound) {
  const std::string mounts =
      "tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /c/pids cgroup rw,relatime,pids 0 0\ncgroup2 /c/unified cgroup2 rw 0 0\nmemory\n";
  EXPECT_EQ(find_cgroup_mount(mounts, "pids"), "/c/pids");
  EXPECT_EQ(find_cgroup_mount(mounts, ""), "/c/unified");
  EXPECT_EQ(find_cgroup_mount(mounts, "memory"), std::nullopt);
  EXPECT_EQ(CgroupTree::open("/nonexistent").error().code, Code::kNotFound);
}

TEST(CgroupTree, LinesOfAProcess) {
  const CgroupTree memory("/nonexistent", "memory"), v2("/nonexistent", "");
  const std::string text = "9:name=systemd:/x\n4:cpu,memory:/docker/a:b\n0::/unified\n";
  EXPECT_EQ(memory.path_in(text), "/docker/a:b");
  EXPECT_EQ(v2.path_in(text), "/unified");
  EXPECT_EQ(memory.path_in("4:memory\nnonsense\n"), std::nullopt);
}

TEST(CgroupTree, ItsOwnCgroupIsFoundByNumberAndByPath) {
  const Result<CgroupTree> tree = CgroupTree::open();
  if (!tree) GTEST_SKIP() << tree.error().message;
  std::size_t seen = 0, found = 0;
  EXPECT_TRUE(tree->each(10'000, [&](const std::string& path, std::uint64_t id) {
    if (++seen > 20) return;
    EXPECT_EQ(tree->id_of(path), id);
    const std::optional<std::string> back = tree->path_of(id);
    if (!back) return;
    ++found;
    EXPECT_EQ(*back, path);
  }));
  EXPECT_EQ(tree->id_of("/no such cgroup"), std::nullopt);
  EXPECT_EQ(tree->path_of(0xfffffffffffffff0), std::nullopt);
  if (seen > 0 && found == 0) GTEST_SKIP() << "cgroups can't be opened by their numbers here";
}

TEST(Fuzz, Attribution) { REPLAY_CORPUS(attribution_fuzz); }

}  // namespace
}  // namespace batten::monitor
