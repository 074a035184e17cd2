// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

bool is_port(std::string_view text) {
  auto number = base::parse_unsigned(text);
  return number && *number >= 1 && *number <= 65535;
}

bool is_valid(std::string_view text) {
  std::size_t slash = std::min(text.find('/'), text.size());
  std::string protocol = base::lower(text.substr(std::min(slash + 1, text.size())));
  if (slash < text.size() && protocol != "tcp" && protocol != "udp" && protocol != "sctp") return false;
  std::string_view ports = text.substr(0, slash);
  std::size_t dash = ports.find('-');
  if (dash == std::string_view::npos) return is_port(ports);
  auto first = base::parse_unsigned(ports.substr(0, dash)), last = base::parse_unsigned(ports.substr(dash + 1));
  return is_port(ports.substr(0, dash)) && is_port(ports.substr(dash + 1)) && *first <= *last;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "EXPOSE") return;
    for (const manifest::Word& word : instruction.words) {
      // "host:container" is taken, and the host's part left out.
      std::string_view port = std::string_view(word.value).substr(word.value.rfind(':') + 1);
      if (!word.unknown && !is_valid(port)) hits.push_back(hit_in(file, stage, word.place, format("{} is no port", word.value)));
    }
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3011"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "EXPOSE 80 99999\n",
     "FROM debian:12\n"
     "EXPOSE 80 443/tcp 8000-8010/udp $PORT\n"},
    {"FROM debian:12\n"
     "EXPOSE http 9-3\n",
     "FROM debian:12\n"
     "ARG P=80\n"
     "EXPOSE ${P}/TCP\n"},
};

}  // namespace

extern constinit const DockerfileCheck invalid_port;
constinit const DockerfileCheck invalid_port = {
    .info = {.id = "invalid-port",
             .title = "EXPOSE names no port",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Ports go from 1 to 65535; the build stops at anything else.",
             .fix = "Write PORT, PORT/udp or FIRST-LAST.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
