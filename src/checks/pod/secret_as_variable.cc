// SPDX-License-Identifier: Apache-2.0
//
// Secrets of Kubernetes that a container gets as environment variables in place of files.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  for (const manifest::PodContainer& container : pod.containers) {
    container.view["env"].each([&](yaml::View variable) {
      yaml::View secret = variable["valueFrom"]["secretKeyRef"];
      if (!is_set(secret)) return;
      hits.push_back({manifest::pod_place(secret), subject_of(pod, container),
                      format("{} gets the secret {} as the variable {}", container_words(container), secret["name"].string(),
                             variable["name"].string())});
    });
    container.view["envFrom"].each([&](yaml::View from) {
      yaml::View secret = from["secretRef"];
      if (!is_set(secret)) return;
      hits.push_back({manifest::pod_place(secret), subject_of(pod, container),
                      format("{} gets all of the secret {} as variables", container_words(container), secret["name"].string())});
    });
  }
}

constexpr std::string_view kReferences[] = {"CIS Kubernetes 5.4.1"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    env:
    - name: DB_PASSWORD
      valueFrom:
        secretKeyRef: {name: db, key: password}
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    env:
    - name: DB_PASSWORD_FILE
      value: /run/secrets/db/password
    volumeMounts: [{name: db, mountPath: /run/secrets/db, readOnly: true}]
  volumes:
  - name: db
    secret: {secretName: db}
)"},
};

}  // namespace

extern constinit const PodCheck secret_as_variable;
constinit const PodCheck secret_as_variable = {
    .info = {.id = "secret-as-variable",
             .title = "A secret in an environment variable",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Variables are handed on to every child process, stay in /proc for as long as the process lives, land in crash reports "
                    "and logs, and do not change when the secret is rotated.",
             .fix = "Mount the secret as a volume and read the file.",
             .references = kReferences,
             .strict = true},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
