// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/package_call.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

// gpgcheck=0, but neither repo_gpgcheck=0 (lists that no vendor signs) nor localpkg_gpgcheck.
bool says_no_check(std::string_view text) {
  for (std::string_view setting : {"gpgcheck=0", "gpgcheck=no", "gpgcheck=False", "gpgcheck=false", "gpgcheck = 0"}) {
    for (std::size_t at = text.find(setting); at != std::string_view::npos; at = text.find(setting, at + 1)) {
      if (at == 0 || text[at - 1] != '_') return true;
    }
  }
  return false;
}

std::string_view text_says(std::string_view text) {
  if (text.contains("trusted=yes") && (text.contains("[") || text.contains(" "))) return "[trusted=yes]";
  if (says_no_check(text)) return "gpgcheck=0";
  for (std::string_view name : {"AllowUnauthenticated", "AllowInsecureRepositories"}) {
    std::size_t at = text.find(name);
    if (at == std::string_view::npos) continue;
    std::string_view value = text.substr(at + name.size());
    value = value.substr(std::min(value.find_first_not_of(" =\""), value.size()));
    if (value.starts_with('1') || value.starts_with("true") || value.starts_with("yes")) return name;
  }
  return {};
}

// What s/old/new/ puts in.
std::string_view written_by_sed(std::string_view text) {
  if (text.size() < 3 || text[0] != 's') return text;
  std::size_t middle = text.find(text[1], 2);
  return middle == std::string_view::npos ? text : text.substr(middle);
}

// The first of the options that is there.
std::string_view first_of(const manifest::ShellCommand& command, std::initializer_list<std::string_view> options) {
  for (std::string_view option : options) {
    if (command.has_option({option})) return option;
  }
  return {};
}

std::string_view option_says(const manifest::ShellCommand& command) {
  PackageCall call = package_call(command);
  bool local = !call.packages.empty() &&
               std::ranges::all_of(call.packages, [](const manifest::ShellWord* one) { return is_local_file(one->value); });
  switch (call.tool) {
    case PackageTool::kApt: return first_of(command, {"--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"});
    // A file that is there already came another way.
    case PackageTool::kApk: return local ? std::string_view() : first_of(command, {"--allow-untrusted"});
    case PackageTool::kDnf: return local ? std::string_view() : first_of(command, {"--nogpgcheck", "--no-gpgchecks"});
    case PackageTool::kZypper: return first_of(command, {"--no-gpg-checks", "--no-gpg-check", "--no-gpgcheck", "--allow-unsigned-rpm"});
    default: break;
  }
  if (command.name == "rpm") return first_of(command, {"--nosignature", "--nodigest", "--noverify"});
  return command.name == "dpkg" ? first_of(command, {"--force-bad-verify"}) : std::string_view();
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    std::string_view what = option_says(command);
    bool writes = package_call(command) || is_among(command.name, {"echo", "printf", "tee", "cat", "sed", "add-apt-repository"});
    for (std::size_t i = 1; writes && what.empty() && i < command.words.size(); ++i) {
      std::string_view text = command.words[i].value;
      what = text_says(command.name == "sed" ? written_by_sed(text) : text);
    }
    for (const manifest::ShellRedirect& one : command.redirects) {
      if (what.empty()) what = text_says(one.body);
    }
    if (!what.empty())
      hits.push_back(run_hit(run, command.place, format("{} takes packages without a signature ({})", command.name, what)));
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.11"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get install -y --allow-unauthenticated curl\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get install -y --allow-downgrades curl\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN echo \"deb [arch=amd64 trusted=yes] https://x.example/apt stable main\" > /etc/apt/sources.list.d/x.list\n",
     .good = "FROM debian:12.8\n"
             "RUN echo \"deb [arch=amd64 signed-by=/k.gpg] https://x.example/apt stable main\" > /etc/apt/sources.list.d/x.list\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk add --no-cache --allow-untrusted -X https://x.example/r curl\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk add --no-cache --allow-untrusted /tmp/glibc.apk\n"},
    {.bad = "FROM centos:7\n"
            "RUN yum -y --nogpgcheck install httpd\n",
     .good = "FROM centos:7\n"
             "RUN rpm --import https://x.example/KEY && yum -y install httpd\n"},
    {.bad = "FROM centos:7\n"
            "RUN printf '[x]\\nbaseurl=https://x.example\\ngpgcheck=0\\n' > /etc/yum.repos.d/x.repo\n",
     .good = "FROM centos:7\n"
             "RUN printf '[x]\\nbaseurl=https://x.example\\ngpgcheck=1\\nrepo_gpgcheck=0\\n' > /etc/yum.repos.d/x.repo\n"},
    {.bad = "FROM centos:7\n"
            "RUN rpm -i --nosignature https://x.example/x.rpm\n",
     .good = "FROM centos:7\n"
             "RUN rpm -i https://x.example/x.rpm && rpm -qa\n"},
    {.bad = "FROM centos:7\n"
            "RUN sed -i 's/gpgcheck=1/gpgcheck=0/' /etc/yum.conf\n",
     .good = "FROM centos:7\n"
             "RUN sed -i 's/gpgcheck=0/gpgcheck=1/' /etc/yum.conf\n"},
};

}  // namespace

extern constinit const DockerfileCheck unsigned_packages;
constinit const DockerfileCheck unsigned_packages = {
    .info = {.id = "unsigned-packages",
             .title = "Signatures of packages are not checked",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Package managers take packages from any mirror because each list is signed. Without the check, whoever stands "
                    "between, or runs the mirror, decides what is installed as root.",
             .fix = "Add the repository's key (signed-by=, rpm --import, /etc/apk/keys) and remove the option.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
