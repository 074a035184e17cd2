// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted: kinds of volumes that do not reach the node or storage past Kubernetes.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::string_view kAllowed[] = {"configMap", "csi",    "downwardAPI",           "emptyDir", "ephemeral",
                                         "image",     "secret", "persistentVolumeClaim", "projected"};

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  pod.spec["volumes"].each([&](yaml::View volume) {
    if (std::ranges::any_of(kAllowed, [&](std::string_view kind) { return is_set(volume[kind]); })) return;
    std::string kind = "of no known kind";
    volume.each_member([&](yaml::View key, yaml::View value) {
      if (key.string() != "name" && is_set(value)) kind = format("of kind {}", key.string());
    });
    hits.push_back({manifest::pod_place(volume), pod.title(), format("volume {} is {}", volume["name"].string(), kind)});
  });
}

constexpr std::string_view kReferences[] = {"PSS restricted: volumeTypes"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
  volumes:
  - name: share
    nfs: {server: nfs.example, path: /}
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
  volumes:
  - name: share
    persistentVolumeClaim: {claimName: share}
  - name: keys
    projected: {sources: []}
)"},
};

}  // namespace

extern constinit const PodCheck pod_volume_types;
constinit const PodCheck pod_volume_types = {
    .info = {.id = "pod-volume-types",
             .title = "A kind of volume that is not allowed",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Volumes of the node or of storage that the pod names itself go past what Kubernetes knows and limits: whoever may "
                    "write a pod chooses the server, the disk or the directory.",
             .fix = "Use a PersistentVolumeClaim, configMap, secret, projected, downwardAPI, csi, ephemeral or emptyDir.",
             .references = kReferences},
    .level = PodLevel::kRestricted,
    .replaces = "pod-host-path",
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
