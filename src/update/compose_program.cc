// SPDX-License-Identifier: Apache-2.0
#include "update/compose_program.h"

#include <string_view>

namespace batten::update {
namespace {

constexpr std::string_view kEnvironmentFile = "com.docker.compose.project.environment_file";

}  // namespace

std::vector<std::vector<std::string>> compose_programs() { return {{"docker", "compose"}, {"docker-compose"}}; }

std::vector<std::string> compose_project_words(const ComposeOrigin& origin, const std::map<std::string, std::string>& labels) {
  std::vector<std::string> out = {"-p", origin.project};
  if (!origin.directory.empty()) out.insert(out.end(), {"--project-directory", origin.directory});
  for (const std::string& file : origin.files) out.insert(out.end(), {"-f", file});
  if (auto environment = labels.find(std::string(kEnvironmentFile)); environment != labels.end() && !environment->second.empty()) {
    const bool is_whole = environment->second.starts_with('/') || origin.directory.empty();
    out.insert(out.end(), {"--env-file", is_whole ? environment->second : origin.directory + "/" + environment->second});
  }
  return out;
}

}  // namespace batten::update
