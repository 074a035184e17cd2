// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"
#include "checks/secret_words.h"

namespace batten::checks::dockerfile {
namespace {

// What is written where a build asks for a value and none is needed: SECRET_KEY_BASE=dummy rails assets:precompile.
bool is_stand_in(std::string_view value) {
  std::string low = base::lower(value.substr(0, 100));
  for (std::string_view part :
       {"dummy", "placeholder", "fake", "example", "not-used", "unused", "ignore", "notneeded", "not-needed", "changeit"}) {
    if (low.contains(part)) return true;
  }
  return is_among(low, {"build", "test", "dev", "development", "production", "precompile", "temp", "tmp", "foo", "bar", "x", "secret",
                        "key", "token", "static"});
}

bool is_secret(std::string_view name, const std::string& value) { return is_secret_setting(name, value) && !is_stand_in(value); }

// "NAME=value", with the dashes of an option: the name of what is a secret; empty: it is none.
std::string_view secret_assigned(std::string_view word) {
  std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals > 100) return {};
  std::string_view name = word.substr(0, equals);
  if (name.find_first_of(" \t$'\"(") != std::string_view::npos) return {};
  std::string_view value = base::trim(word.substr(equals + 1));
  if (value.size() > 1 && (value.front() == '"' || value.front() == '\'')) value = value.substr(1, value.size() - 2);
  name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
  // npm's //registry.example/:_authToken
  name.remove_prefix(std::min(name.rfind(':') + 1, name.size()));
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  if (name.find_first_not_of(kLetters) != std::string_view::npos) return {};
  return is_secret(name, std::string(value)) ? name : std::string_view();
}

// https://TOKEN@host of git; is_secret_setting knows user:password@.
bool has_token_in_url(std::string_view word) {
  std::size_t scheme = word.find("://");
  if (scheme == std::string_view::npos) return false;
  std::string_view rest = word.substr(scheme + 3);
  std::size_t at = rest.substr(0, rest.find('/')).rfind('@');
  return at != std::string_view::npos && is_secret_setting("", rest.substr(0, at));
}

// "Authorization: Bearer abc", "PRIVATE-TOKEN: abc"
std::string secret_header(std::string_view header) {
  std::size_t colon = header.find(':');
  if (colon == std::string_view::npos || colon > 60) return {};
  std::string_view name = base::trim(header.substr(0, colon)), value = base::trim(header.substr(colon + 1));
  if (base::lower(name) == "authorization") {
    std::string_view word = value.substr(std::min(value.find(' ') + 1, value.size()));
    return word.contains('$') || is_no_secret_value(word) || is_stand_in(word) ? "" : "the header Authorization";
  }
  return is_secret(name, std::string(value)) ? format("the header {}", name) : "";
}

bool is_password_option(std::string_view word) {
  return is_among(
      word, {"--password", "--passwd", "--token", "--secret", "--api-key", "--apikey", "--access-token", "--auth-token", "--client-secret",
             "--secret-key", "--access-key", "--passphrase", "--http-password", "--storepass", "-storepass", "-keypass"});
}

// What the word at index holds that is a secret; empty: none.
std::string secret_word(const manifest::ShellCommand& command, std::size_t index) {
  std::string_view word = command.words[index].value, before = command.words[index - 1].value;
  if (word.contains("-----BEGIN ") && word.contains("PRIVATE KEY-----")) return "a private key";
  if (has_token_in_url(word)) return "a token in an address";
  // Shorter ones are neither a token nor an address with a password.
  if (word.size() >= 16 && is_secret_setting("", word)) {
    std::size_t at = word.rfind('@', word.find_first_of("/?", word.find("://") + 3));
    bool in_address = word.contains("://") && at != std::string_view::npos;
    if (!in_address) return "a token";
    std::string_view login = word.substr(0, at);
    if (!is_stand_in(login.substr(login.rfind(':') + 1))) return "a password in an address";
  }
  bool asks = command.name == "curl" || command.name == "wget";
  if (asks && (before == "-H" || before == "--header")) return secret_header(word);
  if (asks && word.starts_with("--header=")) return secret_header(word.substr(9));
  if (command.name == "curl" && (before == "-u" || before == "--user")) {
    std::size_t colon = word.find(':');
    if (colon != std::string_view::npos && !is_no_secret_value(word.substr(colon + 1)) && !is_stand_in(word.substr(colon + 1)))
      return "the password of curl -u";
  }
  if (is_password_option(before) && !word.starts_with('-') && !is_no_secret_value(word) && !is_stand_in(word)) return std::string(before);
  if (std::string_view name = secret_assigned(word); !name.empty()) return std::string(name);
  return {};
}

void check_text(const Run& run, const manifest::ShellCommand& command, std::string_view text, Hits& hits) {
  if (text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----")) {
    hits.push_back(run_hit(run, command.place, format("{} writes a private key", command.name.empty() ? "a document" : command.name)));
    return;
  }
  base::each_line(text, [&](std::string_view line) {
    std::string_view name = secret_assigned(base::trim(line));
    if (!name.empty() && hits.size() < 1000) hits.push_back(run_hit(run, command.place, format("{} is written out", name)));
  });
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    for (const manifest::ShellAssignment& one : command.before) {
      if (!one.value.expanded && is_secret(one.name, one.value.value))
        hits.push_back(run_hit(run, one.value.place, format("{} is written out", one.name)));
    }
    // The script of sh -c has commands of its own.
    bool has_script = is_interpreter(command.name) && command.has_option({"-c"});
    for (std::size_t i = 1; i < command.words.size() && !has_script; ++i) {
      std::string what = secret_word(command, i);
      if (!what.empty()) {
        hits.push_back(run_hit(run, command.words[i].place, format("{} is written out", what)));
      } else if ((command.name == "echo" || command.name == "printf") && command.words[i].value.contains('\n')) {
        check_text(run, command, command.words[i].value, hits);
      }
    }
    for (const manifest::ShellRedirect& one : command.redirects) {
      if (!one.body.empty() && !command.words.empty() && !is_interpreter(command.name)) check_text(run, command, one.body, hits);
    }
  });
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "Dockle CIS-DI-0010"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN export API_TOKEN=8f3c2b71d9e04a55 && ./build\n",
     .good = "FROM debian:12.8\n"
             "RUN export API_TOKEN=$(cat /run/secrets/t) TOKEN_FILE=/run/secrets/t PASSWORD= && ./build --password-stdin x "
             "--disabled-password y\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN DB_PASSWORD=hunter2pass ./migrate\n",
     .good = "FROM debian:12.8\n"
             "RUN SECRET_KEY_BASE=dummy bin/rails assets:precompile && SECRET_KEY=build-placeholder ./manage.py collectstatic && "
             "GNUPGHOME=/x GPG_KEY=0123456789ABCDEF gpg\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN curl -u ci:Vx81kkQ02 https://x.example/a\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -u \"ci:$TOKEN\" https://x.example/a && chown -R 1000:1000 /x && docker run -u app:app x\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN curl -H 'Authorization: Bearer 8f3c2b71d9e04a55' https://x.example\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -H \"Authorization: Bearer $TOKEN\" -H 'Accept: application/json' https://x.example\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN git clone https://oauth2:8f3c2b71d9e04a55@git.example/a\n",
     .good = "FROM debian:12.8\n"
             "RUN git clone https://oauth2:${TOKEN}@git.example/a && git clone https://git@git.example/a && git clone git@git.example:a\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN npm config set //registry.example/:_authToken=8f3c2b71d9e04a55\n",
     .good = "FROM debian:12.8\n"
             "RUN npm config set //registry.example/:_authToken='${NPM_TOKEN}' && npm config set token-url=x && sed -i "
             "'s/password=.*/password=example-of-sed/' /x\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN cat > /x <<E\n"
            "user=a\n"
            "password=hunter2pass\n"
            "E\n",
     .good = "FROM debian:12.8\n"
             "RUN cat > /x <<E\n"
             "user=a\n"
             "password=${PW}\n"
             "password_file=/x\n"
             "E\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN <<E\n"
            "./login --token 8f3c2b71d9e04a55\n"
            "E\n",
     .good = "FROM debian:12.8\n"
             "RUN <<E\n"
             "./login --token \"$T\" --token-file x\n"
             "E\n"},
};

}  // namespace

extern constinit const DockerfileCheck secret_in_run;
constinit const DockerfileCheck secret_in_run = {
    .info = {.id = "secret-in-run",
             .title = "A secret is written in RUN",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "The text of every RUN is in the image's history (docker history --no-trunc), whatever later layers remove, and in "
                    "version control.",
             .fix = "Mount it: RUN --mount=type=secret,id=token,env=TOKEN ... and docker build --secret id=token,env=TOKEN. Change the "
                    "secret: it is known.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
