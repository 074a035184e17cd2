// SPDX-License-Identifier: Apache-2.0
#include "checks/installs.h"

#include <algorithm>

#include "base/format.h"

namespace batten::checks {

void report_unpinned(const manifest::Dockerfile& file, std::initializer_list<PackageTool> managers,
                     std::initializer_list<std::string_view> options, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    PackageCall call = package_call(command, managers.size() == 1 ? *managers.begin() : PackageTool::kNone);
    if (call.action != PackageAction::kInstall || std::ranges::find(managers, call.tool) == managers.end()) return;
    std::vector<std::string_view> names;
    for (const manifest::ShellWord* package : call.packages) {
      if (!is_pinned(call.tool, *package)) names.push_back(package->value);
    }
    if (names.empty() || (options.size() > 0 && call.has(options))) return;
    const std::string& program = command.words[call.program].value;
    hits.push_back(run_hit(
        run, command.place,
        format("{} {} {} without {}", program.substr(program.rfind('/') + 1), command.words[call.verb].value == "get" ? "gets" : "installs",
               enumerated(names), names.size() == 1 ? "a version" : "versions")));
  });
}

bool removes_packages(const Run& run) {
  return std::ranges::any_of(run.commands(),
                             [](const manifest::ShellCommand& command) { return package_call(command).action == PackageAction::kRemove; });
}

void report_installed(const manifest::Dockerfile& file, bool (*wanted)(std::string_view package), std::string_view end, Hits& hits) {
  each_run(file, [&](const Run& run) {
    if (!run.in_image || removes_packages(run)) return;
    for (const manifest::ShellCommand& command : run.commands()) {
      PackageCall call = package_call(command);
      if (!is_of_system(call.tool) || call.action != PackageAction::kInstall) continue;
      std::vector<std::string_view> names;
      for (const manifest::ShellWord* package : call.packages) {
        std::string_view name = package_name(call.tool, package->value);
        if (wanted(name)) names.push_back(name);
      }
      if (!names.empty()) hits.push_back(run_hit(run, command.place, format("{} installs {}{}", command.name, enumerated(names), end)));
    }
  });
}

}  // namespace batten::checks
