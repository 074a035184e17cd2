// SPDX-License-Identifier: Apache-2.0
//
// For tests: what is around an event, from a table instead of a system.
#pragma once

#include <map>
#include <string>

#include "rules/event_text.h"
#include "rules/moment.h"

namespace batten::rules {

class TableSurroundings : public Surroundings {
 public:
  std::optional<std::string_view> user_name(const model::RunningContainer*, std::uint32_t uid) override { return find(names, uid); }
  std::optional<std::string_view> group_name(const model::RunningContainer*, std::uint32_t gid) override { return find(names, gid); }
  std::optional<std::string_view> user_home(const model::RunningContainer*, std::uint32_t uid) override { return find(homes, uid); }
  std::optional<std::string_view> user_shell(const model::RunningContainer*, std::uint32_t uid) override { return find(shells, uid); }
  bool name_has_address(std::string_view name, std::string_view address) override {
    return name == "example.com" && address == std::string_view("\x5d\xb8\xd8\x22", 4);  // 93.184.216.34
  }
  std::optional<std::string_view> package_of(const model::RunningContainer*, std::string_view path) override {
    return path == "/bin/cat" || path == "/bin/ls" ? std::optional<std::string_view>("coreutils") : std::nullopt;
  }
  std::string_view hostname() override { return "node1"; }

  using Names = std::map<std::uint32_t, std::string>;
  Names names{{0, "root"}, {33, "www-data"}, {1000, "app"}};
  Names homes{{0, "/root"}, {33, "/var/www"}};
  Names shells{{0, "/bin/bash"}, {33, "/usr/sbin/nologin"}};

 private:
  static std::optional<std::string_view> find(const Names& in, std::uint32_t number) {
    const auto found = in.find(number);
    return found == in.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  }
};

// A moment of a written event; good as long as both are.
inline Moment moment_of(const WrittenEvent& written, const model::Event& event, Surroundings& around, std::uint64_t number = 7) {
  return {.event = &event,
          .process = written.process.get(),
          .container = written.container ? &*written.container : nullptr,
          .surroundings = &around,
          .time_ns = written.time_ns,
          .number = number};
}

}  // namespace batten::rules
