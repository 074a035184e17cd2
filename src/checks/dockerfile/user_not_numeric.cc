// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.stages.empty()) return;
  manifest::StageState state = manifest::final_state(file, file.stages.back());
  if (state.user == nullptr || state.user->words.empty() || state.user->words[0].unknown) return;
  const manifest::Word& word = state.user->words[0];
  std::string_view name = std::string_view(word.value).substr(0, word.value.find(':'));
  if (name == "root" || base::parse_unsigned(name)) return;
  hits.push_back(hit_in(file, file.stages.back(), word.place, format("USER {} is a name", word.value)));
}

constexpr std::string_view kReferences[] = {"hadolint DL3066"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "USER app\n",
     "FROM debian:12\n"
     "USER 1000:app\n"},
    {"FROM debian:12\n"
     "USER app:1000\n",
     "FROM debian:12 AS x\n"
     "USER app\n"
     "FROM debian:12\n"
     "USER root\n"},
};

}  // namespace

extern constinit const DockerfileCheck user_not_numeric;
constinit const DockerfileCheck user_not_numeric = {
    .info = {.id = "user-not-numeric",
             .title = "The user is a name, not a number",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Kubernetes cannot tell that a name is not root (runAsNonRoot refuses the pod), and a name means whatever /etc/passwd "
                    "of the image says.",
             .fix = "Give the number of the user: USER 10001:10001",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
