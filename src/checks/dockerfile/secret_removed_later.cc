// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

bool is_secret_file(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  if (is_among(name, {".npmrc",
                      ".netrc",
                      ".pypirc",
                      ".git-credentials",
                      ".env",
                      "id_rsa",
                      "id_dsa",
                      "id_ecdsa",
                      "id_ed25519",
                      "credentials",
                      "credentials.json",
                      ".dockerconfigjson",
                      "kubeconfig",
                      ".pgpass",
                      ".my.cnf",
                      "auth.json",
                      "service-account.json",
                      ".vault-token",
                      "master.key",
                      "secrets.yml",
                      "secrets.yaml",
                      "secrets.json"}))
    return true;
  if (name.ends_with(".pem")) return name.contains("key") || name.contains("private");
  return (name.ends_with(".key") && !name.contains("pub")) || name.ends_with(".p12") || name.ends_with(".pfx") || name.ends_with(".jks") ||
         name.ends_with(".ppk");
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Files that look like secrets, where the instruction puts them.
void add_secrets(const manifest::Instruction& one, std::vector<std::string>& out) {
  if ((one.keyword == "COPY" || one.keyword == "ADD") && one.words.size() > 1 && out.size() < 1000) {
    std::string_view target = one.words.back().value;
    for (std::size_t i = 0; i + 1 < one.words.size(); ++i) {
      std::string_view name = last_part(one.words[i].value);
      bool into = target.ends_with('/') || target == "." || one.words.size() > 2 || last_part(target) == ".";
      std::string path(target);
      if (into) path += (path.ends_with('/') ? "" : "/") + std::string(name);
      if (is_secret_file(name) || is_secret_file(path)) out.push_back(std::move(path));
    }
  }
  for (const manifest::ShellCommand& command : one.script.commands) {
    for (const manifest::ShellRedirect& redirect : command.redirects) {
      if (one.keyword == "RUN" && redirect.op.starts_with('>') && is_secret_file(redirect.target.value) && out.size() < 1000)
        out.push_back(redirect.target.value);
    }
  }
}

// rm -rf of the file, or of the directory it is in.
bool covers(std::string_view word, std::string_view path) {
  if (word.size() < 2 || word.starts_with('-')) return false;
  while (word.ends_with('/')) word.remove_suffix(1);
  if (word.starts_with("./")) word.remove_prefix(2);
  if (path.starts_with("./")) path.remove_prefix(2);
  if (word.starts_with('/') != path.starts_with('/')) return last_part(word) == last_part(path);
  return path == word || (path.starts_with(word) && path.substr(word.size()).starts_with('/'));
}

bool is_removed(const manifest::Instruction& run, std::string_view path, const model::Place*& where) {
  for (const manifest::ShellCommand& command : run.script.commands) {
    if (command.name != "rm" && command.name != "shred" && command.name != "unlink") continue;
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      where = &command.place;
      if (covers(command.words[i].value, path)) return true;
    }
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || run.triggered) return;
    std::vector<std::string> secrets;
    for (std::size_t i = 0; i < run.index; ++i) {
      std::vector<std::string> brought;
      add_secrets(run.stage.instructions[i], brought);
      const model::Place* where = nullptr;
      for (std::string& path : brought) {
        if (!is_removed(run.stage.instructions[i], path, where)) secrets.push_back(std::move(path));
      }
    }
    for (const std::string& path : secrets) {
      const model::Place* where = nullptr;
      if (is_removed(run.instruction, path, where))
        hits.push_back(run_hit(run, *where, format("{} stays in the layer that brought it", path)));
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10"};
constexpr Example kExamples[] = {
    {.bad = "FROM node:22.9\n"
            "COPY package.json .npmrc ./\n"
            "RUN npm ci && rm -f .npmrc\n",
     .good = "FROM node:22.9\n"
             "COPY package.json .npmrc.example ./\n"
             "RUN --mount=type=secret,id=n,target=.npmrc npm ci && rm -rf node_modules/.cache package.json\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN mkdir -p /root/.ssh && echo \"$KEY\" > /root/.ssh/id_rsa\n"
            "RUN git clone git@x.example:y\n"
            "RUN rm -rf /root/.ssh\n",
     .good = "FROM debian:12.8\n"
             "RUN mkdir -p /root/.ssh && echo \"$KEY\" > /root/.ssh/id_rsa && git clone git@x.example:y && rm -rf /root/.ssh\n"
             "RUN rm -rf /root/.ssh /tmp/*\n"},
    {.bad = "FROM debian:12.8\n"
            "COPY certs/server.key /etc/ssl/\n"
            "RUN ./x && rm /etc/ssl/server.key\n",
     .good = "FROM debian:12.8 AS build\n"
             "COPY id_rsa /root/.ssh/\n"
             "RUN git clone git@x.example:y && rm /root/.ssh/id_rsa\n"
             "FROM debian:12.8\n"
             "COPY ca.pem x.pub /etc/ssl/\n"
             "RUN rm /etc/ssl/ca.pem /etc/ssl/x.pub\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_removed_later;
constinit const DockerfileCheck secret_removed_later = {
    .info = {.id = "secret-removed-later",
             .title = "A secret is removed in a later layer",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Layers only add: the file is gone from what the container sees, and still is in the layer that brought it. Whoever "
                    "pulls the image unpacks it from there.",
             .fix = "Never let it in: RUN --mount=type=secret,id=npmrc,target=/root/.npmrc ... Change the secret if the image was pushed.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
