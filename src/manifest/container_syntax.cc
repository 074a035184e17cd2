// SPDX-License-Identifier: Apache-2.0
#include "manifest/container_syntax.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

// "80", "80-90"
bool parse_port_range(std::string_view text, std::uint16_t& first, std::uint16_t& last) {
  std::size_t dash = text.find('-');
  auto low = base::parse_unsigned(text.substr(0, dash));
  auto high = dash == std::string_view::npos ? low : base::parse_unsigned(text.substr(dash + 1));
  if (!low || !high || *high > 65535 || *low > *high) return false;
  first = static_cast<std::uint16_t>(*low);
  last = static_cast<std::uint16_t>(*high);
  return true;
}

void apply_label(model::Container& container, const model::Placed<std::string>& option, std::string_view value) {
  if (container.selinux && container.selinux->value == "disable") return;
  container.selinux = {std::string(value), option.place};
}

}  // namespace

TextPlaces::TextPlaces(std::string_view text) : lines_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    lines_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

model::Place TextPlaces::at(std::size_t offset, std::size_t length) const {
  auto after = std::ranges::upper_bound(lines_, offset);
  auto line = static_cast<std::size_t>(after - lines_.begin());
  return {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(offset - lines_[line - 1] + 1), static_cast<std::uint32_t>(offset),
          static_cast<std::uint32_t>(length)};
}

std::optional<std::int64_t> parse_size(std::string_view text) {
  text = base::trim(text);
  if (text == "-1") return -1;
  std::size_t digits = 0;
  while (digits < text.size() && ((text[digits] >= '0' && text[digits] <= '9') || text[digits] == '.')) ++digits;
  auto number = parse_decimal(text.substr(0, digits));
  if (!number) return std::nullopt;
  std::string unit = base::lower(base::trim(text.substr(digits)));
  double factor = 1;
  if (!unit.empty() && unit != "b") {
    std::size_t power = std::string_view("kmgtp").find(unit[0]);
    if (power == std::string_view::npos || !is_one_of(std::string_view(unit).substr(1), {"", "b", "ib"})) return std::nullopt;
    factor = std::pow(1024.0, static_cast<double>(power + 1));
  }
  double bytes = *number * factor;
  if (!(bytes >= 0 && bytes < 9e18)) return std::nullopt;
  return static_cast<std::int64_t>(bytes);
}

std::optional<std::int64_t> parse_whole_number(std::string_view text) {
  text = base::trim(text);
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_decimal(std::string_view text) {
  text = base::trim(text);
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (text.size() > 5) return std::nullopt;
  std::string word = base::lower(text);
  if (is_one_of(word, {"true", "yes", "on", "y", "t", "1"})) return true;
  if (is_one_of(word, {"false", "no", "off", "n", "f", "0"})) return false;
  return std::nullopt;
}

std::string capability_name(std::string_view text) {
  std::string out(base::trim(text));
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (out.starts_with("CAP_")) out.erase(0, 4);
  return out;
}

std::optional<model::ContainerPort> parse_port(std::string_view text) {
  model::ContainerPort port;
  text = base::trim(text);
  if (std::size_t slash = text.rfind('/'); slash != std::string_view::npos) {
    port.protocol = base::lower(text.substr(slash + 1));
    text = text.substr(0, slash);
    if (port.protocol.empty()) port.protocol = "tcp";
  }
  std::size_t colon = text.rfind(':');
  std::uint16_t container_last = 0;
  if (!parse_port_range(colon == std::string_view::npos ? text : text.substr(colon + 1), port.container_first, container_last))
    return std::nullopt;
  if (port.container_first == 0) return std::nullopt;
  if (colon == std::string_view::npos) return port;
  std::string_view host = text.substr(0, colon);
  colon = host.rfind(':');
  std::string_view host_port = colon == std::string_view::npos ? host : host.substr(colon + 1);
  if (!host_port.empty() && !parse_port_range(host_port, port.host_first, port.host_last)) return std::nullopt;
  if (colon == std::string_view::npos) return port;
  std::string_view address = host.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  port.host_address = address;
  return port;
}

std::optional<model::ContainerPort> parse_exposed_port(std::string_view text) {
  if (text.contains(':')) return std::nullopt;
  auto port = parse_port(text);
  if (port) port->published = false;
  return port;
}

void apply_security_option(model::Container& container, const model::Placed<std::string>& option, const SourceRoot& root) {
  container.security_options.push_back(option);
  std::string_view text = option.value;
  std::size_t split = text.find('=');
  if (split == std::string_view::npos) split = text.find(':');
  std::string_view name = text.substr(0, split);
  std::string_view value = split == std::string_view::npos ? std::string_view() : text.substr(split + 1);
  if (name == "no-new-privileges") {
    container.no_new_privileges = {value.empty() || parse_boolean(value).value_or(false), option.place};
  } else if (name == "seccomp") {
    bool path = !value.empty() && !is_one_of(value, {"unconfined", "builtin"}) && value[0] != '{';
    container.seccomp = {path ? absolute_path(value, root) : std::string(value), option.place};
  } else if (name == "apparmor") {
    container.apparmor = {std::string(value), option.place};
  } else if (name == "label") {
    apply_label(container, option, value);
  }
}

std::string with_suggestion(std::string message, std::string_view word, const std::vector<std::string_view>& names) {
  std::string near = base::nearest(word, names);
  if (!near.empty()) message += format(" (did you mean {}?)", near);
  return message;
}

}  // namespace batten::manifest
