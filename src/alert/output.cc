// SPDX-License-Identifier: Apache-2.0
#include "alert/output.h"

namespace batten::alert {

const Output* find_output(std::string_view name) {
  if (name == "stdout") name = "terminal";
  for (const Output* output : all_outputs()) {
    if (output->name == name) return output;
  }
  return nullptr;
}

}  // namespace batten::alert
