// SPDX-License-Identifier: Apache-2.0
#include "manifest/kubernetes.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "fuzz/replay.h"
#include "manifest/kubernetes_container.h"

int kubernetes_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::manifest {
namespace {

using model::ContainerMount;

Kubernetes read(std::string_view text) {
  Result<Kubernetes> file = parse_kubernetes(text);
  EXPECT_TRUE(file) << file.error().message;
  return file ? std::move(*file) : Kubernetes{};
}

Error refusal(std::string_view text) {
  Result<Kubernetes> file = parse_kubernetes(text);
  EXPECT_FALSE(file) << text.substr(0, 100);
  return file ? Error{Code::kInternal, "read"} : file.error();
}

TEST(Kubernetes, EveryKindThatHoldsAPod) {
  constexpr std::string_view kPod = "{metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: a:1}]}}";
  for (std::string_view kind : {"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController", "Rollout"}) {
    Kubernetes file =
        read(format("apiVersion: x\nkind: {}\nmetadata: {{name: web, namespace: shop}}\nspec: {{template: {}}}\n", kind, kPod));
    ASSERT_EQ(file.containers.size(), 1u) << kind;
    EXPECT_EQ(file.containers[0].name, format("{} web/app", kind));
    EXPECT_EQ(file.pods[0].name_space, "shop");
    EXPECT_EQ(file.pods[0].metadata["labels"]["a"].string(), "b");
    EXPECT_TRUE(file.notes.empty());
  }
  Kubernetes cron = read(format("kind: CronJob\nmetadata: {{name: n}}\nspec: {{jobTemplate: {{spec: {{template: {}}}}}}}\n", kPod));
  ASSERT_EQ(cron.containers.size(), 1u);
  EXPECT_EQ(cron.containers[0].name, "CronJob n/app");
  EXPECT_EQ(read(format("kind: PodTemplate\ntemplate: {}\n", kPod)).containers.size(), 1u);
  EXPECT_EQ(read("kind: Pod\nspec: {containers: [{image: a}]}\n").pods[0].title(), "Pod in line 2");
}

TEST(Kubernetes, ListsAndDocuments) {
  Kubernetes file = read(
      "---\napiVersion: v1\nkind: List\nitems:\n- {kind: Service}\n- {kind: Pod, metadata: {name: a}, spec: {containers: [{name: "
      "x}]}}\n---\n"
      "# nothing\n---\nkind: PodList\nitems:\n- {metadata: {name: b}, spec: {containers: [{name: y}]}}\n...\n");
  EXPECT_EQ(file.objects, 3u);
  ASSERT_EQ(file.containers.size(), 2u);
  EXPECT_EQ(file.containers[0].name, "Pod a/x");
  EXPECT_EQ(file.containers[1].name, "Pod b/y");
}

TEST(Kubernetes, ContainersOfAllKindsInOrder) {
  Kubernetes file = read(
      "kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: app\n  ephemeralContainers:\n  - name: debug\n  initContainers:\n"
      "  - name: first\n");
  ASSERT_EQ(file.containers.size(), 3u);
  EXPECT_EQ(file.containers[0].name, "Pod p/first");
  EXPECT_TRUE(file.containers[0].is_init);
  EXPECT_EQ(file.containers[1].name, "Pod p/app");
  EXPECT_FALSE(file.containers[1].is_init);
  EXPECT_EQ(file.pods[0].containers[2].kind, PodContainer::Kind::kEphemeral);
  EXPECT_EQ(file.containers[1].place.line, 5u);
  EXPECT_EQ(file.containers[1].place.column, 5u);
}

TEST(Kubernetes, TheContainersWordGoesBeforeThePods) {
  Kubernetes file = read(R"(kind: Pod
spec:
  hostNetwork: true
  hostPID: yes
  hostUsers: false
  restartPolicy: OnFailure
  automountServiceAccountToken: false
  securityContext:
    runAsUser: 1000
    runAsGroup: 2000
    seccompProfile: {type: RuntimeDefault}
    seLinuxOptions: {type: container_t}
    sysctls: [{name: kernel.shm_rmid_forced, value: "1"}]
  containers:
  - name: a
  - name: b
    securityContext:
      runAsUser: 5
      privileged: true
      readOnlyRootFilesystem: true
      allowPrivilegeEscalation: false
      seccompProfile: {type: Localhost, localhostProfile: my.json}
      appArmorProfile: {type: Unconfined}
      capabilities: {drop: [all], add: [CAP_SYS_ADMIN, net_raw]}
)");
  ASSERT_EQ(file.containers.size(), 2u);
  const model::Container &a = file.containers[0], &b = file.containers[1];
  EXPECT_EQ(a.user->value, "1000:2000");
  EXPECT_EQ(a.user->place.line, 9u);
  EXPECT_EQ(a.seccomp->value, "runtime/default");
  EXPECT_EQ(a.selinux->value, "type:container_t");
  EXPECT_EQ(a.network_mode->value, "host");
  EXPECT_EQ(a.pid_mode->value, "host");
  EXPECT_FALSE(a.ipc_mode);
  EXPECT_EQ(a.user_namespace->value, "private");
  EXPECT_EQ(a.restart->value, "on-failure");
  EXPECT_EQ(a.labels.at("automountServiceAccountToken").value, "false");
  EXPECT_EQ(a.sysctls.at("kernel.shm_rmid_forced").value, "1");
  EXPECT_FALSE(a.privileged || a.read_only_root || a.no_new_privileges || a.apparmor);
  EXPECT_EQ(b.user->value, "5:2000");
  EXPECT_TRUE(b.privileged->value && b.read_only_root->value && b.no_new_privileges->value);
  EXPECT_EQ(b.seccomp->value, "localhost/my.json");
  EXPECT_EQ(b.apparmor->value, "unconfined");
  ASSERT_EQ(b.capabilities_added.size(), 2u);
  EXPECT_EQ(b.capabilities_added[0].value, "SYS_ADMIN");
  EXPECT_EQ(b.capabilities_added[1].value, "NET_RAW");
  EXPECT_EQ(b.capabilities_dropped[0].value, "ALL");
  EXPECT_EQ(read("kind: Pod\nspec: {securityContext: {runAsNonRoot: true}, containers: [{name: a}]}\n").containers[0].user->value,
            "nonroot");
}

TEST(Kubernetes, WhatAContainerIsGiven) {
  Kubernetes file = read(R"(kind: Pod
spec:
  volumes:
  - {name: sock, hostPath: {path: /var//run/./docker.sock}}
  - {name: tmp, emptyDir: {medium: Memory}}
  - {name: keys, secret: {secretName: tls}}
  - {name: data, persistentVolumeClaim: {claimName: db}}
  containers:
  - name: a
    image: registry.example/a:1
    command: [sh, -c]
    args: [run]
    ports: [{containerPort: 80, hostPort: 8080, hostIP: 127.0.0.1}, {containerPort: 53, protocol: UDP}]
    env:
    - {name: MODE, value: fast}
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: s, key: k}}}
    volumeMounts:
    - {name: sock, mountPath: /var/run/docker.sock, readOnly: true}
    - {name: tmp, mountPath: /tmp, mountPropagation: Bidirectional}
    - {name: keys, mountPath: /keys}
    - {name: data, mountPath: /data}
    - {name: gone, mountPath: /gone}
    resources: {limits: {memory: 1.5Gi, cpu: 250m}}
    readinessProbe: {exec: {command: [check, me]}}
)");
  ASSERT_EQ(file.containers.size(), 1u);
  const model::Container& a = file.containers[0];
  EXPECT_EQ(a.image.value, "registry.example/a:1");
  EXPECT_EQ(a.entrypoint[1].value, "-c");
  EXPECT_EQ(a.command[0].value, "run");
  ASSERT_EQ(a.ports.size(), 2u);
  EXPECT_TRUE(a.ports[0].published);
  EXPECT_EQ(a.ports[0].host_first, 8080);
  EXPECT_EQ(a.ports[0].host_address, "127.0.0.1");
  EXPECT_FALSE(a.ports[1].published);
  EXPECT_EQ(a.ports[1].protocol, "udp");
  EXPECT_EQ(a.environment[0].value, "fast");
  EXPECT_FALSE(a.environment[1].value);
  ASSERT_EQ(a.mounts.size(), 5u);
  EXPECT_EQ(a.mounts[0].kind, ContainerMount::Kind::kBind);
  EXPECT_EQ(a.mounts[0].source, "/var/run/docker.sock");
  EXPECT_TRUE(a.mounts[0].read_only);
  EXPECT_EQ(a.mounts[1].kind, ContainerMount::Kind::kTmpfs);
  EXPECT_EQ(a.mounts[1].propagation, "rshared");
  EXPECT_EQ(a.mounts[2].kind, ContainerMount::Kind::kSecret);
  EXPECT_EQ(a.mounts[3].source, "db");
  EXPECT_EQ(a.mounts[4].kind, ContainerMount::Kind::kOther);
  EXPECT_EQ(a.secrets[0].value, "tls");
  EXPECT_EQ(a.memory_limit_bytes->value, 1'610'612'736);
  EXPECT_DOUBLE_EQ(a.cpu_limit->value, 0.25);
  EXPECT_EQ(a.health.test, (std::vector<std::string>{"check", "me"}));
}

TEST(Kubernetes, Quantities) {
  EXPECT_EQ(quantity_bytes("512Mi"), 512 << 20);
  EXPECT_EQ(quantity_bytes("1e3"), 1000);
  EXPECT_EQ(quantity_bytes("128974848000m"), 128974848);
  EXPECT_EQ(quantity("2"), 2.0);
  for (std::string_view text : {"", "Mi", "1MiB", "1 Gi", "nan", "inf", "0x10"}) EXPECT_FALSE(quantity(text)) << text;
  EXPECT_FALSE(quantity_bytes("-1"));
  EXPECT_FALSE(quantity_bytes("1e30"));
}

TEST(Kubernetes, FieldsThatNobodyKnows) {
  Kubernetes file = read(R"(kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      hostnetwork: true
      containers:
      - name: a
        securitycontext: {}
        securityContext: {privileged: "true", runAsUser: root, whatever: 1}
        env: [{name: PORT, value: 8080}, {name: OTHER, value: "8080"}]
)");
  std::string all;
  for (const base::Note& note : file.notes) all += note.where + ": " + note.message + "; " + note.hint + "\n";
  EXPECT_EQ(all,
            "Deployment web: line 6: spec has no field hostnetwork; did you mean hostNetwork?\n"
            "Deployment web: line 9: spec.containers[0] has no field securitycontext; did you mean securityContext?\n"
            "Deployment web: line 10: spec.containers[0].securityContext.privileged has to be true or false, Kubernetes refuses this; \n"
            "Deployment web: line 10: spec.containers[0].securityContext.runAsUser has to be a whole number, Kubernetes refuses this; \n"
            "Deployment web: line 10: spec.containers[0].securityContext has no field whatever; \n"
            "Deployment web: line 11: spec.containers[0].env[0].value has to be a text, Kubernetes refuses this; put it in quotes\n");
}

TEST(Kubernetes, HelmTemplatesAreNoManifests) {
  for (std::string_view text :
       {"kind: Pod\nspec:\n  containers:\n  - image: {{ .Values.image }}\n", "kind: Pod\n{{- if .Values.x }}\nspec: {}\n{{- end }}\n",
        "kind: Pod\nmetadata:\n  name: a\n---\nkind: {{ .Values.kind }}\n"}) {
    Error error = refusal(text);
    EXPECT_EQ(error.code, Code::kUnsupported) << text;
    EXPECT_TRUE(error.message.contains("helm template")) << error.message;
  }
  Kubernetes file =
      read("kind: ConfigMap\ndata:\n  a: |\n    {{ range . }}\n---\nkind: Pod\nspec: {containers: [{name: x, args: ['{{ a }}']}]}\n");
  EXPECT_EQ(file.containers.size(), 1u);
}

TEST(Kubernetes, OneBrokenDocumentDoesNotHideOthers) {
  Kubernetes file = read("kind: Pod\n  bad: [\n---\nkind: Pod\nmetadata: {name: b}\nspec:\n  containers:\n  - name: x\n");
  ASSERT_EQ(file.containers.size(), 1u);
  EXPECT_EQ(file.containers[0].name, "Pod b/x");
  EXPECT_EQ(file.containers[0].place.line, 8u);
  ASSERT_EQ(file.notes.size(), 1u);
  EXPECT_EQ(file.notes[0].where, "document at line 1");
}

TEST(Kubernetes, WhatHasNoPodIsSaid) {
  EXPECT_EQ(read("kind: Deployment\nspec: {replicas: 1}\n").notes.size(), 1u);
  EXPECT_EQ(read("kind: Pod\nspec: {containers: []}\n").notes.size(), 1u);
  EXPECT_EQ(read("kind: Pod\nspec: {containers: [x]}\n").notes.size(), 2u);
  EXPECT_EQ(read("kind: Pod\nkind: Job\nspec: {containers: [{name: a}]}\n").notes.size(), 1u);
  EXPECT_TRUE(read("kind: Service\n").notes.empty());
}

TEST(Kubernetes, PodsOfKindsThatNobodyKnows) {
  Kubernetes file = read(
      "kind: ScaledJob\nmetadata: {name: j}\nspec:\n  jobTargetRef:\n    template:\n      metadata: {annotations: {a: b}}\n"
      "      spec:\n        containers: [{name: x, image: y}]\n");
  ASSERT_EQ(file.containers.size(), 1u);
  EXPECT_EQ(file.containers[0].name, "ScaledJob j/x");
  EXPECT_EQ(file.pods[0].metadata["annotations"]["a"].string(), "b");
  EXPECT_EQ(read("kind: Two\nspec:\n- {containers: [{image: a}]}\n- {containers: [{image: b}]}\n").pods.size(), 2u);
  EXPECT_EQ(read("kind: Workflow\nspec: {templates: [{container: {image: a}}]}\n").notes.size(), 1u);
  Kubernetes schema = read("kind: CustomResourceDefinition\nspec: {properties: {containers: {type: array}, container: {type: object}}}\n");
  EXPECT_TRUE(schema.pods.empty() && schema.notes.empty());
}

TEST(Kubernetes, BooleansAreThoseOfYaml11) {
  Kubernetes file = read(
      "kind: Pod\nspec:\n  hostNetwork: y\n  containers:\n  - {name: a, env: [{name: x, value: y}], securityContext: {privileged: Y}}\n");
  EXPECT_EQ(file.containers[0].network_mode->value, "host");
  EXPECT_TRUE(file.containers[0].privileged->value);
  ASSERT_EQ(file.notes.size(), 1u);  // value has to be a text
  EXPECT_EQ(file.notes[0].hint, "put it in quotes");
}

TEST(Kubernetes, BadTexts) {
  EXPECT_EQ(refusal("").code, Code::kCorrupt);
  EXPECT_EQ(refusal("a: [").code, Code::kCorrupt);
  EXPECT_EQ(refusal(std::string_view("kind: Pod\n\0", 11)).code, Code::kCorrupt);
  EXPECT_EQ(refusal("kind: P\xff\xfeod\n").code, Code::kCorrupt);
  EXPECT_EQ(refusal("kind: Pod\nspec: " + std::string(500, '[') + std::string(500, ']')).code, Code::kLimit);
  EXPECT_EQ(refusal(std::string(17u << 20, '#')).code, Code::kLimit);
  std::string bomb = "kind: Pod\na: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i)
    bomb += format("b{}: &a{} [*a{}, *a{}, *a{}, *a{}, *a{}, *a{}, *a{}, *a{}]\n", i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1,
                   i - 1);
  EXPECT_EQ(refusal(bomb).code, Code::kLimit);
  std::string many = "kind: Pod\nspec:\n  containers:\n  - &c {name: a}\n";
  for (int i = 0; i < 10'000; ++i) many += "  - *c\n";
  EXPECT_EQ(refusal(many).code, Code::kLimit);
}

TEST(Kubernetes, LooksLike) {
  EXPECT_TRUE(looks_like_kubernetes("# x\napiVersion: v1\nkind: Pod\n"));
  EXPECT_TRUE(looks_like_kubernetes("a: b\n---\nkind: Pod\n\"apiVersion\": v1\n"));
  EXPECT_TRUE(looks_like_kubernetes("{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}"));
  EXPECT_FALSE(looks_like_kubernetes("apiVersion: v1\n---\nkind: Pod\n"));
  EXPECT_FALSE(looks_like_kubernetes("services:\n  a:\n    kind: x\n    apiVersion: y\n"));
  EXPECT_FALSE(looks_like_kubernetes(""));
}

TEST(Kubernetes, Corpus) { REPLAY_CORPUS(kubernetes_fuzz); }

}  // namespace
}  // namespace batten::manifest
