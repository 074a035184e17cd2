// SPDX-License-Identifier: Apache-2.0
#include "checks/all_checks.h"

#include "checks/container_check.h"
#include "checks/dockerfile_check.h"
#include "checks/host_check.h"
#include "checks/image_check.h"
#include "checks/joined.h"
#include "checks/pod_check.h"
#include "checks/project_check.h"

namespace batten::checks {
namespace {

Example first_of(std::span<const Example> examples) { return examples.empty() ? Example{} : examples[0]; }

}  // namespace

std::vector<ListedCheck> all_checks() {
  std::vector<ListedCheck> out;
  for (const DockerfileCheck* check : all_dockerfile_checks())
    out.push_back({&check->info, "Dockerfile", first_of(check->examples), check->fix != nullptr});
  for (const ContainerCheck* check : all_container_checks())
    out.push_back({&check->info, "container", first_of(check->examples), check->fix != nullptr});
  for (const PodCheck* check : all_pod_checks()) out.push_back({&check->info, "pod", first_of(check->examples), false});
  for (const ProjectCheck* check : all_project_checks()) out.push_back({&check->info, "project", first_of(check->examples), false});
  out.push_back({&kBaseImageVulnerable, "project", {}, false});
  for (const ImageCheck* check : all_image_checks()) out.push_back({&check->info, "image", first_of(check->examples), false});
  for (const HostCheck* check : all_host_checks()) out.push_back({&check->info, "host", {}, false});
  return out;
}

}  // namespace batten::checks
