// SPDX-License-Identifier: Apache-2.0
//
// gitRepo volumes: the kubelet clones as root on the node.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  pod.spec["volumes"].each([&](yaml::View volume) {
    yaml::View source = volume["gitRepo"];
    if (!is_set(source)) return;
    hits.push_back({manifest::pod_place(source), pod.title(), format("volume {} is cloned from Git by the node", volume["name"].string())});
  });
}

constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
  volumes:
  - name: site
    gitRepo: {repository: "https://git.example/site"}
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  initContainers:
  - name: clone
    image: git:1
    args: [clone, "https://git.example/site", /site]
    volumeMounts: [{name: site, mountPath: /site}]
  containers:
  - name: app
    image: app:1
  volumes:
  - name: site
    emptyDir: {}
)"},
};

}  // namespace

extern constinit const PodCheck git_repo_volume;
constinit const PodCheck git_repo_volume = {
    .info = {.id = "git-repo-volume",
             .title = "A volume that the node clones from Git",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "The kubelet runs git as root on the node for such a volume: a repository with hooks in it ran commands there "
                    "(CVE-2024-10220). The type is deprecated and off in new versions.",
             .fix = "Clone in an init container into an emptyDir."},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
