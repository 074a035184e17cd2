// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/host_answer.h"
#include "checks/host_check.h"

namespace batten::checks::host {
namespace {

void check(const model::Host& host, const Settings&, Hits& hits) {
  const model::Engine& engine = host.engine;
  if (!engine.answered) return could_not_look(hits, engine.why);
  if (!engine.images_in_use) return could_not_look(hits, "it is not known which images are in use");
  int unused = engine.images - *engine.images_in_use;
  std::string counts = format("{} images, {} in use", engine.images, *engine.images_in_use);
  if (unused > 20 && unused > *engine.images_in_use) return failed(hits, format("{} images are used by no container", unused), counts);
  passed(hits, "most images are in use, or there are few", counts);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 6.1"};
constexpr HostExample kExamples[] = {
    {"images 60 10", model::Outcome::kFail}, {"images 60 50", model::Outcome::kPass},      {"images 5 0", model::Outcome::kPass},
    {"images 60", model::Outcome::kUnknown}, {"no-answer down", model::Outcome::kUnknown},
};

}  // namespace

extern constinit const HostCheck too_many_images;
constinit const HostCheck too_many_images = {
    .info = {.id = "too-many-images",
             .title = "Images pile up",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kUpToDate,
             .why = "Images that nobody uses get old; someone starts one of them again, with all flaws found since.",
             .fix = "Remove those that no container uses: docker image prune --all.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::host
