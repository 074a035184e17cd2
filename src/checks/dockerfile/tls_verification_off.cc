// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

struct Switch {
  std::string_view name;  // lower case
  std::string_view off;   // values, one blank between
};
constexpr Switch kSwitches[] = {
    {"node_tls_reject_unauthorized", "0"},
    {"pythonhttpsverify", "0"},
    {"git_ssl_no_verify", "1 true yes on"},
    {"npm_config_strict_ssl", "false"},
    {"yarn_enable_strict_ssl", "false 0"},
    {"curl_insecure", "1 true"},
    {"goinsecure", "*"},
    {"conda_ssl_verify", "false 0 no"},
};

bool is_off(const manifest::Pair& pair) {
  std::string name = base::lower(pair.name.value), value = base::lower(pair.value.value);
  for (const Switch& one : kSwitches) {
    if (one.name != name) continue;
    std::vector<std::string_view> off = base::words(one.off);
    if (std::ranges::find(off, value) != off.end()) return true;
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "ENV" && instruction.keyword != "ARG") return;
    for (const manifest::Pair& pair : instruction.pairs) {
      if (!is_off(pair)) continue;
      hits.push_back(
          hit_in(file, stage, pair.place, format("{} {} turns the check of certificates off", instruction.keyword, pair.name.value)));
    }
  });
}

constexpr Example kExamples[] = {
    {"FROM node:22\n"
     "ENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
     "FROM node:22\n"
     "ENV NODE_TLS_REJECT_UNAUTHORIZED=1 NODE_EXTRA_CA_CERTS=/ca.pem GIT_SSL_NO_VERIFY=0\n"},
    {"FROM node:22\n"
     "ENV npm_config_strict_ssl=\"false\" A=b\n"
     "ARG GIT_SSL_NO_VERIFY=true\n",
     "FROM node:22\n"
     "ARG GIT_SSL_NO_VERIFY\n"
     "ENV STRICT_SSL=false GOINSECURE=\n"},
};

}  // namespace

extern constinit const DockerfileCheck tls_verification_off;
constinit const DockerfileCheck tls_verification_off = {
    .info = {.id = "tls-verification-off",
             .title = "certificates are not checked",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why =
                 "With this setting the program takes any server for the right one: whoever is on the way reads and changes what is sent.",
             .fix = "Leave it out; give a company's own certificate authority to the program (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, "
                    "REQUESTS_CA_BUNDLE)."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
