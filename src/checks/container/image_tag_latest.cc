// SPDX-License-Identifier: Apache-2.0
//
// The image is named without a version: what runs changes with every pull, and nobody can say what ran.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  const std::string& image = container.image.value;
  // What is built here gets its name here.
  if (image.empty() || !container.build.empty() || has_digest(image) || image.starts_with("sha256:") || image.contains("$")) return;
  std::string_view tag = image_tag(image);
  if (tag.empty() && image.find_first_not_of("0123456789abcdef") == std::string::npos && image.size() >= 12) return;  // an image id
  if (!tag.empty() && tag != "latest") return;
  hits.push_back(
      hit_at(container, container.image.place,
             format("image {} {}", base::printable(image), tag.empty() ? "has no tag: latest is meant" : "is whatever is latest")));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kImageDigest}};  // the digest is asked for
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 5.28", "OWASP Docker rule 13"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: nginx\n    read_only: true\n",
     .good = "services:\n  app:\n    image: nginx:1.27.2\n    read_only: true\n"},
    {.bad = "services:\n  app:\n    image: localhost:5000/nginx:latest\n    read_only: true\n",
     .good = "services:\n  app:\n    image: localhost:5000/nginx:1.27.2\n    read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck image_tag_latest;
constinit const ContainerCheck image_tag_latest = {
    .info = {.id = "image-tag-latest",
             .title = "Image has no version",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "\"latest\" is whatever was pushed last: two machines run different programs under one name, a rollback is not "
                    "possible, and a bad push arrives unasked.",
             .fix = "Name a version, best with its digest: name:1.27.2@sha256:...",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::container
