// SPDX-License-Identifier: Apache-2.0
#include "audit/engine_process.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/format.h"
#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxSockets = 100'000;
constexpr std::string_view kDaemon = "dockerd";

bool is_daemon(const HostFiles& files, int pid) {
  auto name = files.read(format("/proc/{}/comm", pid), 4096);
  return name && base::trim(*name) == kDaemon;
}

std::vector<int> daemons(const HostFiles& files) {
  std::vector<int> out;
  auto names = files.list("/proc");
  if (!names) return out;
  for (const std::string& name : *names) {
    auto pid = base::parse_unsigned(name);
    if (pid && *pid < (1u << 30) && is_daemon(files, static_cast<int>(*pid))) out.push_back(static_cast<int>(*pid));
  }
  return out;
}

void read_process(const HostFiles& files, EngineProcess& out) {
  auto line = files.read(format("/proc/{}/cmdline", out.pid), 1u << 20);
  if (!line) {
    out.why = line.error().message;
    out.pid = 0;
    return;
  }
  std::vector<std::string_view> words = base::split(*line, '\0');
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (i + 1 < words.size() || !words[i].empty()) out.arguments.emplace_back(words[i]);
  }
  auto environment = files.read(format("/proc/{}/environ", out.pid), 1u << 20);
  if (!environment) return;
  for (std::string_view entry : base::split(*environment, '\0')) {
    if (entry.starts_with("HOME=/")) out.home = entry.substr(5);
  }
}

// The kernel writes addresses as words of four bytes in the order of its processor.
template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> address_bytes(std::string_view hex) {
  std::array<std::uint8_t, N> out{};
  if (hex.size() != 2 * N) return std::nullopt;
  for (std::size_t word = 0; word < N; word += 4) {
    auto value = base::parse_unsigned(hex.substr(2 * word, 8), 16);
    if (!value) return std::nullopt;
    auto bits = static_cast<std::uint32_t>(*value);
    std::memcpy(out.data() + word, &bits, 4);
  }
  return out;
}

std::string shown_address(std::string_view hex) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (auto four = address_bytes<4>(hex)) return ::inet_ntop(AF_INET, four->data(), text.data(), text.size());
  auto six = address_bytes<16>(hex);
  if (!six || ::inet_ntop(AF_INET6, six->data(), text.data(), text.size()) == nullptr) return {};
  return format("[{}]", text.data());
}

}  // namespace

EngineProcess find_engine_process(const HostFiles& files, int peer) {
  EngineProcess out;
  if (peer > 0 && is_daemon(files, peer)) {
    out.pid = peer;
  } else if (std::vector<int> all = daemons(files); all.size() == 1) {
    out.pid = all[0];
  } else if (all.empty()) {
    out.why = "no process of that name is seen here: dockerd";
  } else {
    auto written = files.read("/var/run/docker.pid", 4096);
    auto pid = written ? base::parse_unsigned(base::trim(*written)) : std::nullopt;
    if (pid && std::ranges::find(all, static_cast<int>(*pid)) != all.end()) out.pid = static_cast<int>(*pid);
    if (out.pid == 0) out.why = format("{} dockerd run here, and it can't be told which of them it is", all.size());
  }
  if (out.pid != 0) read_process(files, out);
  return out;
}

std::vector<ListeningSocket> parse_listening(std::string_view text) {
  std::vector<ListeningSocket> out;
  base::each_line(text, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::words(line);
    if (fields.size() < 10 || fields[3] != "0A" || out.size() >= kMaxSockets) return;
    std::size_t colon = fields[1].find(':');
    auto port = colon == std::string_view::npos ? std::nullopt : base::parse_unsigned(fields[1].substr(colon + 1), 16);
    std::string address = shown_address(fields[1].substr(0, colon));
    if (port && *port < 65536 && !address.empty()) out.push_back({std::string(fields[9]), format("tcp://{}:{}", address, *port)});
  });
  return out;
}

std::vector<std::string> listening_addresses(const HostFiles& files, int pid) {
  std::vector<std::string> out;
  auto descriptors = files.list(format("/proc/{}/fd", pid));
  if (!descriptors) return out;
  std::vector<std::string> inodes;
  for (const std::string& name : *descriptors) {
    auto link = files.link(format("/proc/{}/fd/{}", pid, name));
    if (link && link->starts_with("socket:[") && link->ends_with(']')) inodes.push_back(link->substr(8, link->size() - 9));
  }
  std::ranges::sort(inodes);
  for (const char* table : {"tcp", "tcp6"}) {
    auto text = files.read(format("/proc/{}/net/{}", pid, table), 16u << 20);
    if (!text) continue;
    for (ListeningSocket& socket : parse_listening(*text)) {
      if (std::ranges::binary_search(inodes, socket.inode)) out.push_back(std::move(socket.address));
    }
  }
  return out;
}

}  // namespace batten::audit
