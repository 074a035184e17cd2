// SPDX-License-Identifier: Apache-2.0
//
// CMD, ENTRYPOINT, HEALTHCHECK and the documents of COPY and ADD; of RUN the checks of commands.
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"
#include "checks/secret_words.h"

namespace batten::checks::dockerfile {
namespace {

// --password=x, --api-token x
bool is_secret_option(std::string_view word, std::string_view next) {
  if (!word.starts_with("--")) return false;
  word.remove_prefix(2);
  std::size_t equals = word.find('=');
  if (equals == std::string_view::npos) return is_secret_name(word) && !next.starts_with('-') && is_secret_value(next);
  return is_secret_name(word.substr(0, equals)) && is_secret_value(word.substr(equals + 1));
}

std::string_view what_is_in(const manifest::ShellCommand& command) {
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string& word = command.words[i].value;
    std::string_view value = word;
    if (std::size_t equals = word.find('='); equals != std::string::npos && word.starts_with('-')) value = value.substr(equals + 1);
    if (std::string_view form = secret_form(value); !form.empty()) return form;
    std::string_view next = i + 1 < command.words.size() ? std::string_view(command.words[i + 1].value) : std::string_view();
    if (is_secret_option(word, next)) return "the value of a secret option";
  }
  for (const manifest::ShellAssignment& one : command.before) {
    if (is_secret_name(one.name) && !one.value.expanded && is_secret_value(one.value.value)) return "the value of a secret variable";
  }
  return {};
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    const std::string& keyword = instruction.keyword;
    if (keyword == "CMD" || keyword == "ENTRYPOINT" || keyword == "HEALTHCHECK") {
      for (const manifest::ShellCommand& command : instruction.script.commands) {
        std::string_view what = what_is_in(command);
        if (!what.empty()) hits.push_back(hit_in(file, stage, instruction.keyword_place, format("{} holds {}", keyword, what)));
      }
    }
    if (keyword != "COPY" && keyword != "ADD") return;
    for (const manifest::Heredoc& document : instruction.heredocs) {
      base::each_line(document.body.text, [&](std::string_view line) {
        std::size_t equals = line.find_first_of("=:");
        std::string_view name = equals == std::string_view::npos ? std::string_view() : base::trim(line.substr(0, equals));
        std::string_view value = base::trim(equals == std::string_view::npos ? line : line.substr(equals + 1));
        std::string_view form = line.contains("-----BEGIN ") && line.contains("PRIVATE KEY-----") ? "a private key" : secret_form(value);
        bool named = !name.empty() && line[equals] == '=' && is_secret_name(name) && is_secret_value(value);
        if (form.empty() && !named) return;
        hits.push_back(hit_in(file, stage, instruction.keyword_place,
                              form.empty() ? format("its document sets {}", name) : format("its document holds {}", form)));
      });
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "CMD [\"server\", \"--password=hunter22\"]\n",
     "FROM debian:12\n"
     "CMD [\"server\", \"--password-file=/run/secrets/p\", \"--token\", \"$TOKEN\", \"--secret\", \"--verbose\"]\n"},
    {"FROM debian:12\n"
     "ENTRYPOINT server --db postgres://app:s3cr3tpw@db/x\n",
     "FROM debian:12\n"
     "ENTRYPOINT server --db postgres://app@db/x --url http://x:80/@y\n"},
    {"FROM debian:12\n"
     "COPY <<EOF /app/.config\n"
     "DB_PASSWORD=hunter22\n"
     "EOF\n",
     "FROM debian:12\n"
     "COPY <<EOF /app/.config\n"
     "DB_PASSWORD=$P\n"
     "password: set it yourself\n"
     "TOKEN_URL=https://x.test\n"
     "EOF\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_in_text;
constinit const DockerfileCheck secret_in_text = {
    .info = {.id = "secret-in-text",
             .title = "A start command or a document holds a secret",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "It is part of the image: docker history and docker inspect show a command to everybody who can pull it, and ps shows "
                    "it on the host.",
             .fix = "Read it from a file that is handed over when the container starts (docker secret, --mount type=secret).",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
