// SPDX-License-Identifier: Apache-2.0
#include "monitor/cgroup_source.h"

#include <string>

#include "base/file.h"

namespace batten::monitor {
namespace {

struct Controller {
  std::string_view name;
  batten_cgroups source;
};
constexpr Controller kControllers[] = {
    {"memory", BATTEN_CGROUPS_MEMORY}, {"pids", BATTEN_CGROUPS_PIDS}, {"cpu", BATTEN_CGROUPS_CPU}, {"devices", BATTEN_CGROUPS_DEVICES}};

}  // namespace

batten_cgroups parse_cgroup_source(std::string_view text) {
  for (const Controller& one : kControllers) {
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (!line.starts_with(one.name) || line.substr(one.name.size(), 1) != "\t") continue;
      const std::string_view hierarchy = line.substr(one.name.size() + 1);
      if (hierarchy.substr(0, hierarchy.find('\t')) != "0") return one.source;
    }
  }
  return BATTEN_CGROUPS_V2;
}

batten_cgroups cgroup_source() {
  Result<std::string> text = base::read_file("/proc/cgroups", 65536);
  return text ? parse_cgroup_source(*text) : BATTEN_CGROUPS_V2;
}

}  // namespace batten::monitor
