// SPDX-License-Identifier: Apache-2.0
//
// For tests: a server that is a program of its own (Prometheus, Alertmanager, a Python script), ended with the object.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "http/client.h"

namespace batten::http {

class StartedProgram {
 public:
  // Its standard output and error go to the file log. pid() is 0 when it can't be started.
  StartedProgram(const std::vector<std::string>& argv, const std::string& log);
  ~StartedProgram();
  StartedProgram(const StartedProgram&) = delete;
  StartedProgram& operator=(const StartedProgram&) = delete;

  int pid() const { return pid_; }

 private:
  int pid_ = 0;
};

// Whether the program is on PATH.
bool is_installed(const std::string& program);
// A loopback port that nobody has at this moment.
int free_port();
// Asks again and again until the answer satisfies, or so long; the last answer's body.
std::string wait_for(const std::string& url, std::chrono::milliseconds timeout, const std::function<bool(const Response&)>& satisfies);

}  // namespace batten::http
