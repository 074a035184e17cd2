// SPDX-License-Identifier: Apache-2.0
#include "update/compose_hash.h"

#include <algorithm>
#include <chrono>

#include "base/format.h"
#include "base/process.h"
#include "base/text.h"
#include "update/compose_program.h"

namespace batten::update {
namespace {

constexpr std::chrono::seconds kTimeout{30};
constexpr std::size_t kMaxHash = 128;

std::string ask(const std::vector<std::string>& command, const std::string& service) {
  const Result<base::ProcessOutput> said = base::run_process(command, {}, kTimeout);
  return said && said->exit_status == 0 ? read_compose_hash(said->out, service) : std::string();
}

}  // namespace

std::vector<std::vector<std::string>> compose_hash_commands(const ComposeOrigin& origin, const std::map<std::string, std::string>& labels,
                                                            const std::string& engine) {
  std::vector<std::string> rest = compose_project_words(origin, labels);
  rest.insert(rest.end(), {"config", "--hash", origin.service});
  std::vector<std::vector<std::string>> out;
  for (std::vector<std::string> begin : compose_programs()) {
    begin.insert(begin.begin(), {"env", "DOCKER_HOST=" + engine});
    begin.insert(begin.end(), rest.begin(), rest.end());
    out.push_back(std::move(begin));
  }
  return out;
}

std::string read_compose_hash(std::string_view output, std::string_view service) {
  for (std::string_view line : base::split(output, '\n')) {
    line = base::trim(line);
    if (line.size() <= service.size() || !line.starts_with(service) || line[service.size()] != ' ') continue;
    const std::string_view hash = base::trim(line.substr(service.size()));
    const bool is_hex = hash.size() >= 32 && hash.size() <= kMaxHash && hash.find_first_not_of("0123456789abcdef") == hash.npos;
    if (is_hex) return std::string(hash);
  }
  return {};
}

ComposeHash::ComposeHash(const ComposeOrigin& origin, const std::map<std::string, std::string>& labels, const std::string& engine)
    : service_(origin.service) {
  const auto has = labels.find(std::string(kComposeHashLabel));
  if (has == labels.end() || origin.files.empty()) return;
  for (std::vector<std::string>& command : compose_hash_commands(origin, labels, engine)) {
    if (ask(command, service_) != has->second) continue;
    command_ = std::move(command);
    return;
  }
}

std::string ComposeHash::now() const { return command_.empty() ? std::string() : ask(command_, service_); }

}  // namespace batten::update
