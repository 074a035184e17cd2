// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/download.h"
#include "checks/package_call.h"

namespace batten::checks::dockerfile {
namespace {

bool is_off(std::string_view value) {
  std::string low = base::lower(value);
  return is_among(low, {"0", "false", "no", "off", "none"});
}

// Variables by which programs are told.
bool variable_says(std::string_view name, std::string_view value) {
  if (is_among(name, {"NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY", "npm_config_strict_ssl", "NPM_CONFIG_STRICT_SSL",
                      "CONDA_SSL_VERIFY", "YARN_ENABLE_STRICT_SSL", "GIT_SSL_VERIFY", "BUNDLE_SSL_VERIFY_MODE"}))
    return is_off(value);
  if (is_among(name, {"GIT_SSL_NO_VERIFY", "HEX_UNSAFE_HTTPS"})) return !value.empty() && !is_off(value);
  return is_among(name, {"PIP_TRUSTED_HOST", "GOINSECURE"}) && !value.empty() && !value.starts_with('$') && !is_near(host_of(value));
}

// "git config --global http.sslVerify false": a name, then its value, or both joined by =.
bool setting_says(const manifest::ShellCommand& command, std::string& what) {
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    std::string low = base::lower(command.words[i].value.substr(0, 300));
    for (std::string_view name :
         {"http.sslverify", "strict-ssl", "ssl_verify", "sslverify", "acquire::https::verify-peer", "acquire::https::verify-host",
          "secure-http", "ssl_verify_mode", "check_certificate", "--check-certificate"}) {
      std::size_t at = low.find(name);
      if (at == std::string::npos) continue;
      std::string_view rest = base::trim(std::string_view(low).substr(at + name.size()));
      std::string_view value = rest;
      if (rest.starts_with('=')) value = base::trim(rest.substr(1));
      if (rest.empty() && i + 1 < command.words.size()) value = command.words[i + 1].value;
      value = value.substr(0, value.find_first_of(" \t\n\"';,"));
      if (!is_off(value)) continue;
      what = name;
      return true;
    }
  }
  return false;
}

// The option that says so; empty: none.
std::string option_says(const manifest::ShellCommand& command) {
  const manifest::ShellWord* address = address_of(command);
  if (address != nullptr && is_near(host_of(address->value)) && !address->expanded) return {};
  if (command.name == "curl") {
    if (has_curl_letter(command, 'k')) return "-k";
    if (command.has_option({"--insecure"})) return "--insecure";
    return command.has_option({"--proxy-insecure"}) ? "--proxy-insecure" : "";
  }
  if ((command.name == "wget" || command.name == "wget2") && command.has_option({"--no-check-certificate"}))
    return "--no-check-certificate";
  PackageTool tool = package_call(command).tool;
  if (tool == PackageTool::kPip) {
    for (std::size_t i = 1; i < command.words.size(); ++i) {
      std::string_view word = command.words[i].value, host;
      if (word.starts_with("--trusted-host=")) host = word.substr(15);
      if (word == "--trusted-host" && i + 1 < command.words.size()) host = command.words[i + 1].value;
      if (!host.empty() && !is_near(host)) return "--trusted-host";
    }
  }
  if (tool == PackageTool::kNpm && command.has_option({"--no-strict-ssl"})) return "--no-strict-ssl";
  if (tool == PackageTool::kApk && command.has_option({"--no-check-certificate"})) return "--no-check-certificate";
  std::string what;
  bool configures = tool != PackageTool::kNone || is_among(command.name, {"git", "composer", "bundle", "aria2c", "echo", "printf"});
  return configures && setting_says(command, what) ? what : "";
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (std::string option = option_says(command); !option.empty()) {
      hits.push_back(run_hit(run, command.place, format("{} does not check certificates ({})", command.name, option)));
    }
    auto set = [&](std::string_view name, std::string_view value, const model::Place& place) {
      if (variable_says(name, value)) hits.push_back(run_hit(run, place, format("{} switches the check of certificates off", name)));
    };
    for (const manifest::ShellAssignment& one : command.before) set(one.name, one.value.value, one.value.place);
    if (command.name != "export") return;
    for (const manifest::ShellWord& word : command.words) {
      std::size_t equals = std::min(word.value.find('='), word.value.size());
      if (equals < word.value.size())
        set(std::string_view(word.value).substr(0, equals), std::string_view(word.value).substr(equals + 1), word.place);
    }
  });
  for (const manifest::Stage& stage : file.stages) {
    for (const manifest::Instruction& one : stage.instructions) {
      if (one.keyword != "ENV" && one.keyword != "ARG") continue;
      Run at{file, stage, one, 0, false, false};
      for (const manifest::Pair& pair : one.pairs) {
        if (variable_says(pair.name.value, pair.value.value))
          hits.push_back(run_hit(at, pair.place, format("{} switches the check of certificates off", pair.name.value)));
      }
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN curl -fskL https://x.example/x | tar xz\n",
     .good = "FROM debian:12.8\n"
             "RUN curl -fsSLokubectl https://x.example/k && curl -k https://localhost/health && curl -H 'X: -k' https://x.example\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN wget --no-check-certificate https://x.example/x\n",
     .good = "FROM debian:12.8\n"
             "RUN wget https://x.example/--no-check-certificate\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN git -c http.sslVerify=false clone https://x.example/x && git config --global http.sslVerify \"false\"\n",
     .good = "FROM debian:12.8\n"
             "RUN git config --global http.sslVerify true && git config --global http.sslCAInfo /ca.pem\n"},
    {.bad = "FROM node:22\n"
            "ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
     .good = "FROM node:22\n"
             "ENV NODE_TLS_REJECT_UNAUTHORIZED=1 NODE_EXTRA_CA_CERTS=/ca.pem\n"
             "ARG GIT_SSL_NO_VERIFY\n"},
    {.bad = "FROM node:22\n"
            "RUN npm config set strict-ssl false\n",
     .good = "FROM node:22\n"
             "RUN npm config set strict-ssl true && npm config set registry https://x.example/ && echo 'never set strict-ssl to false'\n"},
    {.bad = "FROM python:3.12\n"
            "RUN pip install --trusted-host pypi.org flask==3.0\n",
     .good = "FROM python:3.12\n"
             "RUN pip install --trusted-host localhost flask==3.0 && pip config list\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN GIT_SSL_NO_VERIFY=true git clone https://x.example/x\n",
     .good = "FROM debian:12.8\n"
             "RUN apt-get -o Acquire::https::Verify-Peer=true update\n"},
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get -o Acquire::https::Verify-Peer=false update\n",
     .good = "FROM debian:12.8\n"
             "RUN export GIT_SSL_NO_VERIFY=0 && git fetch\n"},
};

}  // namespace

extern constinit const DockerfileCheck tls_verification_off;
constinit const DockerfileCheck tls_verification_off = {
    .info = {.id = "tls-verification-off",
             .title = "Certificates are not checked",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Without the check anybody between the build and the server can answer in its place, and what he sends becomes part of "
                    "the image. As an ENV it holds for the service, too.",
             .fix = "Remove the option. For a certificate authority of your own, add its certificate: copy it to "
                    "/usr/local/share/ca-certificates and run update-ca-certificates."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
