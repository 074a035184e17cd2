// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/image_use.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  const manifest::Directive* syntax = file.directive("syntax");
  if (syntax == nullptr) return;
  std::string_view image = syntax->value.value;
  image = image.substr(0, image.find(' '));
  ImageName name = split_image(image);
  std::string_view repository = name.repository;
  if (repository.starts_with("docker.io/")) repository.remove_prefix(10);
  bool official = repository == "docker/dockerfile" || repository == "docker/dockerfile-upstream";
  if (official || !name.digest.empty()) return;
  hits.push_back({.place = syntax->value.place, .subject = {}, .message = format("{} is run to read this file", base::printable(image))});
}

constexpr Example kExamples[] = {
    {"# syntax=evil/dockerfile:1\n"
     "FROM debian:12\n",
     "# syntax=docker/dockerfile:1.7-labs\n"
     "FROM debian:12\n"},
    {"#syntax = ghcr.io/a/b\n"
     "FROM debian:12\n",
     "# syntax=ghcr.io/a/b@sha256:0123456789012345678901234567890123456789012345678901234567890123\n"
     "FROM debian:12\n"
     "# syntax=evil/x\n"},
};

}  // namespace

extern constinit const DockerfileCheck untrusted_syntax;
constinit const DockerfileCheck untrusted_syntax = {
    .info = {.id = "untrusted-syntax",
             .title = "The frontend that reads this file is a foreign image",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "The image of # syntax= is run for the build and decides what every line means.",
             .fix = "Use docker/dockerfile:1, or an image of your own with its digest."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
