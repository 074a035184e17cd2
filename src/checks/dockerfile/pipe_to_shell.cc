// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"

namespace batten::checks::dockerfile {
namespace {

bool names_downloader(std::string_view text) {
  std::size_t end = text.find_first_of(" \t\n");
  std::string_view program = text.substr(0, end);
  return end != std::string_view::npos && is_downloader(program.substr(program.rfind('/') + 1));
}

// $(curl ...), `curl ...`, <(curl ...): what it runs is what the download says.
bool is_download_itself(std::string_view word) {
  word = base::trim(word);
  for (std::string_view opening : {"$(", "`", "<("}) {
    if (word.starts_with(opening)) return names_downloader(base::trim(word.substr(opening.size())));
  }
  return false;
}

// python -c "exec(urlopen(...).read())"
bool runs_by_itself(const manifest::ShellCommand& command) {
  if (!is_interpreter(command.name) || !command.has_option({"-c", "-e"})) return false;
  return std::ranges::any_of(command.words, [](const manifest::ShellWord& word) {
    return word.value.contains("exec(") && (word.value.contains("urlopen(") || word.value.contains("requests.get("));
  });
}

bool runs_download(const manifest::ShellCommand& command) {
  bool runs_words = is_interpreter(command.name) || is_among(command.name, {"eval", "source", "."});
  if (!runs_words) return false;
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    if (is_download_itself(command.words[i].value)) return true;
  }
  return runs_by_itself(command) || std::ranges::any_of(command.redirects, [](const manifest::ShellRedirect& one) {
           return (one.op == "<" || one.op == "<<<") && is_download_itself(one.target.value);
         });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    const std::vector<manifest::ShellCommand>& commands = run.commands();
    for (std::size_t i = 0; i < commands.size(); ++i) {
      if (is_downloader(commands[i].name) && commands[i].pipe_to_next) {
        std::size_t runner = runner_in_pipe(commands, i);
        if (runner != 0)
          hits.push_back(
              run_hit(run, commands[i].place,
                      format("{} goes from {} into {} unseen", shown_address(commands[i]), commands[i].name, commands[runner].name)));
      } else if (runs_download(commands[i])) {
        hits.push_back(run_hit(run, commands[i].place, format("{} runs what a download gives", commands[i].name)));
      }
    }
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN curl -fsSL https://x.example/install.sh | sh -s -- -y\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -fsSL https://x.example/x.tar.gz | tar -xz && curl -s https://x.example/v | jq -r .v | sort\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN wget -qO- https://x.example/setup | sudo -E bash -\n",
     .good = "FROM debian:12.8\n"
             "RUN wget -qO- https://x.example/key.asc | gpg --dearmor > /k.gpg && curl -s https://x.example/y | python3 -m json.tool\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN bash <(curl -s https://x.example/i)\n",
     .good = "FROM debian:12.8\n"
             "RUN bash -c \"V=$(curl -s https://x.example/v) && echo $V\" && diff <(curl -s https://x.example/i) i\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN sh -c \"$(curl -fsSL https://x.example/i)\" \"\" --unattended\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -o i.sh https://x.example/i && echo \"$SUM  i.sh\" | sha256sum -c && sh i.sh\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN eval \"`wget -O - https://x.example/i`\"\n",
     .good = "FROM debian:12.8\n"
             "RUN eval \"$(ssh-agent)\" && python3 -c 'import urllib.request; print(1)'\n"},
    {.bad = "FROM python:3.12\n"
            "RUN curl -sSL https://x.example/i | tee /log | python3 - --yes\n",
     .good = "FROM python:3.12\n"
             "RUN curl -sSL https://x.example/i | bash script.sh && curl -s https://x.example/d | python3 -c 'import sys'\n"},
    {.bad = "FROM python:3.12\n"
            "RUN python3 -c \"import urllib.request as u; exec(u.urlopen('https://x.example').read())\"\n",
     .good = "FROM python:3.12\n"
             "RUN python3 -c \"import urllib.request as u; u.urlopen('https://x.example')\"\n"},
};

}  // namespace

extern constinit const DockerfileCheck pipe_to_shell;
constinit const DockerfileCheck pipe_to_shell = {
    .info = {.id = "pipe-to-shell",
             .title = "A download runs unseen",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Whoever can change what that address answers, or answer in its place, runs commands as root in your build and owns "
                    "the image. Nobody sees what ran: the next build may get another script.",
             .fix =
                 "Fetch a fixed version to a file, compare its checksum (sha256sum -c), then run it; or install the program as a package."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
