// SPDX-License-Identifier: Apache-2.0
#include "match/programs.h"

#include <algorithm>

#include "advisory/programs.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::match {

std::vector<Channel> program_channels() {
  std::vector<Channel> out;
  for (const char* feed : {"bitnami", "nvd"}) {
    Channel& channel = out.emplace_back();
    channel.feed = channel.ecosystem = feed;
    channel.package_type = kProgramType;
    channel.by_source = false;
    channel.scheme = channel.feed == "nvd" ? "dpkg" : "bitnami";
  }
  return out;
}

std::vector<std::string_view> names_in_feed(std::string_view feed, const model::Package& package) {
  std::vector<std::string_view> out;
  std::string name = base::lower(package.name);
  for (const advisory::Program& program : advisory::programs()) {
    if (program.name == name && program.feed == feed) out.push_back(program.key);
  }
  return out;
}

bool is_unknown_program(const model::Package& package) {
  std::string name = base::lower(package.name);
  return std::ranges::none_of(advisory::programs(), [&](const advisory::Program& program) { return program.name == name; });
}

std::string how_matched(std::string_view feed, std::string_view name) {
  return feed == "nvd" ? format("matched by CPE {}", name) : format("matched by Bitnami's data on {}", name);
}

}  // namespace batten::match
