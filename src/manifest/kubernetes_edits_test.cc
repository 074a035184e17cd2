// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "manifest/kubernetes.h"

namespace batten::manifest {
namespace {

using Change = model::ContainerChange;
using Kind = model::ContainerChange::Kind;

std::string edited(std::string text, const std::vector<model::Edit>& edits) {
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) text.replace(edit->offset, edit->length, edit->text);
  return text;
}

// What the change makes of the text, for its container of that name ("" for the first); "" when nothing is known.
std::string changed(const std::string& text, const Change& change, std::string_view name = {}) {
  Result<Kubernetes> file = parse_kubernetes(text);
  if (!file) return "not read: " + file.error().message;
  for (const model::Container& container : file->containers) {
    if (!name.empty() && !container.name.ends_with(name)) continue;
    Result<std::vector<model::Edit>> edits = kubernetes_edits(text, container, change);
    if (!edits) return "error: " + edits.error().message;
    if (edits->empty()) return "";
    std::string after = edited(text, *edits);
    Result<Kubernetes> again = parse_kubernetes(after);
    EXPECT_TRUE(again && again->notes.empty()) << after << (again ? again->notes.front().message : again.error().message);
    return after;
  }
  return "no container";
}

constexpr const char* kPlain = R"(kind: Pod
metadata: {name: p}
spec:
  # two of them
  containers:
  - name: app   # the app
    image: app:1
    args:
    - |
      text

  - name: side
    image: "side:1"
)";

TEST(KubernetesEdits, ASecurityContextIsAdded) {
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kNoNewPrivileges}, "app"), R"(kind: Pod
metadata: {name: p}
spec:
  # two of them
  containers:
  - name: app   # the app
    image: app:1
    args:
    - |
      text

    securityContext:
      allowPrivilegeEscalation: false
  - name: side
    image: "side:1"
)");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - name: a\n    image: b:1 # last", {.kind = Kind::kUser, .value = "10001:10002"}),
            "kind: Pod\nspec:\n  containers:\n  - name: a\n    image: b:1 # last\n    securityContext:\n      runAsNonRoot: true\n"
            "      runAsUser: 10001\n      runAsGroup: 10002");
}

TEST(KubernetesEdits, ASecurityContextIsCompleted) {
  EXPECT_EQ(changed(R"(kind: Pod
spec:
  containers:
    - name: a
      securityContext:   # why
        capabilities:
          drop:
          - NET_RAW   # not needed
        runAsUser: 0
      image: x
)",
                    {.kind = Kind::kDropAllCapabilities, .values = {"NET_BIND_SERVICE"}}),
            R"(kind: Pod
spec:
  containers:
    - name: a
      securityContext:   # why
        capabilities:
          drop:
          - NET_RAW   # not needed
          - ALL
          add: [NET_BIND_SERVICE]
        runAsUser: 0
      image: x
)");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - securityContext:\n      runAsNonRoot: no\n      runAsUser: 0 # root\n",
                    {.kind = Kind::kUser, .value = "5"}),
            "kind: Pod\nspec:\n  containers:\n  - securityContext:\n      runAsNonRoot: true\n      runAsUser: 5 # root\n");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - securityContext:\n    name: a\n", {.kind = Kind::kSeccompDefault}),
            "kind: Pod\nspec:\n  containers:\n  - securityContext:\n      seccompProfile:\n        type: RuntimeDefault\n    name: a\n");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - securityContext: null # x\n", {.kind = Kind::kNoNewPrivileges}),
            "kind: Pod\nspec:\n  containers:\n  - securityContext: \n      allowPrivilegeEscalation: false # x\n");
}

TEST(KubernetesEdits, FlowStyleStays) {
  EXPECT_EQ(changed("kind: Pod\nspec: {containers: [{name: a, securityContext: {capabilities: {drop: [], add: [CHOWN]}}}]}\n",
                    {.kind = Kind::kDropAllCapabilities, .values = {"CHOWN", "KILL"}}),
            "kind: Pod\nspec: {containers: [{name: a, securityContext: {capabilities: {drop: [ALL], add: [CHOWN, KILL]}}}]}\n");
  EXPECT_EQ(
      changed("kind: Pod\nspec:\n  containers:\n  - {name: a, securityContext: {},}\n", {.kind = Kind::kMemoryLimit, .value = "512m"}),
      "kind: Pod\nspec:\n  containers:\n  - {name: a, securityContext: {}, resources: {limits: {memory: 512Mi}}}\n");
  EXPECT_EQ(
      changed(R"({"kind": "Pod", "spec": {"containers": [{"name": "a"}]}})", {.kind = Kind::kSeccompDefault}),
      R"({"kind": "Pod", "spec": {"containers": [{"name": "a", "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}]}})");
}

