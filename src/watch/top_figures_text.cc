// SPDX-License-Identifier: Apache-2.0
#include "watch/top_figures_text.h"

#include <arpa/inet.h>

#include <bit>
#include <cstring>
#include <vector>

#include "base/format.h"
#include "base/text.h"

namespace batten::watch {
namespace {

// "0100007F:1F90": words of 32 bits in the order of the machine, a port.
std::optional<std::string> address_text(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != 8 && colon != 32) return std::nullopt;
  std::uint8_t bytes[16] = {};
  for (std::size_t at = 0; at < colon; at += 8) {
    const std::optional<std::uint64_t> word = base::parse_unsigned(text.substr(at, 8), 16);
    if (!word) return std::nullopt;
    const auto narrow = static_cast<std::uint32_t>(*word);
    std::memcpy(bytes + at / 2, &narrow, 4);
  }
  const std::optional<std::uint64_t> port = base::parse_unsigned(text.substr(colon + 1), 16);
  if (!port || *port > 65535) return std::nullopt;
  const std::uint8_t nothing[16] = {};
  const std::string shown_port = *port == 0 ? "*" : std::to_string(*port);
  if (std::memcmp(bytes, nothing, sizeof bytes) == 0) return "*:" + shown_port;
  const std::uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const bool is_mapped = colon == 32 && std::memcmp(bytes, mapped, sizeof mapped) == 0;
  char shown[INET6_ADDRSTRLEN] = "";
  if (colon == 8 || is_mapped) {
    inet_ntop(AF_INET, bytes + (is_mapped ? 12 : 0), shown, sizeof shown);
    return format("{}:{}", shown, shown_port);
  }
  inet_ntop(AF_INET6, bytes, shown, sizeof shown);
  return format("[{}]:{}", shown, shown_port);
}

}  // namespace

std::optional<ProcessFigures> parse_process_figures(std::string_view stat) {
  // The name may hold brackets and blanks: the last one ends it.
  const std::size_t open = stat.find('('), close = stat.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  const std::vector<std::string_view> fields = base::words(stat.substr(close + 1));
  // From the state on, the third of the manual's count.
  if (fields.size() < 22 || fields[0].size() != 1) return std::nullopt;
  auto number = [&](std::size_t field) { return base::parse_unsigned(base::trim(fields[field - 3])); };
  const auto parent = number(4), user = number(14), system = number(15), threads = number(20), start = number(22), resident = number(24);
  if (!parent || !user || !system || !threads || !start || !resident) return std::nullopt;
  return ProcessFigures{.comm = std::string(stat.substr(open + 1, close - open - 1)),
                        .state = fields[0][0],
                        .parent = static_cast<std::uint32_t>(*parent),
                        .threads = static_cast<std::uint32_t>(*threads),
                        .cpu_ticks = *user + *system,
                        .start_ticks = *start,
                        .resident_pages = *resident};
}

bool each_socket(std::string_view text, std::size_t limit, const std::function<void(SocketFigures)>& visit) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::vector<std::string_view> fields = base::words(text.substr(at, end - at));
    at = end + 1;
    if (fields.size() < 10 || !fields[0].ends_with(':')) continue;
    const std::optional<std::string> local = address_text(fields[1]), remote = address_text(fields[2]);
    const auto state = base::parse_unsigned(fields[3], 16), inode = base::parse_unsigned(fields[9]);
    if (!local || !remote || !state || *state > 255 || !inode) continue;
    if (count++ == limit) return false;
    visit({.local = *local, .remote = *remote, .state = static_cast<std::uint8_t>(*state), .inode = *inode});
  }
  return true;
}

std::string_view socket_state_name(std::uint8_t state) {
  constexpr std::string_view kNames[] = {"?",     "ESTABLISHED", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2",  "TIME-WAIT",
                                         "CLOSE", "CLOSE-WAIT",  "LAST-ACK", "LISTEN",   "CLOSING",    "NEW-SYN-RECV"};
  return state < std::size(kNames) ? kNames[state] : kNames[0];
}

std::optional<std::uint64_t> keyed_number(std::string_view text, std::string_view key) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with(key)) continue;
    line.remove_prefix(key.size());
    if (line.starts_with(':')) line.remove_prefix(1);
    if (!line.starts_with(' ') && !line.starts_with('\t')) continue;
    const std::vector<std::string_view> words = base::words(line);
    return words.empty() ? std::nullopt : base::parse_unsigned(words[0]);
  }
  return std::nullopt;
}

std::optional<std::array<std::uint64_t, 2>> parse_cpu_ticks(std::string_view stat) {
  const std::vector<std::string_view> fields = base::words(stat.substr(0, std::min(stat.find('\n'), stat.size())));
  if (fields.size() < 5 || fields[0] != "cpu") return std::nullopt;
  std::uint64_t all = 0, idle = 0;
  // Guests (the ninth on) are counted in user already.
  for (std::size_t i = 1; i < std::min<std::size_t>(fields.size(), 9); ++i) {
    const std::optional<std::uint64_t> ticks = base::parse_unsigned(fields[i]);
    if (!ticks) return std::nullopt;
    all += *ticks;
    if (i == 4 || i == 5) idle += *ticks;
  }
  return std::array<std::uint64_t, 2>{all - idle, all};
}

std::optional<std::string> container_cgroup(std::string_view text, std::string_view controller, std::string_view container_id) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    bool here = false;
    for (std::string_view name : base::split(line.substr(first + 1, second - first - 1), ',')) here = here || name == controller;
    if (!here) continue;
    std::string_view path = line.substr(second + 1);
    const std::size_t id = container_id.empty() ? std::string_view::npos : path.find(container_id);
    // What lies outside of our own cgroup namespace can't be reached.
    if (id == std::string_view::npos || !path.starts_with('/') || path.contains("/../") || path.ends_with("/..")) return std::nullopt;
    path = path.substr(0, std::min(path.find('/', id), path.size()));
    return std::string(path);
  }
  return std::nullopt;
}

}  // namespace batten::watch
