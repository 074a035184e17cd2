// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings& settings, Hits& hits) {
  if (settings.required_labels.empty() || file.stages.empty()) return;
  const manifest::Stage& last = file.stages.back();
  manifest::StageState state = manifest::final_state(file, last);
  for (const std::string& name : settings.required_labels) {
    auto found = state.labels.find(name);
    if (found == state.labels.end()) {
      hits.push_back(hit_in(file, last, last.from.keyword_place, format("there is no label {}", name)));
    } else if (found->second.value.empty()) {
      hits.push_back(hit_in(file, last, found->second.place, format("the label {} is empty", name)));
    }
  }
}

constexpr std::string_view kReferences[] = {"hadolint DL3049"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "LABEL a=b\n",
     "FROM debian:12 AS a\n"
     "LABEL org.example.owner=us\n"
     "FROM a\n"},
};

}  // namespace

extern constinit const DockerfileCheck required_label_missing;
constinit const DockerfileCheck required_label_missing = {
    .info = {.id = "required-label-missing",
             .title = "A label that the policy asks for is missing",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kUpToDate,
             .why = "Labels tell later on whose image this is and what it was built from.",
             .fix = "Add it to the last stage: LABEL name=\"value\"",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
