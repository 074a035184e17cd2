// SPDX-License-Identifier: Apache-2.0
//
// What containers of an image did while their baseline was learned: what they listened on, whom they connected to, which programs ran.
// Texts, as the file has them (docs/FORMATS.md): "tcp/80"; "tcp/443 203.0.113.0/24"; "/usr/sbin/nginx".
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace batten::model {

// A side of a connection. narrow says where exactly, wide what stands for it when there are too many of a port to tell them apart.
struct Destination {
  std::string narrow, wide;

  bool operator==(const Destination&) const = default;
};

class BaselineItems {
 public:
  explicit BaselineItems(std::size_t max_items) : max_items_(max_items) {}

  // False: it is there already, or there are too many, and then it is full.
  bool add(std::string_view item);
  void remove(std::string_view item);
  bool has(std::string_view item) const { return items_.contains(item); }
  // Items were left out: what is not here may have been seen all the same.
  bool full() const { return full_; }
  void set_full() { full_ = true; }
  const std::set<std::string, std::less<>>& all() const { return items_; }

  bool operator==(const BaselineItems&) const = default;

 private:
  std::size_t max_items_;
  std::set<std::string, std::less<>> items_;
  bool full_ = false;
};

struct Baseline {
  static constexpr std::size_t kMaxListeners = 256, kMaxDestinations = 1'024, kMaxPrograms = 2'048;
  // Networks of one port and protocol; with more of them all public addresses of the port belong to the baseline.
  static constexpr std::size_t kMaxNetworks = 64;

  BaselineItems listeners{kMaxListeners}, destinations{kMaxDestinations}, programs{kMaxPrograms};

  // True: it is new.
  bool add_destination(const Destination& destination);
  // None: it can't be told, for the items are full.
  std::optional<bool> is_new_listener(std::string_view listener) const { return is_new(listeners, listener); }
  std::optional<bool> is_new_destination(const Destination& destination) const;
  std::optional<bool> is_new_program(std::string_view path) const { return is_new(programs, path); }

  bool operator==(const Baseline&) const = default;

 private:
  static std::optional<bool> is_new(const BaselineItems& items, std::string_view item);
};

// protocol: IPPROTO_TCP or IPPROTO_UDP, none for others. Ports that the kernel hands out are "tcp/ephemeral".
std::optional<std::string> baseline_listener(std::uint8_t protocol, std::uint16_t port);
// address: 4 or 16 bytes. None: the machine itself, or no address at all.
std::optional<Destination> baseline_destination(std::uint8_t protocol, std::uint16_t port, std::string_view address);

}  // namespace batten::model
