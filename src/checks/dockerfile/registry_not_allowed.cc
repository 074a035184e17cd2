// SPDX-License-Identifier: Apache-2.0
//
// Registries as the policy lists them: "docker.io", "ghcr.io/our-company", with * for any text.
#include <algorithm>

#include "base/format.h"
#include "base/glob.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/image_use.h"

namespace batten::checks::dockerfile {
namespace {

// "ghcr.io" and "ghcr.io/name" allow all below them.
bool allows(std::string_view pattern, std::string_view image) {
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  return base::glob_match(pattern, image) || base::glob_match(std::string(pattern) + "/**", image);
}

void check(const manifest::Dockerfile& file, const Settings& settings, Hits& hits) {
  if (settings.allowed_registries.empty()) return;
  for (const ImageUse& use : images_used(file)) {
    std::string_view repository = split_image(use.image).repository;
    std::string_view registry = registry_of(repository);
    std::string full(repository);
    if (!repository.starts_with(std::string(registry) + "/")) {
      full = std::string(registry) + (repository.contains('/') ? "/" : "/library/") + full;
    }
    bool allowed = std::ranges::any_of(settings.allowed_registries, [&](const std::string& one) { return allows(one, full); });
    if (!allowed)
      hits.push_back(
          hit_in(file, *use.stage, use.place, format("{} {}: {} is not among the allowed registries", use.by, use.image, registry)));
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3026"};
constexpr Example kExamples[] = {
    {"FROM evil.example/debian:12\n",
     "FROM debian:12 AS a\n"
     "FROM a\n"
     "COPY --from=ghcr.io/good/x:1 /a /a\n"},
    {"FROM ghcr.io/bad/x:1\n",
     "FROM docker.io/library/debian:12\n"
     "FROM mirror.example/any/x:1\n"},
};

}  // namespace

extern constinit const DockerfileCheck registry_not_allowed;
constinit const DockerfileCheck registry_not_allowed = {
    .info = {.id = "registry-not-allowed",
             .title = "The image is of a registry that the policy does not allow",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "The policy of the project says where images may come from.",
             .fix = "Take the image from an allowed registry, or add this one to the policy.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
