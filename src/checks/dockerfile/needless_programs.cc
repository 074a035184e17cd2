// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

bool is_needless(std::string_view package) {
  return is_among(package, {"vim",   "vim-tiny",  "vim-nox",   "vim-minimal",    "vim-enhanced",    "nano",
                            "emacs", "emacs-nox", "telnet",    "netcat",         "netcat-openbsd",  "netcat-traditional",
                            "nc",    "ncat",      "nmap-ncat", "nmap",           "strace",          "ltrace",
                            "gdb",   "tcpdump",   "socat",     "openssh-client", "openssh-clients", "inetutils-telnet",
                            "sudo",  "screen",    "tmux"});
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_installed(file, is_needless, " into the image that runs", hits);
}

constexpr std::string_view kReferences[] = {"hadolint DL3001"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -y curl vim=2:9.0.1378-2 strace\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get update && apt-get install -y curl git vim-common && pip install nano\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk add --no-cache sudo\n",
     .good = "FROM alpine:3.20 AS test\n"
             "RUN apk add --no-cache vim\n"
             "FROM alpine:3.20\n"
             "RUN apk add --no-cache --virtual .x openssh-client && git clone git@x.example:y && apk del .x\n"},
};

}  // namespace

extern constinit const DockerfileCheck needless_programs;
constinit const DockerfileCheck needless_programs = {
    .info = {.id = "needless-programs",
             .title = "The image holds tools that help an intruder",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Whoever gets into the container finds editors, network clients and debuggers ready to use. The service itself needs "
                    "none of them, and each has vulnerabilities of its own.",
             .fix = "Leave them out, and look into a running container with docker debug or kubectl debug, which bring their own tools.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
