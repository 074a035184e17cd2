// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  const manifest::Stage* stage = nullptr;
  bool curl = false, wget = false;
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (stage != &run.stage) curl = wget = false;
    stage = &run.stage;
    bool is_curl = command.name == "curl", is_wget = command.name == "wget";
    if ((is_curl && wget && !curl) || (is_wget && curl && !wget)) {
      hits.push_back(run_hit(run, command.place, format("{} is called here, {} above", command.name, is_curl ? "wget" : "curl")));
    }
    curl = curl || is_curl;
    wget = wget || is_wget;
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL4001"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN curl -o /a https://x.example/a\n"
            "RUN wget https://x.example/b\n",
     .good = "FROM debian:12.8 AS a\n"
             "RUN curl -o /a https://x.example/a\n"
             "FROM debian:12.8\n"
             "RUN wget https://x.example/b && wget https://x.example/c\n"},
};

}  // namespace

extern constinit const DockerfileCheck wget_and_curl;
constinit const DockerfileCheck wget_and_curl = {
    .info = {.id = "wget-and-curl",
             .title = "Both wget and curl are used",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Two programs that do the same are twice the size and twice the vulnerabilities.",
             .fix = "Use one of them.",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
