// SPDX-License-Identifier: Apache-2.0
//
// Runs another program: argv, standard input, a time limit, bounded output. No shell.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
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

// The same for output that is long: it goes to sink as it comes, whose error ends the program and comes back. variables: "NAME=value",
// beside this process's own. No input. timeout: without any output for so long. corrupt when it ends with another status than 0: with its
// last words on standard error. stop: ends the program when it is asked to, and is a timeout then.
Result<void> stream_process(const std::vector<std::string>& argv, const std::vector<std::string>& variables,
                            const std::function<Result<void>(std::string_view)>& sink, std::chrono::milliseconds timeout,
                            const std::stop_token& stop = {});

}  // namespace batten::base
