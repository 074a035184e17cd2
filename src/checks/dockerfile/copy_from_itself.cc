// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const manifest::Flag* from = instruction.flag("from");
    if (instruction.keyword != "COPY" || from == nullptr || from->unknown) return;
    auto number = base::parse_unsigned(from->value);
    bool own = number ? *number == static_cast<std::size_t>(&stage - file.stages.data())
                      : !stage.name.empty() && base::lower(from->value) == stage.name;
    if (own) hits.push_back(hit_in(file, stage, from->value_place, format("{} is the stage that the line stands in", from->value)));
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3023"};
constexpr Example kExamples[] = {
    {"FROM debian:12 AS a\n"
     "COPY --from=A /x /y\n",
     "FROM debian:12 AS a\n"
     "FROM debian:12 AS b\n"
     "COPY --from=a /x /y\n"},
};

}  // namespace

extern constinit const DockerfileCheck copy_from_itself;
constinit const DockerfileCheck copy_from_itself = {
    .info = {.id = "copy-from-itself",
             .title = "COPY --from names its own stage",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "A stage cannot copy from itself: the build stops, or an image of that name is pulled.",
             .fix = "Leave --from out to copy from the build context, or name the stage that is meant.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
