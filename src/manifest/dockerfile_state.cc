// SPDX-License-Identifier: Apache-2.0
//
// What the image of a stage says in the end.
#include <algorithm>

#include "base/text.h"
#include "manifest/dockerfile.h"

namespace batten::manifest {
namespace {

void apply(const Instruction& one, StageState& out) {
  if (one.keyword == "USER") {
    out.user = &one;
  } else if (one.keyword == "WORKDIR" && !one.words.empty()) {
    out.workdir = &one;
    const std::string& path = one.words[0].value;
    if (path.starts_with('/') || path.contains(':') || out.directory.empty()) {
      out.directory = path;
    } else if (out.directory.size() < 4096) {
      out.directory += (out.directory.ends_with('/') ? "" : "/") + path;
    }
  } else if (one.keyword == "HEALTHCHECK") {
    out.healthcheck = &one;
  } else if (one.keyword == "ENTRYPOINT") {
    out.entrypoint = &one;
  } else if (one.keyword == "CMD") {
    out.command = &one;
  } else if (one.keyword == "SHELL") {
    out.shell = &one;
  } else if (one.keyword == "EXPOSE") {
    out.exposed.insert(out.exposed.end(), one.words.begin(), one.words.end());
  } else if (one.keyword == "VOLUME") {
    out.volumes.insert(out.volumes.end(), one.words.begin(), one.words.end());
  } else if (one.keyword == "ENV" || one.keyword == "LABEL") {
    auto& values = one.keyword == "ENV" ? out.environment : out.labels;
    for (const Pair& pair : one.pairs) values[pair.name.value] = pair.value;
  }
}

}  // namespace

const Stage* base_stage(const Dockerfile& file, const Stage& stage) {
  const Stage* out = &stage;
  // A stage can only be built from an earlier one, so this ends.
  while (out->built_on >= 0) out = &file.stages[static_cast<std::size_t>(out->built_on)];
  return out;
}

const Stage* base_stage(const Dockerfile& file) { return file.stages.empty() ? nullptr : base_stage(file, file.stages.back()); }

StageState final_state(const Dockerfile& file, const Stage& stage) {
  std::vector<const Stage*> chain{&stage};
  while (chain.back()->built_on >= 0) chain.push_back(&file.stages[static_cast<std::size_t>(chain.back()->built_on)]);
  StageState out;
  out.base = chain.back();
  for (auto one = chain.rbegin(); one != chain.rend(); ++one) {
    // An ENTRYPOINT puts out of force the CMD of what a stage is built on, not one of its own.
    const Instruction* inherited = out.command;
    const Instruction* entrypoint = out.entrypoint;
    for (const Instruction& instruction : (*one)->instructions) apply(instruction, out);
    if (out.entrypoint != entrypoint && out.command == inherited) out.command = nullptr;
  }
  return out;
}

std::string_view mount_field(const Flag& mount, std::string_view field) {
  for (std::size_t at = 0; at <= mount.value.size();) {
    std::size_t end = std::min(mount.value.find(',', at), mount.value.size());
    std::string_view one = std::string_view(mount.value).substr(at, end - at);
    std::size_t equals = std::min(one.find('='), one.size());
    if (one.substr(0, equals) == field) return equals < one.size() ? one.substr(equals + 1) : "true";
    at = end + 1;
  }
  return {};
}

}  // namespace batten::manifest
