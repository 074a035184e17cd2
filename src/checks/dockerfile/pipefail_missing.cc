// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"

namespace batten::checks::dockerfile {
namespace {

// Commands whose failure matters. Others are reported by the strict profile.
bool matters(const manifest::ShellCommand& command, bool strict) {
  if (is_downloader(command.name) || is_among(command.name, {"git", "aws", "gsutil", "az", "gh", "skopeo", "crane"})) return true;
  return strict && !is_among(command.name, {"echo", "printf", "yes", "true", ":", "cat", ""});
}

bool is_nested(const manifest::ShellCommand& command) {
  return std::ranges::any_of(command.wrapped_in,
                             [](const manifest::ShellWord& word) { return is_interpreter(word.value.substr(word.value.rfind('/') + 1)); });
}

void check(const manifest::Dockerfile& file, const Settings& settings, Hits& hits) {
  each_run(file, [&](const Run& run) {
    for (const manifest::ShellCommand& command : run.commands()) {
      if (!command.pipe_to_next || command.pipefail || command.conditional || !matters(command, settings.strict)) continue;
      Hit hit = run_hit(run, command.place, format("when {} fails, the pipe succeeds all the same", command.name));
      if (!is_nested(command) && shell_of(run) == "sh")
        hit.fix =
            "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] above it, where the image has bash; dash, the sh of Debian and Ubuntu, "
            "has no pipefail";
      hits.push_back(std::move(hit));
      return;
    }
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  FoundCommand found = command_at(file, hit.place);
  if (found.command == nullptr || is_nested(*found.command) || found.instruction->form == manifest::Instruction::Form::kExec)
    return Edits{};
  Edits out;
  each_run(file, [&](const Run& run) {
    if (&run.instruction != found.instruction || !is_among(shell_of(run), {"bash", "ash", "zsh", "ksh"})) return;
    std::size_t at = run.instruction.rest.offset;
    std::string_view text = "set -o pipefail && ";
    for (const manifest::Heredoc& document : run.instruction.heredocs) {
      if (hit.place.offset < document.place.offset || hit.place.offset >= document.place.offset + document.place.length) continue;
      // A line of its own ahead of the others, unless they are another program's.
      if (document.body.text.starts_with("#!") || !document.body.text.starts_with(file.text.substr(document.place.offset, 1))) return;
      at = document.place.offset;
      text = "set -o pipefail\n";
    }
    out.push_back({.offset = static_cast<std::uint32_t>(at), .length = 0, .text = std::string(text)});
  });
  return out;
}

constexpr std::string_view kReferences[] = {"hadolint DL4006"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "SHELL [\"/bin/bash\", \"-c\"]\n"
            "RUN curl -fsSL https://x.example/x | tar xz\n",
     .good = "FROM debian:12.8\n"
             "SHELL [\"/bin/bash\", \"-c\"]\n"
             "RUN set -o pipefail && curl -fsSL https://x.example/x | tar xz\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN wget -qO- https://x.example/x | tar xz\n",
     .good = "FROM debian:12.8\n"
             "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"
             "RUN curl -fsSL https://x.example/x | tar xz && find / | sort\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN curl -fsSL https://x.example/x | tar xz\n",
     .good = "FROM debian:12.8\n"
             "RUN find /x -type f | sort | xargs rm && echo y | z && bash -eo pipefail -c 'curl https://x.example | tar xz'\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN <<E\n"
            "set -e\n"
            "curl https://x.example | tar xz\n"
            "E\n",
     .good = "FROM alpine:3.20\n"
             "RUN <<E\n"
             "set -eo pipefail\n"
             "curl https://x.example | tar xz\n"
             "E\n"},
};

}  // namespace

extern constinit const DockerfileCheck pipefail_missing;
constinit const DockerfileCheck pipefail_missing = {
    .info = {.id = "pipefail-missing",
             .title = "A pipe hides that its first command failed",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without pipefail a pipe succeeds when its last command does: a download that broke off builds an image that looks "
                    "well and lacks what it should have.",
             .fix = "Set it for all: SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"], or begin the RUN with set -o pipefail where the "
                    "shell has it.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
