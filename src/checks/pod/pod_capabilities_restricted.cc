// SPDX-License-Identifier: Apache-2.0
//
// Pod Security Standards, restricted since 1.22: all capabilities dropped, only NET_BIND_SERVICE added. Not for pods of Windows since
// 1.25.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr int kNotForWindowsFrom = 25;

void check_pod(const manifest::Pod& pod, int minor, Hits& hits) {
  if (minor >= kNotForWindowsFrom && is_windows(pod)) return;
  for (const manifest::PodContainer& container : pod.containers) {
    yaml::View capabilities = container.view["securityContext"]["capabilities"];
    bool drops_all = false;
    capabilities["drop"].each([&](yaml::View dropped) { drops_all = drops_all || dropped.string() == "ALL"; });
    if (!drops_all) {
      hits.push_back({is_set(capabilities) ? manifest::pod_place(capabilities) : place_of_container(container), subject_of(pod, container),
                      format("{} does not drop all capabilities", container_words(container))});
    }
    capabilities["add"].each([&](yaml::View added) {
      if (added.string() == "NET_BIND_SERVICE") return;
      hits.push_back({manifest::pod_place(added), subject_of(pod, container),
                      format("{} adds the capability {}", container_words(container), added.string())});
    });
  }
}

std::vector<model::ContainerChange> changes(const manifest::Pod& pod, const Hit& hit) {
  using Kind = model::ContainerChange::Kind;
  for (const manifest::PodContainer& container : pod.containers) {
    if (subject_of(pod, container) != hit.subject) continue;
    model::ContainerChange change = {.kind = Kind::kDropAllCapabilities};
    container.view["securityContext"]["capabilities"]["add"].each([&](yaml::View added) {
      if (manifest::pod_place(added) == hit.place)
        change = {.kind = Kind::kRemoveCapability, .value = std::string(added.string()), .place = hit.place};
    });
    return {change};
  }
  return {};
}

constexpr std::string_view kReferences[] = {"PSS restricted: capabilities"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      capabilities:
        drop: [NET_RAW]
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      capabilities:
        drop: [ALL]
        add: [NET_BIND_SERVICE]
)"},
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      capabilities:
        drop:
        - ALL
        add:
        - CHOWN
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  os: {name: windows}
  containers:
  - name: app
    image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck pod_capabilities_restricted;
constinit const PodCheck pod_capabilities_restricted = {
    .info =
        {.id = "pod-capabilities-restricted",
         .title = "Capabilities are kept",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kLimitCapabilities,
         .why = "The capabilities that engines give by default (change owners, bypass file rights, raw sockets ..) are parts of root's "
                "power; nearly all services need none of them.",
         .fix =
             "Set securityContext.capabilities.drop: [ALL] in every container, and add NET_BIND_SERVICE where a port below 1024 is needed.",
         .references = kReferences},
    .level = PodLevel::kRestricted,
    .since_minor = 22,
    .replaces = "pod-capabilities",
    .check = check_pod,
    .examples = kExamples,
    .fix = changes,
};

}  // namespace batten::checks::pod
