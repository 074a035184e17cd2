// SPDX-License-Identifier: Apache-2.0
//
// The image is named by a tag, which its owner, or whoever takes over the account, can move.
#include "base/format.h"
#include "base/text.h"
#include "checks/container_check.h"
#include "checks/container_facts.h"

namespace batten::checks::container {
namespace {

void check(const model::Container& container, const Settings&, Hits& hits) {
  const std::string& image = container.image.value;
  if (image.empty() || !container.build.empty() || has_digest(image) || image.starts_with("sha256:") || image.contains("$")) return;
  std::string_view tag = image_tag(image);
  if (tag.empty() || tag == "latest") return;  // image_tag_latest says so
  hits.push_back(hit_at(container, container.image.place, format("image {} is named by its tag only", base::printable(image))));
}

std::vector<model::ContainerChange> fix(const model::Container&, const Hit&) {
  return {{.kind = model::ContainerChange::Kind::kImageDigest}};  // the digest is asked for
}

constexpr std::string_view kReferences[] = {"OWASP Docker rule 13"};
constexpr Example kExamples[] = {
    {.bad = "services:\n  app:\n    image: nginx:1.27.2\n    read_only: true\n",
     .good = "services:\n  app:\n    image: nginx:1.27.2@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\n    "
             "read_only: true\n"},
};

}  // namespace

extern constinit const ContainerCheck image_not_pinned;
constinit const ContainerCheck image_not_pinned = {
    .info = {.id = "image-not-pinned",
             .title = "Image is not pinned to a digest",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "A tag can be moved to another image at any time. A digest is the image: what was tested and scanned is what runs.",
             .fix = "name:tag@sha256:..., kept up to date by a tool.",
             .references = kReferences,
             .strict = true},
    .forms = kCompose | kKubernetes | kRunLine | kQuadlet,
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::container
