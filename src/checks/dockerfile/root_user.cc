// SPDX-License-Identifier: Apache-2.0
//
// The user that the last stage ends with. Where there is no USER at all the base image may have set one; those that are known to do so are
// left alone.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/image_use.h"

namespace batten::checks::dockerfile {
namespace {

bool is_root(std::string_view user) {
  std::string_view name = user.substr(0, user.find(':'));
  return name == "root" || name == "0";
}

// Images whose own user is not root.
bool has_user(std::string_view image) {
  static constexpr std::string_view kPrefixes[] = {
      "cgr.dev/chainguard/", "bitnami/",        "docker.io/bitnami/", "nginxinc/nginx-unprivileged",
      "jenkins/jenkins",     "grafana/grafana", "prom/prometheus"};
  return image.contains("nonroot") || image.contains("rootless") || image.contains("-chiseled") ||
         std::ranges::any_of(kPrefixes, [&](std::string_view one) { return image.starts_with(one); });
}

// "postgres" of docker.io/library/postgres:16; empty for other repositories.
std::string_view official_name(std::string_view image) {
  std::string_view repository = split_image(image).repository;
  for (std::string_view prefix : {"docker.io/", "library/"}) {
    if (repository.starts_with(prefix)) repository.remove_prefix(prefix.size());
  }
  return repository.contains('/') ? std::string_view() : repository;
}

// Official images that have a user of their own, or whose entry point goes over to one.
bool drops_itself(std::string_view image) {
  static constexpr std::string_view kOfficial[] = {"postgres",  "redis",     "valkey",        "mysql",   "mariadb",  "mongo",
                                                   "rabbitmq",  "memcached", "elasticsearch", "kibana",  "logstash", "solr",
                                                   "sonarqube", "jetty",     "haproxy",       "varnish", "cassandra"};
  return std::ranges::find(kOfficial, official_name(image)) != std::end(kOfficial);
}

// Those that do not start as another user without more changes.
bool needs_root(std::string_view image) {
  static constexpr std::string_view kOfficial[] = {"nginx", "httpd", "php", "wordpress"};
  return std::ranges::find(kOfficial, official_name(image)) != std::end(kOfficial);
}

// The entry point itself goes over to another user.
bool drops(const manifest::Instruction* entry) {
  if (entry == nullptr) return false;
  return std::ranges::any_of(entry->script.commands, [](const manifest::ShellCommand& command) {
    static constexpr std::string_view kDrop[] = {"gosu", "su-exec", "setpriv", "runuser", "su", "chpst", "s6-setuidgid"};
    return std::ranges::any_of(kDrop, [&](std::string_view one) { return command.name == one || command.is_wrapped_in(one); });
  });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  if (file.stages.empty()) return;
  const manifest::Stage& last = file.stages.back();
  manifest::StageState state = manifest::final_state(file, last);
  if (drops(state.entrypoint) || drops(state.command)) return;
  if (state.user == nullptr) {
    bool windows = state.base->base.contains("windows") || state.base->platform.starts_with("windows");
    if (has_user(state.base->base) || !state.base->base_known || windows) return;
    bool empty = base::lower(state.base->base) == "scratch";
    // Files to be taken out, not an image to be run.
    if (empty && state.entrypoint == nullptr && state.command == nullptr) return;
    if (drops_itself(state.base->base) && state.entrypoint == nullptr) return;
    const manifest::Instruction* at = state.entrypoint != nullptr ? state.entrypoint : state.command;
    hits.push_back(hit_in(file, last, (at != nullptr ? at : &last.from)->keyword_place,
                          base::lower(state.base->base) == "scratch"
                              ? "no USER: it runs as root"
                              : "no USER: it runs as root, unless the base image sets another user"));
    if (official_name(state.base->base) == "nginx") hits.back().fix = "Take nginxinc/nginx-unprivileged, which listens on port 8080.";
    return;
  }
  if (state.user->words.empty() || state.user->words[0].unknown || !is_root(state.user->words[0].value)) return;
  hits.push_back(hit_in(file, last, state.user->words[0].place, format("the last USER is {}", state.user->words[0].value)));
}

// A user that the file makes with a number of its own, else one that needs no entry in /etc/passwd.
std::string user_of(const manifest::Stage& last, const manifest::Stage& base) {
  for (const manifest::Instruction& instruction : last.instructions) {
    for (const manifest::ShellCommand& command : instruction.script.commands) {
      if (command.name != "useradd" && command.name != "adduser") continue;
      for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
        const std::string& word = command.words[i].value;
        auto number = base::parse_unsigned(command.words[i + 1].value);
        if ((word == "-u" || word == "--uid") && number && *number > 0) return command.words[i + 1].value;
      }
    }
  }
  std::string_view repository = split_image(base.base).repository;
  return repository == "node" || repository == "docker.io/library/node" ? "1000:1000" : "10001:10001";
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  const manifest::Stage& last = file.stages.back();
  manifest::StageState state = manifest::final_state(file, last);
  if (needs_root(state.base->base)) return std::vector<model::Edit>();
  std::string user = user_of(last, *state.base);
  const manifest::Instruction* behind = &last.from;
  const manifest::Instruction* set = nullptr;
  for (const manifest::Instruction& one : last.instructions) {
    static constexpr std::string_view kNeedRoot[] = {"RUN", "COPY", "ADD", "WORKDIR", "VOLUME"};
    if (std::ranges::find(kNeedRoot, one.keyword) != std::end(kNeedRoot)) behind = &one;
    if (one.keyword == "USER") set = &one;
  }
  if (set != nullptr && set->place.offset > behind->place.offset && set->words[0].place == hit.place) {
    return std::vector{replaced(set->words[0].place, user)};
  }
  return line_behind(file, *behind, "USER " + user);
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.1", "hadolint DL3002", "Dockle CIS-DI-0001"};
constexpr Example kExamples[] = {
    {"FROM python:3.12\n"
     "RUN pip install x==1\n"
     "COPY a /a\n"
     "# how it starts\n"
     "CMD [\"python3\", \"/a\"]\n",
     "FROM python:3.12\n"
     "USER 10001:10001\n"
     "CMD [\"python3\", \"/a\"]\n"},
    {"FROM debian:12\n"
     "USER app\n"
     "RUN a\n"
     "USER root\n"
     "RUN b\n"
     "CMD [\"x\"]\n",
     "FROM debian:12\n"
     "USER root\n"
     "RUN b\n"
     "USER app\n"
     "CMD [\"x\"]\n"},
    {"FROM debian:12\n"
     "RUN useradd -u 1500 app\n"
     "USER 0:0\n"
     "CMD [\"x\"]\n",
     "FROM gcr.io/distroless/static:nonroot\n"
     "CMD [\"/x\"]\n"},
    {"FROM scratch\n"
     "COPY a /\n"
     "CMD [\"/a\"]\n",
     "FROM scratch\n"
     "COPY a /\n"},
    {"FROM nginx:1.27\n"
     "COPY a /usr/share/nginx/html\n",
     "FROM docker.io/library/postgres:16\n"
     "COPY a.sql /docker-entrypoint-initdb.d/\n"},
    {"FROM scratch\n"
     "COPY a /\n"
     "ENTRYPOINT [\"/a\"]\n",
     "FROM debian:12\n"
     "ENTRYPOINT [\"gosu\", \"app\", \"/x\"]\n"},
    {"FROM node:22 AS base\n"
     "USER root\n"
     "FROM base\n"
     "CMD [\"node\", \"x\"]\n",
     "ARG UID\n"
     "FROM debian:12 AS build\n"
     "USER root\n"
     "FROM debian:12\n"
     "ARG UID\n"
     "USER $UID\n"},
};

}  // namespace

extern constinit const DockerfileCheck root_user;
constinit const DockerfileCheck root_user = {
    .info = {.id = "root-user",
             .title = "The container runs as root",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Whoever takes over the program is root in the container: free to change every file in it, and one kernel or mount "
                    "mistake away from root on the host.",
             .fix = "Set a numeric user in the last stage, behind the last step that needs root: USER 10001:10001",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
