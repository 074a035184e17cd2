// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

int main(int argc, char** argv) {
  batten::cli::keep_standard_descriptors();
  return batten::cli::run_program({argv + 1, argv + argc});
}
