// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool is_admin_group(std::string_view name) {
  return is_among(name, {"sudo", "wheel", "docker", "admin", "disk", "shadow", "lxd", "kvm", "sudoers"});
}

// The group in the words of a command that puts somebody into one; empty: none.
std::string_view group_of(const manifest::ShellCommand& command) {
  const std::vector<manifest::ShellWord>& words = command.words;
  if (command.name == "usermod" || command.name == "useradd" || command.name == "adduser") {
    for (std::size_t i = 1; i < words.size(); ++i) {
      std::string_view word = words[i].value, groups;
      if (word.starts_with("--groups=")) groups = word.substr(9);
      bool option = word == "--groups" || word == "--ingroup" || word == "-g" ||
                    (word.size() > 1 && word[0] == '-' && word[1] != '-' && word.ends_with('G'));
      if (option && i + 1 < words.size()) groups = words[i + 1].value;
      while (!groups.empty()) {
        std::string_view one = groups.substr(0, groups.find(','));
        if (is_admin_group(one)) return one;
        groups.remove_prefix(std::min(one.size() + 1, groups.size()));
      }
    }
  }
  // adduser USER GROUP, addgroup USER GROUP, gpasswd -a USER GROUP; addgroup -g 999 docker makes a group.
  if (!is_among(command.name, {"adduser", "addgroup", "gpasswd"}) || (command.name == "gpasswd" && !command.has_option({"-a", "--add"})))
    return {};
  std::vector<std::string_view> operands;
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::string_view word = words[i].value;
    if (is_among(word, {"-g", "-u", "-G", "-h", "-s", "-k", "--gid", "--uid", "--home", "--shell", "--ingroup", "--gecos"})) {
      ++i;
    } else if (!word.starts_with('-')) {
      operands.push_back(word);
    }
  }
  return operands.size() == 2 && is_admin_group(operands[1]) ? operands[1] : std::string_view();
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    std::string_view group = group_of(command);
    if (!group.empty()) hits.push_back(run_hit(run, command.place, format("{} puts a user into the group {}", command.name, group)));
  });
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN usermod -aG audio,sudo app\n",
     .good = "FROM debian:12.8\n"
             "RUN usermod -aG audio,video app && groupadd docker && addgroup -S wheel && adduser -S docker\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN adduser app wheel && gpasswd -a app docker\n",
     .good = "FROM debian:12.8\n"
             "RUN addgroup -g 999 docker && adduser -D -u 999 -G app docker && useradd -g root -G app app\n"},
};

}  // namespace

extern constinit const DockerfileCheck admin_group;
constinit const DockerfileCheck admin_group = {
    .info = {.id = "admin-group",
             .title = "A user is put into a group of administrators",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Members of sudo and wheel may become root, those of docker and lxd own the host whose socket they get, those of disk "
                    "read every file.",
             .fix = "Leave the service's user without extra groups."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
