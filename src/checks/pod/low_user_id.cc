// SPDX-License-Identifier: Apache-2.0
//
// User ids that accounts of the node have as well.
#include "checks/pod_reading.h"

namespace batten::checks::pod {
namespace {

constexpr std::int64_t kFirstHigh = 10'000;

void check_pod(const manifest::Pod& pod, int, Hits& hits) {
  if (has_own_users(pod)) return;
  each_security_context(pod, [&](yaml::View context, const std::string& who, std::string subject) {
    yaml::View user = context["runAsUser"];
    std::int64_t id = user.as_integer().value_or(kFirstHigh);
    if (id <= 0 || id >= kFirstHigh) return;
    hits.push_back({manifest::pod_place(user), std::move(subject), format("{} runs as user {}, which the node may have as well", who, id)});
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
    securityContext:
      runAsUser: 1000
)",
     R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    image: app:1
    securityContext:
      runAsUser: 10001
)"},
};

}  // namespace

extern constinit const PodCheck low_user_id;
constinit const PodCheck low_user_id = {
    .info = {.id = "low-user-id",
             .title = "A user id that the node may have as well",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Ids are the same numbers inside and outside. A process that gets out of its container as user 1000 is the node's user "
                    "1000, with its files and processes.",
             .fix = "Use an id of 10000 or more, or hostUsers: false.",
             .strict = true},
    .level = PodLevel::kAdvice,
    .check = check_pod,
    .examples = kExamples,
};

}  // namespace batten::checks::pod
