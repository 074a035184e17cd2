// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"

namespace batten::checks::dockerfile {
namespace {

bool decodes(const manifest::ShellCommand& command) {
  if (command.name == "base64" || command.name == "base32") return command.has_option({"-d", "-D", "--decode"});
  if (command.name == "xxd") return command.has_option({"-r"});
  return command.name == "openssl" && command.has_option({"-d"}) && command.words.size() > 1 &&
         is_among(command.words[1].value, {"base64", "enc"});
}

// eval "$(echo ... | base64 -d)", python -c "exec(b64decode(...))"
bool runs_decoded(const manifest::ShellCommand& command) {
  if (!is_interpreter(command.name) && command.name != "eval") return false;
  return std::ranges::any_of(command.words, [](const manifest::ShellWord& word) {
    std::string_view text = word.value;
    bool shell = (text.starts_with("$(") || text.starts_with("`")) && (text.contains("base64 -d") || text.contains("base64 --decode"));
    return shell || (text.contains("exec(") && text.contains("b64decode"));
  });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    const std::vector<manifest::ShellCommand>& commands = run.commands();
    for (std::size_t i = 0; i < commands.size(); ++i) {
      std::size_t runner = decodes(commands[i]) ? runner_in_pipe(commands, i) : 0;
      if (runner != 0) {
        hits.push_back(run_hit(run, commands[i].place, format("{} runs what {} decodes", commands[runner].name, commands[i].name)));
      } else if (runs_decoded(commands[i])) {
        hits.push_back(run_hit(run, commands[i].place, format("{} runs decoded text", commands[i].name)));
      }
    }
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN echo ZWNobyBoaQo= | base64 -d | bash\n",
     .good = "FROM debian:12.8\n"
             "RUN echo ZWNobyBoaQo= | base64 -d > /etc/motd && base64 x | sh -c 'cat'\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN eval \"$(echo ZWNobyBoaQo= | base64 --decode)\"\n",
     .good = "FROM debian:12.8\n"
             "RUN X=\"$(echo aGkK | base64 -d)\" && echo $X\n"},
};

}  // namespace

extern constinit const DockerfileCheck decoded_script;
constinit const DockerfileCheck decoded_script = {
    .info = {.id = "decoded-script",
             .title = "A script in disguise is run",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Text that is only decoded when it runs cannot be reviewed. It is how malicious images hide what they do.",
             .fix = "Write the commands as they are, or copy the script into the image."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
