// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

bool is_time(std::string_view text) {
  // 2026-01-31T12:00:00Z or +01:00
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
    return false;
  return text.ends_with('Z') || text[text.size() - 3] == ':';
}

bool is_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  return !text.empty() && text[0] >= '0' && text[0] <= '9' && text.contains('.');
}

std::string_view problem(std::string_view name, std::string_view value) {
  constexpr std::string_view kPrefix = "org.opencontainers.image.";
  if (!name.starts_with(kPrefix)) return {};
  name.remove_prefix(kPrefix.size());
  if (value.empty()) return "is empty";
  if (name == "created" && !is_time(value)) return "is no time of RFC 3339";
  bool address = name == "url" || name == "source" || name == "documentation";
  if (address && !value.contains("://")) return "is no URL";
  if (name == "version" && !is_version(value)) return "is no version";
  if (name == "revision" && (value.size() < 7 || value.find_first_not_of("0123456789abcdef") != std::string_view::npos))
    return "is no commit";
  return {};
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "LABEL") return;
    for (const manifest::Pair& pair : instruction.pairs) {
      std::string_view what = pair.value.unknown ? std::string_view() : problem(pair.name.value, pair.value.value);
      if (!what.empty()) hits.push_back(hit_in(file, stage, pair.place, format("{} {}", pair.name.value, what)));
    }
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3051", "hadolint DL3052", "hadolint DL3053", "hadolint DL3055", "hadolint DL3056"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "LABEL org.opencontainers.image.created=\"yesterday\" org.opencontainers.image.url=x.test\n",
     "FROM debian:12\n"
     "ARG V\n"
     "LABEL org.opencontainers.image.created=\"2026-01-31T12:00:00Z\" org.opencontainers.image.url=https://x.test "
     "org.opencontainers.image.version=$V\n"},
    {"FROM debian:12\n"
     "LABEL org.opencontainers.image.version=latest org.opencontainers.image.revision=main\n",
     "FROM debian:12\n"
     "LABEL org.opencontainers.image.version=1.2 org.opencontainers.image.revision=0123456789abcdef version=latest\n"},
};

}  // namespace

extern constinit const DockerfileCheck label_format;
constinit const DockerfileCheck label_format = {
    .info = {.id = "label-format",
             .title = "A label of the OCI has a value of another form",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kUpToDate,
             .why = "Tools that read these labels do not understand the value.",
             .fix = "Write it as the image specification says (org.opencontainers.image.*).",
             .references = kReferences,
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
