// SPDX-License-Identifier: Apache-2.0
#include "monitor/kernel_filter.h"

namespace batten::monitor {

void compile_filter(const model::Prefilter& filter, batten_filter& out) {
  out = {};
  for (unsigned type = 0; type < BATTEN_EVENT_TYPES; ++type) {
    const model::EventFilter& from = filter.types[type];
    batten_type_filter& to = out.types[type];
    to.wanted = from.wanted;
    to.urgent = from.urgent;
    to.all = 1;
  }
}

}  // namespace batten::monitor
