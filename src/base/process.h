// SPDX-License-Identifier: Apache-2.0
//
// Runs another program: argv, standard input, a time limit, bounded output. No shell.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::base {

struct ProcessOutput {
  int exit_status = 0;  // 128 + signal when it was killed
  std::string out;
  std::string err;
};

// kSecret: what is read leaves no copy but those in the ProcessOutput, which the caller wipes; after an error there is none.
enum class Output : unsigned char { kPlain, kSecret };

// not_found when the program is not on PATH, timeout, limit when it prints more than max_bytes.
Result<ProcessOutput> run_process(const std::vector<std::string>& argv, std::string_view input, std::chrono::milliseconds timeout,
                                  std::size_t max_bytes = 1u << 20, Output kind = Output::kPlain);

}  // namespace batten::base
