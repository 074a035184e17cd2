// SPDX-License-Identifier: Apache-2.0
//
// What Falco once asked the API server of Kubernetes: owners of the pod, labels of its namespace. Falco keeps the names, without values, so
// that old files of rules load; so it is here.
#include "rules/field.h"

namespace batten::rules::fields {
namespace {

Value none(const Question&) { return Value::none(); }
constexpr std::string_view kGone = "Falco has given it up: never has a value.";

constexpr Field kFields[] = {
    {.name = "k8s.rc.name", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.rc.id", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.rc.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = kGone,
     .get = none,
     .deprecated = true},
    {.name = "k8s.rc.labels", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.svc.name", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.svc.id", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.svc.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = kGone,
     .get = none,
     .deprecated = true},
    {.name = "k8s.svc.labels", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.rs.name", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.rs.id", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.rs.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = kGone,
     .get = none,
     .deprecated = true},
    {.name = "k8s.rs.labels", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.deployment.name", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.deployment.id", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.deployment.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = kGone,
     .get = none,
     .deprecated = true},
    {.name = "k8s.deployment.labels", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.ns.id", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
    {.name = "k8s.ns.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = kGone,
     .get = none,
     .deprecated = true},
    {.name = "k8s.ns.labels", .kind = Value::Kind::kText, .description = kGone, .get = none, .deprecated = true},
};

constexpr std::string_view kPod = "{unlink: {path: /x}, container: {pod_name: shop-1, pod_namespace: prod, pod_labels: {app: shop}}}";
constexpr FieldExample kExamples[] = {
    {kPod, "k8s.rc.name", "<NA>"},
    {kPod, "k8s.rc.id", "<NA>"},
    {kPod, "k8s.rc.label[app]", "<NA>"},
    {kPod, "k8s.rc.labels", "<NA>"},
    {kPod, "k8s.svc.name", "<NA>"},
    {kPod, "k8s.svc.id", "<NA>"},
    {kPod, "k8s.svc.label[app]", "<NA>"},
    {kPod, "k8s.svc.labels", "<NA>"},
    {kPod, "k8s.rs.name", "<NA>"},
    {kPod, "k8s.rs.id", "<NA>"},
    {kPod, "k8s.rs.label[app]", "<NA>"},
    {kPod, "k8s.rs.labels", "<NA>"},
    {kPod, "k8s.deployment.name", "<NA>"},
    {kPod, "k8s.deployment.id", "<NA>"},
    {kPod, "k8s.deployment.label[app]", "<NA>"},
    {kPod, "k8s.deployment.labels", "<NA>"},
    {kPod, "k8s.ns.id", "<NA>"},
    {kPod, "k8s.ns.label[app]", "<NA>"},
    {kPod, "k8s.ns.labels", "<NA>"},
};

}  // namespace

extern constinit const FieldFamily k8s_server;
constinit const FieldFamily k8s_server{.name = "k8s_server",
                                       .description = "what the API server of Kubernetes knows, which is not asked",
                                       .fields = kFields,
                                       .examples = kExamples};

}  // namespace batten::rules::fields
