// SPDX-License-Identifier: Apache-2.0
//
// A number that is no stage, a stage that comes later, or a name that differs from a stage by its last letters.
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// One letter more, less or other.
bool is_near(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1 || a.size() < 4) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  return a.size() == b.size() ? a.substr(same + 1) == b.substr(same + 1) : a.substr(same) == b.substr(same + 1);
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* from = instruction.flag("from");
    if (instruction.keyword != "COPY" || from == nullptr || from->unknown || from->value.find_first_of("/:.@") != std::string::npos) return;
    auto index = static_cast<std::size_t>(&stage - file.stages.data());
    std::string name = base::lower(from->value);
    std::string message;
    if (auto number = base::parse_unsigned(name)) {
      if (*number > index) message = format("there is no stage {} above", *number);
    } else {
      for (std::size_t i = 0; i < file.stages.size() && !name.empty(); ++i) {
        const std::string& candidate = file.stages[i].name;
        if (candidate == name && i <= index) return;
        if (candidate == name) message = format("the stage {} comes later", name);
        if (message.empty() && is_near(name, candidate)) message = format("{} is no stage: {} is", name, candidate);
      }
    }
    if (!message.empty()) hits.push_back(hit_in(file, stage, from->value_place, std::move(message)));
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3022"};
constexpr Example kExamples[] = {
    {"FROM golang:1.22 AS builder\n"
     "FROM debian:12\n"
     "COPY --from=bulder /a /a\n",
     "FROM golang:1.22 AS Builder\n"
     "FROM debian:12\n"
     "COPY --from=builder /a /a\n"
     "COPY --from=0 /b /b\n"
     "COPY --from=nginx /c /c\n"},
    {"FROM debian:12\n"
     "COPY --from=3 /a /a\n",
     "FROM debian:12\n"
     "COPY --from=ghcr.io/a/b:1 /a /a\n"
     "COPY --from=assets . .\n"},
    {"FROM debian:12 AS one\n"
     "COPY --from=two /a /a\n"
     "FROM debian:12 AS two\n",
     "FROM debian:12 AS two\n"
     "FROM debian:12 AS one\n"
     "COPY --from=two /a /a\n"},
};

}  // namespace

extern constinit const DockerfileCheck copy_from_unknown;
constinit const DockerfileCheck copy_from_unknown = {
    .info =
        {.id = "copy-from-unknown",
         .title = "COPY --from names no stage above",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kTrustedImages,
         .why = "What is no stage is taken from a build context or pulled from a registry as an image of that name, which anybody may own.",
         .fix = "Name a stage that stands above, or the image with its registry and digest.",
         .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
