// SPDX-License-Identifier: Apache-2.0
#include "watch/surroundings.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "model/image_packages.h"

namespace batten::watch {
namespace {

constexpr std::size_t kMaxNames = 10'000;
constexpr std::chrono::minutes kFresh{5};

std::set<std::string, std::less<>> addresses_of(const std::string& name) {
  std::set<std::string, std::less<>> out;
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0) return out;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (one->ai_family == AF_INET) {
      const auto* four = reinterpret_cast<const sockaddr_in*>(one->ai_addr);
      out.emplace(reinterpret_cast<const char*>(&four->sin_addr), 4);
    } else if (one->ai_family == AF_INET6) {
      const auto* six = reinterpret_cast<const sockaddr_in6*>(one->ai_addr);
      out.emplace(reinterpret_cast<const char*>(&six->sin6_addr), 16);
    }
  }
  freeaddrinfo(found);
  return out;
}

}  // namespace

NameCache::NameCache() : thread_([this] { work(); }) {}

NameCache::~NameCache() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wanted_.notify_all();
}

bool NameCache::has(std::string_view name, std::string_view address) {
  std::lock_guard lock(mutex_);
  auto found = names_.find(name);
  const auto now = std::chrono::steady_clock::now();
  if (found == names_.end()) {
    if (names_.size() >= kMaxNames) return false;
    found = names_.emplace(std::string(name), Entry{.addresses = {}, .ask_at = now}).first;
  }
  if (found->second.ask_at <= now) {
    found->second.ask_at = now + kFresh;
    queue_.emplace_back(name);
    wanted_.notify_one();
  }
  return found->second.addresses.contains(address);
}

void NameCache::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait(lock, [this] { return ending_ || !queue_.empty(); });
    if (ending_) return;
    const std::string name = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    std::set<std::string, std::less<>> addresses = addresses_of(name);
    lock.lock();
    // A server that does not answer for a while takes nothing away.
    if (!addresses.empty()) names_[name].addresses = std::move(addresses);
  }
}

LiveSurroundings::LiveSurroundings(monitor::Users& users, std::string hostname, bool resolve)
    : users_(users), hostname_(std::move(hostname)) {
  if (resolve) names_.emplace();
}

std::optional<std::string_view> LiveSurroundings::user_name(const model::RunningContainer* container, std::uint32_t uid) {
  return users_.user_name(container, uid);
}

std::optional<std::string_view> LiveSurroundings::group_name(const model::RunningContainer* container, std::uint32_t gid) {
  return users_.group_name(container, gid);
}

std::optional<std::string_view> LiveSurroundings::user_home(const model::RunningContainer* container, std::uint32_t uid) {
  return users_.user_home(container, uid);
}

std::optional<std::string_view> LiveSurroundings::user_shell(const model::RunningContainer* container, std::uint32_t uid) {
  return users_.user_shell(container, uid);
}

bool LiveSurroundings::name_has_address(std::string_view name, std::string_view address) { return names_ && names_->has(name, address); }

std::optional<std::string_view> LiveSurroundings::package_of(const model::RunningContainer* container, std::string_view path) {
  return container == nullptr || container->packages == nullptr ? std::nullopt : container->packages->find(path);
}

std::string own_hostname() {
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "localhost";
  return name;
}

}  // namespace batten::watch
