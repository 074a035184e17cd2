// SPDX-License-Identifier: Apache-2.0
//
// What rules may ask beside the event: names of users from the container's own files, addresses of domain names from a thread that
// resolves them, packages of programs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "monitor/users.h"
#include "rules/moment.h"

namespace batten::watch {

// Addresses of names, asked for in the background and asked anew after five minutes. A name that nobody has asked for before has no
// addresses yet.
class NameCache {
 public:
  NameCache();
  ~NameCache();
  NameCache(const NameCache&) = delete;
  NameCache& operator=(const NameCache&) = delete;

  bool has(std::string_view name, std::string_view address);

 private:
  struct Entry {
    std::set<std::string, std::less<>> addresses;
    std::chrono::steady_clock::time_point ask_at;
  };
  void work();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::map<std::string, Entry, std::less<>> names_;
  std::deque<std::string> queue_;
  bool ending_ = false;
  std::jthread thread_;
};

class LiveSurroundings final : public rules::Surroundings {
 public:
  // users: must outlive this. resolve: false for recorded events, whose names meant something else then.
  LiveSurroundings(monitor::Users& users, std::string hostname, bool resolve);

  std::optional<std::string_view> user_name(const model::RunningContainer* container, std::uint32_t uid) override;
  std::optional<std::string_view> group_name(const model::RunningContainer* container, std::uint32_t gid) override;
  std::optional<std::string_view> user_home(const model::RunningContainer* container, std::uint32_t uid) override;
  std::optional<std::string_view> user_shell(const model::RunningContainer* container, std::uint32_t uid) override;
  bool name_has_address(std::string_view name, std::string_view address) override;
  std::optional<std::string_view> package_of(const model::RunningContainer* container, std::string_view path) override;
  std::string_view hostname() override { return hostname_; }

 private:
  monitor::Users& users_;
  std::optional<NameCache> names_;
  std::string hostname_;
};

// As uname says; "localhost" when it does not.
std::string own_hostname();

}  // namespace batten::watch
