// SPDX-License-Identifier: Apache-2.0
#include "cli/update_cluster.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "update/cluster_inventory.h"

namespace batten::cli {
namespace {

bool wants_cluster(const Arguments& arguments) {
  return arguments.flag("kubernetes") || arguments.flag("context") || arguments.flag("kubeconfig");
}

bool resumes(const Arguments& arguments) { return !arguments.positional.empty() && arguments.positional.front() == "resume"; }

}  // namespace

Result<std::optional<engine::KubernetesClient>> cluster_of(const Arguments& arguments) {
  std::optional<engine::KubernetesClient> out;
  if (!wants_cluster(arguments)) return out;
  engine::KubernetesAddress address = TRY(engine::find_kubernetes(arguments.value("kubeconfig"), arguments.value("context")));
  out.emplace(TRY(engine::KubernetesClient::make(std::move(address))));
  return out;
}

Result<std::optional<engine::Client>> engine_of(const Arguments& arguments) {
  std::optional<engine::Client> out;
  Result<engine::Client> engine = engine::Client::connect();
  if (engine) {
    out.emplace(*std::move(engine));
  } else if (engine.error().code != Code::kUnavailable || !(wants_cluster(arguments) || resumes(arguments))) {
    return engine.error();
  }
  return out;
}

Result<update::Inventory> whole_inventory(const Arguments& arguments) {
  update::Inventory out;
  std::optional<engine::KubernetesClient> cluster = TRY(cluster_of(arguments));
  std::optional<engine::Client> engine = TRY(engine_of(arguments));
  if (engine) {
    Result<update::Inventory> here = update::read_inventory(*engine);
    if (!here && !(cluster && here.error().code == Code::kUnavailable)) return here.error();
    if (here) out = *std::move(here);
  }
  if (!cluster) return out;
  update::Inventory there = TRY(update::read_inventory(*cluster));
  std::ranges::move(there.subjects, std::back_inserter(out.subjects));
  std::ranges::move(there.notes, std::back_inserter(out.notes));
  return out;
}

}  // namespace batten::cli
