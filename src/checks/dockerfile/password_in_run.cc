// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

// "root" of "root:password", where the password is written out.
std::string_view user_of(std::string_view line) {
  line = base::trim(line);
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 60 || colon + 1 >= line.size()) return {};
  std::string_view user = line.substr(0, colon), password = line.substr(colon + 1);
  bool is_hash = password.starts_with("$1$") || password.starts_with("$5$") || password.starts_with("$6$") || password.starts_with("$y$");
  if (user.contains(' ') || (password.contains('$') && !is_hash) || password.starts_with('`') || password == "*" || password == "!")
    return {};
  return user;
}

// In what goes into chpasswd: the words of the echo before it, its document.
std::string_view user_fed(const Run& run, const manifest::ShellCommand& command) {
  if (is_fed(run, command)) {
    const manifest::ShellCommand& source = (&command)[-1];
    if (source.name != "echo" && source.name != "printf") return {};
    for (std::size_t i = 1; i < source.words.size(); ++i) {
      if (std::string_view user = user_of(source.words[i].value); !user.empty()) return user;
    }
  }
  for (const manifest::ShellRedirect& one : command.redirects) {
    std::string_view text = one.op == "<<<" ? one.target.value : one.body;
    if (std::string_view user = user_of(text.substr(0, text.find('\n'))); !user.empty()) return user;
  }
  return {};
}

// echo secret | passwd --stdin root, (echo secret; echo secret) | passwd
bool is_fed_by_literal(const Run& run, const manifest::ShellCommand& command) {
  if (!is_fed(run, command)) return false;
  const manifest::ShellCommand& source = (&command)[-1];
  return (source.name == "echo" || source.name == "printf") && source.words.size() > 1 && !source.words.back().expanded;
}

// The value of useradd -p: a hash, or a call that makes one of a word.
bool is_password_option(const manifest::ShellCommand& command) {
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    std::string_view word = command.words[i].value, value;
    bool expanded = command.words[i].expanded;
    if (word.starts_with("--password=")) {
      value = word.substr(11);
    } else if ((word == "-p" || word == "--password") && i + 1 < command.words.size()) {
      value = command.words[i + 1].value;
      expanded = command.words[i + 1].expanded;
      if (value.empty()) return true;
    }
    if (value.empty() || value.find_first_not_of("!*x") == std::string_view::npos) continue;
    bool hashes = value.contains("openssl passwd") || value.contains("mkpasswd") || value.contains("crypt(");
    if (!expanded || (hashes && value.find('$', 1) == std::string_view::npos)) return true;
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (command.name == "chpasswd") {
      std::string_view user = user_fed(run, command);
      if (!user.empty()) hits.push_back(run_hit(run, command.place, format("the password of {} is written in the Dockerfile", user)));
    } else if (command.name == "passwd") {
      if (command.has_option({"-d", "--delete"})) {
        hits.push_back(run_hit(run, command.place, "passwd -d leaves an account that needs no password"));
      } else if (is_fed_by_literal(run, command)) {
        hits.push_back(run_hit(run, command.place, "passwd gets a password that is written in the Dockerfile"));
      }
    } else if (command.name == "useradd" || command.name == "usermod") {
      if (is_password_option(command))
        hits.push_back(run_hit(run, command.place, format("{} sets a password that is written in the Dockerfile", command.name)));
    } else if (command.name == "sed" && command.words.size() > 2 && is_among(command.words.back().value, {"/etc/shadow", "/etc/passwd"})) {
      bool empties = std::ranges::any_of(command.words, [](const manifest::ShellWord& word) { return word.value.contains("root::"); });
      if (empties) hits.push_back(run_hit(run, command.place, "sed leaves root without a password"));
    }
  });
}

constexpr std::string_view kReferences[] = {"Dockle DKL-LI-0001", "CIS Docker 1.6: 4.10"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN echo 'root:toor' | chpasswd\n",
     .good = "FROM debian:12.8\n"
             "RUN echo \"root:$ROOT_PW\" | chpasswd && passwd -l root && echo 'a:b' | tee /x\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN passwd -d root\n",
     .good = "FROM debian:12.8\n"
             "RUN passwd -x 90 app && adduser --disabled-password app\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN useradd -m -p '$6$salt$hash' app\n",
     .good = "FROM debian:12.8\n"
             "RUN useradd -m -p '!' app && useradd -p \"$HASH\" b && usermod -p '*' c\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN useradd -p \"$(openssl passwd -1 secret)\" app\n",
     .good = "FROM debian:12.8\n"
             "RUN mkdir -p /app && cp -p a b\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN sed -i 's/root:x:/root::/' /etc/passwd\n",
     .good = "FROM debian:12.8\n"
             "RUN sed -i 's/^app:x:/root:/' /etc/group\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN (echo pw; echo pw) | passwd root\n",
     .good = "FROM debian:12.8\n"
             "RUN chpasswd < /run/secrets/pw\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN chpasswd <<< root:toor\n",
     .good = "FROM debian:12.8\n"
             "RUN echo \"root:$(cat /run/secrets/pw)\" | chpasswd\n"},
};

}  // namespace

extern constinit const DockerfileCheck password_in_run;
constinit const DockerfileCheck password_in_run = {
    .info = {.id = "password-in-run",
             .title = "A password is set while the image is built",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "The password is the same in every container, and everybody who has the Dockerfile, the image or its history knows it. "
                    "Hashes of short passwords are guessed.",
             .fix = "Leave the account without a password (passwd -l locks it): containers need no login. Give what a program needs when "
                    "the container starts, as a secret.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
