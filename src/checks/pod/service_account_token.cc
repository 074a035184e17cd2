// SPDX-License-Identifier: Apache-2.0
//
// The token of the account default, mounted into pods that did not ask for an account: what calls the API has an account of its own.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  yaml::View flag = pod.spec["automountServiceAccountToken"];
  if (is_false(flag)) return;
  for (std::string_view field : {"serviceAccountName", "serviceAccount"}) {
    std::string_view account = pod.spec[field].string("default");
    if (!account.empty() && account != "default") return;
  }
  hits.push_back({is_set(flag) ? manifest::pod_place(flag) : place_of_pod(pod), pod.title(),
                  "the token of the service account default is mounted into every container"});
}

std::vector<model::ContainerChange> changes(const manifest::Pod&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kNoServiceAccountToken}};
}

constexpr std::string_view kReferences[] = {"CIS Kubernetes 5.1.6"};
constexpr Example kExamples[] = {
    {R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  automountServiceAccountToken: false
  containers:
  - name: app
    image: app:1
)"},
    {R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      serviceAccountName: default
      automountServiceAccountToken: true
      containers:
      - name: app
        image: app:1
)",
     R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      serviceAccountName: operator
      containers:
      - name: app
        image: app:1
)"},
};

}  // namespace

extern constinit const PodCheck service_account_token;
constinit const PodCheck service_account_token = {
    .info = {.id = "service-account-token",
             .title = "A token for the API that nobody asked for",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Kubernetes mounts a token for its API into every container unless told otherwise. Who breaks into the container can "
                    "use it to look around in the cluster, and the account default often has more rights than anybody remembers.",
             .fix = "Set automountServiceAccountToken: false; give pods that call the API a service account of their own.",
             .references = kReferences},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
    .fix = changes,
};

}  // namespace batten::checks::pod
