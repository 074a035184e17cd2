// SPDX-License-Identifier: Apache-2.0
//
// The pod that it happened in: k8s.*, as the container runtime tells it.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value text_or_none(std::string_view text) { return text.empty() ? Value::none() : Value::of_text(text); }

template <std::string model::RunningContainer::* Member>
Value member(const Question& q) {
  return q.moment.container == nullptr || q.moment.container->pod_uid.empty() ? Value::none() : text_or_none(q.moment.container->*Member);
}
template <std::string model::RunningContainer::* Member>
Value pod_member(const Question& q) {
  return q.moment.container == nullptr ? Value::none() : text_or_none(q.moment.container->*Member);
}
Value label(const Question& q) {
  if (q.moment.container == nullptr) return Value::none();
  const auto found = q.moment.container->pod_labels.find(std::string(q.argument.text));
  return found == q.moment.container->pod_labels.end() ? Value::none() : Value::of_text(found->second);
}
Value labels(const Question& q) {
  if (q.moment.container == nullptr || q.moment.container->pod_labels.empty()) return Value::none();
  std::string out;
  for (const auto& [key, value] : q.moment.container->pod_labels) out += (out.empty() ? "" : ", ") + key + ":" + value;
  return Value::of_text(q.scratch.copy(out));
}
Value none(const Question&) { return Value::none(); }

constexpr Field kFields[] = {
    {.name = "k8s.ns.name",
     .kind = Value::Kind::kText,
     .description = "Namespace of the pod.",
     .get = pod_member<&model::RunningContainer::pod_namespace>},
    {.name = "k8s.pod.name",
     .kind = Value::Kind::kText,
     .description = "Name of the pod.",
     .get = pod_member<&model::RunningContainer::pod_name>},
    {.name = "k8s.pod.id",
     .kind = Value::Kind::kText,
     .description = "UID of the pod; use k8s.pod.uid.",
     .get = pod_member<&model::RunningContainer::pod_uid>,
     .deprecated = true},
    {.name = "k8s.pod.uid",
     .kind = Value::Kind::kText,
     .description = "UID of the pod.",
     .get = pod_member<&model::RunningContainer::pod_uid>},
    {.name = "k8s.pod.sandbox_id", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
    {.name = "k8s.pod.full_sandbox_id", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
    {.name = "k8s.pod.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "A label of the pod, by its name.",
     .get = label},
    {.name = "k8s.pod.labels",
     .kind = Value::Kind::kText,
     .description = "All labels of the pod: key:value, separated by commas.",
     .get = labels},
    {.name = "k8s.pod.ip",
     .kind = Value::Kind::kText,
     .description = "IPv4 address of the pod.",
     .get = member<&model::RunningContainer::address>},
    {.name = "k8s.pod.cni.json", .kind = Value::Kind::kText, .description = "Not known here: never has a value.", .get = none},
};

constexpr FieldExample kExamples[] = {
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.ns.name", "prod"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.name", "shop-1"},
    {"{unlink: {path: /x}}", "k8s.pod.name", "<NA>"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.id", "3e41dc6b"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.uid", "3e41dc6b"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.sandbox_id", "<NA>"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.full_sandbox_id", "<NA>"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.label[app]", "shop"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.label.app.kubernetes.io/name", "shop"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.labels", "app:shop, app.kubernetes.io/name:shop"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.ip", "10.1.0.7"},
    {"{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_uid: 3e41dc6b, pod_labels: {app: shop, "
     "app.kubernetes.io/name: shop}, address: 10.1.0.7}}",
     "k8s.pod.cni.json", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily k8s;
constinit const FieldFamily k8s{.name = "k8s", .description = "the Kubernetes pod", .fields = kFields, .examples = kExamples};

}  // namespace batten::rules::fields
