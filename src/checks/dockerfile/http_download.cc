// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"
#include "checks/package_call.h"

namespace batten::checks::dockerfile {
namespace {

// Is the word an address that is fetched from, as the whole word or the value of an option?
std::string_view plain_address(const manifest::ShellCommand& command, std::size_t index) {
  std::string_view word = command.words[index].value, before = command.words[index - 1].value;
  if (is_among(before, {"-x", "--proxy", "-e", "--referer", "-H", "--header", "-A", "-d", "--data", "--data-raw", "-U"})) return {};
  for (std::string_view option : {"--index-url=", "--extra-index-url=", "--registry=", "--find-links=", "--source=", "git+"}) {
    if (word.starts_with(option)) word.remove_prefix(option.size());
  }
  if (!word.starts_with("http://") && !(command.name == "git" && word.starts_with("git://"))) return {};
  std::string host = host_of(word);
  return host.contains('$') || is_near(host) ? std::string_view() : word;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageTool tool = package_call(command).tool;
    bool fetches = is_downloader(command.name) || is_among(command.name, {"git", "svn", "hg", "rpm"}) ||
                   (tool >= PackageTool::kPip && tool != PackageTool::kGo) || tool == PackageTool::kDnf;
    if (!fetches || command.words.size() < 2) return;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      std::string_view address = plain_address(command, i);
      if (address.empty()) continue;
      // What is fetched to a file may be compared afterwards.
      if (is_downloader(command.name) && verifies_something(run)) return;
      hits.push_back(run_hit(run, command.place, format("{} fetches {} without encryption", command.name, shown_url(address))));
      return;
    }
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN curl -o /x http://x.example.com/x?token=1\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -o /x https://x.example.com/x && curl -x http://proxy.example.com:3128 https://y.example && curl "
             "http://localhost:8080/ && wget http://$MIRROR/x\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN git clone http://x.example.com/a.git\n",
     .good = "FROM debian:12.8\n"
             "RUN git clone https://x.example.com/a.git && wget http://x.example.com/y && echo \"$SUM y\" | sha256sum -c -\n"},
    {.bad = "FROM python:3.12\n"
            "RUN pip install --index-url http://pypi.x.example/simple flask==3.0\n",
     .good = "FROM python:3.12\n"
             "RUN pip install --index-url=http://nexus:8081/simple flask==3.0 && echo 'deb http://deb.debian.org/debian bookworm main' > "
             "/etc/apt/sources.list\n"},
};

}  // namespace

extern constinit const DockerfileCheck http_download;
constinit const DockerfileCheck http_download = {
    .info = {.id = "http-download",
             .title = "A download without encryption",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Anybody between the build and that server can put something else in its place, and the build takes it.",
             .fix = "Use https://; where there is none, compare a checksum in the same RUN (sha256sum -c)."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
