// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool makes_key(const manifest::ShellCommand& command) {
  std::string_view name = command.name;
  if (name == "ssh-keygen") {
    if (command.has_option({"-R", "-F", "-l", "-y", "-H", "-e", "-i", "-Y"})) return false;
    return command.has_option({"-A", "-t", "-N"});
  }
  if (name == "keytool") return command.has_option({"-genkey", "-genkeypair"});
  if (name != "openssl" || command.words.size() < 2) return name == "dropbearkey" || name == "make-ssl-cert";
  std::string_view what = command.words[1].value;
  if (what == "req") return command.has_option({"-newkey", "-keyout"});
  if (what == "ecparam") return command.has_option({"-genkey"});
  return is_among(what, {"genrsa", "genpkey", "gendsa"});
}

// Is what it writes removed again by the same RUN?
bool is_removed(const Run& run, const manifest::ShellCommand& command) {
  if (command.has_option({"-A"}) && removes(run, &command, {"/etc/ssh"})) return true;
  for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
    if (!is_among(command.words[i].value, {"-f", "-out", "-keyout", "-keystore"})) continue;
    const std::string& path = command.words[i + 1].value;
    for (const manifest::ShellCommand& other : run.commands()) {
      bool found =
          other.name == "rm" && std::ranges::any_of(other.words, [&](const manifest::ShellWord& word) { return word.value == path; });
      if (found) return true;
    }
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (!run.in_image || !makes_key(command) || is_removed(run, command)) return;
    hits.push_back(run_hit(run, command.place, format("{} makes a key that all containers share", command.name)));
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN ssh-keygen -A\n",
     .good = "FROM debian:12.8\n"
             "RUN ssh-keygen -A && rm -f /etc/ssh/ssh_host_*\n"
             "RUN ssh-keygen -R x.example && ssh-keyscan x.example >> ~/.ssh/known_hosts\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN openssl req -x509 -nodes -newkey rsa:2048 -keyout /k.pem -out /c.pem -subj /CN=x\n",
     .good = "FROM debian:12.8\n"
             "RUN openssl dhparam -out /dh.pem 2048 && openssl x509 -in /c.pem -noout && openssl version\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN openssl genrsa -out /k.pem 2048\n",
     .good = "FROM debian:12.8 AS test\n"
             "RUN openssl genrsa -out /k.pem 2048\n"
             "FROM debian:12.8\n"
             "RUN openssl genrsa -out /k.pem 2048 && ./sign && rm /k.pem\n"},
};

}  // namespace

extern constinit const DockerfileCheck key_made_in_build;
constinit const DockerfileCheck key_made_in_build = {
    .info = {.id = "key-made-in-build",
             .title = "A private key is made while the image is built",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "All containers of this image have the same key, and so has everybody who can pull the image: they can pass for your "
                    "server or read what it says.",
             .fix = "Make the key when the container starts, or mount it as a secret.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