TEST(KubernetesEdits, AReadOnlyRootKeepsDirectoriesWritable) {
  EXPECT_EQ(changed(R"(kind: Deployment
spec:
  template:
    spec:
      volumes:
      - name: app-tmp
        hostPath: {path: /x}
      containers:
      - name: app
        volumeMounts:
        - {name: app-tmp, mountPath: /data}
)",
                    {.kind = Kind::kReadOnlyRoot, .values = {"/tmp", "/data", "/var/cache/nginx"}}),
            R"(kind: Deployment
spec:
  template:
    spec:
      volumes:
      - name: app-tmp
        hostPath: {path: /x}
      - name: app-tmp-2
        emptyDir: {}
      - name: app-var-cache-nginx
        emptyDir: {}
      containers:
      - name: app
        volumeMounts:
        - {name: app-tmp, mountPath: /data}
        - name: app-tmp-2
          mountPath: /tmp
        - name: app-var-cache-nginx
          mountPath: /var/cache/nginx
        securityContext:
          readOnlyRootFilesystem: true
)");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - name: a", {.kind = Kind::kReadOnlyRoot, .values = {"/tmp"}}),
            "kind: Pod\nspec:\n  containers:\n  - name: a\n    securityContext:\n      readOnlyRootFilesystem: true\n    volumeMounts:\n"
            "      - name: a-tmp\n        mountPath: /tmp\n  volumes:\n    - name: a-tmp\n      emptyDir: {}");
}

TEST(KubernetesEdits, SettingsOfThePod) {
  const std::string text = "kind: Pod\nspec:\n  hostNetwork: true  # old\n  hostPID: \"true\"\n  containers:\n  - name: a\n";
  EXPECT_EQ(edited(text, *kubernetes_edits(text, parse_kubernetes(text)->containers[0], {.kind = Kind::kRemoveHostNetwork})),
            "kind: Pod\nspec:\n  hostNetwork: false  # old\n  hostPID: \"true\"\n  containers:\n  - name: a\n");
  EXPECT_TRUE(kubernetes_edits(text, parse_kubernetes(text)->containers[0], {.kind = Kind::kRemoveHostPid})->empty());
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - name: a\n---\nkind: Service\n", {.kind = Kind::kNoServiceAccountToken}),
            "kind: Pod\nspec:\n  containers:\n  - name: a\n  automountServiceAccountToken: false\n---\nkind: Service\n");
}

TEST(KubernetesEdits, WhatAPlacePointsAt) {
  const std::string text = R"(kind: Pod
spec:
  containers:
  - name: a
    image: 'a:1'
    ports:
    - containerPort: 80
      hostPort: 8080
    volumeMounts:
    - {name: s, mountPath: /s}
    securityContext:
      seccompProfile: {type: Unconfined}
      capabilities:
        add:
        - SYS_ADMIN
        - NET_RAW # ping
)";
  Kubernetes file = *parse_kubernetes(text);
  const model::Container& a = file.containers[0];
  auto after = [&](Kind kind, model::Place place, std::string value = {}) {
    return edited(text, *kubernetes_edits(text, a, {.kind = kind, .value = std::move(value), .place = place}));
  };
  EXPECT_TRUE(after(Kind::kRemoveCapability, a.capabilities_added[1].place).ends_with("add:\n        - SYS_ADMIN\n"));
  EXPECT_TRUE(after(Kind::kRemoveCapability, a.capabilities_added[0].place).ends_with("add:\n        - NET_RAW # ping\n"));
  EXPECT_TRUE(after(Kind::kRemoveSecurityOption, a.seccomp->place).contains("seccompProfile: {type: RuntimeDefault}\n"));
  EXPECT_TRUE(after(Kind::kMountReadOnly, a.mounts[0].place).contains("- {name: s, mountPath: /s, readOnly: true}\n"));
  EXPECT_TRUE(after(Kind::kBindPortToLoopback, a.ports[0].place).contains("hostPort: 8080\n      hostIP: \"127.0.0.1\"\n"));
  EXPECT_TRUE(after(Kind::kImageDigest, {}, "sha256:ab").contains("image: \"a:1@sha256:ab\"\n"));
  EXPECT_TRUE(after(Kind::kImage, {}, "b:2@sha256:ab").contains("image: \"b:2@sha256:ab\"\n"));
  const std::string single =
      "kind: Pod\nspec:\n  containers:\n  - securityContext:\n      capabilities:\n        add:\n        - KILL\n    name: a\n";
  EXPECT_EQ(
      changed(single, {.kind = Kind::kRemoveCapability, .place = parse_kubernetes(single)->containers[0].capabilities_added[0].place}),
      "kind: Pod\nspec:\n  containers:\n  - securityContext:\n      capabilities:\n        add: []\n    name: a\n");
}

