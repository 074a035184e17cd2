// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

struct DebugPort {
  std::string_view port, what;
};
constexpr DebugPort kPorts[] = {
    {"2375", "Docker's API without TLS"}, {"5005", "Java's debugger"}, {"9229", "Node's inspector"},
    {"5678", "Python's debugpy"},         {"2345", "Go's Delve"},
};

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "EXPOSE") return;
    for (const manifest::Word& word : instruction.words) {
      std::string_view port = word.value;
      if (port.ends_with("/tcp")) port.remove_suffix(4);
      for (const DebugPort& one : kPorts) {
        if (one.port == port) hits.push_back(hit_in(file, stage, word.place, format("port {} is mostly that of {}", port, one.what)));
      }
    }
  });
}

constexpr Example kExamples[] = {
    {"FROM node:22\n"
     "EXPOSE 3000 9229\n",
     "FROM node:22\n"
     "EXPOSE 3000 92290 9229/udp\n"},
    {"FROM debian:12\n"
     "EXPOSE 2375/tcp\n",
     "FROM debian:12\n"
     "EXPOSE 2376\n"},
};

}  // namespace

extern constinit const DockerfileCheck debug_port;
constinit const DockerfileCheck debug_port = {
    .info = {.id = "debug-port",
             .title = "A port for debuggers is offered",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why =
                 "Whoever reaches such a port runs code in the container without a password; the one of Docker's API gives the whole host.",
             .fix = "Leave it out of the image; publish it by hand, on 127.0.0.1, when you need it."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
