// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "checks/dockerfile_check.h"
#include "checks/download.h"

namespace batten::checks::dockerfile {
namespace {

bool says(std::string_view text) { return text.contains("NOPASSWD"); }

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (is_among(command.name, {"grep", "egrep", "visudo"})) return;
    bool found = std::ranges::any_of(command.words, [](const manifest::ShellWord& word) { return says(word.value); }) ||
                 std::ranges::any_of(command.redirects, [](const manifest::ShellRedirect& one) { return says(one.body); });
    // The script of sh -c has a command of its own for it.
    if (!found || (is_interpreter(command.name) && command.has_option({"-c"}))) return;
    hits.push_back(run_hit(run, command.place, "a rule with NOPASSWD is written for sudo"));
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN echo 'app ALL=(ALL) NOPASSWD:ALL' >> /etc/sudoers\n",
     .good = "FROM debian:12.8\n"
             "RUN echo 'app ALL=(ALL) ALL' >> /etc/sudoers && grep -q NOPASSWD /etc/sudoers || true\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN <<EOF\n"
            "cat > /etc/sudoers.d/app <<X\n"
            "app ALL=(ALL) NOPASSWD: ALL\n"
            "X\n"
            "EOF\n",
     .good = "FROM debian:12.8\n"
             "RUN rm -rf /etc/sudoers.d\n"},
};

}  // namespace

extern constinit const DockerfileCheck sudo_without_password;
constinit const DockerfileCheck sudo_without_password = {
    .info = {.id = "sudo-without-password",
             .title = "sudo works without a password",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why =
                 "With NOPASSWD every process of that user is root whenever it wants: the USER of the image no longer protects anything.",
             .fix = "Remove the rule and sudo; do what needs root while the image is built."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