TEST(KubernetesEdits, WhatIsSoStays) {
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - securityContext: {allowPrivilegeEscalation: false}\n",
                    {.kind = Kind::kNoNewPrivileges}),
            "");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - securityContext: {privileged: true}\n", {.kind = Kind::kNoNewPrivileges}), "");
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kPidsLimit, .value = "100"}), "");
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kUser, .value = "www-data"}), "");
  EXPECT_EQ(changed(kPlain, {.kind = Kind::kMemoryLimit, .value = "much"}), "");
}

TEST(KubernetesEdits, WhatOthersUseIsLeftAlone) {
  for (const char* text :
       {"kind: Pod\nspec:\n  containers:\n  - &c\n    name: a\n  - *c\n",
        "kind: Pod\nspec:\n  containers:\n  - name: a\n    securityContext: &s {runAsUser: 1}\n  - {name: b, securityContext: *s}\n",
        "kind: Pod\nx: &s {runAsUser: 1}\nspec:\n  containers:\n  - name: a\n    securityContext: *s\n",
        "kind: Pod\nx: &s {securityContext: {runAsUser: 1}}\nspec:\n  containers:\n  - name: a\n    <<: *s\n"}) {
    EXPECT_EQ(changed(text, {.kind = Kind::kNoNewPrivileges}), "") << text;
  }
  EXPECT_EQ(changed("kind: Pod\nx: &s {runAsUser: 1}\nspec:\n  containers:\n  - securityContext:\n      <<: *s\n",
                    {.kind = Kind::kUser, .value = "2"}),
            "kind: Pod\nx: &s {runAsUser: 1}\nspec:\n  containers:\n  - securityContext:\n      <<: *s\n      runAsNonRoot: true\n      "
            "runAsUser: 2\n");
}

TEST(KubernetesEdits, WritingThatIsNotKnownIsLeftAlone) {
  EXPECT_EQ(changed("kind: Pod\nspec: {containers: [name: a]}\n", {.kind = Kind::kNoNewPrivileges}), "");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - !!map\n    name: a\n", {.kind = Kind::kNoNewPrivileges}), "");
  EXPECT_EQ(changed("kind: Pod\nspec:\n  containers:\n  - name: a\n    securityContext: [x]\n", {.kind = Kind::kNoNewPrivileges}), "");
}

TEST(KubernetesEdits, LinesThatEndInAnotherWayAreLeftAlone) {
  for (const char* end : {"\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    std::string text = std::string("kind: Pod\nspec:\n  containers:\n  - name: a") + end + "n: false\n";
    EXPECT_EQ(changed(text, {.kind = Kind::kNoNewPrivileges}), "") << text;
  }
}

TEST(KubernetesEdits, LineEndingsStay) {
  EXPECT_EQ(changed("kind: Pod\r\nspec:\r\n  containers:\r\n  - name: a\r\n", {.kind = Kind::kNoNewPrivileges}),
            "kind: Pod\r\nspec:\r\n  containers:\r\n  - name: a\r\n    securityContext:\r\n      allowPrivilegeEscalation: false\r\n");
}

}  // namespace
}  // namespace batten::manifest
