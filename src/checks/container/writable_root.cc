// SPDX-License-Identifier: Apache-2.0
//
// The container's root file system can be written: a place for downloaded tools and changed programs.
#include <algorithm>

#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  if (container.process && container.process->root_read_only) {
    if (!*container.process->root_read_only) hits.push_back(hit_at(container, {}, "has a writable root file system", "mountinfo: / is rw"));
    return;
  }
  if (container.read_only_root && container.read_only_root->value) return;
  model::Place place = container.read_only_root ? container.read_only_root->place : model::Place();
  hits.push_back(hit_at(container, place, "has a writable root file system"));
}

std::vector<std::string> written_directories(const model::Container& container) {
  std::vector<std::string> out{"/tmp"};
  if (is_image_named(container.image.value, "nginx")) out.insert(out.end(), {"/var/cache/nginx", "/run"});
  if (is_image_named(container.image.value, "postgres")) out.emplace_back("/var/run/postgresql");
  if (is_image_named(container.image.value, "mysql") || is_image_named(container.image.value, "mariadb")) out.emplace_back("/run/mysqld");
  if (is_image_named(container.image.value, "httpd")) out.emplace_back("/usr/local/apache2/logs");
  std::erase_if(out, [&](const std::string& directory) {
    return std::ranges::any_of(container.mounts, [&](const model::ContainerMount& mount) { return is_within(directory, mount.target); });
  });
  return out;
}

std::vector<model::ContainerChange> fix(const model::Container& container, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kReadOnlyRoot, .values = written_directories(container)}};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.13", "OWASP Docker rule 8"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: debian:12.8\n    user: \"1000\"\n",
     .good = "services:\n  app:\n    image: debian:12.8\n    read_only: true\n    tmpfs: [/tmp]\n"},
};

}  // namespace

extern constinit const ContainerCheck writable_root;
constinit const ContainerCheck writable_root = {
    .info = {.id = "writable-root",
             .title = "Root file system is writable",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "What breaks in can replace programs, leave tools and hide there until the container is removed. With a read-only root "
                    "only the volumes that need it can be written.",
             .fix = "read_only: true, and tmpfs for the directories that the program writes to (/tmp, /run).",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
    .words = {.run_line = "--read-only, and --tmpfs for the directories that the program writes to (/tmp, /run).",
              .quadlet = "ReadOnly=true, and Tmpfs= for the directories that the program writes to (/tmp, /run).",
              .kubernetes = "securityContext.readOnlyRootFilesystem: true, and emptyDir volumes for the directories that the program "
                            "writes to (/tmp, /run)."},
};

}  // namespace batten::checks::container
