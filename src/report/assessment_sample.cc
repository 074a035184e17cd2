// SPDX-License-Identifier: Apache-2.0
#include "report/assessment_sample.h"

namespace batten::report {
namespace {

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.1", "hadolint DL3002"};
constexpr model::CheckInfo kRoot{.id = "root-user",
                                 .title = "The container runs as root",
                                 .severity = model::Severity::kHigh,
                                 .practice = model::PracticeId::kLimitCapabilities,
                                 .why = "Root in the container is root on the host for the kernel.",
                                 .fix = "Add USER with a numeric id.",
                                 .references = kReferences};
constexpr model::CheckInfo kLatest{.id = "latest-tag",
                                   .title = "The base image has no version",
                                   .severity = model::Severity::kMedium,
                                   .practice = model::PracticeId::kTrustedImages,
                                   .why = "What is built changes with every pull.",
                                   .fix = "Name a version."};

}  // namespace

model::Assessment sample_assessment() {
  model::Assessment out;
  out.target = "project";
  out.files = {"Dockerfile", "compose.yaml"};
  out.checks_run = 40;
  out.results = {
      {.check = &kRoot,
       .severity = model::Severity::kHigh,
       .subject = "stage build",
       .file = "Dockerfile",
       .place = {2, 1, 10, 9},
       .message = "the last user is root",
       .evidence = "USER root",
       .fix = "",
       .fixable = true,
       .suppressed_by = ""},
      {.check = &kLatest,
       .severity = model::Severity::kMedium,
       .subject = "",
       .file = "Dockerfile",
       .place = {2, 6, 5, 13},
       .message = "ubuntu:latest is whatever is latest",
       .evidence = "",
       .fix = "",
       .fixable = false,
       .suppressed_by = ""},
      {.check = &kLatest,
       .severity = model::Severity::kMedium,
       .subject = "service db",
       .file = "compose.yaml",
       .place = {5, 12, 60, 8},
       .message = "image postgres has no tag",
       .evidence = "",
       .fix = "",
       .fixable = false,
       .suppressed_by = "is replaced in March"},
  };
  out.notes = {{base::Note::Kind::kSkipped, "broken.yaml", "line 3: not YAML", ""}};
  return out;
}

}  // namespace batten::report
