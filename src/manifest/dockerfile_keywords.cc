// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile_keywords.h"

#include "base/nearest.h"

namespace batten::manifest {
namespace {

using enum ArgumentsKind;

constexpr std::string_view kAddFlags[] = {"chown", "chmod", "link", "checksum", "keep-git-dir", "exclude", "unpack"};
constexpr std::string_view kCopyFlags[] = {"from", "chown", "chmod", "link", "parents", "exclude"};
constexpr std::string_view kFromFlags[] = {"platform"};
constexpr std::string_view kHealthFlags[] = {"interval", "timeout", "start-period", "start-interval", "retries"};
constexpr std::string_view kRunFlags[] = {"mount", "network", "security", "device"};

constexpr KnownInstruction kKnown[] = {
    {"ADD", kJsonOrWords, kAddFlags, true, true},
    {"ARG", kNames, {}, true},
    {"CMD", kJsonOrShell},
    {"COPY", kJsonOrWords, kCopyFlags, true, true},
    {"ENTRYPOINT", kJsonOrShell},
    {"ENV", kPairs, {}, true},
    {"EXPOSE", kWords, {}, true},
    {"FROM", kWords, kFromFlags},
    {"HEALTHCHECK", kHealth, kHealthFlags},
    {"LABEL", kPairs, {}, true},
    {"MAINTAINER", kOne},
    {"ONBUILD", kTrigger},
    {"RUN", kJsonOrShell, kRunFlags, false, true},
    {"SHELL", kJsonOrWords},
    {"STOPSIGNAL", kOne, {}, true},
    {"USER", kOne, {}, true},
    {"VOLUME", kJsonOrWords, {}, true},
    {"WORKDIR", kOne, {}, true},
};

// Levenshtein's distance of short words.
}  // namespace

const KnownInstruction* known_instruction(std::string_view keyword) {
  for (const KnownInstruction& one : kKnown) {
    if (one.keyword == keyword) return &one;
  }
  return nullptr;
}

std::string_view nearest_instruction(std::string_view keyword) {
  base::Nearest nearest(keyword);
  for (const KnownInstruction& one : kKnown) nearest.offer(one.keyword);
  return nearest.found();
}

std::string_view nearest_flag(const KnownInstruction& instruction, std::string_view flag) {
  base::Nearest nearest(flag);
  for (std::string_view one : instruction.flags) nearest.offer(one);
  return nearest.found();
}

}  // namespace batten::manifest
