// SPDX-License-Identifier: Apache-2.0
//
// Of an image that is started as a service: one with CMD or ENTRYPOINT. The fix is made where one port and the program say which command
// asks: a connection to the port.
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/image_use.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings& settings, Hits& hits) {
  if (file.stages.empty()) return;
  const manifest::Stage& last = file.stages.back();
  manifest::StageState state = manifest::final_state(file, last);
  const manifest::Instruction* start = state.entrypoint != nullptr ? state.entrypoint : state.command;
  if (state.healthcheck != nullptr || start == nullptr || start->words.size() + start->script.commands.size() == 0) return;
  if (!start->posix) return;
  // An entry point without a port is mostly a tool that ends.
  if (state.entrypoint != nullptr && state.exposed.empty() && !settings.strict) return;
  hits.push_back(hit_in(file, last, start->keyword_place, "nothing tells whether the program in it still answers"));
}

// "8080" of the only port that is exposed.
std::string only_port(const manifest::StageState& state) {
  if (state.exposed.size() != 1 || state.exposed[0].unknown) return {};
  std::string_view port = state.exposed[0].value;
  if (port.ends_with("/tcp")) port.remove_suffix(4);
  return base::parse_unsigned(port) ? std::string(port) : std::string();
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::vector<model::Edit> out;
  const manifest::Instruction* start = instruction_at(file, hit.place);
  manifest::StageState state = manifest::final_state(file, file.stages.back());
  std::string port = only_port(state);
  if (start == nullptr || port.empty() || start->script.commands.empty()) return out;
  const std::string& program = start->script.commands[0].name;
  std::string_view repository = split_image(state.base->base).repository;
  std::vector<std::string> command;
  if (program == "python" || program == "python3") {
    command = {program, "-c", format("import socket; socket.create_connection(('127.0.0.1', {}), 3)", port)};
  } else if (program == "node") {
    command = {
        "node", "-e",
        format("require('net').connect({}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))", port)};
  } else if (repository == "alpine") {
    command = {"nc", "-z", "127.0.0.1", port};
  } else {
    return out;
  }
  const manifest::Stage& last = file.stages.back();
  const manifest::Instruction* behind = &last.from;
  for (const manifest::Instruction& one : last.instructions) {
    if (one.keyword == "CMD" || one.keyword == "ENTRYPOINT") break;
    behind = &one;
  }
  return line_behind(file, *behind, "HEALTHCHECK --interval=30s --timeout=5s CMD " + exec_form(command));
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.6", "hadolint DL3057", "Dockle CIS-DI-0006"};
constexpr Example kExamples[] = {
    {"FROM python:3.12\n"
     "EXPOSE 8000\n"
     "# start\n"
     "CMD [\"python3\", \"app.py\"]\n",
     "FROM python:3.12\n"
     "HEALTHCHECK CMD [\"python3\", \"check.py\"]\n"
     "CMD [\"python3\", \"app.py\"]\n"},
    {"FROM node:22\n"
     "EXPOSE 3000/tcp\n"
     "ENTRYPOINT [\"node\", \"x.js\"]\n",
     "FROM node:22 AS base\n"
     "HEALTHCHECK NONE\n"
     "FROM base\n"
     "CMD [\"node\", \"x.js\"]\n"},
    {"FROM alpine:3.20\n"
     "EXPOSE 53\n"
     "CMD /dns\n",
     "FROM alpine:3.20\n"
     "CMD []\n"},
};

}  // namespace

extern constinit const DockerfileCheck healthcheck_missing;
constinit const DockerfileCheck healthcheck_missing = {
    .info = {.id = "healthcheck-missing",
             .title = "There is no HEALTHCHECK",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kMonitoring,
             .why = "Docker calls a container healthy as long as its process lives: one that hangs stays in service, and nobody is told.",
             .fix = "Add HEALTHCHECK with a command that asks the program itself; where Kubernetes probes it, turn this check off.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
