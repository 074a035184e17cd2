// SPDX-License-Identifier: Apache-2.0
#include "checks/container_check.h"

namespace batten::checks {

void use_words(const ContainerCheck& check, const model::Container& container, Hits& hits) {
  using Form = model::ContainerForm;
  std::string_view words;
  switch (container.form) {
    case Form::kKubernetes: words = check.words.kubernetes; break;
    case Form::kQuadlet: words = check.words.quadlet; break;
    case Form::kRunLine:
    case Form::kEngine: words = check.words.run_line; break;
    case Form::kImage: words = check.words.image; break;
    case Form::kCompose: break;
  }
  for (Hit& hit : hits) {
    if (hit.fix.empty()) hit.fix = words;
  }
}

}  // namespace batten::checks
