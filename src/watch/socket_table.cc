// SPDX-License-Identifier: Apache-2.0
#include "watch/socket_table.h"

#include <netinet/in.h>

#include <charconv>
#include <cstring>
#include <optional>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::watch {
namespace {

constexpr std::uint64_t kMaxTable = 16u << 20;
constexpr unsigned kEstablished = 1, kUnconnected = 7, kListening = 10;  // of the kernel's tcp_states.h

std::optional<std::uint32_t> hexadecimal(std::string_view text) {
  std::uint32_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, 16);
  if (error != std::errc() || end != text.data() + text.size() || text.size() > 8) return std::nullopt;
  return out;
}

struct Place {
  std::string address;
  std::uint16_t port = 0;
};

// "0100007F:1F90": words as they lie in memory, the port as a number.
std::optional<Place> parse_place(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != 8 && colon != 32) return std::nullopt;
  Place out;
  for (std::size_t at = 0; at < colon; at += 8) {
    const auto word = hexadecimal(text.substr(at, 8));
    if (!word) return std::nullopt;
    char bytes[4];
    std::memcpy(bytes, &*word, sizeof bytes);
    out.address.append(bytes, sizeof bytes);
  }
  if (out.address.size() == 16 && out.address.starts_with(std::string_view("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12))) out.address.erase(0, 12);
  const auto port = hexadecimal(text.substr(colon + 1));
  if (!port || *port > 0xffff) return std::nullopt;
  out.port = static_cast<std::uint16_t>(*port);
  return out;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::string_view word : base::split(line, ' ')) {
    if (!word.empty()) out.push_back(word);
    if (out.size() == 4) break;
  }
  return out;
}

}  // namespace

std::vector<SocketRow> parse_socket_table(std::string_view text, std::uint8_t protocol, std::size_t max_rows) {
  std::vector<SocketRow> out;
  for (std::string_view line : base::split(text, '\n')) {
    if (out.size() >= max_rows) break;
    // sl local remote state
    const std::vector<std::string_view> words = words_of(line);
    if (words.size() < 4) continue;
    std::optional<Place> local = parse_place(words[1]), remote = parse_place(words[2]);
    const std::optional<std::uint32_t> state = hexadecimal(words[3]);
    if (!local || !remote || !state) continue;
    const bool listens = protocol == IPPROTO_TCP ? *state == kListening : *state == kUnconnected;
    if (!listens && *state != kEstablished) continue;
    out.push_back({.protocol = protocol,
                   .listens = listens,
                   .local = std::move(local->address),
                   .remote = std::move(remote->address),
                   .local_port = local->port,
                   .remote_port = remote->port});
  }
  return out;
}

std::vector<SocketRow> read_socket_tables(const std::string& proc, std::uint32_t pid) {
  constexpr std::pair<const char*, std::uint8_t> kTables[] = {
      {"tcp", IPPROTO_TCP}, {"tcp6", IPPROTO_TCP}, {"udp", IPPROTO_UDP}, {"udp6", IPPROTO_UDP}};
  std::vector<SocketRow> out;
  for (const auto& [name, protocol] : kTables) {
    const Result<std::string> text = base::read_file(format("{}/{}/net/{}", proc, pid, name), kMaxTable);
    if (!text) continue;
    for (SocketRow& row : parse_socket_table(*text, protocol)) out.push_back(std::move(row));
  }
  return out;
}

}  // namespace batten::watch
