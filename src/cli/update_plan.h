// SPDX-License-Identifier: Apache-2.0
//
// What `batten update` makes and shows, and `batten update approve`.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "cli/decisions.h"
#include "cli/scan_options.h"
#include "update/plan.h"

namespace batten::cli {

inline constexpr OptionSpec kPlanOptions[] = {
    {"--policy", "FILE", "its section update: says what may become of what (default: the .batten.yaml of this directory)"},
    {"--set", "NAME=VALUE", "a setting for everything in this run, as in tags=minor; may be repeated", true},
    {"--retry-failed", "", "propose again what was tried and did not pass the health gate"},
    {"--kubernetes", "", "the workloads of a Kubernetes cluster, beside what runs on the engine (if there is one)"},
    {"--context", "NAME", "of the kubeconfig, instead of its current one; implies --kubernetes"},
    {"--kubeconfig", "FILE", "instead of those of $KUBECONFIG or ~/.kube/config; implies --kubernetes"},
};

// The plan for what runs on the engine, or for those of it that words name; not_found names the word that nothing has.
// only: those of them that it wants; empty: all.
Result<update::Plan> plan_of(const Arguments& arguments, std::span<const std::string> targets, Context& context,
                             const std::function<bool(const update::Subject&)>& only = {});

Result<int> run_update_plan(const Arguments& arguments, Context& context);
Result<int> run_update_approve(const Arguments& arguments, Context& context);

}  // namespace batten::cli
