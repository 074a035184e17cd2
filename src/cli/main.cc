// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include "cli/program.h"

int main(int argc, char** argv) {
  batten::cli::keep_standard_descriptors();
  // A scan of what is cached lasts some milliseconds, and giving memory back to the kernel in small pieces would be a good part of them.
  mallopt(M_TOP_PAD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  return batten::cli::run_program({argv + 1, argv + argc});
}
