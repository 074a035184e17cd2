// SPDX-License-Identifier: Apache-2.0
//
// From what runs to a plan: for each subject its settings, what runs in it, the candidates, the choice. Nothing is changed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "update/approvals.h"
#include "update/failed_updates.h"
#include "update/inventory.h"
#include "update/plan.h"
#include "update/registry_view.h"
#include "update/settings_read.h"

namespace batten::update {

struct PlanWorld {
  RegistryView& registry;
  // Of "docker:sha256:..." what the engine has; of "registry:NAME@sha256:..." what its registry has.
  Scanner scan;
  Verifier verify;  // empty: nothing is verified
  const UpdateSection& section;
  const Approvals& approvals;
  const FailedUpdates& failed;  // are not proposed again
  std::int64_t now = 0;
  // Is told the subject that is looked at; empty: nobody wants to know.
  std::function<void(const Subject& subject)> progress;
  // Where a new build of it would come from; empty: nobody is going to build.
  std::function<Result<BuildSource>(const Subject& subject, const Settings& settings)> find_build = {};
  // Settings of the command line, applied last; empty: none.
  std::function<void(Settings& settings)> override_settings;
};

// What could not be looked at is a proposal of Decision::kUnknown that says why.
Plan make_plan(const Inventory& inventory, PlanWorld& world);

// "container/web" or "web", "shop/web" or a project "shop", an image "nginx:1.25" or "nginx".
bool is_target(const Subject& subject, std::string_view target);

// 12 hex digits over subjects, what runs in them, digests chosen and settings: the same plan has the same id.
std::string plan_id(const Plan& plan);

}  // namespace batten::update
